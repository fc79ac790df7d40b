# SPDX-License-Identifier: MIT
# XAPI's database on disk at its limits: ages, long texts, doubled rows. file.sh has the rest.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

db=$tmp/state.db
old='memory, VCPUs and power state are what they were then'

# Check the printed age of a file written SECONDS ago: aged SECONDS 'WORDS'
aged()
{
	touch -d "@$(($(date +%s) - $1))" "$db"
	run "$XMBOX" list -q -s "file:$db" guest-00001
	status 0
	stdout_is guest-00001
	stderr_is "Warning: file:$db is $2: $old"
}

promise 'the age of the file is printed in minutes, from two hours on in hours, from two days on in days'
cp "$recorded/disk/v26-state-2vm.db" "$db"
# Leave at least half a minute before the words change.
aged 90 '1 minutes old'
aged 2250 '37 minutes old'
aged 7170 '119 minutes old'
aged 7215 '2 hours old'
aged 9000 '2 hours old'
aged 171000 '47 hours old'
aged 172830 '2 days old'
aged 216000 '2 days old'
aged 302400 '3 days old'
aged -2250 '37 minutes ahead of the clock'
aged -9000 '2 hours ahead of the clock'
kept

# Write a file with these rows of VMs, and REST behind their table: database ROWS REST
database()
{
	printf '<database><table name="VM">%s</table>%s</database>' "$1" "$2" >"$db"
}

# Print a mask of VCPUs of LENGTH bytes: pCPU 0 many times, finally 10 or 100.
mask()
{
	awk -v len="$1" 'BEGIN {
		last = len % 2 ? "100" : "10"
		for (n = len - length(last); n > 0; n -= 2)
			printf "0,"
		printf "%s", last
	}'
}

promise 'a mask of VCPUs is read up to 4096 bytes'
vm='power_state="Running" domid="3" VCPUs__at_startup="1"'
database "<row ref=\"a\" name__label=\"x\" VCPUs__params=\"(('mask' '$(mask 4096)'))\" $vm/>" ''
run "$XMBOX" vcpu-list -H -s "file:$db"
status 0
holds [ "$(tr -s ' ' <"$tmp/out")" = 'x 3 0 - - - 0,10' ]
database "<row ref=\"a\" name__label=\"x\" VCPUs__params=\"(('mask' '$(mask 4097)'))\" $vm/>" ''
run "$XMBOX" vcpu-list -H -s "file:$db"
status 5
holds grep -q "table VM, row 1: an invalid value" "$tmp/err"
holds [ "$(tr -s ' ' <"$tmp/out")" = 'x 3 0 - - - -' ]
kept

promise 'a name is cut after 4096 bytes, with a warning'
name=$(printf '%04096d' 0)
database "<row ref=\"a\" name__label=\"$name\"/>" ''
run "$XMBOX" list -q -s "file:$db"
status 0
stdout_is "$name"
stderr_has "$old"
database "<row ref=\"a\" name__label=\"${name}1\"/>" ''
run "$XMBOX" list -q -s "file:$db"
status 0
stdout_is "$name"
holds grep -q '^Warning: a name of more than 4096 bytes is cut: ' "$tmp/err"
holds [ "$(wc -l <"$tmp/err")" = 2 ]
kept

promise 'a row without a reference is damage'
database '<row name__label="x"/><row ref="b" name__label="y"/>' ''
run "$XMBOX" list -q -s "file:$db"
status 5
stdout_is y
holds grep -q 'table VM, row 1: it has no reference$' "$tmp/err"
kept

