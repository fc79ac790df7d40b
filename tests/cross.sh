# SPDX-License-Identifier: MIT
# The release for other machines, run under qemu-user. For arm64 that is always tried, by the compiler and the musl of
# O/cross, which make test-deps unpacks there. With LONG=1 each other machine follows whose compiler is installed, with a
# musl built from source, and scripts of the other tests are run with each.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
. "$TESTS/cross-lib.sh"

out=${XMBOX%/*}
chmod 711 "$tmp" # xm.sh runs the program as another user
native=$XMBOX
scripts='rows operands vcpus labels sxp http trust pool xend xm'

# How many parts of its program the process PID may only read: read_only PID
read_only()
{
	grep " $foreign\$" "/proc/$1/maps" | grep -c ' r--p '
}

# Under qemu the first part, its code, may not be written anyway.
protected()
{
	[ "$(read_only "$pid")" -ge 2 ]
}

# Test the release for TARGET, whose processor qemu calls MACHINE: cross TARGET MACHINE [VARIABLE=VALUE...]
cross()
{
	target=$1
	qemu=$(command -v "qemu-$2-static" || command -v "qemu-$2")
	shift 2
	o=$tmp/$target
	foreign=$o/release/xmbox
	promise "$target: make release CROSS_COMPILE=$target- builds it, without a warning, and starts it"
	mkdir -p "$o"
	ln -sfn "$out/sources" "$o/sources"
	run "$MAKE" -C "$SOURCE" -j2 O="$o" CROSS_COMPILE="$target-" "$@" release
	status 0
	no_stderr
	holds [ "$(grep -c 'was not started' "$tmp/out")" = 0 ]
	kept

	# Under its own name, so that links are applets here, too.
	printf '#!/bin/sh\nexec %s -0 "$0" %s "$@"\n' "$qemu" "$foreign" >"$tmp/xmbox"
	chmod +x "$tmp/xmbox"

	promise "$target: it shows what the program of this machine shows"
	serve
	for words in list 'list -l' 'list -j' vcpu-list label; do
		# shellcheck disable=SC2086 # words
		run "$native" $words -s "$uri"
		mv "$tmp/out" "$tmp/wanted"
		# shellcheck disable=SC2086 # words
		run "$tmp/xmbox" $words -s "$uri"
		status 0
		no_stderr
		stdout_is_file "$tmp/wanted"
	done
	unserve
	kept

	promise "$target: while it runs, what was relocated cannot be written any more"
	mkfifo "$tmp/silence-$target"
	exec 9<>"$tmp/silence-$target"
	"$qemu" "$foreign" list -W - -s http://127.0.0.1:1 <"$tmp/silence-$target" >/dev/null 2>&1 9>&- &
	pid=$!
	checked
	await protected
	exec 9>&-
	wait $pid
	kept

	[ -n "$LONG" ] || return 0
	promise "$target: unit tests hold"
	run "$MAKE" -C "$SOURCE" -j2 O="$o/release" RELEASE=1 CROSS_COMPILE="$target-" "$@" "$o/release/tests/unit-tests"
	status 0
	run "$qemu" "$o/release/tests/unit-tests" 13
	status 0
	holds [ "$(grep -c '^FAIL' "$tmp/out")" = 0 ]
	holds [ "$(grep -c '^ok ' "$tmp/out")" -ge 100 ]
	kept

	for name in $scripts; do
		promise "$target: the tests of $name.sh hold"
		run env WHOLE= MUST_RUN= XMBOX="$tmp/xmbox" "$TESTS/run" "${TEST_SH:-sh}" "$TESTS/$name.sh"
		[ "$code" = 0 ] || no "$(grep -A 3 '^FAIL' "$tmp/out")"
		holds [ "$(grep -c '^ok ' "$tmp/out")" -ge 5 ]
		kept
	done
}

# What hinders that for any machine, or for those of qemu's MACHINE: hindered MACHINE
hindered()
{
	if [ -n "$SANITIZE" ]; then
		lacking='it knows no sanitizers'
	elif lacks "qemu-$1-static" && lacks "qemu-$1"; then
		:
	elif [ ! -e "$out/sources/mbedtls" ] || [ ! -e "$out/sources/xen" ]; then
		lacking='the sources of its libraries are not there (make test-deps fetches them)'
	else
		return 1
	fi
}

if hindered aarch64; then
	skip_rest 'the release for arm64' "$lacking"
elif [ ! -e "$out/cross/done" ]; then
	skip_rest 'the release for arm64' 'there is no compiler for it (make test-deps fetches one)'
fi
cross_tools
cross aarch64-linux-gnu aarch64 MUSL="$tmp/musl"

# qemu logs the instructions of what is executed, and no other.
promise 'aarch64-linux-gnu: TLS uses the instructions for AES where the processor has them, and works without them'
. "$TESTS/tls-lib.sh"
lacking=$(tls_missing)
if [ -n "$lacking" ]; then
	skip "$what" "$lacking"
else
	tls_begin
	openssl req -x509 -newkey rsa:2048 -nodes -keyout "$tmp/self.key" -out "$tmp/self.pem" -subj /CN=localhost \
		-addext 'subjectAltName = DNS:localhost' 2>"$tmp/made"
	behind --vms 10
	tunnel self
	set -- list -W "$tmp/pw" --cacert "$tmp/self.pem" -s "https://localhost:$port"
	run "$native" "$@"
	status 0
	mv "$tmp/out" "$tmp/wanted"
	for processor in max cortex-a53; do
		run "$qemu" -cpu $processor -d in_asm -D "$tmp/code" "$foreign" "$@"
		status 0
		stdout_is_file "$tmp/wanted"
		holds grep -q 'aese ' "$tmp/code"
		holds grep -q 'pmull ' "$tmp/code"
	done
	rm "$tmp/code"
	python3 "$TESTS/without-aes.py" "$tmp/gdb" &
	run "$qemu" -g "$tmp/gdb" -d in_asm -D "$tmp/code" "$foreign" "$@"
	holds wait $!
	status 0
	stdout_is_file "$tmp/wanted"
	holds [ -s "$tmp/code" ]
	holds [ "$(grep -c 'aese ' "$tmp/code")" = 0 ]
	stop
	kept
fi

[ -z "$LONG" ] || while read -r target machine; do
	if lacks "$target-gcc" || hindered "$machine"; then
		skip "the release for $target" "$lacking" 14
	else
		cross "$target" "$machine"
	fi
done <<END
arm-linux-gnueabihf arm
riscv64-linux-gnu riscv64
i686-linux-gnu i386
s390x-linux-gnu s390x
END
