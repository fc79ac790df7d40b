# SPDX-License-Identifier: MIT
# xen: the hypervisor alone, simulated by fakexen.c; dom0.sh has a real one.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
. "$TESTS/xen-lib.sh"

xen_begin

few='domain 0 state=r mem=512 vcpus=2 time=175.25
domain 3 state=b mem=2047.5 max=4096 vcpus=2/4 time=5000 pool=1 outstanding=1
domain 12 state=p vcpus=1 time=0.06
vcpu 0 1 state=- cpu=3 time=12.26
vcpu 3 1 state=r cpu=2 time=42.5 affinity=0-1,3'
table='Name                                        ID   Mem VCPUs      State   Time(s)
Domain-0                                     0   512     2     r-----    175.2
(unknown)                                    3  2048     2     -b----   5000.0
(unknown)                                   12    64     1     --p---      0.1'

promise 'list: ids, memory, VCPUs, states and times; the only name is Domain-0'
xen_says "$few"
dom0 list -s xen:
status 0
no_stderr
stdout_is "$table"
kept

promise "list prints each column from Xen's record"
all=name,id,uuid,power,state,memory,memory_max,vcpus,vcpus_max,cpu_time,start_time,label,pool,host,host_uuid,source
dom0 list -s xen: -o "$all"
status 0
no_stderr
cells
stdout_is 'Name ID UUID Power State Mem MaxMem VCPUs MaxVCPUs Time(s) Start Label Pool Host HostUUID Source
Domain-0 0 - - r----- 512 - 2 2 175.2 - - 0 - - xen
(unknown) 3 5f0c9a2e-7b41-4d3f-8e66-000000000003 - -b---- 2048 4096 2 4 5000.0 - - 1 - - xen
(unknown) 12 5f0c9a2e-7b41-4d3f-8e66-000000000012 - --p--- 64 64 1 1 0.1 - - 0 - - xen'
kept

promise 'vcpu-list: CPUs, states, times and affinity; offline VCPUs are on no CPU'
dom0 vcpu-list -s xen:
status 0
no_stderr
vcpus='Name                                ID  VCPU   CPU State   Time(s) CPU Affinity
Domain-0                             0     0     0   r--      87.6 any cpu
Domain-0                             0     1     3   ---      12.3 any cpu
(unknown)                            3     0     0   -b-    2500.0 any cpu
(unknown)                            3     1     2   r--      42.5 0-1,3
(unknown)                            3     2     -   --p    2500.0 any cpu
(unknown)                            3     3     -   --p    2500.0 any cpu
(unknown)                           12     0     0   ---       0.1 any cpu'
stdout_is "$vcpus"
kept

promise 'the same from Xen 4.3 up to interfaces newer than any known'
for minor in 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 25; do
	xen_says "xen 4.$minor" "$few"
	dom0 list -s xen:
	status 0
	stdout_is "$table"
	dom0 vcpu-list -s xen:
	status 0
	stdout_is "$vcpus"
done
kept

promise 'the same from Xen 4.0 to 4.2, which cannot claim memory; 4.0 knows neither cpupools nor the number of pCPUs'
for minor in 0 1 2; do
	xen_says "xen 4.$minor" "$few"
	dom0 list -s xen:
	status 0
	no_stderr
	stdout_is "$(echo "$table" | sed 's/  2048     2/  2047     2/')"
	dom0 vcpu-list -s xen:
	status 0
	case $minor in
	0) stdout_is "$(echo "$vcpus" | sed '2,$s/\(any cpu\|0-1,3\)/-/')" ;;
	*) stdout_is "$vcpus" ;;
	esac
	dom0 list -H -s xen: -o uuid,memory_max,vcpus_max,pool --sort id
	cells
	case $minor in
	0) stdout_is "- - 2 -
$(uuid_of 3) 4096 4 -
$(uuid_of 12) 64 1 -" ;;
	*) stdout_is "- - 2 0
$(uuid_of 3) 4096 4 1
$(uuid_of 12) 64 1 0" ;;
	esac
done
dom0 list -l -s xen: 3
holds grep -qx '    (shr_pages 0)' "$tmp/out"
holds grep -qx '    (paged_pages 0)' "$tmp/out"
holds grep -qx '    (cpupool 1)' "$tmp/out"
holds [ "$(grep -c outstanding "$tmp/out")" = 0 ]
kept

