# SPDX-License-Identifier: MIT
# make release: its result, reproducibility, needs and cost.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
. "$TESTS/tls-lib.sh"

tls_begin
if [ -n "$SANITIZE" ]; then
	skip_rest 'the release' 'it knows no sanitizers'
fi
if ! command -v musl-gcc >/dev/null; then
	skip_rest 'the release' 'there is no musl-gcc'
fi

# Build the release from fetched sources, or MBEDTLS_SRC: release O [VARIABLE=VALUE...]
release()
{
	o=$1
	shift
	mkdir -p "$o"
	[ ! -e "$fetched/mbedtls.sum" ] || [ -e "$o/sources" ] || ln -s "$fetched" "$o/sources"
	run "$MAKE" -C "$source" O="$o" "$@" release
}

source=$SOURCE
MBEDTLS_SRC=${MBEDTLS_SRC-}
XEN_SRC=${XEN_SRC-}
fetched=$(cd "${XMBOX%/*}" && pwd)/sources
if [ ! -e "$fetched/mbedtls.sum" ] && [ -z "$MBEDTLS_SRC" ] || [ ! -e "$fetched/xen.sum" ] && [ -z "$XEN_SRC" ]; then
	skip_rest 'the release' 'the sources of its libraries are not there (make deps fetches them)'
fi

promise 'make release works, without a warning'
umask 022
export TZ=UTC0 LC_ALL=C
release "$tmp/a" -j1
status 0
no_stderr
kept
program=$tmp/a/release/xmbox
if [ ! -x "$program" ]; then
	printf 'FAIL there is a release to look at\n'
	exit
fi
tree=${MBEDTLS_SRC:-$fetched/mbedtls}
xen=${XEN_SRC:-$fetched/xen}
echo "the release has $(wc -c <"$program") bytes"

# The same source gives 2 % more with gcc 14.
most=356
[ "$(gcc -dumpversion)" != 12 ] || most=344
promise "the binary has at most $most KiB"
holds [ "$(wc -c <"$program")" -le $((most * 1024)) ]
kept

promise 'make release honours .config and fetches only the sources it needs'
mkdir "$tmp/small"
printf '# CONFIG_%s is not set\n' TLS SOURCE_XENSTORE APPLET_LABEL >"$tmp/small/.config"
run "$MAKE" -C "$SOURCE" O="$tmp/small" release
status 0
run "$tmp/small/release/xmbox" --list
stdout_is 'list
vcpu-list'
run "$tmp/small/release/xmbox" --version
holds [ "$(grep -c -w -e TLS -e SOURCE_XENSTORE -e APPLET_LABEL "$tmp/out")" = 0 ]
holds [ ! -e "$tmp/small/sources" ]
kept

promise '--version names the built-in libraries with their versions, as locked'
run "$program" --version
status 0
for name in $(sed -n 's/^.define CONFIG_\([A-Z0-9_]*\) 1$/\1/p' "$SOURCE/config.h"); do
	holds grep -qw "$name" "$tmp/out"
done
stdout_has "mbedtls $(sed -n 's/.*MBEDTLS_VERSION_STRING  *"\(.*\)".*/\1/p' "$tree/include/mbedtls/build_info.h")"
for library in mbedtls xen; do
	[ -n "$MBEDTLS_SRC$XEN_SRC" ] || stdout_has "$(cat "$fetched/$library.sum")"
done
stdout_has 'License: MIT; mbedtls Apache-2.0 or GPL-2.0-or-later; libxenstore LGPL-2.1; musl MIT'
kept

promise 'make install-release installs it, and the licences of all that is in it'
run "$MAKE" -C "$SOURCE" O="$tmp/a" PREFIX=/usr DESTDIR="$tmp/the root" install-release
status 0
no_stderr
documents="$tmp/the root/usr/share/doc/xmbox"
holds cmp "$program" "$tmp/the root/usr/bin/xmbox"
holds cmp "$tree/LICENSE" "$documents/LICENSE.mbedtls"
holds grep -q 'GNU LESSER GENERAL PUBLIC LICENSE' "$documents/LICENSE.libxenstore"
holds grep -qi 'permission is hereby granted, free of charge' "$documents/LICENSE.musl"
run "$MAKE" -C "$SOURCE" O="$tmp/a" PREFIX=/usr DESTDIR="$tmp/the root" uninstall
status 0
holds [ ! -e "$documents" ]
kept

