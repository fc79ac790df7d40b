# SPDX-License-Identifier: MIT
# The build: switches, folders, compilers, installation.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
unset SANITIZE
cd "$tmp" || exit 1

build()
{
	run "$MAKE" -C "$SOURCE" -j2 "$@"
}

for compiler in gcc clang 'gcc -m32' 'clang -m32'; do
	promise "no warning from $compiler, tests included"
	if ! echo 'int main(void) { return 0; }' | $compiler -static -x c - -o "$tmp/probe" 2>/dev/null; then
		skip "$what" 'no such compiler here'
		continue
	fi
	case $compiler in # there are no libraries of 32 bits
	*-m32) mkdir -p "$tmp/o" && printf '# CONFIG_%s is not set\n' TLS SOURCE_XENSTORE >"$tmp/o/.config" ;;
	*) rm -f "$tmp/o/.config" ;;
	esac
	build O="$tmp/o" CC="$compiler" CPPFLAGS=-Werror all "$tmp/o/tests/server-sample" "$tmp/o/tests/cuts" \
		"$tmp/o/tests/unit-tests" "$tmp/o/tests/xmlcat" "$tmp/o/tests/xmlcat-plain" "$tmp/o/tests/sandboxed"
	status 0
	no_stderr
	kept

	promise "the binary of $compiler lists VMs, and its unit tests pass"
	T=$tmp/o/tests
	serve
	run "$tmp/o/xmbox" list -q -s "$uri" windmill
	status 0
	stdout_is windmill
	run "$T/unit-tests" 13
	status 0
	holds [ "$(grep -c '^ok ' "$tmp/out")" -gt 100 ]
	holds [ "$(grep -c '^FAIL' "$tmp/out")" = 0 ]
	run "$T/sandboxed" list files # with 32 bits, fstat() is another system call
	[ "$code" = 77 ] || status 0
	unserve
	kept
done

promise 'the default build is static, links without a warning, in another folder, and leaves the source alone'
for part in Makefile Kconfig config.h core applets LICENSE README; do
	cp -R "$SOURCE/$part" "$tmp"
done
mkdir "$tmp/packaging"
for part in NEWS man completion xm-config.xml; do
	cp -R "$SOURCE/packaging/$part" "$tmp/packaging"
done
mkdir "$tmp/tests"
cp "$SOURCE/tests/tests.mk" "$tmp/tests"
find . -type f | sort >"$tmp/before"
chmod -R a-w Makefile Kconfig config.h LICENSE README core applets packaging tests
run "$MAKE" -j2 O="$tmp/o/out of tree"
status 2
run "$MAKE" -j2 O="$tmp/o/elsewhere"
status 0
no_stderr
find . -type f ! -path './o/*' ! -path ./before ! -path ./out ! -path ./err | sort >"$tmp/o/after"
grep -v -e '^./o/' -e '^./before$' -e '^./out$' -e '^./err$' before | cmp -s - o/after || no 'files appeared in the source'
holds [ "$(readelf -lW o/elsewhere/xmbox | grep -c INTERP)" = 0 ]
chmod -R u+w Makefile Kconfig config.h LICENSE README core applets packaging tests
kept

promise 'builds in two folders, one by make -rR, give the same binary, byte for byte'
mkdir "$tmp/copy"
cp -R Makefile Kconfig config.h LICENSE README core applets packaging tests "$tmp/copy"
run env CCACHE_DISABLE=1 "$MAKE" -C "$tmp/copy" -rR -j2 O="$tmp/copy/o"
status 0
no_stderr
holds cmp -s "$tmp/copy/o/xmbox" "$tmp/o/elsewhere/xmbox"
kept

