# SPDX-License-Identifier: MIT
# What dom0.sh looks at of its phase x: toolstacks beside a real hypervisor.

# XAPI's or xend's names of VMs as those of xl's guests, and only what runs: ours_as_xl FILE...
ours_as_xl()
{
	for name; do
		{
			case $name in
			*json) jq 'map(select(.id))' "$seen/x-$name" ;;
			*) cat "$seen/x-$name" ;;
			esac
		} | sed 's/Control domain on host: harbour.example.test/Domain-0/; s/café 北海/t-block/; s/bakery/t-pair/
			s/orchard/t-paused/; s/greenhouse/t-spin/; s/^web1/t-pair/' >"$seen/xl-$name"
	done
}

# The id and the name with which --long begins each domain, a line each.
heads()
{
	sed -n "s/^    (domid \(.*\))$/\1/p; s/^    (name '*\([^']*\)'*)$/\1/p" "$tmp/out"
}

the_toolstacks()
{
	promise "$1: XAPI's VMs and Xen's domains are joined by uuid: all that Xen knows is xl's, as a table and as JSON"
	good x list json vcpus
	ours_as_xl list json vcpus
	like b-xl1 xl-list 1
	like b-xl1 xl-json 1
	like b-xlvcpus1 xl-vcpus 1
	kept

	promise "$1: names, power and hosts are XAPI's, also of what it believes halted; of what it does not know xenstored's"
	jq -r '.[] | "\(.id) \(.name) \(.power) \(.host) \(.source) \(.uuid[34:])"' "$seen/x-json" | grep -v ferry >"$tmp/out"
	stdout_is '0 Control domain on host: harbour.example.test running harbour.example.test xapi+xen c0
2 bakery running harbour.example.test xapi+xen 02
1 café 北海 running harbour.example.test xapi+xen 01
6 greenhouse paused harbour.example.test xapi+xen 06
null lighthouse running harbour.example.test xapi 0b
3 orchard halted null xapi+xen 03
5 t-crash null null xenstore+xen 05
4 t-off null null xenstore+xen 04'
	kept

	promise "$1: what XAPI believes to run here and Xen lacks has no id, though Xen has another with that; nor a state"
	holds [ "$(grep -E '^(ferry|lighthouse) ' "$seen/x-list")" = \
		'ferry                                               3072     2                   -
lighthouse                                          1024     1                   -' ]
	holds [ "$(grep '^lighthouse' "$seen/x-vcpus")" = \
		'lighthouse                                             0                     - any cpu' ]
	kept

	promise "$1: a VM that the pool has elsewhere is not joined with what Xen runs with its uuid"
	good x pool
	holds [ "$(jq -c 'map(select(.uuid[34:] == "04") | [.name, .id, .state, .host, .source])' "$seen/x-pool")" = \
		'[["t-off",4,"---s--",null,"xenstore+xen"],["windmill",12,null,"quay.example.test","xapi"]]' ]
	kept

	promise "$1: they are called by XAPI's names, Xen's ids, either's uuids, and -V tells whose is what"
	recall x-named
	status 3
	stdout_is 'café 北海                                     1
orchard                                       3
t-crash                                       5
Control domain on host: harbour.example.test  0'
	holds grep -qx "Error: Domain 'id:15' does not exist." "$tmp/err"
	holds grep -q '^xen: [0-9]* requests, ' "$tmp/err"
	holds grep -q 'xapi tells of 7 domains, xen: of 7, 5 are the same' "$tmp/err"
	holds grep -q 'xenstore: tells of [23] domains, xen: of [23], ' "$tmp/err"
	kept

	promise "$1: --long has XAPI's records, with Xen's ids; of others Xen's"
	good x long
	heads >"$tmp/heads"
	jq -r '.[] | .id // -1, .name' "$seen/x-json" | sed 's/café 北海/caf\\xc3\\xa9 \\xe5\\x8c\\x97\\xe6\\xb5\\xb7/' |
		cmp -s - "$tmp/heads" || no "$(cat "$tmp/heads")"
	holds [ "$(grep -c '^    (power_state ' "$tmp/out")" = 7 ]
	holds [ "$(grep -c '^    (max_pages ' "$tmp/out")" = 2 ]
	kept

	promise "$1: a domain that dies beside its successor with the same uuid is a row of its own, with that name"
	good x dying
	holds [ "$(jq -r '.[] | select(.uuid[34:] == "07") | "\(.id) \(.name) \(.state) \(.source)"' "$tmp/out")" = \
		"7 lighthouse $(awk '$2 == 7 { print $5 }' "$seen/x-dyingxl") xen
8 lighthouse -b---- xapi+xen" ]
	holds grep -q ' 7 .* .....d ' "$seen/x-dyingxl"
	kept

	promise "$1: who may not ask Xen gets a warning and what XAPI tells; who may ask nobody, exit 4"
	recall x-nobody
	status 0
	stderr_has 'Warning: xen: /dev/xen/privcmd: ' 'are you root?'
	holds grep -qx 'greenhouse                                      15   512     1     --p---        -' "$tmp/out"
	recall x-nothing
	fails 4 'unix:/var/lib/xcp/xapi: ' 'are you root?'
	kept

	promise "$1: XAPI that is not ready, or refuses the login, counts as absent, with a warning"
	recall x-booting
	status 0
	stderr_has 'Warning: unix:/var/lib/xcp/xapi: ' 'still starting'
	like b-xl1 x-booting 1
	recall x-refused
	status 0
	stderr_has 'Warning: unix:/var/lib/xcp/xapi: login refused'
	like b-xl1 x-refused 1
	kept

	promise "$1: so are xend's domains, though it believes them to have other ids"
	good x xend xendvcpus
	ours_as_xl xend xendvcpus
	like b-xl1 xl-xend 1
	like b-xlvcpus1 xl-xendvcpus 1
	holds [ "$(grep -E '^(db|ma)' "$seen/x-xend")" = \
		'db-server                                       2048     1                   -
mail.example.org                                 256     1                   -
managed-halted                                   768     2                42.2' ]
	holds [ "$(grep '^mail' "$seen/x-xendvcpus")" = \
		'mail.example.org                           0                     - 0-3' ]
	kept

	promise "$1: and those of xend's Xen-API, also with --long"
	good x xendlong
	holds [ "$(heads | paste -sd ' ' -)" = \
		'0 Domain-0 -1 attic -1 garden 1 lantern 5 t-crash 4 t-off 2 t-pair 3 t-paused 6 t-spin' ]
	kept
}
