# SPDX-License-Identifier: MIT
# list --long from Xen-API, and the layout's every rule; legacy's is in xm.sh, byte for byte.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

# The lines that xendomains looks for, of each domain in this order and no others.
xendomains_reads()
{
	grep '^ *(\(domain\|domid\|name\)' "$tmp/out" | awk '
		NR % 3 == 1 && $0 != "(domain" { exit 1 }
		NR % 3 == 2 && $0 !~ /^    \(domid -?[0-9]+\)$/ { exit 1 }
		NR % 3 == 0 && $0 !~ /^    \(name .*\)$/ { exit 1 }
		END { exit NR % 3 || !NR }' || no "$(grep '^ *(\(domain\|domid\|name\)' "$tmp/out" | head -n 9)"
}

serve
promise '--long of XAPI: each domain begins with (domain, (domid N) and (name X), and no other line does'
run "$XMBOX" list --long -s "$uri"
status 0
no_stderr
xendomains_reads
holds [ "$(grep -c '^(domain$' "$tmp/out")" = "$("$XMBOX" list -q -s "$uri" | wc -l)" ]
holds grep -q '^    (power_state Suspended)$' "$tmp/out"
holds grep -q '^    (type hvm)$' "$tmp/out"
holds grep -q "^    (description '')$" "$tmp/out"
holds grep -q '^        (memory_actual 4294967296)$' "$tmp/out"
kept

promise '--long of named VMs keeps their order, obeys --sort, and excludes -j, -o, -q'
run "$XMBOX" list -l -s "$uri" windmill ferry
holds [ "$(grep '^    (name' "$tmp/out" | tr '\n' ' ')" = '    (name windmill)     (name ferry) ' ]
for option in -j '-o name' -q; do
	# shellcheck disable=SC2086 # words
	run "$XMBOX" list -l $option -s "$uri"
	fails 2 '--long goes with none of'
done
run "$XMBOX" list -lr --state halted,suspended -s "$uri"
holds [ "$(grep '^    (name' "$tmp/out" | tr '\n' ' ')" = '    (name orchard)     (name ferry) ' ]
run "$XMBOX" list -l -s "$uri" nosuch
fails 3 "Domain 'nosuch' does not exist."
kept
unserve

for server in --xend ''; do
	promise "--long makes the calls of list${server:+ (xend)}"
	serve $server
	run "$XMBOX" list -s "$uri"
	unserve
	few=$calls
	serve $server
	run "$XMBOX" list -l -s "$uri"
	status 0
	xendomains_reads
	unserve
	holds [ "$calls" = "$few" ]
	logged_out
	kept
done

promise "keys that look like lines of a domain's beginning are quoted"
serve --xapi 6.5 --key 'orchard=name</name><value>x</value></member><member><name>domid</name><value>7</value></member><member><name>domain'
run "$XMBOX" list -l -s "$uri" orchard
status 0
xendomains_reads
holds grep -q "^ *(*('name' x)" "$tmp/out"
unserve
for key in name domid domain "$(printf 'x\n(domain\n    (domid 0)\n    (name y)')"; do
	serve --key "orchard=$key"
	run "$XMBOX" list -l -s "$uri" orchard
	status 0
	xendomains_reads
	unserve
done
kept

promise 'an invalid number is quoted and cannot add lines or escapes'
serve --xapi 6.5 --key "$(printf 'orchard=x</name><value><i4>1)\n)))\n(domain\n    (domid 0)\n    (name Domain-0)\n\302\2331m</i4></value></member><member><name>y')"
run "$XMBOX" list -l -s "$uri" orchard
xendomains_reads
holds [ "$(LC_ALL=C grep -c "$(printf '\302\233')" "$tmp/out")" = 0 ]
unserve
kept

promise 'an array beginning with domain or name is quoted'
sed "s|<name>tags</name><value><array><data>|&<value>domain</value><value>name</value><value>$(printf '%090d' 0)</value>|" "$recorded/xapi/v26-VM.get_record.xml" >"$tmp/record.xml"
serve --rename bakery=guest-00001 --answer "VM.get_record=$tmp/record.xml"
run "$XMBOX" list -l -s "$uri" guest-00001
status 0
xendomains_reads
holds grep -q "('domain'" "$tmp/out"
unserve
kept

promise "--long is filtered and sorted as the table, over xend's Xen-API too"
serve --xend
for words in '--pool Pool-0' '--state running' '--state paused' '--state halted' '--sort state,name' '--sort label,memory'; do
	# shellcheck disable=SC2086 # words
	run "$XMBOX" list -q $words -s "$uri"
	cp "$tmp/out" "$tmp/want"
	# shellcheck disable=SC2086 # words
	run "$XMBOX" list -l $words -s "$uri"
	status 0
	sed -n "s/^    (name '*\([^')]*\)'*)$/\1/p" "$tmp/out" >"$tmp/names"
	holds cmp -s "$tmp/want" "$tmp/names"
done
unserve
kept

promise 'a doubled member is printed as unknown, with a warning and exit 5'
serve --xapi 6.5 --key 'orchard=a</name><value>x</value></member></struct></value></member><member><name>power_state</name><value>Running</value></member><member><name>x</name><value><struct><member><name>b'
run "$XMBOX" list -l -s "$uri" orchard
status 5
stderr_has 'Warning: ' 'power_state twice' "'orchard'"
holds grep -q '^    (power_state -)$' "$tmp/out"
xendomains_reads
unserve
kept

promise 'a VM of which there is more than 1 MiB to tell costs its members: exit 7'
awk 'BEGIN { for (i = 0; i < 16000; i++) printf "<member><name>key%d</name><value>x</value></member>", i }' >"$tmp/members"
sed -e "s|<name>other_config</name><value><struct>|<name>other_config</name><value><struct>@|" "$recorded/xapi/v26-VM.get_record.xml" |
	tr '@' '\n' >"$tmp/parts"
{
	sed -n 1p "$tmp/parts"
	cat "$tmp/members"
	sed 1d "$tmp/parts"
} >"$tmp/record.xml"
serve --rename bakery=guest-00001 --answer "VM.get_record=$tmp/record.xml"
run "$XMBOX" list -l -s "$uri" guest-00001
status 7
stdout_is '(domain
    (domid 2)
    (name guest-00001)
)'
stderr_has 'Warning: ' 'longer than 1 MiB' "'guest-00001'"
unserve
kept