promise 'make sbom writes what SPDX 2.3 demands, with the SHA-256 of the program and of the archives in the lock'
release "$tmp/a" sbom
status 0
cat >"$tmp/bom.py" <<'EOF'
import hashlib, json, sys
program, fetched = sys.argv[1:]
bom = json.load(open(program + ".spdx.json"))
assert bom["spdxVersion"] == "SPDX-2.3" and bom["dataLicense"] == "CC0-1.0" and bom["SPDXID"] == "SPDXRef-DOCUMENT"
assert bom["name"] and ":" in bom["documentNamespace"] and "#" not in bom["documentNamespace"]
assert bom["creationInfo"]["created"].endswith("Z") and bom["creationInfo"]["creators"]
packages = {p["SPDXID"]: p for p in bom["packages"]}
assert set(packages) == {"SPDXRef-" + n for n in ("xmbox", "mbedtls", "xen", "musl")}, packages
for p in packages.values():
    assert p["name"] and p["downloadLocation"] and not p["filesAnalyzed"] and p["licenseDeclared"]
sums = {n: packages["SPDXRef-" + n].get("checksums", [{}])[0].get("checksumValue") for n in ("xmbox", "mbedtls", "xen")}
assert sums["xmbox"] == hashlib.sha256(open(program, "rb").read()).hexdigest()
for n in ("mbedtls", "xen"):
    try:
        assert open(f"{fetched}/{n}.sum").read().split("sha256:")[1].strip() == sums[n]
    except FileNotFoundError:
        assert sums[n] is None  # a tree of the caller's
for r in bom["relationships"]:
    for end in (r["spdxElementId"], r["relatedSpdxElement"]):
        assert end in packages or end == "SPDXRef-DOCUMENT", end
assert sum(r["relationshipType"] == "DESCRIBES" for r in bom["relationships"]) == 1
EOF
run python3 "$tmp/bom.py" "$program" "$fetched"
no_stderr
status 0
kept

# Requirements of a release.

promise 'packaging/check and this test accept it: no interpreter, PIE, no needed library, RELRO, stripped'
run sh "$SOURCE/packaging/check" "$program"
status 0
no_stdout
no_stderr
readelf -hldSW "$program" >"$tmp/elf" 2>&1
holds grep -q 'Type: *DYN' "$tmp/elf"
holds grep -q 'GNU_RELRO' "$tmp/elf"
holds grep -q 'BIND_NOW\|FLAGS_1.*NOW' "$tmp/elf"
holds grep -q 'GNU_STACK .* RW ' "$tmp/elf"
holds [ "$(grep -c -e INTERP -e '(NEEDED)' -e TEXTREL -e ' RWE ' -e '\.symtab' -e '\.debug' "$tmp/elf")" = 0 ]
holds [ "$(strings "$program" | grep -c -F -e "$tmp" -e "$SOURCE" -e "$fetched")" = 0 ]
kept

promise 'relocated data is read-only at run time'
if [ "$(id -u)" != 0 ]; then
	skip "$what" 'only root sees the memory of a program that holds secrets'
else
	mkfifo "$tmp/silence"
	exec 9<>"$tmp/silence"
	"$program" list -W - -s http://127.0.0.1:1 <"$tmp/silence" 2>"$tmp/err" 9>&- &
	tries=0
	while ! grep -q " r--p .* $program\$" "/proc/$!/maps" && [ $tries -lt 500 ]; do
		tries=$((tries + 1))
		sleep 0.01
	done
	holds grep -q " r--p .* $program\$" "/proc/$!/maps"
	exec 9>&-
	wait $!
	kept
fi

# Check that packaging/check refuses a program built so: refused 'WORDS' CFLAGS...
refused()
{
	words=$1
	shift
	echo 'int main(void) { return 0; }' | gcc -x c - -o "$tmp/other" "$@" 2>"$tmp/gcc" || no "gcc $*: $(cat "$tmp/gcc")"
	run sh "$SOURCE/packaging/check" "$tmp/other"
	status 1
	no_stdout
	stderr_has "$words"
}

promise 'packaging/check refuses a binary that is dynamic, no PIE, without RELRO, has an executable stack, does not start'
refused interpreter
refused 'not position independent' -static -no-pie
refused writable -static-pie -Wl,-z,norelro
refused executable -static-pie -Wl,-z,execstack
refused 'does not start' -static-pie '-Dreturn=return 1 ||'
kept

