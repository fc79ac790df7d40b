# SPDX-License-Identifier: MIT
# XAPI's database on disk: the same rows as over Xen-API, with a warning of its age.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

old='memory, VCPUs and power state are what they were then'

for case in v26-state-2vm.db:v26 v1249-state-2vm.db:v1.249 v26-xapi-db-2vm.bugreport.xml:v26; do
	promise "recording ${case%:*} is listed, with a warning of its age"
	cp "$recorded/disk/${case%:*}" "$tmp/state.db"
	run "$XMBOX" list -s "file:$tmp/state.db"
	status 0
	stderr_has 'Warning: ' "file:$tmp/state.db is 0 minutes old: $old"
	stdout_is_file "$recorded/xapi/${case#*:}-2.list"
	kept
done

# Names that need each of XAPI's layers of escaping, and non-ASCII ones.
odd="it's 100% \"<odd>\" & \\\\ two  blanks, a	TAB %n %. and
a line)('"
# List the same records over Xen-API and from the file: $tmp/served, $tmp/read
both()
{
	"$XMBOX" "$@" -s "$uri" 2>"$tmp/err" | sed 's/"xapi"/"file"/' >"$tmp/served" || no "$(cat "$tmp/err")"
	run "$XMBOX" "$@" -s "file:$tmp/state.db"
	status 0
	stderr_has "$old"
	holds cmp "$tmp/served" "$tmp/out"
	[ -s "$tmp/out" ] || no 'nothing is listed'
}

for style in state old report; do
	serve --rename "windmill=$odd" --rename "ferry= 'x' %_" --elsewhere bakery
	"$T/server-sample" --database $style --rename "windmill=$odd" --rename "ferry= 'x' %_" --elsewhere bakery \
		>"$tmp/state.db"
	promise "database ($style): list, columns, JSON and VCPUs equal those of the same records over Xen-API"
	both list
	both list -o +uuid,power,start_time,memory_max,vcpus_max,host
	both list -j
	both vcpu-list
	both vcpu-list -j
	kept

	promise "database ($style): names, ids, uuids, states and hosts select the same rows as over Xen-API"
	both list -j "$odd" id:7 " 'x' %_"
	both list -q "$("$XMBOX" list -H -o uuid -s "$uri" bakery)"
	both list -q Domain-0
	for state in running paused suspended halted; do
		both list -q --state $state
	done
	both list -q --host quay.example.test
	both list -q --host harbour.example.test
	kept
	unserve
done

promise '--long has the same members as over Xen-API'
"$T/server-sample" --database state >"$tmp/state.db"
serve
"$XMBOX" list -l -s "$uri" | sed 's/\.0\([ )]\)/\1/g' | sort >"$tmp/served"
run "$XMBOX" list -l -s "file:$tmp/state.db"
status 0
holds [ "$(head -n 3 "$tmp/out" | tr -s ' \n' ' ')" = "(domain (domid 0) (name 'Control domain on host: harbour.example.test') " ]
sort "$tmp/out" >"$tmp/read"
holds cmp "$tmp/served" "$tmp/read"
unserve
kept

promise "a hostile key, which breaks XAPI's XML, is read as an ordinary key"
"$T/server-sample" --database state --key "orchard=it's <\"key\"> \\ (50%)" >"$tmp/state.db"
run "$XMBOX" list -l -s "file:$tmp/state.db" orchard
status 0
stdout_has "'it\\'s <\"key\"> \\\\ (50%)'"
kept

promise 'optional white space, end tags and apostrophes are read'
sed 's/<row \([^>]*[^ ]\) *\/>/\n\t<row\n\1 >\n<\/row >/g; s/<table/\n <table/g' \
	"$recorded/disk/v26-xapi-db-2vm.bugreport.xml" >"$tmp/state.db"
holds grep -q '^</row >$' "$tmp/state.db"
run "$XMBOX" list -s "file:$tmp/state.db"
status 0
stdout_is_file "$recorded/xapi/v26-2.list"
printf "\357\273\277<database><table name='VM'><row uuid = 'x' name__label='&#34;a%%.b&quot;'\tref\n=\"r\"/></table></database>\n\n" >"$tmp/state.db"
sed -i "s/ uuid = 'x'//" "$tmp/state.db"
run "$XMBOX" list -q -s "file:$tmp/state.db"
status 0
stdout_is '"a b"'
kept

promise 'the warning has the age of the file and the role of its host'
cp "$recorded/disk/v26-state-2vm.db" "$tmp/state.db"
touch -t 200002030405 "$tmp/state.db"
echo 'slave:192.0.2.1' >"$tmp/pool.conf"
run "$XMBOX" list -q -s "file:$tmp/state.db" guest-00001
status 0
stderr_has ' days old: ' "; its host was, by pool.conf, slave:192.0.2.1"
printf master >"$tmp/pool.conf"
run "$XMBOX" list -q -s "file:$tmp/state.db" guest-00001
stderr_has 'its host was, by pool.conf, master'
touch -t 209902030405 "$tmp/state.db"
run "$XMBOX" list -q -s "file:$tmp/state.db" guest-00001
stderr_has ' days ahead of the clock: '
touch "$tmp/state.db"
mkdir -p "$tmp/disk/var/lib/xcp" "$tmp/disk/etc/xensource"
cp "$tmp/state.db" "$tmp/disk/var/lib/xcp"
printf '  slave:2001:db8::1 \n' >"$tmp/disk/etc/xensource/pool.conf"
cd "$tmp/disk/var/lib/xcp" || exit 1
run "$XMBOX" list -q -s file:state.db guest-00001
stderr_has ' 0 minutes old' 'by pool.conf, slave:2001:db8::1'
cd "$tmp" || exit 1
rm "$tmp/pool.conf"
kept

promise 'if pool.conf is a link to another file, that file is not printed'
echo 'root:$6$secret:19000:0:99999:7:::' >"$tmp/shadow"
ln -s shadow "$tmp/pool.conf"
run "$XMBOX" list -q -s "file:$tmp/state.db" guest-00001
status 0
holds [ "$(grep -c secret "$tmp/err")" = 0 ]
rm "$tmp/pool.conf" "$tmp/shadow"
kept

promise 'a link is no database, wherever it leads; a folder on the way may be one'
ln -s state.db "$tmp/link"
ln -s . "$tmp/folder"
run "$XMBOX" list -q -s "file:$tmp/link"
fails 5 "file:$tmp/link: " 'symbolic link'
run "$XMBOX" list -q -s "file:$tmp/folder/state.db" guest-00001
status 0
rm "$tmp/link" "$tmp/folder"
kept

promise 'file:- reads stdin, a pipe or a file, without asking a clock about it'
run "$XMBOX" list -s "file:$tmp/state.db"
mv "$tmp/out" "$tmp/wanted"
cat "$tmp/state.db" | "$XMBOX" list -s file:- >"$tmp/out" 2>"$tmp/err"
holds [ $? = 0 ]
stdout_is_file "$tmp/wanted"
holds [ "$(cat "$tmp/err")" = 'Warning: file:-: memory, VCPUs and power state are what they were when that was written' ]
"$XMBOX" list -s file:- <"$tmp/state.db" >"$tmp/out" 2>"$tmp/err"
holds [ $? = 0 ]
stdout_is_file "$tmp/wanted"
"$XMBOX" list -s file:- </dev/null >"$tmp/out" 2>"$tmp/err"
holds [ $? = 5 ]
stderr_has 'Error: file:-: is empty'
mkfifo "$tmp/pipe"
exec 9<>"$tmp/pipe"
run sh -c '"$0" list -t 0.3 -s file:- <"$1" 9>&-' "$XMBOX" "$tmp/pipe"
fails 1 'within 0.300 s'
exec 9>&-
rm "$tmp/pipe"
kept

# Check the failure for the file $tmp/other: instead STATUS WORDS
instead()
{
	promise "exit $1 without a row: $2"
	run "$XMBOX" list -s "file:$tmp/other"
	fails "$1" "file:$tmp/other: " "$2"
	kept
}

: >"$tmp/other"
instead 5 'is empty'
gzip -c "$tmp/state.db" >"$tmp/other"
instead 5 'is compressed (gunzip it first)'
printf 'redo-log--------\000012345' >"$tmp/other"
instead 5 'is a redo log'
echo 'Dear diary' >"$tmp/other"
instead 5 'is no database of XAPI, not even XML'
echo '<config><row key="host_restarted_cleanly" value="true"/></config>' >"$tmp/other"
instead 5 'not as in a database of XAPI'
printf '<database><table name="VM_metrics"></table><table name="VM"><row ref="a"/></table></database>' >"$tmp/other"
instead 5 'not as in a database of XAPI'
echo '<database><table name="books"><row ref="a" name__label="x"/></table></database>' >"$tmp/other"
instead 5 'it has no table of VMs'
rm "$tmp/other"
instead 1 'No such file or directory'
mkdir "$tmp/other"
instead 5 'is no regular file'
rmdir "$tmp/other"
mkfifo "$tmp/other"
instead 5 'is no regular file'
rm "$tmp/other"
ln -s other "$tmp/other"
instead 5 'ymbolic link'
rm "$tmp/other"
if [ "$(id -u)" = 0 ]; then
	skip 'a file that may not be read' 'root may read all of them'
else
	: >"$tmp/other"
	chmod 0 "$tmp/other"
	instead 4 'Permission denied'
	rm -f "$tmp/other"
fi

promise 'URIs that name no file are wrong usage'
for uri in file: file://host/path file://; do
	run "$XMBOX" list -s "$uri"
	fails 2 "$uri"
done
kept

promise 'if the file is absent, the next server is asked'
run "$XMBOX" list -q -s "file:$tmp/nosuch" -s "file:$tmp/state.db" guest-00001
status 0
stdout_is guest-00001
kept

promise 'a database without rows is no error'
printf '<database><manifest/><table name="VM"/><table name="new"><x y="z"/></table></database>' >"$tmp/other"
run "$XMBOX" list -H -s "file:$tmp/other"
status 0
no_stdout
stderr_has "$old"
kept

# Check that the intact rows of $tmp/other are listed, then WORDS and exit 5: damaged WORDS
damaged()
{
	run "$XMBOX" list -s "file:$tmp/other"
	status 5
	holds [ "$(grep -c '^Warning: ' "$tmp/err")" = 1 ]
	holds [ "$(grep -c '^Error: ' "$tmp/err")" = 1 ]
	grep -F "Error: file:$tmp/other: " "$tmp/err" | grep -qF "$1" || no "$(cat "$tmp/err")"
}

row='power_state="Running" domid="3" memory__dynamic_max="1048576" VCPUs__at_startup="2" metrics="OpaqueRef:m"'
promise 'a file cut off within a row: rows before it are shown, their metrics are unknown'
printf '<database><table name="VM"><row ref="a" name__label="whole" %s/><row ref="b" name__label="half" uui' "$row" >"$tmp/other"
damaged 'at the end of the file: line 1, column '
stdout_is 'Name                                        ID   Mem VCPUs      State   Time(s)
whole                                        3     -     -     r-----        -'
run "$XMBOX" list -s "file:$tmp/other" half
status 5
grep -qF "Domain 'half' is not among the rows that could be read" "$tmp/err" || no "$(cat "$tmp/err")"
no_stdout
kept

promise 'VCPUs of a VM without a known number are not shown, with a warning'
printf '<database><table name="VM"><row ref="a" name__label="x" domid="3"/></table></database>' >"$tmp/other"
run "$XMBOX" vcpu-list -H -s "file:$tmp/other"
status 5
no_stdout
grep -qF 'Error: the number of VCPUs of a VM is unknown' "$tmp/err" || no "$(cat "$tmp/err")"
kept

promise 'facts on which two rows of one reference disagree are not shown'
printf '<database><table name="VM"><row ref="a" name__label="x" %s/><row ref="a" name__label="x" is_a_template="false"/></table></database>' "$row" >"$tmp/other"
damaged 'table VM, row 2: a repeated reference'
stdout_is 'Name                                        ID   Mem VCPUs      State   Time(s)
x                                            -     -     -          -        -'
printf '<database><table name="VM"><row ref="t" is_a_template="true"/><row ref="a" name__label="x" %s/><row ref="b"/><row ref="a" %s/>' "$row" "$row" >"$tmp/other"
printf '</table><table name="VM_metrics"><row ref="m"/><row ref="n"/></table><table name="host"><row ref="h"/></table></database>' >>"$tmp/other"
damaged 'table VM, row 4: a repeated reference'
kept

promise 'an invalid value is unknown, and no message quotes it'
printf '<database><table name="VM"><row ref="a" name__label="x" domid="opensesame" uuid="b"/></table></database>' >"$tmp/other"
damaged "table VM, row 1: an invalid value"
holds [ "$(grep -c opensesame "$tmp/err")" = 0 ]
stdout_is 'Name                                        ID   Mem VCPUs      State   Time(s)
x                                            -     -     -          -        -'
kept

promise 'rows before damage are shown, and those of a table without its end tag'
printf '<database><table name="VM"><row ref="a" name__label="x"/></table><table name="secret"><row value="opensesame"\001/></table></database>' >"$tmp/other"
damaged 'line 1, column 1'
stdout_has 'x   '
holds [ "$(grep -c opensesame "$tmp/err")" = 0 ]
kept

promise 'foreign elements between two tables cost no row'
meant='x                                            3     1     1     r-----        -'
for edit in 's/<table name="VM">/damage&/' 's/<table name="VM_metrics"/damage&/' 's/<table name="host"/damage&/'; do
	printf '<database><table name="SR"/><table name="VM"><row ref="a" name__label="x" %s/></table>' "$row" >"$tmp/whole"
	printf '<table name="VM_metrics"><row ref="OpaqueRef:m" memory__actual="1048576" VCPUs__number="1"/></table>' \
		>>"$tmp/whole"
	printf '<table name="host"><row ref="h" name__label="h"/></table></database>' >>"$tmp/whole"
	sed "$edit" "$tmp/whole" >"$tmp/other"
	damaged 'line 1, column '
	stdout_has "$meant"
	run "$XMBOX" list -q --host h -s "file:$tmp/other"
	holds grep -q '^Error: ' "$tmp/err"
	status 5
done
kept

promise 'a row beyond a limit of the reader costs that row only'
long=$(printf '%0300d' 0)
printf '<database><table name="VM"><row ref="a" a%s="" name__label="x"/><row ref="b" name__label="y" %s/></table>' \
	"$long" "$row" >"$tmp/other"
run "$XMBOX" list -q -s "file:$tmp/other"
status 7
stdout_is y
grep -qF 'Error: ' "$tmp/err" || no 'no word on it'
kept

promise 'behind damage, rows are found with any white space after <row'
printf '<database><table name="VM"><row\nref="a" &/><row\nref="b"\nname__label="y" %s/></table></database>' "$row" \
	>"$tmp/other"
run "$XMBOX" list -q -s "file:$tmp/other"
status 5
stdout_is y
kept

promise '--host with an unknown host, or with a name of two hosts, is a failure'
"$T/server-sample" --database state >"$tmp/state.db"
run "$XMBOX" list -s "file:$tmp/state.db" --host nosuch
fails 2 "Host 'nosuch' does not exist in this pool."
sed 's/quay.example.test/harbour.example.test/' "$tmp/state.db" >"$tmp/other"
run "$XMBOX" list -s "file:$tmp/other" --host harbour.example.test
fails 2 'several hosts are called'
sed 's/<table name="host">.*//' "$tmp/state.db" >"$tmp/other"
run "$XMBOX" list -s "file:$tmp/other" --host harbour.example.test
fails 5 'at the end of the file: line 2, column '
kept

promise 'attributes of an element other than a row are not taken for columns'
printf '<database><table name="VM"><row ref="a" name__label="x"/><wor name__label="b" ref="nobody"/><row name__label="y" ref="c"/></table></database>' >"$tmp/other"
run "$XMBOX" list -q -s "file:$tmp/other"
status 0
stdout_is 'x
y'
kept

promise 'a large row is read: only wanted values are kept'
awk 'BEGIN { printf "<database><table name=\"VM\"><row ref=\"a\" NVRAM=\""; for (i = 0; i < 100000; i++) printf "0123456789ab%%.&quot;\303\251";
	printf "\" name__label=\"x\"/></table></database>" }' >"$tmp/other"
