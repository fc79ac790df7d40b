# SPDX-License-Identifier: MIT
# The domains selected by operands, without fetching a whole pool for one.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

serve
uuid=$("$XMBOX" list -H -o uuid -s "$uri" windmill)
upper=$(echo "$uuid" | tr a-f A-F)

# Check the domains found by an operand, one line each: means WORD NAMES
means()
{
	promise "'$1' is $2"
	run "$XMBOX" list -q -s "$uri" -- "$1"
	status 0
	no_stderr
	stdout_is "$2"
	kept
}

means windmill windmill
means name:windmill windmill
means 12 windmill
means id:12 windmill
means 012 windmill
means "$uuid" windmill
means "$upper" windmill
means "uuid:$uuid" windmill
means 'café 北海' 'café 北海'
means Domain-0 'Control domain on host: harbour.example.test'
means 0 'Control domain on host: harbour.example.test'

for word in name:12 id:99 99999999999 99999999999999999999999 "name:$uuid" uuid:00000000-0000-0000-0000-000000000000 \
	00000000-0000-0000-0000-000000000000 -1 Windmill 'wind"mill' "wind'mill" 'wind<mill>&' "$(printf 'a\tb')" \
	"$(printf 'a\377')" "$(head -c 300 /dev/zero | tr '\0' '"')"; do
	promise "no VM is called '$(printf '%.40s' "$word" | tr '\t\377' '??')'"
	run "$XMBOX" list -q -s "$uri" -- "$word" orchard
	status 3
	stdout_is orchard
	stderr_has 'Error: Domain ' ' does not exist.'
	kept
done

promise 'a name too long for a call is looked for in the whole list'
run "$XMBOX" list -q -s "$uri" -- "$(head -c 3000 /dev/zero | tr '\0' '"')" orchard
status 3
stdout_is orchard
stderr_has "Error: Domain '"
kept

promise 'an empty operand, as of an unset variable, is wrong usage: exit 3 would say that it does not run'
for applet in list vcpu-list label; do
	run "$XMBOX" $applet -s "$uri" orchard ''
	fails 2 'an operand is empty'
done
kept

promise 'a name that is empty is selected by name:'
serve --rename orchard=
run "$XMBOX" list -H -o name,power -s "$uri" name:
status 0
no_stderr
stdout_is '     halted'
serve
kept

promise 'an operand that contradicts its prefix (id:x) is wrong usage'
for word in id: id:x id:-1 uuid:x uuid:; do
	run "$XMBOX" list -s "$uri" "$word"
	fails 2 "'$word' is no"
done
kept

promise 'several names are shown in their order, each as often as it is given'
run "$XMBOX" list -q -s "$uri" orchard 12 bakery orchard
status 0
stdout_is 'orchard
windmill
bakery
orchard'
kept

promise 'many names cost one call'
run "$XMBOX" list -V -q -s "$uri" orchard windmill bakery ferry lighthouse greenhouse 7
status 0
holds [ "$(wc -l <"$tmp/out")" = 7 ]
stderr_has ': 4 requests, '
kept
unserve
logged_out

promise 'one name of 2000 VMs costs a few KB'
serve --vms 2000
name=$("$XMBOX" list -q -s "$uri" | tail -n 1)
run "$XMBOX" list -V -q -s "$uri" "$name"
status 0
stdout_is "$name"
holds [ "$(sed 's/.* \([0-9]*\) bytes.*/\1/' "$tmp/err")" -lt 20000 ]
unserve
logged_out
kept

promise 'a name of several VMs selects all of them, sorted by id'
serve --rename bakery=twin --rename windmill=twin --rename ferry=twin
run "$XMBOX" list -H -o id,name -s "$uri" twin
status 0
no_stderr
stdout_is '   twin
 7 twin
12 twin'
unserve
kept

promise 'Domain-0 selects the control domain, even if another VM has the name'
serve --rename ferry=Domain-0
run "$XMBOX" list -q -s "$uri" Domain-0 name:Domain-0
status 0
stdout_is 'Control domain on host: harbour.example.test
Domain-0'
unserve
kept

promise "digits that are a name and another VM's id select both, with a warning"
serve --rename ferry=12
run "$XMBOX" list -q -s "$uri" 12
status 0
stdout_is '12
windmill'
stderr_has "Warning: '12' is one domain's name and another's id"
run "$XMBOX" list -q -s "$uri" id:12 name:12
status 0
no_stderr
stdout_is 'windmill
12'
unserve
kept

promise "a name of the form of a uuid is found if no VM has the uuid, or with name:"
serve --rename ferry=00000000-0000-0000-0000-00000000000a --rename orchard="$uuid"
run "$XMBOX" list -q -s "$uri" 00000000-0000-0000-0000-00000000000A 00000000-0000-0000-0000-00000000000a
status 3
stdout_is 00000000-0000-0000-0000-00000000000a
run "$XMBOX" list -q -s "$uri" "$uuid" "name:$uuid"
status 0
stdout_is "windmill
$uuid"
unserve
kept

promise 'names with quotes, angle brackets and a leading dash are found'
serve --rename "ferry=a \"b\" <c> & 'd'" --rename orchard=--version
run "$XMBOX" list -q -s "$uri" -- "a \"b\" <c> & 'd'" --version
status 0
stdout_is "a \"b\" <c> & 'd'
--version"
unserve
kept

promise "over xend's Xen-API, names, ids and uuids are found in the whole list"
serve --xend
uuid=$("$XMBOX" list -H -o uuid -s "$uri" lantern)
run "$XMBOX" list -q -s "$uri" lantern 12 "$uuid" Domain-0 nosuch
status 3
stdout_is 'lantern
garden
lantern
Domain-0'
unserve
logged_out
kept
