# SPDX-License-Identifier: MIT
# Which rows, in which order, in which form.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

serve
promise 'columns are chosen, added, and grow to fit; the last is not padded'
run "$XMBOX" list -o id,name -s "$uri" windmill bakery
status 0
stdout_is 'ID Name
12 windmill
 7 bakery'
run "$XMBOX" list -o +power,vcpus_max -H -s "$uri" windmill
stdout_is 'windmill 12 4096     2 r-----       - running        2'
kept

promise 'columns that there are not are wrong usage, help lists those that there are'
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

promise 'rows are sorted by columns, unknown values last whichever way round, rows that are alike by name'
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

promise 'a state or a pool with names, or a word that is no state, is wrong usage'
run "$XMBOX" list --state running -s "$uri" windmill
fails 2 'You may specify either a state or a particular VM, but not both'
run "$XMBOX" list --pool x -s "$uri" windmill
fails 2 'You may specify either a pool or a particular VM, but not both'
run "$XMBOX" list --state all -q -s "$uri" windmill
status 0
run "$XMBOX" list --state sleeping -s "$uri"
fails 2 "no state 'sleeping'"
run "$XMBOX" list --pool Pool-0 -s "$uri"
fails 2 'xapi knows no cpupools'
kept

promise 'JSON: what is known, null for what is not'
run "$XMBOX" list -j -s "$uri" windmill ferry
status 0
holds [ "$(head -n 1 "$tmp/out")" = '[' ]
stdout_has '{"name": "windmill", "id": 12, "uuid": "'
stdout_has '"power": "running", "state": null, "memory": 4294967296, "memory_max": '
stdout_has '"cpu_time": null, '
stdout_has '"host": "harbour.example.test", "source": "xapi"}'
stdout_has '{"name": "ferry", "id": null, '
kept

promise 'JSON of chosen columns; of no rows'
run "$XMBOX" list -j -o id,name -s "$uri" windmill
stdout_is '[
 {"id": 12, "name": "windmill"}
]'
run "$XMBOX" list -j --state dying -s "$uri"
status 0
stdout_is '[]'
kept
unserve

promise 'JSON is valid, whatever names are: jq and Python read the same from it'
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

promise "xm list --label of the recording, sorted by label"
recorded_xend label
serve --xend --any-session --replay "$tmp/replay" --keep
for option in --label -Z; do
	run "$XMBOX" list $option -s "xend:$tmp/socket"
	status 0
	stdout_is_file "$recorded/xend/label/xm/list-label"
done
kept

promise '--pool of xend'
run "$XMBOX" list -q --pool Pool-0 -s "xend:$tmp/socket"
status 0
holds [ "$(wc -l <"$tmp/out")" = 4 ]
run "$XMBOX" list -q --pool nosuch -s "xend:$tmp/socket"
status 0
no_stdout
unserve
kept

promise 'more columns than a table can have, or than rows are sorted by, are wrong usage'
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

promise 'a name that is empty comes before all others, in reverse behind them'
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
