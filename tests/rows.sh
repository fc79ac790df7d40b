# SPDX-License-Identifier: MIT
# Selection, order and formats of rows.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

serve
promise '-o selects and adds columns; they grow to fit, and the last is not padded'
run "$XMBOX" list -o id,name -s "$uri" windmill bakery
status 0
stdout_is 'ID Name
12 windmill
 7 bakery'
run "$XMBOX" list -o +power,vcpus_max -H -s "$uri" windmill
stdout_is 'windmill 12 4096     2 r-----       - running        2'
kept

promise 'unknown columns are wrong usage, -o help lists the columns'
run "$XMBOX" list -o nosuch -s "$uri"
fails 2 "no column 'nosuch'"
run "$XMBOX" list --sort nosuch -s "$uri"
fails 2 "no column 'nosuch'"
run "$XMBOX" list -o help
status 0
stdout_has 'memory      '
holds [ "$(wc -l <"$tmp/out")" = "$(sed -n '/^	COLUMN_NAME/,/^	COLUMN_VCPU,/p' \
	"$SOURCE/core/show/column.h" | grep -vc COLUMN_VCPU,)" ]
kept

promise '--sort sorts by columns, unknown values last in either direction, equal rows by name'
run "$XMBOX" list -q --sort id -s "$uri"
stdout_is 'Control domain on host: harbour.example.test
lighthouse
bakery
windmill
greenhouse
café 北海
ferry
orchard'
run "$XMBOX" list -q --sort memory,name -r -s "$uri"
stdout_is 'bakery
windmill
ferry
orchard
Control domain on host: harbour.example.test
café 北海
lighthouse
greenhouse'
run "$XMBOX" list -qr --sort id -s "$uri"
holds [ "$(tail -n 2 "$tmp/out" | tr '\n' ' ')" = 'ferry orchard ' ]
kept

# state WORD NAMES
while IFS='|' read -r word names; do
	promise "--state $word"
	run "$XMBOX" list -q --state "$word" -s "$uri"
	status 0
	[ "$(tr '\n' '|' <"$tmp/out" | sed 's/|$//')" = "$names" ] || no "$(cat "$tmp/out")"
	kept
done <<'END'
running|Control domain on host: harbour.example.test|bakery|café 北海|lighthouse|windmill
Paused|greenhouse
halted,suspended|ferry|orchard
SUSPENDED|ferry
crashed|
dying,paused|greenhouse
END

promise 'a state with names: those in another are told, exit 3; called as xm it is wrong usage'
run "$XMBOX" list --state running -q -s "$uri" greenhouse windmill ferry id:7
status 3
stdout_is 'windmill
bakery'
holds [ "$(cat "$tmp/err")" = "Error: Domain 'greenhouse' is paused.
Error: Domain 'ferry' is suspended." ]
run "$XMBOX" list --state paused,suspended -q -s "$uri" ferry greenhouse
status 0
no_stderr
stdout_is 'ferry
greenhouse'
run "$XMBOX" list --state running -s "$uri" nosuch
fails 3 "Domain 'nosuch' does not exist."
ln -s "$XMBOX" "$tmp/xm"
run "$tmp/xm" list --state running -s "$uri" windmill
fails 2 'You may specify either a state or a particular VM, but not both'
kept

promise 'a pool with names, or a word that is no state, is wrong usage'
run "$XMBOX" list --pool x -s "$uri" windmill
fails 2 'You may specify either a pool or a particular VM, but not both'
run "$XMBOX" list --state all -q -s "$uri" windmill
status 0
run "$XMBOX" list --state sleeping -s "$uri"
fails 2 "no state 'sleeping'"
run "$XMBOX" list --pool Pool-0 -s "$uri"
fails 2 'xapi knows no cpupools'
kept

promise 'JSON has the known facts, and null for the others'
run "$XMBOX" list -j -s "$uri" windmill ferry
status 0
holds [ "$(head -n 1 "$tmp/out")" = '[' ]
stdout_has '{"name": "windmill", "id": 12, "uuid": "'
stdout_has '"power": "running", "state": null, "memory": 4294967296, "memory_max": '
stdout_has '"cpu_time": null, '
stdout_has '"host": "harbour.example.test", "host_uuid": "3466e9a0-8391-4f64-981a-8d2b5a4485ac", "source": "xapi"}'
stdout_has '{"name": "ferry", "id": null, '
kept

promise 'JSON of selected columns, and of no rows'
run "$XMBOX" list -j -o id,name -s "$uri" windmill
stdout_is '[
 {"id": 12, "name": "windmill"}
]'
run "$XMBOX" list -j --state dying -s "$uri"
status 0
stdout_is '[]'
kept
unserve