# one VALUE: how --long writes it, as the value of (key ...)
one()
{
	printf '<?xml version="1.0"?><methodResponse><params><param><value><array><data><value><array><data><value>domain</value><value><array><data><value>key</value><value>%s</value></data></array></value></data></array></value></data></array></value></param></params></methodResponse>' "$1" >"$tmp/answer.xml"
	serve --xend --any-session --answer "xend.domains_with_state=$tmp/answer.xml"
	run "$XMBOX" list -l -s "xend:$tmp/socket"
	unserve
	status 0
}

# value|as xm wrote it
while IFS='|' read -r value text; do
	promise "--long writes $value as $text"
	one "$value"
	stdout_is "(domain (key $text))"
	kept
done <<'END'
abc|abc
@|@
/dev/xvda1|/dev/xvda1
a.b-c_d:e/f~g|a.b-c_d:e/f~g
|''
a b|'a b'
x=1|'x=1'
a+b|'a+b'
it's|"it's"
"|'"'
'"|'\'"'
a\b|'a\\b'
é|'\xc3\xa9'
a&#9;b&#10;|'a\tb\n'
<int>-5</int>|-5
<boolean>1</boolean>|True
<boolean>0</boolean>|False
<nil/>|'None'
<array><data></data></array>|()
<struct></struct>|()
<struct><member><name>a</name><value>1</value></member></struct>|((a 1))
<double>0.0</double>|0.0
<double>-0.5</double>|-0.5
<double>98.7654321</double>|98.7654321
<double>1700000000.0</double>|1700000000.0
<double>1e22</double>|1e+22
<double>1.23456789012345e11</double>|1.23456789012e+11
<double>12345678901.25</double>|12345678901.2
<double>12345678901.0</double>|12345678901.0
<double>123456789012.5</double>|1.23456789012e+11
<double>999999999999.75</double>|1e+12
<double>0.0001</double>|0.0001
<double>3.0000022251041112e-05</double>|3.0000022251e-05
<double>174.95678901199999</double>|174.956789012
<double>1e-320</double>|1e-320
<double>0.99999999999999</double>|1.0
<double>x</double>|'x'
END

# The rounding of Python's doubles; xend was written in it.
double_rounding()
{
	python3 - >"$tmp/doubles" <<'END'
import random
random.seed(4)
for i in range(400):
    digits = random.randrange(1, 6)
    v = float("%d.%s5" % (random.randrange(10 ** (digits - 1), 10 ** digits), str(random.randrange(10 ** (12 - digits))).zfill(12 - digits)))
    text = "%.12g" % v
    print(repr(v), text if "." in text or "e" in text else text + ".0")
END
	{
		printf '<?xml version="1.0"?><methodResponse><params><param><value><array><data><value><array><data><value>domain</value>'
		while read -r value _; do
			printf '<value><array><data><value>k</value><value><double>%s</double></value></data></array></value>' "$value"
		done <"$tmp/doubles"
		printf '</data></array></value></data></array></value></param></params></methodResponse>'
	} >"$tmp/answer.xml"
	serve --xend --any-session --answer "xend.domains_with_state=$tmp/answer.xml"
	run "$XMBOX" list -l -s "xend:$tmp/socket"
	unserve
	sed -n 's/^    (k \(.*\))$/\1/p' "$tmp/out" >"$tmp/seen"
	sed 's/.* //' "$tmp/doubles" >"$tmp/want"
	holds cmp "$tmp/want" "$tmp/seen"
	holds [ "$(wc -l <"$tmp/seen")" = 400 ]
}

promise 'floats of 13 digits ending in 5 are rounded as doubles'
if lacks python3; then
	skip "$what" "$lacking"
else
	double_rounding
	kept
fi

promise 'a list is kept on one line of up to 80 columns'
one "$(printf '%065d' 0)"
holds [ "$(wc -l <"$tmp/out")" = 1 ]
one "$(printf '%066d' 0)"
stdout_is "(domain
    (key $(printf '%066d' 0))
)"
one "$(printf '%070d' 0)"
stdout_is "(domain
    (key $(printf '%070d' 0))
)"
one "$(printf '%071d' 0)"
stdout_is "(domain
    (key
        $(printf '%071d' 0)
    )
)"
kept
