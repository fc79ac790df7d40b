# SPDX-License-Identifier: MIT
# xenstore: answers of a xenstored, or its absence. The peer is xenstored.py; dom0.sh has real ones.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
. "$TESTS/tls-lib.sh"
. "$TESTS/xenstore-lib.sh"

xenstore_begin
gzip -dc "$recorded/xen/guests.gz" >"$tmp/trees/guests"
cp "$recorded/xen/alone" "$recorded/xen/init" "$tmp/trees"
cat >"$tmp/trees/bare" <<END
/local/domain/0 = ""
/local/domain/3 = ""
/local/domain/4/name = ""
/local/domain/5/name = "half"
/local/domain/5/cpu/0 = ""
/local/domain/5/cpu/1/availability = "online"
/local/domain/5/memory = ""
/local/domain/5/vm = "/vm/$uuid"
END
echo '/tool/xenstored = ""' >"$tmp/trees/young"
row()
{
	printf '%-40s %5s %5s %5s %10s %8s\n' "$@"
}

stores <<END
guests guests
alone alone
init init
bare bare
few few
young young
unknown guests unknown 3,4
END

promise 'a dom0 with guests: names, memory targets, wanted VCPUs; states and times are unknown'
from guests
status 0
no_stderr
{
	echo 'Name                                        ID   Mem VCPUs      State   Time(s)'
	row Domain-0 0 - - - -
	row t-block 1 8 2 - -
	row t-crash 4 8 1 - -
	row t-off 3 8 1 - -
	row t-paused 5 8 2 - -
	row t-spin 2 8 1 - -
} >"$tmp/table"
stdout_is_file "$tmp/table"
kept

promise 'JSON has null for facts unknown to xenstore'
from guests -j id:5 0
status 0
no_stderr
nulls='state: null, cpu_time: null, label: null, pool: null, host: null, host_uuid: null, source: "xenstore", power: .power'
json '.[0] | . == {name: "t-paused", id: 5, uuid: "00000000-aaaa-bbbb-cccc-000000000009", memory: 8388608,
	memory_max: 8388608, vcpus: 2, vcpus_max: 2, start_time: 1795336491, '"$nulls"'}'
json '.[1] | . == {name: "Domain-0", id: 0, uuid: null, memory: null, memory_max: null, vcpus: null,
	vcpus_max: null, start_time: null, '"$nulls"'}'
kept