promise 'a column named twice is shown twice in a table, while a key of JSON is unique in its object'
serve
run "$XMBOX" list -o name,id,name -s "$uri" windmill
stdout_is "$(printf 'Name     ID Name\nwindmill 12 windmill')"
for columns in name,id,name 'name,id -o +name' 'Name,id,name,ID'; do
	# shellcheck disable=SC2086 # words
	run "$XMBOX" list -j -o $columns -s "$uri" windmill
	status 0
	stdout_is "$(printf '[\n {"name": "windmill", "id": 12}\n]')"
done
run "$XMBOX" vcpu-list -j -o vcpu,vcpu -s "$uri" windmill
holds [ "$(grep -c '^ {"vcpu": [0-9]*},\{0,1\}$' "$tmp/out")" -gt 0 ]
unserve
kept

promise 'JSON is valid for any names: jq and Python read the same'
if lacks jq python3; then
	skip "$what" "$lacking"
else
	LC_ALL=C sed 's/bad utf8 [^<]*/"quoted\\" \&amp; more/' "$recorded/xapi/v26-VM.get_all_records-hostile-names.xml" >"$tmp/names.xml"
	refs "$tmp/names.xml" >"$tmp/refs.xml"
	serve --answer "VM.get_all_records_where=$tmp/names.xml" --answer "VM.get_all=$tmp/refs.xml"
	run "$XMBOX" list -j -o name -s "$uri"
	status 0
	json 'length == 10'
	jq -r '.[].name' "$tmp/out" >"$tmp/jq"
	holds grep -qF 'a<b & "c"' "$tmp/jq"
	holds [ "$(grep -c "$(printf '\302\233')" "$tmp/out")" = 0 ]
	python3 -c 'import json, sys; print("\n".join(r["name"] for r in json.load(open(sys.argv[1], encoding="utf-8"))))' "$tmp/out" >"$tmp/python" || no "Python does not read it"
	holds cmp -s "$tmp/jq" "$tmp/python"
	unserve
	kept
fi

promise "xm list --label prints the recorded output, sorted by label"
recorded_xend label
serve --xend --any-session --replay "$tmp/replay" --keep
for option in --label -Z; do
	run "$XMBOX" list $option -s "xend:$tmp/socket"
	status 0
	stdout_is_file "$recorded/xend/label/xm/list-label"
done
kept

promise '--pool selects domains of xend'
run "$XMBOX" list -q --pool Pool-0 -s "xend:$tmp/socket"
status 0
holds [ "$(wc -l <"$tmp/out")" = 4 ]
run "$XMBOX" list -q --pool nosuch -s "xend:$tmp/socket"
status 0
no_stdout
unserve
kept

promise 'too many columns in -o or --sort are wrong usage'
eight=id,id,id,id,id,id,id,id
run "$XMBOX" list -o "$eight,$eight,$eight,$eight" -s unix:/x
fails 1 unix:/x
run "$XMBOX" list -o "$eight,$eight,$eight,$eight,id" -s unix:/x
fails 2 'more than 32 columns'
run "$XMBOX" list -o "+$eight,$eight,$eight,$eight" -s unix:/x
fails 2 'more than 32 columns'
serve
run "$XMBOX" list -q --sort "$eight" -s "$uri"
status 0
run "$XMBOX" list -q --sort "$eight,id" -s "$uri"
fails 2 'more than 8 columns to sort by'
unserve
kept

promise '--tabs: one tab between cells, no padding, blank cells kept, a tab in a name escaped'
serve --rename windmill="a	b c"
run "$XMBOX" list --tabs -o name,id,state,memory -s "$uri" id:12 ferry
status 0
no_stderr
stdout_is 'Name	ID	State	Mem
a\x09b c	12	r-----	4096
ferry			3072'
run "$XMBOX" list --tabs -H -s "$uri" ferry
stdout_is 'ferry		3072	2		-'
run "$XMBOX" vcpu-list --tabs -H -s "$uri" id:12
holds [ "$(awk -F '\t' '{ print NF }' "$tmp/out" | sort -u)" = 7 ]
unserve
kept