promise 'a second make does nothing; a changed header or changed flags rebuild'
run "$MAKE" -C "$tmp/copy" O="$tmp/copy/o"
holds [ "$(grep -c -e CC -e LINK "$tmp/out")" = 0 ]
touch "$tmp/copy/core/wire/xmlrpc.h"
run "$MAKE" -C "$tmp/copy" O="$tmp/copy/o"
stdout_has core/wire/xmlrpc.c
stdout_has core/source/xenapi/xenapi.c
holds [ "$(grep -c core/base/out.c "$tmp/out")" = 0 ]
run "$MAKE" -C "$tmp/copy" -j2 O="$tmp/copy/o" CFLAGS=-O0
stdout_has core/base/out.c
kept

promise 'V=1 prints the commands; CC, CFLAGS, CPPFLAGS, LDFLAGS come from the environment or the command line'
build O="$tmp/o/v" V=1 CC='gcc -g0' CFLAGS=-O0 CPPFLAGS=-DONE LDFLAGS=-Wl,-O1
stdout_has 'gcc -g0 '
stdout_has ' -DONE -O0 '
stdout_has ' -Wl,-O1 '
run env CC='gcc -g0' CFLAGS=-O0 CPPFLAGS=-DONE LDFLAGS=-Wl,-O2 "$MAKE" -C "$SOURCE" O="$tmp/o/v" V=1
stdout_has ' -DONE -O0 '
stdout_has ' -Wl,-O2 '
kept

# Build with some symbols off; store its function names in $tmp/names: without SYMBOL...
without()
{
	mkdir -p "$tmp/o/off"
	printf '# CONFIG_%s is not set\n' "$@" >"$tmp/o/off/.config"
	build O="$tmp/o/off" SKIP_STRIP=1
	status 0
	no_stderr
	nm "$tmp/o/off/xmbox" | sed -n 's/.* [Tt] //p' >"$tmp/names"
}

promise 'an applet that is configured off leaves no code in the binary'
without APPLET_VCPU_LIST LONG OPENMETRICS WATCH
holds [ "$(grep -c -e vcpu_list -e xend_vcpus -e xenapi_read_cpus -e sxp_print -e trees_add \
	-e metrics_print -e watch_stays -e screen_paint -e load_rows "$tmp/names")" = 0 ]
without APPLET_LIST APPLET_VCPU_LIST APPLET_LABEL
holds [ "$(grep -c -e applet_list -e table_row -e ask_round -e xml_next "$tmp/names")" = 0 ]
run "$tmp/o/off/xmbox" list
fails 2 "no applet 'list'"
kept

# Print all that a program and its manual pages say of its use: said PROGRAM CONFIG.H
said()
{
	for topic in list vcpu-list label options uri columns; do
		"$1" --help $topic
	done
	"$1" list -o help
	"$1" vcpu-list -o help
	for page in xmbox xm-list xm-vcpu-list xm-label; do
		awk -v S="$SOURCE" -v H="$2" -f "$SOURCE/packaging/man/man.awk" "$SOURCE/packaging/man/$page.1.in"
	done | sed 's/Fl Fl /--/g'
}

promise 'what is configured off is in no help, list of columns or manual page'
without LONG OPENMETRICS WATCH JSON TLS
said "$XMBOX" "$SOURCE/config.h" >"$tmp/all"
said "$tmp/o/off/xmbox" "$tmp/o/off/config.h" >"$tmp/less"
for words in --long --openmetrics --watch --delay --count --json --pin --cacert --insecure https: 'percent of one'; do
	holds grep -q -e "$words" "$tmp/all"
	holds [ "$(grep -c -e "$words" "$tmp/less")" = 0 ]
done
holds grep -q -e --state "$tmp/less"
run "$tmp/o/off/xmbox" list --watsh
fails 2 "unknown option '--watsh'"
holds [ "$(grep -c 'did you mean' "$tmp/err")" = 0 ]
run "$tmp/o/off/xmbox" list -w
fails 2 'this build does not watch (CONFIG_WATCH)'
kept