promise 'columns maxima, uuid and start; wanted-offline VCPUs count for the maximum only'
from few -H -o name,id,uuid,memory,memory_max,vcpus,vcpus_max,start_time,source
status 0
holds [ "$(tr -s ' ' <"$tmp/out")" = "Domain-0 0 - - - - - - xenstore
guest 1 $uuid 8 16 2 3 2026-11-22T08:34:48Z xenstore" ]
kept

promise 'right after its start xenstored has only the number of Domain-0: it is shown'
for name in alone init; do
	from $name -H
	status 0
	no_stderr
	stdout_is "$(row Domain-0 0 - - - -)"
done
kept

promise 'every key of a domain may be missing'
from bare -H
status 0
no_stderr
# An empty name is a name: it is sorted first, or counts as unknown.
grep -v '^ ' "$tmp/out" | grep -v '^(unknown) *4 ' >"$tmp/rest"
{
	row '(unknown)' 3 - - - -
	row Domain-0 0 - - - -
	row half 5 - 1 - -
} | sort >"$tmp/wanted"
sort "$tmp/rest" | cmp -s - "$tmp/wanted" || no "$(cat "$tmp/out")"
from bare -j id:5
json '.[0].vcpus_max == 2 and .[0].start_time == null and .[0].uuid == "'"$uuid"'"'
kept

promise 'an empty store, without dom0, is reported'
from young
failed_as 5
stderr_has 'it has no /local/domain (was xen-init-dom0 run?)'
kept

promise 'leftovers of ended domains are not shown: xenstored is asked whether it knows them'
from unknown -q
status 0
stdout_is 'Domain-0
t-block
t-paused
t-spin'
kept

promise 'whether one that is not introduced lives is not known here: its id and its name are exit 1, others exit 3'
for operand in id:3 t-off; do
	from unknown "$operand"
	fails 1 'xenstore: domain 3 has not been introduced, only Xen knows whether it lives'
done
from unknown nosuch
status 3
kept

promise 'where this process may open nothing more it is exit 7, not a missing xenstored'
if ! strace -o /dev/null true 2>/dev/null; then
	skip "$what" 'no strace here, or it may not trace'
else
	for error in EMFILE ENFILE ENOMEM ENOBUFS; do
		run env ASAN_OPTIONS=detect_leaks=0 strace -f -o /dev/null -e trace=socket -e "inject=socket:error=$error" "$XMBOX" list -s "xenstore:$tmp/at/guests"
		fails 7 'cannot connect: '
	done
	kept
fi

promise 'names, ids and uuids select domains; an unknown one is exit 3, the others are shown'
from guests -q t-off 2 00000000-aaaa-bbbb-cccc-000000000003 Domain-0
status 0
stdout_is 't-off
t-spin
t-crash
Domain-0'
from guests -q t-off nosuch
status 3
stdout_is t-off
stderr_is "Error: Domain 'nosuch' does not exist."
kept

promise '--state with any state but all is a failure: states are unknown'
from guests --state all
status 0
stdout_is_file "$tmp/table"
for state in running paused suspended halted crashed dying; do
	from guests --state $state -H
	status 1
	no_stdout
	stderr_is "Error: $(($(wc -l <"$tmp/table") - 1)) domains are not shown (--state): the state is not known"
done
kept

promise 'vcpu-list shows the VCPUs that exist, and which are offline'
watch "$XMBOX" vcpu-list -s "xenstore:$tmp/at/few" guest
status 0
no_stderr
stdout_is 'Name                                ID  VCPU   CPU State   Time(s) CPU Affinity
guest                                1     0     -     -         - -
guest                                1     1     -     -         - -
guest                                1     2     -   --p         - -'
watch "$XMBOX" vcpu-list -j -s "xenstore:$tmp/at/few" guest
json '[.[].online] == [true, true, false] and .[2].state == "--p" and .[0] == {name: "guest", id: 1,
	uuid: "'"$uuid"'", vcpu: 0, cpu: null, online: true, state: null,
	cpu_time: null, affinity: null}'
watch "$XMBOX" vcpu-list -j -s "xenstore:$tmp/at/bare" half
json '[.[].online] == [null, true]'
kept

promise 'label: labels are unknown'
watch "$XMBOX" label -s "xenstore:$tmp/at/few"
status 0
no_stderr
stdout_is "$(printf '%-40s %5s %s\n' Name ID Label Domain-0 0 - guest 1 -)"
kept

promise '--long has all keys of each domain, after its id and name'
from guests --long
status 0
no_stderr
holds [ "$(grep -c '^ *(domain' "$tmp/out")" = 6 ]
holds [ "$(grep -c '^(domain$' "$tmp/out")" = 6 ]
printf '    (domid %s)\n    (name %s)\n' 0 Domain-0 1 t-block 4 t-crash 3 t-off 5 t-paused 2 t-spin >"$tmp/wanted"
grep '^ *(\(domid\|name\)' "$tmp/out" | cmp -s - "$tmp/wanted" || no "$(grep '^ *(\(domid\|name\)' "$tmp/out")"
kept

promise 'only reading requests are sent, in the form of the protocol'
asked_well
holds [ "$(cut -d ' ' -f 1 "$tmp"/at/*.log | sort -u | tr '\n' ' ')" = 'DIRECTORY IS_DOMAIN_INTRODUCED READ ' ]
kept

promise '-V reports xenstored'
from few -V
status 0
holds grep -q "xenstore:$tmp/at/few" "$tmp/err"
kept

#
# No daemon.
#