promise 'an older Xen is exit 5 that names it'
xen_says 'xen 3.4' "$few"
dom0 list -s xen:
fails 5 'Xen 3.4 is older than 4.0: its interface is not known'
kept

promise 'memory comes from /dev/xen/hypercall if present; the older device in /proc works'
xen_says "$few"
head -c 65536 /dev/zero >"$dom0/dev/xen/hypercall"
mkdir -p "$dom0/proc/xen"
mv "$dom0/dev/xen/privcmd" "$dom0/proc/xen/privcmd"
dom0 vcpu-list -s xen:
status 0
stdout_is "$vcpus"
rm "$dom0/dev/xen/hypercall" "$dom0/proc/xen/privcmd"
kept

promise 'each letter of the state; a crashed domain does not count as shut down'
xen <<END
domain 0 state=r
domain 1 state=b
domain 2 state=p
domain 3 state=s
domain 4 state=c
domain 5 state=d
domain 6 state=ps
domain 7 state=cd
domain 8 state=s reason=1
domain 9 state=s reason=2
domain 10 state=s reason=4
domain 11 state=b flags=2
END
dom0 list -H -s xen: -o id,state --sort id
status 0
cells
stdout_is '0 r-----
1 -b----
2 --p---
3 ---s--
4 ----c-
5 -----d
6 --ps--
7 ----cd
8 ---s--
9 ---s--
10 ---s--
11 -b----'
kept

promise 'operands are ids, uuids and Domain-0; an unknown id is exit 3, and the others are shown'
dom0 list -H -s xen: -o id 3 Domain-0 id:9 "$(uuid_of 11)" id:12
status 3
cells
stdout_is '3
0
9
11'
stderr_is "Error: Domain 'id:12' does not exist."
kept

promise 'an unknown name is exit 1 while the name of a running domain is unknown'
dom0 list -H -s xen: web1
fails 1 "no domain is known by the name 'web1'; the names of 11 running domains could not be read"
xen_says 'domain 0 state=r'
dom0 list -H -s xen: web1
fails 3 "Domain 'web1' does not exist."
xen_says 'domain 0 state=r' 'domain 2 state=p' 'domain 5 state=d' 'domain 7 state=cd'
kept

promise '--state selects domains'
dom0 list -H -s xen: -o id --state paused,dying --sort id
status 0
cells
stdout_is '2
5
7'
kept

promise "labels of a Xen with XSM; a refused one is -"
xen_says 'domain 0 label=system_u:system_r:dom0_t' 'domain 1 label=system_u:system_r:domU_t' 'domain 2'
dom0 label -s xen:
status 0
no_stderr
stdout_is 'Name                                        ID Label
Domain-0                                     0 system_u:system_r:dom0_t
(unknown)                                    1 system_u:system_r:domU_t
(unknown)                                    2 -'
xen_says 'domain 0 label=x' 'domain 1 label=y' 'fail label EACCES domain=0'
dom0 label -H -s xen: 0 1
status 4
stderr_is 'Warning: xen: Xen does not tell everything of 1 domain, the first is 0: Permission denied'
stdout_is '(unknown)                                    1 y
Domain-0                                     0 -'
kept

promise 'labels or affinities that are refused of every domain cost no row: a warning and exit 4'
xen_says 'domain 0-1 label=x state=b' 'fail label EACCES' 'fail affinity EACCES'
dom0 list -H -s xen: -o id,label
status 4
stderr_is 'Warning: xen: Xen does not tell everything of 2 domains, the first is 0: Permission denied'
cells
stdout_is '0 -
1 -'
dom0 vcpu-list -H -s xen: -o id,state,affinity
status 4
cells
stdout_is '0 -b- -
1 -b- -'
kept