promise 'a source that is configured off leaves no code in the binary'
without SOURCE_XENAPI SOURCE_FILE
holds [ "$(grep -c -e '^xenapi' -e '^session_' -e '^roll_' -e '^facts_of_' "$tmp/names")" = 0 ]
without SOURCE_XENAPI SOURCE_FILE SOURCE_XEND
holds [ "$(grep -c -e '^xenapi' -e '^exchange' -e '^xml_' -e '^rpc_' -e '^http_' -e mbedtls "$tmp/names")" = 0 ]
run "$tmp/o/off/xmbox" list -s unix:/x
fails 2 "knows no source for 'unix:'"
without SOURCE_XEN SOURCE_XENSTORE SOURCE_FILE
holds [ "$(grep -c -e '^hypervisor' -e '^privcmd' -e '^xenstore' -e '^xs_' -e '^xapidb' -e '^lastname' -e '^nested' -e '^join' \
	"$tmp/names")" = 0 ]
kept

promise 'a build without TCP refuses host names and addresses'
without TCP TLS RESOLVER
holds [ "$(grep -c -e '^lookup' -e '^getaddrinfo' "$tmp/names")" = 0 ]
run "$tmp/o/off/xmbox" list -W "$any" -s http://127.0.0.1:1 </dev/null
fails 2 'Unix sockets only'
kept

promise 'a dynamic build resolves names in a child process'
without STATIC
run "$tmp/o/off/xmbox" list -t 4 -W "$any" -s http://no.such.host.invalid </dev/null
status 1
no_stdout
stderr_has "no address is known for the host 'no.such.host.invalid'"
kept

promise 'config.h has the defaults of Kconfig, one line for each symbol'
awk '$1 == "config" { s = $2 } $1 == "default" { print "#define CONFIG_" s " " ($2 == "y" ? 1 : $2 == "n" ? 0 : $2) }' \
	"$SOURCE/Kconfig" >"$tmp/wanted"
grep '^#define' "$SOURCE/config.h" >"$tmp/there"
holds cmp -s "$tmp/wanted" "$tmp/there"
kept

# Check the binary and links installed in DIR, executable by all: installed DIR
installed()
{
	status 0
	holds [ "$(cd "$1" && echo *)" = 'xm-label xm-list xm-vcpu-list xmbox' ]
	holds [ "$("$1/xm-list" --help | head -c 10)" = 'xmbox list' ]
	# shellcheck disable=SC2012 # names of ours
	holds [ "$(ls -ld "$1" "$1/xmbox" | cut -c 1-10 | tr '\n' ' ')" = 'drwxr-xr-x -rwxr-xr-x ' ]
}

promise 'make install honours PREFIX, prefix, CONFIG_PREFIX, bindir and DESTDIR'
for word in PREFIX prefix CONFIG_PREFIX; do
	build O="$tmp/o/v" install DESTDIR="$tmp/$word" $word=/usr
	installed "$tmp/$word/usr/bin"
	build O="$tmp/o/v" install DESTDIR="$tmp/$word-root" $word=
	installed "$tmp/$word-root/bin"
done
run env PREFIX=/opt "$MAKE" -C "$SOURCE" O="$tmp/o/v" install DESTDIR="$tmp/env"
installed "$tmp/env/opt/bin"
build O="$tmp/o/v" install DESTDIR="$tmp/bindir" PREFIX=/usr bindir=/sbin
installed "$tmp/bindir/sbin"
build O="$tmp/o/v" install DESTDIR="$tmp/default"
installed "$tmp/default/usr/local/bin"
kept

promise 'make install works twice, with umask 077, into a folder with blanks and a quote in its name'
(umask 077 && build O="$tmp/o/v" install DESTDIR="$tmp/it's a root" && exit "$code") || no "$(cat "$tmp/err")"
code=0
installed "$tmp/it's a root/usr/local/bin"
build O="$tmp/o/v" install DESTDIR="$tmp/it's a root"
installed "$tmp/it's a root/usr/local/bin"
kept

