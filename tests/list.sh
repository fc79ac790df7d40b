# SPDX-License-Identifier: MIT
# xmbox list: the table, names, and how it is called.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

# A folder in which the server finds its answers: replay VERSION COUNT
replay()
{
	rm -rf "$tmp/replay"
	mkdir "$tmp/replay"
	for class in VM VM_metrics; do
		for file in "$recorded/xapi/$1-$class.get_all_records-$2.xml"*; do
			case $file in
			*.gz) gzip -dc "$file" ;;
			*) cat "$file" ;;
			esac >"$tmp/replay/$class.get_all_records.xml"
		done
	done
	refs "$tmp/replay/VM.get_all_records.xml" >"$tmp/replay/VM.get_all.xml"
}

for case in v26-2 v26-200 v26-1000 v1.249-2 v1.249-200; do
	replay "${case%-*}" "${case##*-}"
	for how in '' --close --http10 --silent-close --to-end '--chunked 1000' --no-space; do
		promise "recording $case is listed${how:+, server $how}"
		# shellcheck disable=SC2086 # one or two words
		serve --replay "$tmp/replay" $how
		run "$XMBOX" list -s "$uri"
		status 0
		no_stderr
		stdout_is_file "$(ls "$recorded/xapi/$case.list"*)"
		unserve
		logged_out
		kept
	done
done

replay v26 2
for window in 1 2 7; do
	for program in "$XMBOX" "$T/xmbox-plain"; do
		promise "reads of $window bytes give the same table ($(basename "$program"))"
		serve --replay "$tmp/replay" --dribble $window
		run "$program" list -s "$uri"
		status 0
		stdout_is_file "$recorded/xapi/v26-2.list"
		unserve
		logged_out
		kept
	done
done

for case in basic label vcpus big200; do
	recorded_xend $case
	for how in '' --keep; do
		promise "xend's recording $case is listed, connection ${how:-closed after each answer}"
		serve --xend --replay "$tmp/replay" $how
		run "$XMBOX" list -s "$uri"
		status 0
		no_stderr
		stdout_is_file "$(ls "$recorded/xend/$case/list"*)"
		unserve
		kept
	done
done

recorded_xend basic
serve --xend --keep --replay "$tmp/replay"
named_rows "xend's recording: list" <<'END'
managed-halted|0|managed-halted
0|0|Domain-0
3|0|db-server
web1|0|web1
web1 db-server|0|web1 db-server
web1 nosuch|3|web1
nosuch|3|
no1 no2|3|
END
unserve

promise 'builds without short cuts and without SSE2 give the same table'
replay v26 1000
serve --replay "$tmp/replay"
run "$T/xmbox-plain" list -s "$uri"
status 0
stdout_is_file "$recorded/xapi/v26-1000.list.gz"
unserve
kept

promise 'the sample pool over TCP, with a password, in one connection'
printf 'se<cr>&t"\n' >"$tmp/password"
chmod 600 "$tmp/password"
serve_at tcp:0 --password-file "$tmp/password"
run "$XMBOX" list -W "$tmp/password" -s "$uri"
status 0
no_stderr
stdout_is 'Name                                            ID   Mem VCPUs      State   Time(s)
Control domain on host: harbour.example.test     0  2048     4     r-----        -
bakery                                           7  8192     4     r-----        -
café 北海                                       21  1536     3     r-----        -
ferry                                               3072     2                   -
greenhouse                                      15   512     1     --p---        -
lighthouse                                       3  1024     1     r-----        -
orchard                                             2048     2                   -
windmill                                        12  4096     2     r-----        -'
unserve
logged_out
holds [ "$connections" = 1 ]
holds [ "$calls" = 5 ]
kept

promise 'the sample pool over IPv6'
if no_ipv6; then
	skip "$what" 'there is no ::1'
else
	serve_at tcp6:0
	run "$XMBOX" list -q -W "$any" -s "$uri"
	status 0
	stdout_has windmill
	unserve
	kept
fi

promise 'localhost needs no resolver'
serve_at tcp:0
run "$XMBOX" list -q -W "$any" -s "http://localhost:${uri##*:}/"
status 0
stdout_has windmill
unserve
kept

promise 'a pool without VMs is a header, exit 0'
refs "$TESTS/replies/empty.xml" >"$tmp/refs.xml"
serve --answer "VM.get_all_records_where=$TESTS/replies/empty.xml" --answer "VM.get_all=$tmp/refs.xml"
run "$XMBOX" list -s "$uri"
status 0
no_stderr
stdout_is 'Name                                        ID   Mem VCPUs      State   Time(s)'
unserve
kept

