# SPDX-License-Identifier: MIT
# A real Xen in QEMU: its dom0 with guests in every state, compared with xl. Twice: with xenstored on
# one CPU, with oxenstored on two. With LONG=1 once more on arm64.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
. "$TESTS/cross-lib.sh"

out=${XMBOX%/*}
root=$out/dom0/root
release=$out/release/xmbox
server=$T/server-sample
uuids=5f0c9a2e-7b41-4d3f-8e66-00000000000 # and the guest's id
reason=
for tool in qemu-system-x86_64 cpio readelf jq; do
	command -v $tool >/dev/null || reason="no $tool (make test-deps)"
done
[ -e "$out/dom0/done" ] || reason='no packages of Xen (make test-deps)'
[ "$(uname -m)" = x86_64 ] || reason='this is not x86-64'
[ -z "$SANITIZE" ] || reason='a build with sanitizers'
if [ -z "$reason" ]; then
	if command -v musl-gcc >/dev/null && [ -e "$out/sources/mbedtls.sum" ] && [ -e "$out/sources/xen.sum" ] &&
		$MAKE -C "$SOURCE" O="$out" release >"$tmp/made" 2>&1; then
		XMBOX=$release
	fi
	if readelf -lW "$server" | grep -q INTERP; then
		server=$tmp/static/tests/server-sample
		$MAKE -C "$SOURCE" O="$tmp/static" LDFLAGS=-static "$server" >"$tmp/made" 2>&1 || reason='no static server'
	fi
	! readelf -lW "$XMBOX" | grep -q INTERP || reason='xmbox is not static, and there is no release'
fi
if [ -n "$reason" ]; then
	skip_rest 'a real Xen' "$reason"
fi

promise 'where this script must run, skipping it is a failure'
# shellcheck disable=SC2086 # a shell may be two words
run env MUST_RUN=dom0 XMBOX="$tmp/xmbox" ${TEST_SH:-sh} "$TESTS/dom0.sh"
holds grep -q '^FAIL a real Xen: skipped .*: no packages of Xen' "$tmp/out"
holds [ "$(grep -c '^skip' "$tmp/out")" = 0 ]
kept

# Run both at once: a dom0 mostly waits.
promise 'Xen boots with xenstored and with oxenstored, and shuts down'
begun=$(date +%s)
boot=$out/dom0/run # the logs stay there
rm -rf "$boot"
mkdir "$boot"
recorded_xend basic
sed -i "s/a0000001-1111-4222-8333-000000000001/${uuids}2/" "$tmp"/replay/xend.domains_with_state*
if sh "$TESTS/dom0/pack" "$root" "$boot" "$XMBOX" "$server" "$tmp/replay" 2>"$boot/err"; then
	sh "$TESTS/dom0/boot" "$boot" "$boot/xenstored" 1 store=xenstored &
	first=$!
	sh "$TESTS/dom0/boot" "$boot" "$boot/oxenstored" 2 store=oxenstored &
	second=$!
	holds wait "$first"
	holds wait "$second"
else
	no "$(cat "$boot/err")"
fi
for store in xenstored oxenstored; do
	mkdir "$tmp/$store"
	[ -e "$boot/$store" ] || continue
	awk -v dir="$tmp/$store" -f "$TESTS/dom0/cut.awk" "$boot/$store"
	grep -q '^DONE' "$tmp/$store/ends" || no "$store: $(tail -n 5 "$boot/$store")"
done
echo "   $(($(date +%s) - begun)) s"
kept

# Load the results of FILE: exit status in $code, duration in $took, output as `run` does.
recall()
{
	code=
	took=
	read -r _ code took <<END
$(grep "^$1 " "$seen/ends")
END
	[ -n "$code" ] || no "$1 was not reached"
	cp "$seen/$1" "$tmp/out" 2>/dev/null || : >"$tmp/out"
	cp "$seen/$1.err" "$tmp/err" 2>/dev/null || : >"$tmp/err"
}

rows()
{
	case $1 in
	*json) jq -r -f "$TESTS/dom0/json.jq" "$seen/$1" >"$tmp/$2" 2>"$tmp/jq" || no "$1: $(cat "$tmp/jq")" ;;
	*) awk -f "$TESTS/dom0/rows.awk" "$seen/$1" >"$tmp/$2" ;;
	esac
}

compare()
{
	awk -v spins="$spins" "$@"
}

# Compare OURS, of the phase with xenstored, with xl's tables before and after: like XL OURS [NAMED]
like()
{
	rows "$1" earlier
	rows "${1%1}2" later
	rows "$2" ours
	compare -v named="${3:-0}" -f "$TESTS/dom0/compare.awk" nth=1 "$tmp/earlier" nth=2 "$tmp/ours" nth=3 "$tmp/later" \
		>"$tmp/differs" || no "$2: $(cat "$tmp/differs")"
}

# Compare OURS of a later phase: still XL OURS [NAMED]
still()
{
	rows "${1%1}2" earlier
	rows "$2" ours
	compare -v named="${3:-0}" -v later=1 -f "$TESTS/dom0/compare.awk" nth=1 "$tmp/earlier" nth=2 "$tmp/ours" \
		>"$tmp/differs" || no "$2: $(cat "$tmp/differs")"
}

# Check exit 0 and an empty stderr: good PHASE NAME...
good()
{
	phase=$1
	shift
	for name; do
		recall "$phase-$name"
		[ "$code" = 0 ] || no "$phase-$name is exit $code: $(head -c 300 "$tmp/err")"
		no_stderr
	done
}

# Check the time of the fastest one, because the machine may be busy: quick MILLISECONDS FILE...
quick()
{
	checked
	limit=$1
	shift
	least=
	for name; do
		recall "$name"
		[ -n "$least" ] && [ "${took:-99999}" -gt "$least" ] || least=$took
	done
	[ "${least:-99999}" -le "$limit" ] || no "$name took $least ms"
}

# Check that the comparison fails after changing the table with SED: spoiled SED
spoiled()
{
	rows b-xl1 earlier
	rows b-xlvcpus1 ours
	cat "$tmp/ours" >>"$tmp/earlier"
	sed "$1" "$tmp/earlier" >"$tmp/ours"
	! compare -v named=1 -f "$TESTS/dom0/compare.awk" nth=1 "$tmp/earlier" nth=2 "$tmp/ours" >"$tmp/differs" ||
		no "not seen: $1"
}

# Facts from xenstored alone.
the_store()
{
	promise "$1: xenstore: shows the names of xenstore-ls, over the socket and the kernel's device"
	good b stored device storedjson storedvcpus
	awk -f "$TESTS/dom0/stored.awk" "$seen/b-xenstore" | sort >"$tmp/wanted"
	holds [ "$(wc -l <"$tmp/wanted")" = 6 ]
	for name in stored device; do
		rows b-$name ours
		holds grep -q '^list 0 Domain-0 ' "$tmp/ours"
		grep -v '^list 0 ' "$tmp/ours" | sort | cmp -s - "$tmp/wanted" ||
			no "b-$name: $(grep -v '^list 0 ' "$tmp/ours" | sort | diff - "$tmp/wanted")"
	done
	awk -v more=1 -f "$TESTS/dom0/stored.awk" "$seen/b-xenstore" | sort >"$tmp/wanted"
	jq -r '.[] | select(.id != 0) | ["list", .id, .name, .memory / 1048576, .vcpus, .state // "-", .cpu_time // "-",
		.uuid, .memory_max / 1048576, .vcpus_max, .start_time] | join(" ")' "$seen/b-storedjson" | sort |
		cmp -s - "$tmp/wanted" || no "$(cat "$seen/b-storedjson")"
	holds [ "$(jq -c '[.[] | select(.id == 2) | [.name, .vcpu, .online, .state]]' "$seen/b-storedvcpus")" = \
		'[["t-pair",0,true,null],["t-pair",1,true,null],["t-pair",2,true,null]]' ]
	kept

	promise "$1: a xenstore: without an answer is exit 1, with one message"
	for phase in 0 a c d; do
		recall $phase-stored
		fails 1 xenstore: xenstored
	done
	kept

	promise "$1: --long begins each domain with its id and name, from every source"
	awk '$2 == "ID" { table = 1; next } table && NF > 5 { print $2, $1 }' "$seen/b-xl1" | sort >"$tmp/wanted"
	good b long-xen long-xenstore long-auto
	for server in xen xenstore auto; do
		grep '^ *(\(domain\|domid\|name\)' "$seen/b-long-$server" >"$tmp/heads"
		awk 'NR % 3 == 1 && $0 != "(domain" { bad = 1 }
			NR % 3 == 2 && !/^    \(domid [0-9]+\)$/ { bad = 1 }
			NR % 3 == 0 && !/^    \(name .+\)$/ { bad = 1 }
			END { exit bad || NR != 21 }' "$tmp/heads" || no "$server: $(head -n 9 "$tmp/heads")"
		awk -F '[ ()]+' '$2 == "domid" { id = $3 }
			$2 == "name" { print id, $3 }' "$tmp/heads" | sort >"$tmp/names"
		[ $server = xen ] || cmp -s "$tmp/names" "$tmp/wanted" || no "$server: $(cat "$tmp/names")"
	done
	kept

	promise "$1: libxl keeps the configuration of each guest on disk, with its name"
	recall b-userdata
	for id in 1 2 3 4 5 6; do
		holds grep -qx "userdata-d\.$id\.$uuids$id\.libxl-json" "$tmp/out"
	done
	kept
}

. "$TESTS/dom0/toolstacks.sh"
. "$TESTS/dom0/phases.sh"

one_dom0()
{
	seen=$tmp/$1
	cpus=$2
	[ -s "$seen/ends" ] || return
	spins=$(awk '$1 == "t-spin" { print $2 }' "$seen/b-xl1")

	promise "$1: the guests of this test run as intended, and xl shows them"
	for name in block pair paused off crash spin; do
		recall "b-create-t-$name"
		status 0
	done
	for name in xl1 xl2 xlvcpus1 xlvcpus2 xenstore; do
		recall "b-$name"
		status 0
	done
	states=$(awk '$1 ~ /^t-/ { sub(/^r/, "-", $5); print $4 $5 }' "$seen/b-xl1" | tr '\n' ' ')
	holds [ "$states" = '1-b---- 2-b---- 1--p--- 1---s-- 1---sc- 1------ ' ]
	pinned=$(awk '$1 == "t-pair" { print $5 $7 }' "$seen/b-xlvcpus1" | tr '\n' ' ')
	case $cpus in
	1) holds [ "$pinned" = '-b-all -b-all --pall ' ] ;;
	2) holds [ "$pinned" = '-b-0 -b-1 --pall ' ] ;;
	esac
	spoiled 's/^\(list 1 [^ ]*\) 8/\1 9/'
	spoiled 's/ -b---- / ------ /'
	spoiled 's/ ----c- / ---s-- /'
	spoiled 's/^\(vcpu 1 .*\)any/\10/'
	spoiled 's/^\(list 3 .*\)0\.0/\12.0/'
	spoiled 's/t-off/t-of/'
	spoiled 's/ t-pair$/ t-pai/'
	spoiled '/^list 4/d'
	spoiled '/^vcpu 2 2/d'
	spoiled 's/^list 4 \(.*\)/&\nlist 44 \1/'
	kept

	promise "$1: without the kernel modules, exit 1 and the message names the module to load"
	for name in list vcpus json vjson auto autovcpus; do
		recall 0-$name
		fails 1 'modprobe xen-privcmd'
	done
	kept

	promise "$1: before xenstored runs, Domain-0 is shown"
	good a list vcpus json vjson auto autovcpus
	for name in list json auto; do
		rows a-$name ours
		holds grep -q "^list 0 Domain-0 512 $cpus r-----" "$tmp/ours"
		holds [ "$(wc -l <"$tmp/ours")" = 1 ]
	done
	for name in vcpus vjson autovcpus; do
		rows a-$name ours
		holds [ "$(grep -c '^vcpu 0 [01] [01] ... .* any Domain-0$' "$tmp/ours")" = "$cpus" ]
	done
	kept

	promise "$1: list prints xl's ids, memory, VCPUs, states and times, as a table and as JSON"
	good b list json
	like b-xl1 b-list
	like b-xl1 b-json
	kept

	promise "$1: uuids are those given when the guests were created"
	for id in 1 2 3 4 5 6; do
		for name in json storedjson autojson; do
			holds [ "$(jq -r ".[] | select(.id == $id).uuid" "$seen/b-$name")" = $uuids$id ]
		done
	done
	holds [ "$(jq -r '.[] | select(.id == 0).uuid' "$seen/b-json")" = null ]
	kept

	promise "$1: vcpu-list prints xl's CPUs, states, times and affinity, as a table and as JSON"
	good b vcpus vjson
	like b-xlvcpus1 b-vcpus
	like b-xlvcpus1 b-vjson
	kept

	promise "$1: no labels where Xen has no XSM"
	for phase in a b c d; do
		good $phase label
		holds grep -q '^Domain-0 .* 0 -$' "$tmp/out"
		[ "$phase" = a ] || holds [ "$(grep -c '^(unknown) .* [1-6] -$' "$tmp/out")" = 6 ]
	done
	kept

	promise "$1: list and vcpu-list without -s agree with xl, names too; also without xenstored's socket"
	good b auto autovcpus autojson nosocket
	like b-xl1 b-auto 1
	like b-xl1 b-autojson 1
	like b-xlvcpus1 b-autovcpus 1
	like b-xl1 b-nosocket 1
	kept

	the_store "$1"
	the_toolstacks "$1"
	guests_come_and_go "$1"
	names_change "$1"
	cpupools "$1"

	for phase in 'c stopped' 'd killed'; do
		how=${phase#* }
		phase=${phase% *}
		promise "$1: when xenstored is $how, list and vcpu-list show the same, and xl nothing"
		recall "$phase-xl"
		status 137
		no_stdout
		good "$phase" list json vcpus vjson
		still b-xl1 "$phase-list"
		still b-xl1 "$phase-json"
		still b-xlvcpus1 "$phase-vcpus"
		still b-xlvcpus1 "$phase-vjson"
		kept

		promise "$1: when xenstored is $how, so do both without -s, with libxl's names; a hanging xenstored is named"
		for name in auto autovcpus; do
			recall "$phase-$name"
			status 0
			case $phase in
			c) stderr_has 'Warning: ' xenstore ;;
			*) no_stderr ;;
			esac
		done
		still b-xl1 "$phase-auto" 1
		still b-xlvcpus1 "$phase-autovcpus" 1
		recall "$phase-again"
		for id in 1 2 3 4 5 6; do
			holds grep -q "/var/lib/xen/userdata-d\.$id\.$uuids$id\.libxl-json" "$tmp/err"
		done
		kept
	done

	promise "$1: nothing hangs"
	for phase in 0 a b c d; do
		for name in list vcpus json vjson stored auto autovcpus again; do
			quick 15000 $phase-$name # 5 s of silence, on a machine that may be busy
			holds [ "$code" != 143 ] # timeout's
		done
	done
	kept

	promise "$1: list does not wait for a xenstored that is missing or not asked"
	for phase in a c d; do
		quick 4500 "$phase-list" "$phase-json"
		[ "$phase" = c ] || quick 4500 "$phase-auto" "$phase-again"
	done
	kept
}

one_dom0 xenstored 1
one_dom0 oxenstored 2

# The same on arm64, with the release for it.
one_arm64()
{
	promise 'arm64: Xen boots with xenstored, and shuts down'
	begun=$(date +%s)
	cross_tools
	build=$tmp/build-arm64
	boot=$out/dom0-arm64/run
	rm -rf "$boot"
	mkdir "$build" "$boot" "$tmp/arm64"
	ln -s "$out/sources" "$build/sources"
	run "$MAKE" -C "$SOURCE" -j2 O="$build" CROSS_COMPILE=aarch64-linux-gnu- MUSL="$tmp/musl" release
	status 0
	run "$MAKE" -C "$SOURCE" -j2 O="$build/release" RELEASE=1 CROSS_COMPILE=aarch64-linux-gnu- MUSL="$tmp/musl" \
		"$build/release/tests/server-sample"
	status 0
	run env CC=musl-gcc-arm64 sh "$TESTS/dom0/pack" "$out/dom0-arm64/root" "$boot" "$build/release/xmbox" \
		"$build/release/tests/server-sample" "$tmp/replay"
	status 0
	run sh "$TESTS/dom0/boot-arm64" "$boot" "$boot/xenstored" store=xenstored
	status 0
	if [ -e "$boot/xenstored" ]; then
		awk -v dir="$tmp/arm64" -f "$TESTS/dom0/cut.awk" "$boot/xenstored"
		grep -q '^DONE' "$tmp/arm64/ends" || no "$(tail -n 5 "$boot/xenstored")"
	fi
	echo "   $(($(date +%s) - begun)) s"
	kept
	one_dom0 arm64 1
}

[ -n "$LONG" ] || exit 0
for tool in qemu-system-aarch64 fdtput; do
	! lacks $tool || reason="$lacking (make test-deps LONG=1)"
done
[ -e "$out/dom0-arm64/done" ] && [ -e "$out/cross/done" ] || reason='no packages for arm64 (make test-deps LONG=1)'
[ -e "$out/sources/mbedtls.sum" ] && [ -e "$out/sources/xen.sum" ] || reason='no sources of libraries (make test-deps)'
if [ -n "$reason" ]; then
	skip 'a real Xen on arm64' "$reason" 36
else
	one_arm64
fi