promise 'make install rebuilds after a change of the source, but not for other flags than those of the build'
run "$MAKE" -C "$tmp/copy" -j2 O="$tmp/copy/o" CFLAGS='-O0 -DWORD=\"it\"' LDFLAGS=-Wl,-O1
status 0
run "$MAKE" -C "$tmp/copy" O="$tmp/copy/o" install DESTDIR="$tmp/flags"
installed "$tmp/flags/usr/local/bin"
holds [ "$(grep -c -e CC -e AR -e LINK "$tmp/out")" = 0 ]
holds cmp -s "$tmp/copy/o/xmbox" "$tmp/flags/usr/local/bin/xmbox"
touch "$tmp/copy/core/base/out.c"
run "$MAKE" -C "$tmp/copy" O="$tmp/copy/o" V=1 install DESTDIR="$tmp/flags"
installed "$tmp/flags/usr/local/bin"
stdout_has ' -O0 -DWORD='
holds [ "$(grep -c -e ' -c ' "$tmp/out")" = 1 ]
run "$MAKE" -C "$tmp/copy" -j2 O="$tmp/copy/o" V=1 CFLAGS=-O0 install DESTDIR="$tmp/flags"
installed "$tmp/flags/usr/local/bin"
stdout_has ' -O0 '
kept

promise 'O= refuses the source folder and names with blanks, and make clean removes nothing there'
for o in . "$tmp/copy" 'a b' ./core/..; do
	for goal in all clean; do
		run "$MAKE" -C "$tmp/copy" O="$o" $goal
		status 2
		stderr_has "O='$o'"
	done
done
holds [ -e "$tmp/copy/core/base/out.c" ]
kept

if lacks bmake; then
	skip 'another make says in one line that it is not enough' "$lacking"
else
	promise 'a make other than GNU make stops with one line that says so'
	run bmake -C "$SOURCE"
	status 1
	no_stdout
	stderr_has 'needs GNU make'
	run bmake -f "$SOURCE/Makefile" install
	status 1
	stderr_has 'needs GNU make'
	kept
fi

# A fake apt-get: nothing is installed, and the packages in $without cannot be.
mkdir "$tmp/apt"
printf '#!/bin/sh\nexit 1\n' >"$tmp/apt/dpkg-query"
printf '#!/bin/sh\necho 0\n' >"$tmp/apt/id"
cat >"$tmp/apt/apt-get" <<'END'
#!/bin/sh
echo "$*" >>"$log"
for word; do
	case " $without " in
	*" $word "*) exit 100 ;;
	esac
done
END
chmod +x "$tmp/apt/"*

# Run packaging/deps with that apt-get; its calls are in $tmp/log: deps WITHOUT ARGUMENT...
deps()
{
	without=$1
	shift
	: >"$tmp/log"
	run env PATH="$tmp/apt:$PATH" log="$tmp/log" without="$without" sh "$SOURCE/packaging/deps" "$@"
	holds [ "$(grep -c -v -e '^install -y --no-install-recommends --no-remove ' -e '^update$' "$tmp/log")" = 0 ]
	sed -i 's/^install -y --no-install-recommends --no-remove //' "$tmp/log"
}

promise 'make deps removes no package, names optional packages it cannot install, and fails for required ones'
deps '' gcc make -- jq
status 0
no_stderr
holds [ "$(cat "$tmp/log")" = 'gcc make jq' ]
deps curl gcc -- jq curl patch
status 0
stderr_has 'not installed' ': curl'
holds [ "$(tail -n 4 "$tmp/log" | tr '\n' ' ')" = 'gcc jq curl patch ' ]
deps make gcc make -- jq
status 1
holds [ "$(tail -n 1 "$tmp/log")" = 'gcc make' ]
kept

if command -v busybox >/dev/null; then
	promise 'busybox ash can parse every script'
	for script in "$SOURCE"/tests/*.sh "$SOURCE"/tests/run "$SOURCE"/tests/demo "$SOURCE"/packaging/deps; do
		holds busybox ash -n "$script"
	done
	kept

	promise 'the tests of list.sh pass under busybox ash'
	T=${XMBOX%/*}/tests
	run env WHOLE= T="$T" "$TESTS/run" 'busybox ash' "$TESTS/list.sh"
	status 0
	kept
else
	skip 'scripts under busybox ash' 'no busybox here'
fi