run "$T/xmbox-small" list -q -s "file:$tmp/other"
status 0
stdout_is x
run "$XMBOX" list -l -s "file:$tmp/other"
status 0
holds grep -q "Warning: file:$tmp/other: texts of more than 8192 bytes are cut (NVRAM): 'x'" "$tmp/err"
sed "s/NVRAM=\"/&(('a' '/; s/\" name__label/'))&/" "$tmp/other" >"$tmp/list"
run "$XMBOX" list -l -s "file:$tmp/list"
status 0
holds grep -q "Warning: file:$tmp/list: texts of more than 8192 bytes are cut (NVRAM): 'x'" "$tmp/err"
kept

promise '--long cuts texts over 8 KiB, in lists too, with one warning that names the VM and the members'
{
	printf '<database><table name="VM"><row ref="a" name__label="x" domid="3" name__description="%08192d" other_config="%s"/>' 0 \
		"(('k' '$(printf '%08192d' 0)'))"
	printf '<row ref="b" name__label="y" metrics="m" name__description="%08193d" other_config="%s" xenstore_data="%s" platform="%s"/>' 0 \
		"(('k' '$(printf '%08193d' 0)') ('l' 'm'))" "(('n' '$(printf '%020000d' 0)'))" \
		"(('o' '$(printf '%08192d' 0 | sed 's/0/\\\\/g')'))"
	printf '<row ref="c" name__label="z" tags="%0200000d"/>' 0
	printf '</table><table name="VM_metrics"><row ref="m" other_config="%s"/></table></database>' "(('k' '$(printf '%09000d' 0)'))"
} >"$tmp/long.db"
run "$XMBOX" list --long -s "file:$tmp/long.db"
status 0
holds [ "$(grep -c '^Warning: .*: texts of more' "$tmp/err")" = 3 ]
holds grep -qx "Warning: file:$tmp/long.db: texts of more than 8192 bytes are cut (description, other_config, xenstore_data): 'y'" "$tmp/err"
holds grep -qx "Warning: file:$tmp/long.db: texts of more than 8192 bytes are cut (other_config): 'y'" "$tmp/err"
holds grep -qx "Warning: file:$tmp/long.db: texts of more than 8192 bytes are cut (tags): 'z'" "$tmp/err"
holds [ "$(grep -o '00*' "$tmp/out" | grep -c '^.\{8192\}$')" = 7 ]
holds grep -q '(l m)' "$tmp/out"
run "$XMBOX" list -q -s "file:$tmp/long.db"
status 0
stdout_is 'x
y
z'
kept