promise 'packaging/check refuses a file that is no binary'
for file in "$tmp/none" "$SOURCE/Makefile" /; do
	run sh "$SOURCE/packaging/check" "$file"
	holds [ "$code" != 0 ]
done
kept

# Reproducibility.

promise 'other folder, time zone, locale, umask and number of jobs: the same binary, byte for byte'
source=$tmp/a-folder-whose-name-is-longer/by-far
mkdir -p "$source/tests"
cp -R "$SOURCE/Makefile" "$SOURCE/Kconfig" "$SOURCE/config.h" "$SOURCE/core" "$SOURCE/applets" "$SOURCE/packaging" "$source"
cp "$SOURCE/tests/tests.mk" "$source/tests"
long=$tmp/far/away/from/the/first/one
(
	umask 077
	export CCACHE_DISABLE=1 TZ=Asia/Kathmandu LC_ALL=tr_TR.UTF-8 LANG=de_DE.UTF-8 SOURCE_DATE_EPOCH=1
	release "$long" -j4
	exit "$code"
) || no "it failed: $(tail -n 3 "$tmp/err")"
holds cmp -s "$program" "$long/release/xmbox"
source=$SOURCE
kept

promise 'a second make release does nothing'
release "$tmp/a"
status 0
holds [ "$(grep -c -e CC -e AR -e LINK "$tmp/out")" = 0 ]
kept

promise 'MBEDTLS_SRC=DIR and XEN_SRC=DIR replace the fetched sources, and nothing is fetched'
mkdir "$tmp/tree" "$tmp/c"
cp -R "$tree/library" "$tree/include" "$tmp/tree"
sed 's/\(MBEDTLS_VERSION_STRING  *"\)[^"]*/\1of our own/' "$tree/include/mbedtls/build_info.h" >"$tmp/tree/include/mbedtls/build_info.h"
run "$MAKE" -C "$SOURCE" -j2 O="$tmp/c" MBEDTLS_SRC="$tmp/tree" XEN_SRC="$xen" release
status 0
holds [ ! -e "$tmp/c/sources" ]
run "$tmp/c/release/xmbox" --version
stdout_has 'mbedtls of our own'
holds [ "$(grep -c sha256: "$tmp/out")" = 0 ]
kept

promise 'an invalid source tree is refused before anything is compiled'
run "$MAKE" -C "$SOURCE" O="$tmp/d" MBEDTLS_SRC="$tree" XEN_SRC=/nonexistent release
status 2
holds grep -q XEN_SRC=/nonexistent "$tmp/err"
run "$MAKE" -C "$SOURCE" O="$tmp/d" MBEDTLS_SRC="$tmp/none" XEN_SRC="$xen" release
status 2
holds [ -z "$(find "$tmp/d" -name '*.o')" ]
kept

promise 'sources of features configured off are not fetched'
mkdir "$tmp/e"
printf '# CONFIG_%s is not set\n' TLS SOURCE_XENSTORE >"$tmp/e/.config"
run env SOURCES_LOCK=/dev/null "$MAKE" -C "$SOURCE" -j2 O="$tmp/e" release
status 0
no_stderr
holds [ ! -e "$tmp/e/sources" ]
kept

# Dependencies: none.

XMBOX=$program
missing=$(tls_missing | head -n 1)
if [ -n "$missing" ]; then
	skip_rest 'the release over TLS' "$missing"
fi
certificates >"$tmp/made" 2>&1
pin=sha256:$(digest self)

# Run in a root with the binary only: inside URI OPTION...
inside()
{
	place=$1
	shift
	chroot "$tmp/root" /xmbox list -t 10 -W - -s "$place" "$@" <"$tmp/pw" >"$tmp/out" 2>"$tmp/err"
	code=$?
	status 0
	no_stderr
	stdout_is_file "$tmp/wanted"
}

promise 'it runs alone in a chroot, over unix:, http: and https: to an address'
if [ "$(id -u)" != 0 ]; then
	skip "$what" 'that takes root'
else
	mkdir "$tmp/root"
	cp "$program" "$tmp/root/xmbox"
	serve_at "unix:$tmp/root/socket"
	run "$XMBOX" list -s "$uri"
	mv "$tmp/out" "$tmp/wanted"
	inside unix:/socket
	unserve
	rm -f "$tmp/root/socket"
	behind
	inside "$uri"
	inside "http://localhost:${uri##*:}"
	tunnel self
	inside "https://127.0.0.1:$port" --pin "$pin"
	inside "https://localhost:$port" --pin "$pin"
	stop
	unserve
	holds [ "$(ls -A "$tmp/root")" = xmbox ]
	kept
