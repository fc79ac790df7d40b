# SPDX-License-Identifier: MIT
# This host: Xen (fakexen.c) and a toolstack joined, names from files, and what it
# costs if one of them fails. auto.sh has the choice of the daemon.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
. "$TESTS/xen-lib.sh"

xen_begin

# Print rows or VCPUs without padding.
rows()
{
	dom0 "$@"
	cells
}

two='domain 0 state=r mem=512 vcpus=2 time=10
domain 1 state=b mem=256 max=1024 time=5.04'

promise "Xen alone: names come from libxl's files, as -V says; other domains are (unknown)"
xen_says "$two" 'domain 2 state=p'
libxl_name 1 web1
rows list
status 0
no_stderr
stdout_is 'Name ID Mem VCPUs State Time(s)
Domain-0 0 512 2 r----- 10.0
web1 1 256 1 -b---- 5.0
(unknown) 2 64 1 --p--- 0.0'
rows list -V -H -o name web1
status 0
stdout_is web1
holds grep -qx "domain 1: its name is from /var/lib/xen/userdata-d.1.$(uuid_of 1).libxl-json" "$tmp/err"
kept

promise "names come from the first of the files of libxl, xenopsd, xend, xl, and XAPI's database"
mkdir -p "$dom0/var/run/nonpersistent/xenopsd/classic/VM/$(uuid_of 2)" "$dom0/var/lib/xend/domains/$(uuid_of 3)"
printf '{"id": "%s", "name": "by-xenopsd"}' "$(uuid_of 2)" \
	>"$dom0/var/run/nonpersistent/xenopsd/classic/VM/$(uuid_of 2)/config"
printf '(domain (uuid %s) (name by-xend))' "$(uuid_of 3)" >"$dom0/var/lib/xend/domains/$(uuid_of 3)/config.sxp"
for id in 2 3 4; do
	printf 'name = "by-xl"\n' >"$dom0/var/lib/xen/userdata-d.$id.$(uuid_of $id).xl"
done
cp "$recorded/disk/v26-state-2vm.db" "$dom0/var/lib/xcp/state.db"
"$XMBOX" list -H -s "file:$dom0/var/lib/xcp/state.db" -o uuid,name 2>"$tmp/err" |
	sed -n 2p >"$tmp/stored"
read -r uuid named <"$tmp/stored"
xen_says "$two" 'domain 2-5' "domain 6 uuid=$uuid"
rows list -H -V -o id,name --sort id
status 0
stdout_is "0 Domain-0
1 web1
2 by-xenopsd
3 by-xend
4 by-xl
5 (unknown)
6 $named"
holds grep -qx 'domain 6: its name is from /var/lib/xcp/state.db' "$tmp/err"
kept