promise '-o adds up; all is every column, once'
serve
run "$XMBOX" list -o id -o name,power -s "$uri" windmill
stdout_is 'ID Name     Power
12 windmill running'
run "$XMBOX" list -H -o +power -o +vcpus_max -s "$uri" windmill
stdout_is 'windmill 12 4096     2 r-----       - running        2'
run "$XMBOX" list -o all --tabs -s "$uri" windmill
"$XMBOX" list -o help | cut -d ' ' -f 1 >"$tmp/names"
holds [ "$(head -n 1 "$tmp/out" | tr '\t' '\n' | grep -c .)" = "$(grep -c . "$tmp/names")" ]
run "$XMBOX" list -o memory,all --tabs -s "$uri" windmill
holds [ "$(head -n 1 "$tmp/out" | tr '\t' '\n' | sort -u | grep -c .)" = "$(grep -c . "$tmp/names")" ]
holds [ "$(head -n 1 "$tmp/out" | cut -c -8)" = 'Mem	Name' ]
run "$XMBOX" vcpu-list -o all --tabs -s "$uri" windmill
"$XMBOX" vcpu-list -o help | cut -d ' ' -f 1 >"$tmp/names"
holds [ "$(head -n 1 "$tmp/out" | tr '\t' '\n' | grep -c .)" = "$(grep -c . "$tmp/names")" ]
run "$XMBOX" list -o id -o help
stdout_has 'memory      '
kept

promise 'a start time is a date of ISO 8601 in a table, seconds since 1970 in JSON'
run "$XMBOX" list -H -o start_time -s "$uri" windmill
holds grep -qx '20[0-9-]*T[0-9:]*Z' "$tmp/out"
iso=$(cat "$tmp/out")
run "$XMBOX" list -j -o start_time -s "$uri" windmill
holds grep -qx " {\"start_time\": $(date -u -d "$(echo "$iso" | sed 's/T/ /; s/Z$//')" +%s)}" "$tmp/out"
kept

promise 'called as xm, XAPI names this host its control domain Domain-0, in its place of the order'
run "$tmp/xm" list -q -s "$uri"
status 0
holds [ "$(head -n 1 "$tmp/out")" = Domain-0 ]
holds [ "$(grep -c 'Control domain' "$tmp/out")" = 0 ]
run "$tmp/xm" list -s "$uri"
holds grep -q '^Domain-0  *0  *2048' "$tmp/out"
holds [ "$(head -n 1 "$tmp/out")" = 'Name                                        ID   Mem VCPUs      State   Time(s)' ]
run "$tmp/xm" list -q -s "$uri" bakery 'Control domain on host: harbour.example.test'
status 0
stdout_is 'bakery
Domain-0'
run "$tmp/xm" list --long -s "$uri" 0
holds grep -q '^    (name Domain-0)$' "$tmp/out"
unserve
kept

promise 'columns are padded by the cells of a terminal: wide characters, emoji, combining ones'
serve --rename bakery=北海道 --rename windmill="e$(printf '\314\201')t$(printf '\314\201')" --rename ferry="$(printf '\360\237\232\242') x"
run "$XMBOX" list -o name,id -s "$uri" id:7 id:12 "name:$(printf '\360\237\232\242') x" lighthouse
status 0
stdout_is "Name       ID
北海道      7
e$(printf '\314\201')t$(printf '\314\201')         12
$(printf '\360\237\232\242') x         
lighthouse  3"
unserve
kept

promise 'two forms of output are wrong usage, and so are columns for a form that has none'
while IFS='|' read -r options words; do
	# shellcheck disable=SC2086 # words
	run "$XMBOX" $options -s unix:/x
	fails 2 "$words"
done <<'END'
list -qj|--quiet and --json exclude each other
list -q --tabs|--quiet and --tabs exclude each other
list -j --tabs|--json and --tabs exclude each other
list -q -o id|--quiet and --columns exclude each other
list -l --tabs|--long goes with none of
list -l -q|--long goes with none of
list -Z -o id|--label and --columns exclude each other (-o +label adds the column)
label -q -j|--quiet and --json exclude each other
label -q -o id|--quiet and --columns exclude each other
vcpu-list -j --tabs|--json and --tabs exclude each other
END
kept

promise 'an empty name is sorted before all others, in reverse behind them'
serve --rename windmill=
run "$XMBOX" list -H -o id,name --sort name -s "$uri"
status 0
holds [ "$(head -n 1 "$tmp/out")" = '12 ' ]
run "$XMBOX" list -H -r -o id,name --sort name -s "$uri"
status 0
holds [ "$(tail -n 1 "$tmp/out")" = '12 ' ]
run "$XMBOX" list -H -o id,name -s "$uri"
holds [ "$(head -n 1 "$tmp/out")" = '12 ' ]
unserve
kept