promise 'no socket, or one without a listener, is exit 1 with a hint'
from nosuch
fails 1 "xenstore:$tmp/at/nosuch: " 'is xenstored running?'
python3 -c 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "$tmp/at/stale"
from stale
fails 1 "xenstore:$tmp/at/stale: " 'is xenstored running?'
from "$(printf '%0200d' 0)"
status_in 1 2
no_stdout
stderr_has 'Error: ' "xenstore:$tmp/at/0000"
kept

promise 'after a missing socket the next server is asked'
watch "$XMBOX" list -s "xenstore:$tmp/at/stale" -s "xenstore:$tmp/at/guests"
status 0
no_stderr
stdout_is_file "$tmp/table"
kept

promise 'a path that is neither socket nor device is not written to'
echo something >"$tmp/at/file"
mkdir "$tmp/at/folder"
mkfifo "$tmp/at/pipe"
for name in file folder pipe; do
	from $name
	fails 1 "xenstore:$tmp/at/$name"
done
holds [ "$(cat "$tmp/at/file")" = something ]
kept

promise 'other devices are not taken for xenstored'
for device in null zero full random; do
	watch "$XMBOX" list -t 20 -s xenstore:/dev/$device
	status_in 1 5
	no_stdout
	stderr_has 'Error: ' xenstore:/dev/$device
done
kept

promise 'a socket without permission is exit 4'
if [ "$(id -u)" != 0 ] || ! command -v setpriv >/dev/null; then
	skip "$what" 'that takes root and setpriv'
else
	chmod 755 "$tmp" "$tmp/at"
	chmod 600 "$tmp/at/guests"
	cp "$XMBOX" "$tmp/xmbox"
	watch setpriv --reuid 65534 --regid 65534 --clear-groups "$tmp/xmbox" list -s "xenstore:$tmp/at/guests"
	fails 4 "xenstore:$tmp/at/guests: "
	kept
fi

#
# auto: with xenstored at its default place, in an otherwise empty root.
#

root=$tmp/root
mkdir -p "$root/var/run/xenstored"
cp "$XMBOX" "$root/xmbox"
if ! can_enter "$root"; then
	skip_rest 'xenstored at its usual place' 'a static binary and chroot are needed'
fi

# here APPLET WORD...
here()
{
	# shellcheck disable=SC2086 # words
	watch $enter "$root" /xmbox "$@"
}

promise 'no daemon at any default place: the failure of each is printed'
here list -s xenstore:
fails 1 'xenstore: ' /run/xenstored/socket /dev/xen/xenbus 'is xenstored running?'
here list
fails 1 'this machine does not run under Xen (is it booted into the dom0?)'
kept

promise 'the default place is found by xenstore: and by auto:'
stores <<END
guests guests
stall few stall 0
later few stall 6
never few never
END
ln "$tmp/at/guests" "$root/var/run/xenstored/socket"
here list -s xenstore:
status 0
no_stderr
stdout_is_file "$tmp/table"
here list
status 0
no_stderr
stdout_is_file "$tmp/table"
here list -V
status 0
holds grep -q 'xenstore' "$tmp/err"
kept

promise 'a silent daemon at the default place is exit 1, and is named'
for name in stall later never; do
	ln -f "$tmp/at/$name" "$root/var/run/xenstored/socket"
	here list
	status 1
	no_stdout
	holds grep -q '^Error: .*xenstore: ' "$tmp/err"
	here list -t 1 -s xenstore:
	fails 1 'xenstore: ' xenstored
done
kept

promise 'auto: asks a toolstack that is there instead'
ln -f "$tmp/at/guests" "$root/var/run/xenstored/socket"
mkdir -p "$root/var/run/xend"
serve_at "unix:$root/var/run/xend/xen-api.sock" --xend
here list -q
status 0
stdout_has lantern
holds [ "$(grep -c t-block "$tmp/out")" = 0 ]
unserve
kept

promise 'the path of the socket may have up to 107 bytes'
name=$(printf "%0$((103 - ${#tmp}))d" 0)
echo "$name few" | stores
from "$name" -H
status 0
no_stderr
stdout_has 'guest '
run "$XMBOX" list -s "xenstore:$tmp/at/${name}0"
fails 2 'has at most 107 bytes, not 108'
kept