promise 'JSON has labels where there is XSM, one request where there is none, and none before Xen 4.2'
xen_says 'xen 4.17 log=/log' 'domain 0 label=system_u:system_r:dom0_t' 'domain 1-3 label=system_u:system_r:domU_t'
dom0 list -j -s xen: 0 3
status 0
no_stderr
holds grep -q '"id": 0,.*"label": "system_u:system_r:dom0_t"' "$tmp/out"
holds grep -q '"id": 3,.*"label": "system_u:system_r:domU_t"' "$tmp/out"
for release in '4.17 1' '4.2 1' '4.1 0'; do
	xen_says "xen ${release% *} log=/log" 'domain 0-9'
	dom0 list -j -s xen:
	status 0
	no_stderr
	holds [ "$(grep -c '"label": null' "$tmp/out")" = 10 ]
	holds [ "$(calls label)" = "${release#* }" ]
done
xen_says 'domain 0 label=x' 'domain 1 label=y' 'fail label EACCES domain=0'
dom0 list -j -s xen: -o id,label
status 4
dom0 list -j -s xen:
status 0
no_stderr
kept

promise 'what FLASK forbids of one domain costs its own cells: the rest is shown, with a warning and exit 4'
for forbidden in 0 1 3; do
	for call in vcpu affinity; do
		xen_says 'domain 0-3 state=b vcpus=2 time=4' "fail $call EACCES domain=$forbidden"
		dom0 vcpu-list -H -s xen:
		status 4
		stderr_is "Warning: xen: Xen does not tell everything of 1 domain, the first is $forbidden: Permission denied"
		cells
		case $call in
		vcpu) hidden='- - - -' ;;
		*) hidden='-b- 2.0 -' ;;
		esac
		holds [ "$(awk -v id=$forbidden '$2 == id' "$tmp/out" | grep -c -e "$hidden\$")" = 2 ]
		holds [ "$(awk -v id=$forbidden '$2 != id' "$tmp/out" | grep -c -e '-b- 2.0 any cpu$')" = 6 ]
		holds [ "$(wc -l <"$tmp/out")" = 8 ]
	done
done
kept

promise 'a domain that FLASK hides has a row of its id, with a warning and exit 4'
for release in 4.2 4.9 4.17 4.18 4.19 4.22 4.25; do
	for last in '#' 'domain 8 forbidden' 'domain 8-9 forbidden' 'domain 32000 forbidden'; do
		xen_says "xen $release" 'domain 0-2 state=b' 'domain 3-4 forbidden' 'domain 7' "$last"
		dom0 list -H -s xen: -o id,name,state,memory,vcpus,cpu_time,source --sort id
		cells
		status 4
		{
			printf '%s\n' '0 Domain-0 -b---- 64 1 0.0 xen' '1 (unknown) -b---- 64 1 0.0 xen' \
				'2 (unknown) -b---- 64 1 0.0 xen' '3 (unknown) - - - - xen' '4 (unknown) - - - - xen' \
				'7 (unknown) ------ 64 1 0.0 xen'
			case $last in
			*8-9*) printf '%s (unknown) - - - - xen\n' 8 9 ;;
			*8*) echo '8 (unknown) - - - - xen' ;;
			*32000*) echo '32000 (unknown) - - - - xen' ;;
			esac
		} >"$tmp/wanted"
		stdout_is_file "$tmp/wanted"
		hidden=$(($(wc -l <"$tmp/wanted") - 4))
		stderr_is "Warning: xen: Xen does not tell everything of $hidden domains, the first is 3: Permission denied"
	done
done
kept

promise 'so has domain 0; an operand selects it, and the name of another is exit 1'
xen_says 'domain 0 forbidden' 'domain 1-2 state=b'
for server in xen: auto:; do
	dom0 list -H -s $server -o id,name,state Domain-0 0 web1
	status 1
	cells
	stdout_is '0 Domain-0 -
0 Domain-0 -'
	holds grep -q "^Error: no domain is known by the name 'web1'; the names of 2 running domains" "$tmp/err"
done
dom0 vcpu-list -H -s xen:
status 4
holds [ "$(wc -l <"$tmp/out")" = 2 ]
dom0 list -l -s xen: 0
status 4
stdout_is "(domain
    (domid 0)
    (name Domain-0)
)"
kept