fi

# Run a script again with the release: again NAME
again()
{
	promise "the tests of $1.sh pass with the release"
	run env WHOLE= XMBOX="$program" "$TESTS/run" "${TEST_SH:-sh}" "$TESTS/$1.sh"
	[ "$code" = 0 ] || no "$(grep '^FAIL' "$tmp/out")"
	holds [ "$(grep -c '^ok ' "$tmp/out")" -ge "$2" ]
	echo "$1.sh with the release: $(tail -n 1 "$tmp/out")"
	kept
}
again tls 80
again master 20

# Cost, compared with curl making the same requests to the same server.

call()
{
	printf '<?xml version="1.0"?><methodCall><methodName>%s</methodName><params>' "$1" >"$tmp/call-$1"
	for method in "$@"; do
		[ "$method" = "$1" ] || printf '<param><value><string>%s</string></value></param>' "$method"
	done >>"$tmp/call-$1"
	printf '</params></methodCall>' >>"$tmp/call-$1"
	with="$with ${with:+--next} --silent --show-error --cacert $tmp/self.pem --user-agent xmbox --header content-type:text/xml"
	with="$with --data-binary @$tmp/call-$1 https://127.0.0.1:$port/RPC2"
}

behind --vms 2 --any-session
tunnel self
# curl takes less from release to release: 8.14 two thirds of what 7.88 takes, the one of Debian's sid about half.
case $(curl --version 2>/dev/null) in
'curl 7.'*) most=600 ;;
'curl 8.'[0-9].* | 'curl 8.1'[0-4].*) most=700 ;;
*) most=999 ;;
esac
promise "a handshake and a reply of 20 KB take at most 0.$most of the instructions of curl"
if ! command -v valgrind >/dev/null || ! command -v curl >/dev/null; then
	skip "$what" 'that takes valgrind and curl'
else
	run "$XMBOX" list -V -W "$tmp/pw" -s "https://127.0.0.1:$port" --cacert "$tmp/self.pem"
	status 0
	received=$(sed -n 's/.* \([0-9]*\) bytes received.*/\1/p' "$tmp/err")
	echo "$received bytes received"
	with=
	call session.login_with_password root "$(cat "$tmp/pw")" 1.0 xmbox
	call VM.get_all_records_where OpaqueRef:x 'field "is_a_template" = "false"'
	call VM.get_all OpaqueRef:x
	call VM_metrics.get_all_records OpaqueRef:x
	call session.logout OpaqueRef:x
	count "$XMBOX" list -W "$tmp/pw" -s "https://127.0.0.1:$port" --cacert "$tmp/self.pem"
	status 0
	ours=$instructions
	# shellcheck disable=SC2086 # words
	count curl $with
	status 0
	holds [ "$(grep -o '<name>Status</name><value>Success' "$tmp/out" | wc -l)" = 5 ]
	theirs=${instructions:-1}
	part=$((${ours:-0} * 1000 / theirs))
	echo "instructions: xmbox $ours, curl $theirs, ratio 0.$(printf %03d "$part")"
	holds [ "$part" -gt 0 ]
	holds [ "$part" -le $most ]
	kept
fi

# Count the pages touched by a command: pages COMMAND...
pages()
{
	python3 -c 'import os, sys
nothing = os.open("/dev/null", os.O_RDWR)
files = [(os.POSIX_SPAWN_DUP2, nothing, fd) for fd in (0, 1)]
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=files)
_, status, used = os.wait4(pid, 0)
print(used.ru_minflt)
sys.exit(status != 0)' "$@" 2>"$tmp/err" || no "$1: $(cat "$tmp/err")"
}

promise 'a handshake and a reply of 20 KB take at most 400 KiB of memory'
echo 'int main(void) { return 0; }' >"$tmp/nothing.c"
musl-gcc -static "$tmp/nothing.c" -o "$tmp/nothing"
most=0
for option in "--cacert $tmp/self.pem" "--pin $pin"; do
	# shellcheck disable=SC2086 # words
	kib=$((($(pages "$XMBOX" list -W "$tmp/pw" -s "https://127.0.0.1:$port" $option) - $(pages "$tmp/nothing")) * 4))
	echo "${option%% *}: $kib KiB more than a program that does nothing"
	holds [ "$kib" -gt 0 ]
	holds [ "$kib" -le 400 ]
done
kept