promise 'two references with one uuid are one VM: what they disagree on is unknown, exit 5'
uuid=5f0c9a2e-7b41-4d3f-8e66-000000000002
same="uuid=\"$uuid\" power_state=\"Running\" memory__dynamic_max=\"2097152\" resident_on=\"h\""
hosts='<table name="host"><row ref="h" name__label="moor"/><row ref="i" name__label="quay"/></table>'
database "<row ref=\"a\" name__label=\"x\" domid=\"3\" $same/><row ref=\"b\" name__label=\"y\" domid=\"3\" $same/><row ref=\"c\" name__label=\"z\" uuid=\"${uuid%2}3\"/>" "$hosts"
run "$XMBOX" list -H -o name,id,power,memory,uuid,host -s "file:$db"
status 5
holds [ "$(tr -s ' ' <"$tmp/out" | sort)" = "(unknown) 3 running 2 $uuid moor
z - - - ${uuid%2}3 -" ]
holds grep -q "^Warning: file:$db: two VMs have one uuid: what they disagree on is not shown: '(unknown)', $uuid" "$tmp/err"
for wants in '-l' '-q' '-o name,vcpus' "$uuid"; do
	run "$XMBOX" list $wants -s "file:$db"
	status 5
done
sed -i 's/resident_on="h"/resident_on="i"/' "$db" # of the first
run "$XMBOX" list -H -o uuid,host --host moor -s "file:$db"
status 5
holds [ "$(tr -s ' ' <"$tmp/out")" = "$uuid -" ]
database "<row ref=\"a\" uuid=\"00000000-0000-0000-0000-000000000000\" name__label=\"x\"/><row ref=\"b\" uuid=\"00000000-0000-0000-0000-000000000000\" name__label=\"y\"/>" ''
run "$XMBOX" list -q -s "file:$db"
status 0
stdout_is 'x
y'
kept

row='name__label="x" power_state="Running" domid="3" memory__dynamic_max="2097152" VCPUs__at_startup="7" metrics="m"'
promise 'doubled metrics are unknown, and nothing is shown in their place'
twice='<row ref="m" memory__actual="1048576" VCPUs__number="2" start_time="20260801T09:08:07Z"/>'
database "<row ref=\"a\" $row/>" "<table name=\"VM_metrics\">$twice</table>"
run "$XMBOX" list -H -o name,memory,vcpus,start_time -s "file:$db"
status 0
holds [ "$(tr -s ' ' <"$tmp/out")" = 'x 1 2 2026-08-01T09:08:07Z' ]
database "<row ref=\"a\" $row/>" "<table name=\"VM_metrics\">$twice$twice</table>"
run "$XMBOX" list -H -o name,memory,vcpus,start_time -s "file:$db"
status 5
holds grep -q 'table VM_metrics, row 2: a repeated reference' "$tmp/err"
holds [ "$(tr -s ' ' <"$tmp/out")" = 'x - - -' ]
database "<row ref=\"a\" $row/>" "<table name=\"VM_metrics\">$twice$twice</table>"
sed -i 's/"Running" domid="3"/"Halted" domid="-1"/' "$db"
run "$XMBOX" list -H -o name,memory,vcpus -s "file:$db"
status 5
holds [ "$(tr -s ' ' <"$tmp/out")" = 'x 2 7' ]
kept

promise 'the name of a host with two rows and two names is unknown'
here='ref="a" name__label="x" domid="3" resident_on="h"'
for other in quay moor; do
	database "<row $here/>" "<table name=\"host\"><row ref=\"h\" name__label=\"moor\"/><row ref=\"h\" name__label=\"$other\"/></table>"
	run "$XMBOX" list -H -o name,host -s "file:$db"
	case $other in
	moor)
		status 0
		stdout_is 'x    moor'
		;;
	*)
		status 5
		stdout_is 'x    -'
		holds grep -q 'table host, row 2: a repeated reference' "$tmp/err"
		;;
	esac
done
kept

promise 'of more hosts than a pool can have the last ones are not known, exit 7'
awk 'BEGIN {
	printf "<database><table name=\"VM\">"
	for (i = 0; i < 1025; i++)
		printf "<row ref=\"v%d\" name__label=\"x\" resident_on=\"h%d\"/>", i, i
	printf "</table></database>"
}' >"$db"
run "$XMBOX" list -H -o name,host -s "file:$db"
status 7
holds grep -q '^Warning: VMs are on more than 1024 hosts' "$tmp/err"
holds [ "$(wc -l <"$tmp/out")" = 1025 ]
sed -i 's/<row ref="v1024"[^>]*>//' "$db"
run "$XMBOX" list -H -o name,host -s "file:$db"
status 0
holds [ "$(wc -l <"$tmp/out")" = 1024 ]
kept

promise 'an id of domains on two hosts selects both, with a warning'
database '<row ref="a" name__label="x" domid="3" resident_on="h"/><row ref="b" name__label="y" domid="3" resident_on="i"/>' \
	'<table name="host"><row ref="h" name__label="moor"/><row ref="i" name__label="quay"/></table>'
run "$XMBOX" list -q -s "file:$db" 3
status 0
stdout_is 'x
y'
holds grep -qx "Warning: '3' is a domain on several hosts" "$tmp/err"
run "$XMBOX" list -q -s "file:$db" --host quay 3
status 0
stdout_is y
stderr_has "$old"
kept

promise 'an unreadable file is exit 5, with the reason'
run "$XMBOX" list -s file:/proc/self/mem
fails 5 'file:/proc/self/mem: Input/output error'
kept

# List the database by a path of LENGTH bytes: by_path LENGTH
by_path()
{
	folder=$tmp
	[ $((($1 - ${#folder}) % 2)) = 1 ] || folder=$folder/
	pad=$((($1 - ${#folder} - 9) / 2))
	path=$folder$(printf "%0${pad}d" 0 | sed 's,0,/.,g')/state.db
	holds [ ${#path} = "$1" ]
	run "$XMBOX" list -q -s "file:$path" guest-00001
}

promise 'the path may have the longest length of the system, and pool.conf beside it is found'
cp "$recorded/disk/v26-state-2vm.db" "$db"
echo 'slave:192.0.2.1' >"$tmp/pool.conf"
by_path 300
status 0
stdout_is guest-00001
stderr_is "Warning: file:$path is 0 minutes old: $old; its host was, by pool.conf, slave:192.0.2.1"
for length in 4060 4061 4080 4090 4094 4095; do
	by_path $length
	status 0
	stdout_is guest-00001
	stderr_has 'Warning: file:/'
done
by_path 4096
fails 5 'file:/'
kept