promise 'two domains of one uuid both get its name from a file'
xen_says "$two" "domain 8 state=d uuid=$(uuid_of 2)" "domain 9 uuid=$uuid" "domain 10 state=d uuid=$uuid"
rows list -H -o id,name --sort id
status 0
stdout_is "0 Domain-0
1 web1
8 by-xenopsd
9 $named
10 $named"
rm -rf "$dom0/var/lib/xend" "$dom0/var/run/nonpersistent" "$dom0/var/lib/xcp/state.db" "$dom0"/var/lib/xen/*.xl
kept

promise 'a name from a file selects a domain and begins its --long'
xen_says "$two"
rows list -H -o id web1 nosuch
status 1 # it may have been renamed since libxl wrote that
stdout_is 1
stderr_has "Error: no domain is known as 'nosuch' (xenstore: " 'is xenstored running?'
rows list id:9
status 3
dom0 list -l web1
status 0
sed -n 1,6p "$tmp/out" >"$tmp/head"
mv "$tmp/head" "$tmp/out"
stdout_is "(domain
    (domid 1)
    (name web1)
    (uuid $(uuid_of 1))
    (handle $(uuid_of 1))
    (state -b----)"
kept

# VMs of the sample server, for this host: running here, one halted, one elsewhere.
pool="--uuid bakery=$(uuid_of 1) --uuid ferry=$(uuid_of 2) --uuid windmill=$(uuid_of 3) --elsewhere windmill"
printf "INSTALLATION_UUID='%s'\nCONTROL_DOMAIN_UUID='%s'\n" "$host" "$(uuid_of 99)" >"$dom0/etc/xensource-inventory"

promise "a VM and a domain of one uuid are one row, with Xen's id, state, memory, VCPUs and time"
# shellcheck disable=SC2086 # words
xapi $pool --uuid "Control domain on host: harbour.example.test=$(uuid_of 99)"
xen_says 'domain 0 state=r mem=512 vcpus=2 time=10' 'domain 31 state=b mem=256 time=5.04 label=x' \
	"domain 77 uuid=$(uuid_of 1) state=b mem=100 vcpus=3 time=7" "domain 78 uuid=$(uuid_of 3) state=b"
libxl_name 31 by-libxl
libxl_name 78 moving "$(uuid_of 3)"
rows list -H -o name,id,power,state,memory,vcpus,cpu_time,host,source
status 0
no_stderr
stdout_is 'Control domain on host: harbour.example.test 0 running r----- 512 2 10.0 harbour.example.test xapi+xen
bakery 77 running -b---- 100 3 7.0 harbour.example.test xapi+xen
by-libxl 31 - -b---- 256 1 5.0 - xen
café 北海 running 1536 3 - harbour.example.test xapi
ferry suspended 3072 2 - xapi
greenhouse paused 512 1 - harbour.example.test xapi
lighthouse running 1024 1 - harbour.example.test xapi
moving 78 - -b---- 64 1 0.0 - xen
orchard halted 2048 2 - xapi'
kept

promise "of XAPI, nothing is asked that Xen tells: metrics only for a start time, and for the whole pool"
for words in '0 list' '0 list -q' '0 vcpu-list' '0 list --state running' '1 list -o +start_time' '1 list --host all' '1 list -l'; do
	before=$(grep -c '^call [0-9]* VM_metrics' "$tmp/log")
	# shellcheck disable=SC2086 # words
	dom0 ${words#* }
	status 0
	holds [ $(($(grep -c '^call [0-9]* VM_metrics' "$tmp/log") - before)) = "${words%% *}" ]
done
rows list -q --state running
holds grep -qx bakery "$tmp/out"
kept

promise "operands are XAPI's names, Xen's ids and the uuids of both; -V counts the domains of each"
rows list -V -H -o id,name bakery "$(uuid_of 3)" 31 id:15 Domain-0 orchard
status 3
stdout_is '77 bakery
78 moving
31 by-libxl
0 Control domain on host: harbour.example.test
orchard'
holds grep -qx "Error: Domain 'id:15' does not exist." "$tmp/err"
holds grep -q '^unix:/var/lib/xcp/xapi tells of 7 domains, xen: of 4, 2 are the same: ' "$tmp/err"
holds grep -q '^xen: 9 requests, 0 bytes received, ' "$tmp/err" # 5 of them for domains that FLASK may hide
kept

promise "joined rows have Xen's VCPUs; those of a VM unknown to Xen are on no CPU"
rows vcpu-list -H bakery lighthouse by-libxl
status 0
no_stderr
stdout_is 'bakery 77 0 0 -b- 2.3 any cpu
bakery 77 1 1 -b- 2.3 any cpu
bakery 77 2 2 -b- 2.3 any cpu
lighthouse 0 - any cpu
by-libxl 31 0 0 -b- 5.0 any cpu'
kept

promise "joined rows have Xen's labels"
rows label -H bakery by-libxl
status 0
no_stderr
stdout_is 'by-libxl 31 x
bakery 77 -'
kept

promise "--long has XAPI's records with Xen's ids, and Xen's records of other domains"
dom0 list -l bakery by-libxl
status 0
no_stderr
holds [ "$(grep -c '^(domain$' "$tmp/out")" = 2 ]
holds [ "$(grep '^    (\(domid\|name\|power_state\|tot_pages\) ' "$tmp/out" | tr -d ' ' | paste -sd ' ' -)" = \
	'(domid77) (namebakery) (power_stateRunning) (domid31) (nameby-libxl) (tot_pages65536)' ]
kept

promise "the control domain is one row, whatever uuids XAPI, the inventory and Xen have for it"
cp "$dom0/etc/xensource-inventory" "$tmp/inventory"
for given in 99 98 ''; do
	for own in 00000000-0000-0000-0000-000000000000 "$(uuid_of 97)"; do
		{
			grep -v CONTROL "$tmp/inventory"
			[ -z "$given" ] || echo "CONTROL_DOMAIN_UUID='$(uuid_of "$given")'"
		} >"$dom0/etc/xensource-inventory"
		xen_says "domain 0 uuid=$own state=r mem=512 vcpus=2 time=10" 'domain 31 state=b'
		for words in '' Domain-0 0 'Control domain on host: harbour.example.test' "$(uuid_of 99)"; do
			rows list -H -o name,id,state,uuid,source ${words:+"$words"}
			status 0
			holds [ "$(grep -c -e Domain-0 -e Control "$tmp/out")" = 1 ]
			holds grep -qx "Control domain on host: harbour.example.test 0 r----- $(uuid_of 99) xapi+xen" "$tmp/out"
		done
	done
done
kept

promise "of a pool without this host's uuid, the control domain's uuid tells the host, and its ids are joined"
unknown="INSTALLATION_UUID='$(uuid_of 98)'"
zero=00000000-0000-0000-0000-000000000000
for own in "$unknown" "CONTROL_DOMAIN_UUID='$(uuid_of 99)'" ''; do
	echo "$own" >"$dom0/etc/xensource-inventory"
	xen_says "domain 0 uuid=$(uuid_of 99) state=r mem=512" "domain 3 uuid=$zero state=b mem=9" \
		"domain 12 uuid=$zero state=b mem=99" "domain 77 uuid=$(uuid_of 1) state=b" "domain 78 uuid=$(uuid_of 3)"
	rows list -H -o name,id,state,memory,host,source --state running
	status 0
	no_stderr
	stdout_is 'Control domain on host: harbour.example.test 0 r----- 512 harbour.example.test xapi+xen
bakery 77 -b---- 64 harbour.example.test xapi+xen
lighthouse 3 -b---- 9 harbour.example.test xapi+xen
windmill 78 ------ 64 - xen
windmill 12 r----- 4096 quay.example.test xapi
(unknown) 12 -b---- 99 - xen'
done
kept

promise "if that is not known either, only uuids are joined, and what XAPI says of other domains stays"
for own in "$unknown" "CONTROL_DOMAIN_UUID='$(uuid_of 97)'" ''; do
	echo "$own" >"$dom0/etc/xensource-inventory"
	xen_says "domain 0 uuid=$zero state=r mem=512" "domain 12 uuid=$zero state=b mem=99" \
		"domain 77 uuid=$(uuid_of 1) state=b"
	rows list -H -o name,id,state,memory,host,source bakery lighthouse windmill Domain-0 id:12
	status 0
	stderr_is "Warning: 'Domain-0' is a domain on several hosts
Warning: 'id:12' is a domain on several hosts"
	stdout_is 'bakery 77 -b---- 64 harbour.example.test xapi+xen
lighthouse 3 r----- 1024 harbour.example.test xapi
windmill 12 r----- 4096 quay.example.test xapi
Control domain on host: harbour.example.test 0 r----- 2048 harbour.example.test xapi
Domain-0 0 r----- 512 - xen
windmill 12 r----- 4096 quay.example.test xapi
(unknown) 12 -b---- 99 - xen'
	rows list nosuch
	status 1
	dom0 list --host this
	status 2
done
kept

promise "a host that --host names is not taken for this one if this one's uuid is unknown: XAPI tells which it is"
for own in "$unknown" ''; do
	echo "$own" >"$dom0/etc/xensource-inventory"
	rows list -H -o name,id,state --host quay.example.test
	status 0
	no_stderr
	stdout_is 'windmill 12 r-----'
	rows list -H -o name,id,state --host harbour.example.test bakery lighthouse
	status 0
	stdout_is 'bakery 77 -b----
lighthouse'
done
cp "$tmp/inventory" "$dom0/etc/xensource-inventory"
kept

promise "if Xen refuses, XAPI's rows are shown with a warning, exit 0"
for line in 'fail open EACCES' 'fail list EPERM'; do
	xen_says "$two" "$line"
	rows list -H -o name,id,state bakery
	status 0
	stderr_has 'Warning: xen: '
	stdout_is 'bakery 7 r-----'
done
kept

promise "a kernel that forbids hypercalls, or is not dom0's, costs no warning; -V reports it, and xen: is exit 4"
for line in 'fail any EPERM' 'fail physinfo EPERM'; do
	xen_says "$two" "$line"
	rows list -H -o name,id,state bakery
	status 0
	no_stderr
	stdout_is 'bakery 7 r-----'
	dom0 list -V
	holds grep -q '^xen: .*Operation not permitted (is this dom0?)' "$tmp/err"
	dom0 list -s xen:
	fails 4 'xen: ' 'Operation not permitted (is this dom0?)'
done
kept

promise "if Xen fails, XAPI's rows are shown with a warning, exit 5"
for line in 'fail version EFAULT' 'fail list EIO' 'fail list OK' 'xen 4.17 record=80'; do
	xen_says "$two" "$line"
	rows list -H -o name,id,state bakery
	status 5
	stderr_has 'Warning: xen: '
	stdout_is 'bakery 7 r-----'
done
kept

promise 'so is a Xen that is too old to be asked, where a toolstack told everything'
xen_says 'xen 3.4' "$two"
rows list -H -o name,id,state bakery
status 0
no_stderr
stdout_is 'bakery 7 r-----'
dom0 list -V
holds grep -q '^xen: Xen 3.4 is older than 4.0: its interface is not known; [0-9]* ms$' "$tmp/err"
kept

promise 'a missing device costs no warning; -V reports it'
no_xen
rows list -H -o name,id bakery
status 0
no_stderr
rows list -V -H -o name,id bakery
status 0
holds grep -q '^xen: /dev/xen/privcmd: No such file or directory' "$tmp/err"
kept

promise "a name or uuid that XAPI places on another host is not on this host, exit 3"
xen_says "$two"
for operand in windmill name:windmill "$(uuid_of 3)" "uuid:$(uuid_of 3)"; do
	rows list -H -o name,id,source "$operand" bakery
	status 3
	stdout_is 'bakery 1 xapi+xen'
	stderr_is "Error: Domain '$operand' is not on this host (--host all shows the whole pool)."
done
for applet in vcpu-list 'list -l' 'list --state running' label; do
	# shellcheck disable=SC2086 # words
	dom0 $applet windmill
	status 3
	stderr_is "Error: Domain 'windmill' is not on this host (--host all shows the whole pool)."
done
rows list id:12 name:nosuch Domain-1
status 3
stderr_is "Error: Domain 'id:12' does not exist.
Error: Domain 'name:nosuch' does not exist.
Error: Domain 'Domain-1' does not exist."
xen_says "$two" 'domain 5 state=b'
rows list windmill
status 1 # the domain without a name may have it
stderr_has "no domain is known by the name 'windmill'"
kept

promise "Xen's domains are not shown for another host; for the pool they are joined"
xen_says "$two"
rows list -H -o name,id,source --host quay.example.test
status 0
no_stderr
stdout_is 'windmill 12 xapi'
xen_says "$two" 'fail list EIO'
rows list -H -o name,id,source --host quay.example.test
status 0
no_stderr
stdout_is 'windmill 12 xapi'
xen_says "$two"
rows list -H -o name,id,source --host all windmill 0
status 0
no_stderr
stdout_is 'windmill 12 xapi
Control domain on host: harbour.example.test 0 xapi+xen'
kept
unserve

promise "a domain that FLASK hides runs, with its id and the toolstack's facts"
# shellcheck disable=SC2086 # words
xapi $pool --uuid "Control domain on host: harbour.example.test=$(uuid_of 99)"
xen_says 'domain 0 forbidden' 'domain 1 state=b' 'domain 3 forbidden'
before=$(grep -c '^call [0-9]* VM_metrics' "$tmp/log")
rows list -H -o name,id,power,memory,vcpus,cpu_time,source bakery greenhouse Domain-0
status 4
stderr_has 'Warning: xen: Xen does not tell everything of 2 domains, the first is 0: Permission denied'
stdout_is 'bakery 1 running 64 1 0.0 xapi+xen
greenhouse paused 512 1 - xapi
Control domain on host: harbour.example.test 0 running 2048 4 - xapi+xen'
holds [ "$(grep -c '^call [0-9]* VM_metrics' "$tmp/log")" -gt "$before" ]
rows list -H -o name,id,power,state,memory,vcpus,memory_max lighthouse 3
status 4
stdout_is 'lighthouse 3 running r----- 1024 1 1024
lighthouse 3 running r----- 1024 1 1024'
rows vcpu-list -H lighthouse
status 4
stdout_is 'lighthouse 3 0 - - - any cpu'
dom0 list -l lighthouse
status 4
holds grep -qx '    (power_state Running)' "$tmp/out"
unserve
kept

promise "where Xen has no domain 0, a toolstack's row of it is not shown"
xen_says 'domain 1 state=b' "domain 77 uuid=$(uuid_of 1) state=b"
for lists in xapi xend; do
	if [ $lists = xapi ]; then
		# shellcheck disable=SC2086 # words
		xapi $pool --uuid "Control domain on host: harbour.example.test=$(uuid_of 99)"
	else
		xend --uuid "lantern=$(uuid_of 1)"
	fi
	for host_words in '' '--host all'; do
		[ "$lists $host_words" != 'xend --host all' ] || continue
		# shellcheck disable=SC2086 # words
		rows list -H -o id,name $host_words
		status 0
		no_stderr
		holds grep -q '^77 \(bakery\|lantern\)$' "$tmp/out"
		holds [ "$(grep -c -e 'Domain-0' -e 'harbour' "$tmp/out")" = 0 ]
	done
	dom0 list Domain-0
	fails 3 "Domain 'Domain-0' does not exist."
	unserve
done
kept

promise "while a toolstack is starting, Xen's domains are shown with names from files and a warning"
xapi --fail '*=HOST_STILL_BOOTING'
xen_says 'domain 0 state=r mem=512' 'domain 31 state=b mem=256'
rows list -H -o name,id,state,source
status 0
stderr_has 'Warning: unix:/var/lib/xcp/xapi: ' 'still starting'
stdout_is 'Domain-0 0 r----- xen
by-libxl 31 -b---- xen'
unserve
kept

promise 'a login failing for another reason than the user gets the same, with its code, exit 0'
for reason in INTERNAL_ERROR HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR HOST_BROKEN \
	HA_POOL_IS_ENABLED_BUT_HOST_IS_DISABLED HA_HOST_CANNOT_ACCESS_STATEFILE HA_HEARTBEAT_DAEMON_STARTUP_FAILED \
	HOST_UNKNOWN_TO_MASTER A_CODE_OF_TOMORROW; do
	xapi --fail "session.login_with_password=$reason,x"
	rows list -H -o name,id,state,source
	status 0
	stderr_has 'Warning: unix:/var/lib/xcp/xapi: ' "$reason"
	stdout_is 'Domain-0 0 r----- xen
by-libxl 31 -b---- xen'
	unserve
done
kept

promise "xend's domains are joined, over Xen-API and over legacy calls"
xend --uuid "lantern=$(uuid_of 31)"
rows list -H -o name,id,state,memory,source
status 0
no_stderr
stdout_is 'Domain-0 0 r----- 512 xend+xen
attic 768 xend
garden 256 xend
lantern 31 -b---- 256 xend+xen'
unserve
recorded_xend basic
serve_at "unix:$dom0/var/run/xend/xmlrpc.sock" --xend --any-session --replay "$tmp/replay"
xen_says 'domain 0 state=r mem=512' 'domain 5 uuid=a0000001-1111-4222-8333-000000000001 state=p mem=100 time=1'
rows list -H -o name,id,state,memory,cpu_time,source
status 0
no_stderr
stdout_is 'Domain-0 0 r----- 512 0.0 xend+xen
db-server 2048 - xend
mail.example.org 256 - xend
managed-halted 768 42.2 xend
web1 5 --p--- 100 1.0 xend+xen'
unserve
kept

promise 'if only Xen is there, its failure is the message; if nothing is there, that is the message'
xen_says "$two" 'fail list EIO'
dom0 list
fails 5 'xen: Xen 4.17 refuses to list its domains: Input/output error'
xen_says "$two" 'fail open EPERM'
dom0 list
fails 4 'xen: /dev/xen/privcmd: Operation not permitted (are you root?)'
no_xen
dom0 list
fails 1 'neither Xen nor a toolstack nor xenstored answers: xen: /dev/xen/privcmd: No such file or directory' \
	'modprobe xen-privcmd'
dom0 list -V
tried='xen unix:/var/lib/xcp/xapi unix:/var/xapi/xapi xend:/var/run/xend/xmlrpc.sock unix:/var/run/xend/xen-api.sock'
holds [ "$(sed -n 's/^\([a-z]*\(:[^ ]*\)*\): .* [0-9]* ms$/\1/p' "$tmp/err" | paste -sd ' ' -)" = \
	"$tried xenstore file:/var/lib/xcp/state.db" ]
mv "$dom0/sys/hypervisor/type" "$dom0/sys/hypervisor/no"
dom0 list
fails 1
stderr_is 'Error: this machine does not run under Xen (is it booted into the dom0?)'
mv "$dom0/sys/hypervisor/no" "$dom0/sys/hypervisor/type"
kept

if ! command -v python3 >/dev/null; then
	skip_rest 'xenstored beside Xen' 'there is no python3'
fi
. "$TESTS/tls-lib.sh"
. "$TESTS/xenstore-lib.sh"
xenstore_begin

promise "without a toolstack: xenstored's names and targets, Xen's other facts, missing names from files"
stores <<END
store few
END
ln "$tmp/at/store" "$dom0/run/xenstored/socket"
xen_says 'domain 0 state=r mem=512' "domain 1 uuid=$uuid state=b mem=7 max=32 time=3 vcpus=1/4" 'domain 31 mem=256'
rows list -H -o name,id,uuid,state,memory,memory_max,vcpus,vcpus_max,cpu_time,source
status 0
no_stderr
stdout_is "Domain-0 0 $(uuid_of 99) r----- 512 - 1 1 0.0 xenstore+xen
by-libxl 31 $(uuid_of 31) ------ 256 256 1 1 0.0 xen
guest 1 $uuid -b---- 7 16 1 3 3.0 xenstore+xen"
kept

promise 'a process that connects late to its socket is no missing xenstored'
if ! strace -o /dev/null true 2>/dev/null; then
	skip "$what" 'no strace here, or it may not trace'
else
	# shellcheck disable=SC2086 # words
	run strace -f -o /dev/null -e trace=connect -e inject=connect:delay_enter=600000 $enter "$dom0" /xmbox list -H \
		-o id,name --sort id
	cells
	status 0
	holds [ "$(grep -c Warning "$tmp/err")" = 0 ] # strace may write there, too
	stdout_is '0 Domain-0
1 guest
31 by-libxl'
	kept
fi

promise 'whatever xenstored fails with after whatever answer, each domain has its row, with a name from disk: exit 5'
for fault in 'error EIO' 'error ENOMEM' 'error EQUOTA' close closeheader closebody garbage; do
	for n in 0 3; do
		echo "store few ${fault% E*} $n $(echo "$fault" | sed -n 's/error \(.*\)/\1\\0/p')" | stores
		ln -f "$tmp/at/store" "$dom0/run/xenstored/socket"
		rows list -H -o id,name,state --sort id
		status 5
		stderr_has 'Warning: xenstore: '
		stdout_is '0 Domain-0 r-----
1 web1 -b----
31 by-libxl ------'
		[ -z "$wrong" ] || no "that was $fault $n"
	done
done
kept

promise 'only what is shown is asked of xenstored: at most 2 requests a domain for -q, one NAME and the brief table'
for id in 1 2 3 4; do
	sed -n "s|/domain/1/|/domain/$id/|p; s|/vm/$uuid/|/vm/$(uuid_of $id)/|p" "$tmp/trees/few" | sed "s|$uuid|$(uuid_of $id)|"
done >"$tmp/trees/four"
stores <<END
store four
END
ln -f "$tmp/at/store" "$dom0/run/xenstored/socket"
xen_says 'domain 0' 'domain 1' 'domain 2' 'domain 3' 'domain 4'
for words in 'list -q' 'list -q guest' list 'list guest'; do
	before=$(wc -l <"$tmp/at/store.log")
	# shellcheck disable=SC2086 # words
	rows $words
	status 0
	holds grep -q guest "$tmp/out"
	holds [ "$(($(wc -l <"$tmp/at/store.log") - before))" -le 12 ]
done
kept
stores <<END
store few
END
ln -f "$tmp/at/store" "$dom0/run/xenstored/socket"
xen_says 'domain 0 state=r mem=512' "domain 1 uuid=$uuid state=b mem=7 max=32 time=3 vcpus=1/4" 'domain 31 mem=256'

promise "--long has xenstored's keys and Xen's record"
dom0 list -l guest
status 0
no_stderr
holds [ "$(grep -c '^(domain$' "$tmp/out")" = 1 ]
for line in '(domid 1)' '(name guest)' '(memory/target 8192)' '(tot_pages 1792)'; do
	holds grep -qxF "    $line" "$tmp/out"
done
kept

promise 'cpupools have their numbers from Xen and their names from xenstored; -j has them, and --pool takes either'
cp "$tmp/trees/few" "$tmp/trees/pools"
cat >>"$tmp/trees/pools" <<END
/local/pool/0/name = "Pool-0"
/local/pool/5/name = "quiet"
/vm/$uuid/pool_name = "of-xend"
END
pools()
{
	stores <<END
store $1
END
	ln -f "$tmp/at/store" "$dom0/run/xenstored/socket"
}
pools pools
xen_says 'domain 0' "domain 1 uuid=$uuid pool=5" 'domain 31 pool=7'
rows list -H -o id,pool --sort id
status 0
no_stderr
stdout_is '0 Pool-0
1 quiet
31 7'
dom0 list -j -s auto:
status 0
no_stderr
holds [ "$(jq -r 'map(.pool) | join(" ")' "$tmp/out")" = 'Pool-0 7 quiet' ]
for asked in 'Pool-0 0' 'quiet 1' '5 1' '7 31' '0 0'; do
	rows list -H -o id --pool "${asked% *}"
	status 0
	no_stderr
	stdout_is "${asked#* }"
done
for asked in nosuch of-xend 6; do
	dom0 list -H --pool $asked
	status 0
	no_stdout
done
kept

promise 'xenstored alone names the cpupool that xend stored; where it stored none, --pool is wrong usage'
no_xen
rows list -H -o id,pool --sort id -s xenstore:
status 0
stdout_is '0 -
1 of-xend'
rows list -H -o id --pool of-xend
status 0
stdout_is 1
pools few
dom0 list --pool Pool-0
fails 2 'xenstore knows no cpupools (--pool)'
xen_says 'domain 0' "domain 1 uuid=$uuid pool=5"
dom0 list --pool Pool-0
fails 1 'the names of cpupools could not be read'
rows list -H -o id --pool 5
status 0
stdout_is 1
kept

promise '-V tells which cells are unknown, and why'
dom0 list -V -o +label
status 0
holds grep -qx 'Label is unknown in 2 of 2 rows: xenstore+xen did not tell it (Xen has labels only if it was built with XSM)' \
	"$tmp/err"
holds [ "$(grep -c 'is unknown in' "$tmp/err")" = 1 ]
no_xen
dom0 list -V
status 0
why='did not tell it (the hypervisor would, but it was not asked, or did not list it)'
holds grep -qx "State is unknown in 2 of 2 rows: xenstore $why" "$tmp/err"
holds grep -qx "Time(s) is unknown in 2 of 2 rows: xenstore $why" "$tmp/err"
dom0 list -V -j
holds grep -qx 'Host is unknown in 2 of 2 rows: xenstore did not tell it' "$tmp/err"
xen_says 'domain 0' "domain 1 uuid=$uuid pool=5"
kept

promise "a toolstack's domains have them, too, whoever named all domains"
pools pools
host=5f0c9a2e-7b41-4d3f-8e66-0000000000aa # tls-lib.sh has another
xapi --uuid "bakery=$uuid" --uuid "Control domain on host: harbour.example.test=$(uuid_of 99)"
rows list -H -o id,pool,source bakery 0
status 0
no_stderr
stdout_is '1 quiet xapi+xen
0 Pool-0 xapi+xen'
unserve
kept

promise 'a Xen that is too old to be asked gets one warning where xenstored told the rest'
xen_says 'xen 3.4' 'domain 0'
rows list -H -o id,name,state,source
status 0
stderr_is 'Warning: xen: Xen 3.4 is older than 4.0: its interface is not known'
stdout_is '0 Domain-0 - xenstore
1 guest - xenstore'
kept

promise '--long of xenstored alone has the uuid, and no state or time that nobody knows'
no_xen
dom0 list -l guest
status 0
holds grep -qxF "    (uuid $uuid)" "$tmp/out"
holds [ "$(grep -c -e '(state ' -e '(cpu_time ' "$tmp/out")" = 0 ]
kept

promise 'where too few descriptors may be open it is exit 7, never an answer without what one source tells'
xen_says 'domain 0' "domain 1 uuid=$uuid" 'domain 12' 'domain 31'
xapi --uuid "windmill=$(uuid_of 12)"
dom0 list -H -o id,name --state running
status 0
holds grep -q by-libxl "$tmp/out"
holds grep -q guest "$tmp/out"
holds grep -q windmill "$tmp/out"
cp "$tmp/out" "$tmp/whole"
for most in 4 5 6 7 8 9 10 11; do
	run sh -c "ulimit -n $most; exec $enter '$dom0' /xmbox list -H -o id,name --state running"
	if [ "$code" = 0 ]; then
		stdout_is_file "$tmp/whole"
	else
		fails 7
	fi
	echo "$code"
done >"$tmp/codes"
holds grep -qx 0 "$tmp/codes"
holds grep -qx 7 "$tmp/codes"
unserve
kept

promise 'what the kernel lacks for the socket of a toolstack is exit 7, never an answer without that toolstack'
xapi
for call in socket connect; do
	for error in EMFILE ENFILE ENOMEM ENOBUFS; do
		# shellcheck disable=SC2086 # words
		run "$T/refused" $call $error $enter "$dom0" /xmbox list
		fails 7 "unix:/var/lib/xcp/xapi: cannot connect: "
	done
done
for error in EMFILE ENFILE ENOMEM ENOBUFS; do
	xen_says 'domain 0' "fail open $error"
	dom0 list
	fails 7 'xen: /dev/xen/privcmd: '
done
xen_says 'domain 0' "domain 1 uuid=$uuid" 'domain 12' 'domain 31'
unserve
kept

promise 'xenstored names a domain that FLASK hides, and tells its uuid, its VCPUs and the target of its memory'
xen_says 'domain 0' 'domain 1 forbidden' 'domain 31'
rows list -H -o id,name,uuid,memory,vcpus,source --sort id
status 4
stdout_is "0 Domain-0 $(uuid_of 99) 64 1 xenstore+xen
1 guest $uuid 8 2 xenstore+xen
31 by-libxl $(uuid_of 31) 64 1 xen"
for words in 'list -H' 'list -H -o id,name' 'list -q' vcpu-list 'list -l' label; do
	# shellcheck disable=SC2086 # words
	rows $words "$uuid"
	status 4
	holds grep -q guest "$tmp/out"
	stderr_has 'Warning: xen: Xen does not tell everything of 1 domain'
done
kept

promise 'where Xen has no domain 0, there is no row for it, though xenstored believes in one'
xen_says "domain 1 uuid=$uuid pool=5" 'domain 31'
rows list -H -o id,name,source --sort id
status 0
no_stderr
stdout_is '1 guest xenstore+xen
31 by-libxl xen'
dom0 list Domain-0
holds [ "$code" = 3 ]
kept