promise 'where FLASK hides all domains, or Xen may hide some and cannot be asked, it is exit 4'
xen_says 'domain 0-3 forbidden'
dom0 list -s xen:
fails 4 'Xen 4.17 refuses to list its domains: Permission denied'
xen_says 'xen 4.17 domctl=0x40' 'domain 0 label=x'
dom0 list -H -s xen: -o id
status 4
stderr_is 'Warning: xen: FLASK may hide domains: Xen 4.17 cannot be asked about a single one'
cells
stdout_is 0
xen_says 'domain 0-3 state=b' 'fail list EACCES after=1'
dom0 list -H -s xen: -o id
fails 4 'Xen 4.17 refuses to list its domains: Permission denied'
kept

promise 'where the search for hidden domains fails, that is no answer: a warning and exit 5'
for release in 4.9 4.17 4.18 4.22; do
	for error in ENOMEM EINTR EIO EINVAL; do
		for fail in "fail info $error after=2" "fail info $error domain=5" "fail vcpu $error"; do
			[ "$fail" != 'fail vcpu EINVAL' ] || continue # says that the domain is there
			xen_says "xen $release" 'domain 0 label=x' 'domain 3 label=x' 'domain 5-6 forbidden' 'domain 9 label=x' "$fail"
			dom0 list -H -s xen: -o id
			[ "$code" = 4 ] || status 5
			[ "$code" = 4 ] || holds grep -q '^Warning: xen: FLASK may hide domains: asking for single ones failed: ' "$tmp/err"
			holds [ -s "$tmp/err" ]
			holds [ "$(grep -c -e '^ *[039]$' "$tmp/out")" = 3 ]
		done
	done
done
kept

promise 'the highest id can be hidden, and costs no other row'
for release in 4.9 4.17 4.22; do
	xen_says "xen $release" 'domain 0-2 state=b' 'domain 5 forbidden' 'domain 32751 forbidden'
	dom0 list -H -s xen: -o id --sort id
	status 4
	cells
	holds [ "$(tr '\n' ' ' <"$tmp/out")" = '0 1 2 5 32751 ' ]
	dom0 vcpu-list -H -s xen: -o id
	status 4
	holds [ "$(wc -l <"$tmp/out")" -ge 3 ]
done
kept

promise 'a domain that was created after the list is no hidden one; Xen before 4.18 is asked once for each gap'
xen_says 'xen 4.17 log=/log' 'domain 0-2 label=x' 'domain 9' 'domain 30 label=x'
dom0 list -H -s xen: -o id --sort id
status 0
no_stderr
holds [ "$(calls info)" -le 5 ]
for release in 4.17 4.18; do
	xen_says "xen $release count=1" 'domain 0-1 label=x' 'domain 9 forbidden' 'domain 20 label=x'
	dom0 list -H -s xen: -o id --sort id
	status 4
	cells
	stdout_is '0
9'
done
kept

promise "--long prints Xen's record, and what scripts read of xm: uuid, state, seconds"
xen_says 'domain 5 state=c mem=8 max=16 outstanding=4 vcpus=1/2 time=5000.25 pool=3'
dom0 list -l -s xen:
status 0
no_stderr
stdout_is "(domain
    (domid 5)
    (name '')
    (uuid $(uuid_of 5))
    (handle $(uuid_of 5))
    (state ----c-)
    (cpu_time 5000.25)
    (flags 196612)
    (tot_pages 2048)
    (max_pages 4096)
    (outstanding_pages 1024)
    (shr_pages 0)
    (paged_pages 0)
    (nr_online_vcpus 1)
    (max_vcpu_id 1)
    (ssidref 6)
    (cpupool 3)
)"
kept

promise '3000 domains are listed in several hypercalls'
xen_says 'xen 4.17 log=/log' 'domain 0 state=r' 'domain 2-3000 state=b'
dom0 list -H -s xen: -o id --sort id
status 0
cells
{ echo 0; seq 2 3000; } >"$tmp/wanted"
stdout_is_file "$tmp/wanted"
holds [ "$(calls list)" -gt 4 ]
kept

promise 'only shown facts are asked for, and whether FLASK may hide domains'
xen_says 'xen 4.17 log=/log' "$few"
dom0 list -s xen:
holds [ "$(cut -d ' ' -f 1 "$dom0/log" | sort | uniq -c | awk '{ print $1 $2 }' | paste -sd ' ' -)" = \
	'1label 2list 1open 2physinfo 1version' ]
kept

