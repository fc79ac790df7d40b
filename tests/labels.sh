# SPDX-License-Identifier: MIT
# Labels: the applet, xm getlabel, servers that send them one by one, as Python's repr(), or not at all.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
ln -s "$XMBOX" "$tmp/xm"

recorded_xend label
serve --xend --any-session --replay "$tmp/replay"
promise 'label prints name, id and label, sorted by label, without trailing blanks'
run "$XMBOX" label -s "xend:$tmp/socket"
status 0
holds [ "$(head -n 1 "$tmp/out")" = 'Name                                        ID Label' ]
holds [ "$(grep -c ' $' "$tmp/out")" = 0 ]
awk 'NR > 1 { print $1, $NF }' "$recorded/xend/label/xm/list-label" >"$tmp/want"
awk 'NR > 1 { print $1, $NF }' "$tmp/out" >"$tmp/seen"
holds cmp -s "$tmp/want" "$tmp/seen"
run "$XMBOX" label -s "$uri"
awk 'NR > 1 { print $1, $NF }' "$tmp/out" >"$tmp/seen"
holds cmp -s "$tmp/want" "$tmp/seen"
kept

promise 'label -q prints the labels only, in the order of the names; so does xm getlabel mgt NAME'
web1=$(sed -n 's/^web1.* //p' "$recorded/xend/label/xm/list-label")
dom0=$(sed -n 's/^Domain-0.* //p' "$recorded/xend/label/xm/list-label")
run "$XMBOX" label -q -s "xend:$tmp/socket" web1 Domain-0
status 0
stdout_is "$web1
$dom0"
for words in 'getlabel mgt' 'getl MGT'; do
	# shellcheck disable=SC2086 # words
	run env XMBOX_SERVER="xend:$tmp/socket" "$tmp/xm" $words web1
	status 0
	stdout_is "$web1"
done
run env XMBOX_SERVER="xend:$tmp/socket" "$tmp/xm" getlabel mgt nosuch
fails 3 "Domain 'nosuch' does not exist."
for words in 'getlabel' 'getlabel dom file' 'getlabel res x' 'getlabel mgt' 'getlabel mgt a b'; do
	# shellcheck disable=SC2086 # words
	run env XMBOX_SERVER="xend:$tmp/socket" "$tmp/xm" $words
	fails 2 'xm getlabel mgt NAME'
done
kept

promise 'label -j has four members'
run "$XMBOX" label -j -s "xend:$tmp/socket" web1
if lacks jq; then
	skip "$what" "$lacking"
else
	json ".[0] == {name: \"web1\", id: 1, uuid: .[0].uuid, label: \"$web1\"}"
	kept
fi
unserve

promise 'XAPI has no labels: they are unknown, and -q prints none'
serve
run "$XMBOX" label -H -s "$uri" windmill
stdout_is 'windmill                                    12 -'
run "$XMBOX" label -q -s "$uri" windmill
stdout_is ''
unserve
kept

# Print the label if the record has none and xend answers the call with this string: answered TEXT
recorded_xend basic
answered()
{
	printf '<?xml version="1.0"?><methodResponse><params><param><value><string>%s</string></value></param></params></methodResponse>' "$1" >"$tmp/label.xml"
	serve --xend --any-session --replay "$tmp/replay" --answer "xend.security.get_domain_label=$tmp/label.xml"
	run "$XMBOX" label -q -s "xend:$tmp/socket" web1
	unserve
	status 0
	no_stderr
}

# sent by xend | shown
while IFS='|' read -r text label; do
	promise "a label sent as $text is decoded"
	answered "$text"
	stdout_is "$label"
	kept
done <<'END'
system_u:r:t:s0:c1,c2|system_u:r:t:s0:c1,c2
'ACM:p:l|ACM:p:l
"ACM:p:l'x|ACM:p:l'x
a\\b\'c\"d|a\b'c"d
a\n\t\x1b|a\x0a\x09\x1b
caf\xc3\xa9|café
'caf\xe9 \u5317|café 北
\xc3|\xc3
'\ud800|\xed\xa0\x80
a\x|a\x
a\x4|a\x4
a\u123|a\u123
a\N{DASH}|a\N{DASH}
a\|a\
'|
|
END

promise 'a label of 5000 bytes is cut, with a warning'
printf '<?xml version="1.0"?><methodResponse><params><param><value>%05000d</value></param></params></methodResponse>' 0 >"$tmp/label.xml"
serve --xend --any-session --replay "$tmp/replay" --answer "xend.security.get_domain_label=$tmp/label.xml"
run "$XMBOX" label -q -s "xend:$tmp/socket" web1
unserve
status 0
stderr_has 'Warning: a text of more than 4096 bytes is cut'
holds [ "$(wc -c <"$tmp/out")" = 4097 ]
kept

promise 'an invalid label is unknown; the others are shown'
reply '<nil/>' >"$tmp/replay/xend.security.get_domain_label,web1.xml"
rm "$tmp/replay/xend.security.get_domain_label,web1.http"
serve --xend --any-session --replay "$tmp/replay"
run "$XMBOX" label -H -o name,label --sort name -s "xend:$tmp/socket"
status 0
holds [ "$(grep -c -- '-$' "$tmp/out")" = 1 ]
holds grep -q '^web1  *-$' "$tmp/out"
unserve
for fault in '1,method "xend.security.get_domain_label" is not supported' '2,Domain not found.' '3,web1'; do
	serve --xend --any-session --replay "$tmp/replay" --fault "xend.security.get_domain_label=$fault"
	run "$XMBOX" label -H -o label -s "xend:$tmp/socket"
	status 0
	no_stderr
	holds [ "$(tr -d ' ' <"$tmp/out" | tr '\n' ' ')" = '- - - - - ' ]
	unserve
done
kept

promise "a xend without the call for labels is asked once; the labels are unknown, the rows are shown"
rm "$tmp/replay"/xend.security.*
serve --xend --any-session --replay "$tmp/replay"
run "$XMBOX" list --label -H -s "xend:$tmp/socket"
status 0
no_stderr
holds [ "$(wc -l <"$tmp/out")" = 5 ]
holds [ "$(grep -c ' -$' "$tmp/out")" = 5 ]
unserve
holds [ "$calls" -le 6 ]
kept
