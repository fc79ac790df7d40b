# SPDX-License-Identifier: MIT
# A pool of several hosts.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

serve --elsewhere windmill --elsewhere greenhouse
here='Control domain on host: harbour.example.test
bakery
café 北海
lighthouse'

promise 'a server given by URI shows the whole pool; the column host has the hosts'
run "$XMBOX" list -H -o name,host -s "$uri" windmill bakery orchard
status 0
no_stderr
stdout_is 'windmill quay.example.test
bakery   harbour.example.test
orchard  '
kept

promise 'the column host costs one call for each host'
run "$XMBOX" list -V -o +host -s "$uri"
status 0
stdout_has ' Host'
holds grep -q "^$uri: 7 requests, " "$tmp/err"
kept

promise '--host NAME or UUID shows the VMs on that host only'
run "$XMBOX" list -q --host quay.example.test -s "$uri"
status 0
stdout_is 'greenhouse
windmill'
run "$XMBOX" list -q --host harbour.example.test -s "$uri"
stdout_is "$here"
kept

promise '--host all is the whole pool'
run "$XMBOX" list -q --host all -s "$uri"
status 0
holds [ "$(wc -l <"$tmp/out")" = 8 ]
kept

promise '--host with an unknown host, or this on a machine that is no host, is wrong usage'
run "$XMBOX" list --host nosuch -s "$uri"
fails 2 "Host 'nosuch' does not exist"
run "$XMBOX" list --host 00000000-0000-0000-0000-000000000000 -s "$uri"
fails 2 'does not exist'
if [ ! -e /etc/xensource-inventory ]; then
	run "$XMBOX" list --host this -s "$uri"
	fails 2 'no host of XenServer'
fi
kept

promise 'an id of one host selects its domain, without a warning'
run "$XMBOX" list -q -s "$uri" 12
status 0
no_stderr
stdout_is windmill
kept
unserve
logged_out

promise 'an id of several hosts selects all, with a warning'
"$T/server-sample" --database state --elsewhere windmill | sed 's/domid="7"/domid="12"/' >"$tmp/state.db"
run "$XMBOX" list -H -o name,id,host -s "file:$tmp/state.db" 12
status 0
stdout_is 'bakery   12 harbour.example.test
windmill 12 quay.example.test'
holds grep -qx "Warning: '12' is a domain on several hosts" "$tmp/err"
run "$XMBOX" list -q -s "file:$tmp/state.db" 15
status 0
stdout_is greenhouse
holds [ "$(grep -c 'several hosts' "$tmp/err")" = 0 ]
kept

promise '--host: a hostile key of a VM on another host costs nothing'
serve --elsewhere windmill --key 'windmill=a&b'
run "$XMBOX" list -q --host harbour.example.test -s "$uri"
status 0
no_stderr
stdout_is "$(echo "$here" | sed '/bakery/q')
café 北海
greenhouse
lighthouse"
unserve
kept

promise 'an unknown host is exit 2, with the hosts there are; a uuid may be in any case'
serve --elsewhere windmill
run "$XMBOX" list -q --host Quay -s "$uri"
fails 2 "Host 'Quay' does not exist in this pool. Its hosts are " "'harbour.example.test'" "'quay.example.test'"
run "$XMBOX" list -q --host 0123abcd-FFFF-4000-8000-00000000000e -s "$uri"
fails 2 "Host '0123abcd-FFFF-4000-8000-00000000000e' does not exist in this pool. Its hosts are "
unserve
serve --elsewhere windmill --uuid quay.example.test=0123abcd-ffff-4000-8000-00000000000f
for uuid in 0123abcd-ffff-4000-8000-00000000000f 0123ABCD-FFFF-4000-8000-00000000000F; do
	run "$XMBOX" list -q --host "$uuid" -s "$uri"
	status 0
	stdout_is windmill
done
unserve
kept

promise 'host_uuid is a column and a key of its own, beside the name'
for release in 8.3 6.2; do
	serve --xapi $release --elsewhere windmill --uuid quay.example.test=0123abcd-ffff-4000-8000-00000000000f
	run "$XMBOX" list -H -o name,host_uuid -s "$uri" windmill orchard
	status 0
	no_stderr
	stdout_is 'windmill 0123abcd-ffff-4000-8000-00000000000f
orchard  '
	run "$XMBOX" list -j -s "$uri" windmill
	stdout_has '"host": "quay.example.test", "host_uuid": "0123abcd-ffff-4000-8000-00000000000f", "source": "xapi"}'
	run "$XMBOX" list -j -s "$uri" orchard
	stdout_has '"host": null, "host_uuid": null, "source": "xapi"}'
	unserve
done
kept

promise 'the column host_uuid costs one call for each host, and no call for names'
serve --elsewhere windmill
run "$XMBOX" list -V -o name,host_uuid -s "$uri"
status 0
holds grep -q "^$uri: 6 requests, " "$tmp/err"
unserve
holds grep -q ' host.get_uuid ' "$tmp/log"
holds [ "$(grep -c 'host.get_name_label' "$tmp/log")" = 0 ]
kept

promise 'of two hosts with one name, each is selected by its uuid only'
serve --elsewhere windmill --uuid quay.example.test=0123abcd-ffff-4000-8000-00000000000f --rename quay.example.test=harbour.example.test
run "$XMBOX" list -q --host harbour.example.test -s "$uri"
fails 2 "several hosts are called 'harbour.example.test', use a uuid: " 0123abcd-ffff-4000-8000-00000000000f
run "$XMBOX" list --host harbor.example.test -s "$uri"
fails 2 "'harbour.example.test' 0123abcd-ffff-4000-8000-00000000000f" "'harbour.example.test' "
holds [ "$(grep -o "'harbour.example.test' [0-9a-f-]\{36\}" "$tmp/err" | sort -u | wc -l)" = 2 ]
run "$XMBOX" list -H -o name,host,host_uuid --host 0123abcd-ffff-4000-8000-00000000000f -s "$uri"
status 0
stdout_is 'windmill harbour.example.test 0123abcd-ffff-4000-8000-00000000000f'
unserve
kept

promise "--host is refused for xend's Xen-API"
serve --xend
run "$XMBOX" list --host x -s "$uri"
fails 2 'no pool of hosts'
unserve
kept