# Check that list and vcpu-list fail on a Xen described by these LINEs: BREAKS STATUS 'WORDS' LINE...
breaks()
{
	want=$1
	words=$2
	shift 2
	xen_says "$@" 'domain 0 state=r' 'domain 1-4 vcpus=2'
	dom0 vcpu-list -s xen:
	fails "$want" 'xen: ' "$words"
	case $* in
	*vcpu*) return ;;
	esac
	dom0 list -s xen:
	fails "$want" 'xen: ' "$words"
}

promise 'a missing device is exit 1, and the message names the module to load'
no_xen
dom0 list -s xen:
fails 1 'xen: /dev/xen/privcmd: No such file or directory' 'modprobe xen-privcmd'
kept

promise 'a device without permission is exit 4'
for error in EACCES EPERM; do
	breaks 4 'are you root?' "fail open $error"
done
breaks 1 'modprobe xen-privcmd' 'fail open ENODEV'
kept

promise 'a Xen that refuses is exit 4, whatever the hypercall'
for call in physinfo list vcpu; do
	breaks 4 'Operation not permitted' "fail $call EPERM"
done
breaks 4 'Xen 4.17 refuses to list its domains: Permission denied' 'fail list EACCES'
kept

promise 'a Xen that accepts no known interface number is exit 4, and the message says so'
breaks 4 'Xen 4.17 refuses to be asked: Permission denied (is this dom0?, or its interface is not known)' \
	'xen 4.17 sysctl=0x40'
breaks 4 'Xen 4.17 refuses to be asked for VCPUs' 'xen 4.17 domctl=0x40' '# vcpu'
kept

promise 'a Xen that fails is exit 5, whatever the hypercall'
breaks 5 'no Xen answers: Bad address' 'fail version EFAULT'
breaks 5 'Xen 4.17 refuses to be asked: Bad address' 'fail physinfo EFAULT'
breaks 5 'Xen 4.17 refuses to list its domains: Input/output error' 'fail list EIO'
breaks 5 'Xen 4.17 refuses to list its domains: Input/output error' 'fail list EIO after=1'
breaks 5 'Xen does not tell of VCPU 1 of domain 3: Input/output error' 'fail vcpu EIO domain=3 after=1'
kept

promise 'impossible lists are exit 5'
breaks 5 'Xen lists no domain, not even this one' 'fail list OK'
breaks 5 'Xen lists 100000 domains where there is room for' 'xen 4.17 count=100000'
breaks 5 'has records of 80 bytes, which are not known' 'xen 4.17 record=80'
breaks 5 'has records of 1024 bytes, which are not known' 'xen 4.17 record=1024'
breaks 5 'Xen lists domain 0 where one from 8 on should stand' 'domain 7'
xen_says 'xen 4.17 endless' 'domain 0-999'
dom0 list -s xen:
fails 5 'Xen lists domain 0 where one from' 'on should stand'
kept

promise 'a VCPU or domain gone in the meantime is left out; a missing affinity is -'
xen_says 'domain 0 state=r' 'domain 1 vcpus=2' 'domain 2' 'fail vcpu ESRCH domain=1 times=1' \
	'fail vcpu ESRCH domain=2' 'fail affinity EINVAL domain=0'
dom0 vcpu-list -H -s xen:
status 0
no_stderr
stdout_is 'Domain-0                             0     0     0   r--       0.0 -
(unknown)                            1     1     1   ---       0.0 any cpu'
kept

promise 'a time beyond 63 bits of nanoseconds is printed as valid JSON'
xen_says 'domain 0 state=r time=18446744073.709551615'
dom0 list -j -s xen:
status 0
holds grep -q '"cpu_time": *9223372036.854775807[,} ]' "$tmp/out"
dom0 vcpu-list -j -s xen:
status 0
holds grep -q '"cpu_time": *9223372036.854775807[,} ]' "$tmp/out"
kept

promise 'if the number of pCPUs is unknown, affinity is unknown'
xen_says 'xen 4.17 pcpus=16385' 'domain 0 state=r'
dom0 vcpu-list -H -s xen:
status 0
stdout_is 'Domain-0                             0     0     0   r--       0.0 -'
kept