promise '--long keeps the trees of a database packed: 100 VMs fit in 1 MiB'
"$T/server-sample" --vms 100 --database state >"$tmp/many.db"
run "$XMBOX" list --long -s "file:$tmp/many.db"
status 0
mv "$tmp/out" "$tmp/whole"
run "$T/xmbox-small" list --long -s "file:$tmp/many.db"
status 0
holds cmp "$tmp/out" "$tmp/whole"
holds [ "$(grep -c "^(domain$" "$tmp/out")" = 100 ]
kept

promise 'a row of more than 1 MiB costs its tree of --long, not the list: exit 7'
text=$(printf '%08192d' 0)
{
	printf '<database><table name="VM"><row ref="a" name__label="x" domid="3"'
	for i in $(seq 130); do
		printf ' member_%d="%s"' $i "$text"
	done
	printf '/><row ref="b" name__label="y" metrics="m" memory="12"/></table><table name="VM_metrics"><row ref="m" member="13"/></table></database>'
} >"$tmp/other"
run "$XMBOX" list --long -s "file:$tmp/other"
status 7
stdout_is '(domain
    (domid 3)
    (name x)
)
(domain
    (name y)
    (metrics m)
    (memory 12)
    (VM_metrics (member 13))
)'
holds grep -q "^Warning: file:$tmp/other: a record is longer than 1 MiB, its members are not shown: 'x'" "$tmp/err"
run "$XMBOX" list -q -s "file:$tmp/other"
status 0
kept

promise "--long prints lists nested deeper than XAPI's as a text"
awk 'BEGIN { for (i = 0; i < 4000; i++) { a = a "("; b = b ")" }; print a "'"'x'"'" b }' >"$tmp/deep"
awk -v deep="$(cat "$tmp/deep")" '{ sub(/ tags="\(\)"/, " tags=\"" deep "\""); print }' "$recorded/disk/v26-state-2vm.db" >"$tmp/deep.db"
run "$XMBOX" list --long -s "file:$tmp/deep.db"
status 0
holds grep -q '^ *["'\''](((((((((((' "$tmp/out"
holds [ "$(wc -c <"$tmp/out")" -lt 60000 ]
kept
