# SPDX-License-Identifier: MIT
# auto: the choice of the daemon, and the part of a pool shown. In a root with nothing but
# the binary and what the daemons leave there.
# shellcheck disable=SC2086 # $enter is words
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

root=$tmp/root
mkdir -p "$root/var/lib/xcp" "$root/var/run/xend" "$root/etc"
cp "$XMBOX" "$root/xmbox"
if ! can_enter "$root"; then
	skip_rest "this host's daemons" 'a static binary and chroot are needed'
fi

here()
{
	run $enter "$root" /xmbox list -q "$@"
}

promise 'an empty root: nothing answers, exit with one line; -V prints the failure of each source'
here
fails 1 'this machine does not run under Xen (is it booted into the dom0?)'
here -V
status 1
for uri in unix:/var/lib/xcp/xapi unix:/var/xapi/xapi unix:/var/run/xend/xen-api.sock; do
	holds grep -q "^$uri: cannot connect: No such file or directory .* ms$" "$tmp/err"
done
kept

promise "an empty root: a password file and a URI with an address are enough"
cp -p "$any" "$root/any"
serve_at tcp:0
run $enter "$root" /xmbox list -q -W /any -s "$uri" windmill
status 0
stdout_is windmill
run $enter "$root" /xmbox list -q -W /any -s "http://localhost:${uri##*:}" windmill
status 0
unserve
kept

promise 'xend is asked if there is no XAPI'
serve_at "unix:$root/var/run/xend/xen-api.sock" --xend
here
status 0
no_stderr
stdout_has lantern
unserve
kept

promise 'XAPI is asked before xend; without an inventory its whole pool is shown'
uuid=5f0c9a2e-7b41-4d3f-8e66-0000000000aa
serve_at "unix:$root/var/lib/xcp/xapi" --elsewhere windmill --uuid "harbour.example.test=$uuid"
here
status 0
no_stderr
holds [ "$(wc -l <"$tmp/out")" = 8 ]
kept

promise "in a pool, the VMs on this host and on no host are shown, and an id means this host's domain"
printf "PRODUCT_BRAND='XCP-ng'\nINSTALLATION_UUID='%s'\n" "$uuid" >"$root/etc/xensource-inventory"
here
status 0
no_stderr
stdout_is 'Control domain on host: harbour.example.test
bakery
café 北海
ferry
greenhouse
lighthouse
orchard'
here 0
status 0
stdout_is 'Control domain on host: harbour.example.test'
here 12
status 3
kept

promise 'a name that XAPI alone places on another host is not on this host; it costs one more login'
here windmill
status 3
stderr_is "Error: Domain 'windmill' is not on this host (--host all shows the whole pool)."
here --host this windmill
status 3
stderr_is "Error: Domain 'windmill' does not exist."
here -V bakery nosuch
status 3
holds grep -qx "Error: Domain 'nosuch' does not exist." "$tmp/err"
holds [ "$(grep -c ' requests, ' "$tmp/err")" = 2 ]
here -V bakery
status 0
holds [ "$(grep -c ' requests, ' "$tmp/err")" = 1 ]
kept

promise "with --host all an id means this host's domain, with --host NAME that host's"
here --host all 0
status 0
no_stderr
stdout_is 'Control domain on host: harbour.example.test'
here --host all 12
status 3
here --host all windmill
status 0
here --host quay.example.test 12
status 0
stdout_is windmill
kept

promise 'an inventory may lack quotes and have blanks; its last assignment counts'
printf "INSTALLATION_UUID='%s'\n INSTALLATION_UUID = %s \nINSTALLATION_UUID\n" "${uuid%aa}bb" "$uuid" >"$root/etc/xensource-inventory"
here --host this
status 0
holds [ "$(wc -l <"$tmp/out")" = 5 ]
kept

promise '--host all shows the pool, --host this only the VMs running on this host'
here --host all
status 0
holds [ "$(wc -l <"$tmp/out")" = 8 ]
here --host this
status 0
holds [ "$(wc -l <"$tmp/out")" = 5 ]
kept
unserve