promise 'control characters and broken UTF-8 in names are escaped'
LC_ALL=C sed 's/bad utf8 [^<]*/fine/' "$recorded/xapi/v26-VM.get_all_records-hostile-names.xml" >"$tmp/names.xml"
refs "$tmp/names.xml" >"$tmp/refs.xml"
serve --answer "VM.get_all_records_where=$tmp/names.xml" --answer "VM.get_all=$tmp/refs.xml"
run "$XMBOX" list -q -s "$uri"
status 0
stdout_has 'tab\x09here nl\x0ahere cr\x0ahere'
stdout_has 'ctl[31mred\x7fx'
stdout_has 'esc \u009b31m c1'
stdout_has "a<b & \"c\" 'd' > e"
stdout_has 'tést-中文'
stdout_has ']]>'
unserve
kept

promise 'an unknown fact is -, never a false zero'
refs "$TESTS/replies/sparse.xml" >"$tmp/refs.xml"
serve --answer "VM.get_all_records_where=$TESTS/replies/sparse.xml" --answer "VM.get_all=$tmp/refs.xml"
run "$XMBOX" list -H -s "$uri"
status 0
stdout_is 'bad numbers                                  -     -     -          -        -
nothing but a name                           -     -     -          -        -
(unknown)                                    -     -     -          -        -'
unserve
kept

serve
promise 'named VMs are shown in the order of the operands'
run "$XMBOX" list -q -s "$uri" windmill bakery
status 0
stdout_is 'windmill
bakery'
kept

promise 'an unknown name is exit 3, and the others are shown'
run "$XMBOX" list -H -s "$uri" nosuch windmill
status 3
stderr_is "Error: Domain 'nosuch' does not exist."
stdout_is 'windmill                                    12  4096     2     r-----        -'
kept

promise 'a name may begin with a dash after --'
run "$XMBOX" list -s "$uri" -- -x
status 3
stderr_has "Error: Domain '-x' does not exist."
kept

promise 'options may follow names, be combined, and be abbreviated'
run "$XMBOX" list windmill -Hq --serv "$uri"
status 0
stdout_is windmill
run "$XMBOX" list --no-head --quiet "--server=$uri" windmill
status 0
stdout_is windmill
kept

promise 'XMBOX_SERVER names the server'
run env XMBOX_SERVER="$uri" "$XMBOX" list -q windmill
status 0
stdout_is windmill
kept

promise 'the next server is asked when one is absent'
run "$XMBOX" list -q -W "$any" -s "unix:$tmp/nosuch" -s http://127.0.0.1:1 -s "$uri" windmill
status 0
no_stderr
stdout_is windmill
kept

promise '--verbose reports on stderr the servers asked'
run "$XMBOX" list -V -q -s "$uri" windmill
status 0
stdout_is windmill
stderr_has "$uri: 4 requests, " ' bytes received, ' ', in JSON-RPC'
kept

for name in xm-list xmbox-list list; do
	promise "a link named $name runs the applet"
	ln -sf "$XMBOX" "$tmp/$name"
	run "$tmp/$name" -q -s "$uri" windmill
	status 0
	stdout_is windmill
	kept
done

promise 'a link named xm takes the applet, or a prefix of it, as first operand'
ln -sf "$XMBOX" "$tmp/xm"
run "$tmp/xm" li -q -s "$uri" windmill
status 0
stdout_is windmill
run "$tmp/xm" help
status 0
stdout_has 'list '
run "$tmp/xm" nosuch
fails 2 'Subcommand nosuch not found'
kept

promise 'a link of any other name acts as xmbox'
ln -sf "$XMBOX" "$tmp/xmbox-static"
run "$tmp/xmbox-static" list -q -s "$uri" windmill
status 0
stdout_is windmill
kept
unserve

promise 'xmbox without operands lists the applets'
run "$XMBOX"
status 0
no_stderr
stdout_has '  list '
kept