promise 'the deadline ends a list of slow answers'
xen_says 'domain 0-99 state=b vcpus=4' 'slow vcpu 100'
# shellcheck disable=SC2086 # words
at_deadline 0.5 $enter "$dom0" /xmbox vcpu-list -t 0.5 -s xen:
fails 1 'xen: no complete answer within 0.500 s'
xen_says 'domain 0' 'slow open 60000'
# shellcheck disable=SC2086 # words
at_deadline 0.5 $enter "$dom0" /xmbox list -t 0.5 -s xen:
fails 1 'xen: /dev/xen/privcmd does not open'
kept

promise '--host, --pool and a path are exit 2 for xen:'
xen_says "$few"
dom0 list -s xen: --host quay
fails 2 'xen: this source has no pool of hosts (--host)'
dom0 list -s xen:/dev/xen/privcmd
fails 2 "it is asked on this host only (xen:)"
xen_says 'xen 4.0' "$few"
dom0 list -s xen: --pool 0
fails 2 'xen knows no cpupools (--pool)'
kept

promise 'a cpupool is called by its number, for Xen has no name of it'
xen_says "$few"
dom0 list -H -s xen: -o id --pool 0
status 0
cells
stdout_is '0
12'
dom0 list -H -s xen: -o id --pool 1
cells
stdout_is 3
dom0 list -H -s xen: --pool 7
status 0
no_stdout
dom0 list -j -s xen: 3
holds grep -q '"pool": "1"' "$tmp/out"
dom0 list -s xen: --pool Pool-0
fails 1 'the names of cpupools could not be read: give its number (--pool 0)'
kept

promise 'times are seconds, rounded to tenths in a table, exact and without trailing zeros in JSON'
xen <<END
domain 0 time=0
domain 1 time=0.000000001
domain 2 time=0.05
domain 3 time=5000
domain 4 time=99.99999999
domain 5 time=10.25
domain 6 time=1234567890.123456789
domain 7 time=0.25
domain 8 time=0.35
domain 9 time=1.1
END
dom0 list -H -s xen: -o id,cpu_time --sort id
cells
stdout_is '0 0.0
1 0.0
2 0.1
3 5000.0
4 100.0
5 10.2
6 1234567890.1
7 0.2
8 0.3
9 1.1'
dom0 list -j -s xen: -o id,cpu_time --sort id
status 0
stdout_is '[
 {"id": 0, "cpu_time": 0},
 {"id": 1, "cpu_time": 0.000000001},
 {"id": 2, "cpu_time": 0.05},
 {"id": 3, "cpu_time": 5000},
 {"id": 4, "cpu_time": 99.99999999},
 {"id": 5, "cpu_time": 10.25},
 {"id": 6, "cpu_time": 1234567890.123456789},
 {"id": 7, "cpu_time": 0.25},
 {"id": 8, "cpu_time": 0.35},
 {"id": 9, "cpu_time": 1.1}
]'
kept

promise 'the column online, as a table and as JSON, and sorted by'
xen_says 'domain 3 state=r vcpus=2/3 time=2' 'vcpu 3 0 offline'
dom0 vcpu-list -s xen: -o vcpu,online,state,cpu,cpu_time
status 0
no_stderr
cells
stdout_is 'VCPU Online State CPU Time(s)
0 no --p - 1.0
1 yes -b- 1 1.0
2 no --p - 1.0'
dom0 vcpu-list -j -s xen: -o vcpu,online,cpu,state
stdout_is '[
 {"vcpu": 0, "online": false, "cpu": null, "state": "--p"},
 {"vcpu": 1, "online": true, "cpu": 1, "state": "-b-"},
 {"vcpu": 2, "online": false, "cpu": null, "state": "--p"}
]'
dom0 vcpu-list -H -s xen: -o vcpu --sort online
cells
stdout_is '0
2
1'
kept

promise 'affinity as JSON: every number of a range, or "any"'
xen_says 'xen 4.17 pcpus=6' 'domain 3 vcpus=3' 'vcpu 3 0 affinity=0,2-4' 'vcpu 3 1 affinity=5'
dom0 vcpu-list -j -s xen: -o affinity
stdout_is '[
 {"affinity": [0, 2, 3, 4]},
 {"affinity": [5]},
 {"affinity": "any"}
]'
kept