promise 'a toolstack silent for 5 s counts as absent, with a warning'
serve_at "unix:$root/var/run/xend/xen-api.sock" --xend
xend=$server_pid
server_pid= # it goes on beside the other
serve_at "unix:$root/var/lib/xcp/xapi" --accept-only
at_deadline 5 $enter "$root" /xmbox list -q
status 0
stdout_has lantern
stderr_has 'Warning: unix:/var/lib/xcp/xapi: ' 'within 5 s'
kept

promise 'with -t it has half of the time, so that the next one can answer'
at_deadline 2 $enter "$root" /xmbox list -q -t 4
status 0
stdout_has lantern
stderr_has 'Warning: unix:/var/lib/xcp/xapi: ' 'within 1.'
holds [ "$(wc -l <"$tmp/err")" = 1 ]
unserve
kept

promise 'a toolstack that is still starting counts as absent, with a warning'
serve_at "unix:$root/var/lib/xcp/xapi" --fail '*=HOST_STILL_BOOTING'
here
status 0
stdout_has lantern
stderr_has 'Warning: unix:/var/lib/xcp/xapi: ' 'still starting'
unserve
kept

promise 'a toolstack that refuses counts as absent, with a warning; if nobody else answers, its refusal is the failure'
serve_at "unix:$root/var/lib/xcp/xapi" --uuid "harbour.example.test=$uuid" \
	--fail VM.get_all_records_where=RBAC_PERMISSION_DENIED,x
here
status 0
stdout_has lantern
stderr_has 'Warning: unix:/var/lib/xcp/xapi: ' 'role does not permit'
kill "$xend"
wait "$xend" 2>/dev/null
here
fails 4 'unix:/var/lib/xcp/xapi: ' "role does not permit"
unserve
kept

promise "if no source runs, XAPI's database on disk is shown, with a warning; db.conf names its file"
rm -f "$root/var/lib/xcp/xapi" "$root/var/run/xend/"*.sock "$root/etc/xensource-inventory"
mkdir -p "$root/etc/xensource" "$root/elsewhere"
cp "$recorded/disk/v26-state-2vm.db" "$root/var/lib/xcp/state.db"
here
status 0
stderr_has 'Warning: file:/var/lib/xcp/state.db '
run "$XMBOX" list -q -s "file:$root/var/lib/xcp/state.db"
mv "$tmp/out" "$tmp/wanted"
here
stdout_is_file "$tmp/wanted"
mv "$root/var/lib/xcp/state.db" "$root/elsewhere/moved.db"
here
fails 1
here -V
holds grep -q '^file:/var/lib/xcp/state.db: No such file or directory; .* ms$' "$tmp/err"
printf '[/elsewhere/moved.db]\nmode:no_limit\nformat:xml\n\n' >"$root/etc/xensource/db.conf"
here
status 0
stderr_has 'Warning: file:/elsewhere/moved.db '
stdout_is_file "$tmp/wanted"
printf '[/mnt/usb/state.db]\n\n[/elsewhere/moved.db]\nmode:no_limit\n\n' >"$root/etc/xensource/db.conf"
here
stderr_has 'Warning: file:/elsewhere/moved.db '
printf '[/mnt/usb/state.db]\n\n' >"$root/etc/xensource/db.conf"
here
fails 1
mkdir -p "$root/var/xapi"
cp "$root/elsewhere/moved.db" "$root/var/xapi/state.db"
here
stderr_has 'Warning: file:/var/xapi/state.db '
stdout_is_file "$tmp/wanted"
rm -r "$root/etc/xensource/db.conf" "$root/var/xapi/state.db"
kept

promise "db.conf may name a folder with a byte that is not UTF-8: the path is used as it is"
place=$(printf 'srv/d\377')
mkdir -p "$root/$place"
mv "$root/elsewhere/moved.db" "$root/$place/state.db"
cp "$TESTS/replies/db.conf-with-byte-ff" "$root/etc/xensource/db.conf"
here
status 0
stderr_has 'Warning: file:/srv/d\xff/state.db '
stdout_is_file "$tmp/wanted"
mv "$root/$place/state.db" "$root/elsewhere/moved.db"
printf '[/elsewhere/moved.db]\n' >"$root/etc/xensource/db.conf"
kept

promise "a running toolstack is asked, not its database"
serve_at "unix:$root/var/lib/xcp/xapi"
here
status 0
no_stderr
stdout_has windmill
unserve
kept