# Hard links are made in a folder on the file system of the binary.
installs()
{
	for way in '' -s ''; do
		# shellcheck disable=SC2086 # nothing, or an option
		run "$XMBOX" --install $way "$links"
		status 0
		no_stdout
		for applet in $("$XMBOX" --list); do
			holds [ "$("$links/xm-$applet" --help | head -n 1 | cut -c -20)" = "$("$XMBOX" "$applet" --help | head -n 1 | cut -c -20)" ]
			if [ -n "$way" ]; then
				holds [ -L "$links/xm-$applet" ]
			else
				holds [ ! -L "$links/xm-$applet" ]
			fi
		done
	done
	rm "$links/xm-label"
	echo mine >"$links/xm-label"
	rm "$links/xm-list"
	run "$XMBOX" --install "$links"
	fails 6 'xm-label exists and is no link to xmbox: it is not replaced'
	holds [ "$(cat "$links/xm-label")" = mine ]
	holds [ -e "$links/xm-list" ]
	run "$XMBOX" --install ''
	status 6
	mkdir "$tmp/self"
	cp "$XMBOX" "$tmp/self/xm-list"
	ln -s xm-list "$tmp/self/xmbox"
	run "$tmp/self/xmbox" --install "$tmp/self/"
	holds cmp -s "$XMBOX" "$tmp/self/xm-list"
	run "$tmp/self/xmbox" --install -s "$tmp/self/"
	holds cmp -s "$XMBOX" "$tmp/self/xm-list"
	holds [ "$(find "$links" "$tmp/self" -name '.xm*' | wc -l)" = 0 ]
	rm -rf "$links"
	run "$XMBOX" --install
	fails 2 'needs one directory'
	run "$XMBOX" --install "$tmp/nosuch"
	status 6
}

promise '--install creates or replaces links, and leaves every other file'
if links=$(mktemp -d "$T/links.XXXXXX" 2>/dev/null); then
	installs
	kept
else
	skip "$what" 'the folder of the binary cannot be written to'
fi

promise '--list prints the applets one per line, --version the version'
run "$XMBOX" --list
status 0
stdout_is "$(sed -n 's/^	bool "\([^ ]*\) - .*/\1/p' "$SOURCE/Kconfig")"
run "$XMBOX" --version
status 0
stdout_has 'xmbox 0.'
case $(grep -s 'define CONFIG_STATIC ' "${XMBOX%/*}/config.h") in
*' 0')
	holds grep -qx 'License: MIT' "$tmp/out"
	holds [ "$(grep -cw STATIC "$tmp/out")" = 0 ]
	;;
*)
	stdout_has ' STATIC'
	stdout_has 'License: MIT; mbedtls Apache-2.0 or GPL-2.0-or-later; libxenstore LGPL-2.1; '
	;;
esac
kept

promise '--help goes to stdout, exit 0, begins with the synopsis and fits 24 lines of 80 columns'
for call in 'list --help' 'list -h' '--help list' '--help' '-h' 'vcpu-list -h' 'label -h' \
	'--help options' '--help uri' '--help columns'; do
	# shellcheck disable=SC2086 # words
	run "$XMBOX" $call
	status 0
	no_stderr
	holds [ "$(wc -l <"$tmp/out")" -le 24 ]
	holds [ "$(awk '{ if (length($0) > n) n = length($0) } END { print n }' "$tmp/out")" -le 80 ]
done
run "$XMBOX" list --help
holds [ "$(head -n 1 "$tmp/out" | cut -c 1-40)" = 'xmbox list [OPTION]... [DOMAIN]...: list' ]
run "$XMBOX" --help options
status 0
stdout_has --plain-password
run "$XMBOX" --help columns
for column in $("$XMBOX" list -o help | cut -d ' ' -f 1) $("$XMBOX" vcpu-list -o help | cut -d ' ' -f 1); do
	holds grep -q "^$column " "$tmp/out"
done
kept

promise '--help uri has a valid example for every scheme of a source'
run "$XMBOX" --help uri
status 0
for scheme in auto $(sed -n 's/^const struct source source_.* = { \(CONFIG_TLS ? \)*"\([a-z ]*\)".*/\2/p' "$SOURCE"/core/source/*/*.c); do
	holds grep -q "^$scheme:.* $scheme:[^ ]*$" "$tmp/out"
done
sed -n 's/^[a-z]*:.* \([a-z]*:[^ ]*\)$/\1/p' "$tmp/out" >"$tmp/uris"
grep -v ://xs1 "$tmp/uris" >"$tmp/here"
while read -r example; do
	run "$XMBOX" list -t 1 -W "$any" -s "$example"
	holds [ "$code" != 2 ]
done <"$tmp/here"
holds [ "$(grep -c : "$tmp/uris")" -ge 10 ]
kept
