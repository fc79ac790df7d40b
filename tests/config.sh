# SPDX-License-Identifier: MIT
# The configuration: both front ends, every symbol.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
unset SANITIZE

mkdir -p "$tmp/top/tests"
cp -R "$SOURCE/Makefile" "$SOURCE/Kconfig" "$SOURCE/config.h" "$SOURCE/core" "$SOURCE/applets" "$SOURCE/packaging" "$tmp/top"
cp "$SOURCE/tests/tests.mk" "$tmp/top/tests"
cd "$tmp/top" || exit 1
grep '^#define' config.h >default

tools=
command -v kconfig-conf >/dev/null && tools=frontends
for python in python3 /usr/bin/python3; do
	"$python" -c 'import kconfiglib' 2>/dev/null && tools="${tools% kconfiglib} kconfiglib"
done

configure()
{
	KCONFIG_TOOL=$tool "$MAKE" -s "$@" </dev/null >"$tmp/out" 2>"$tmp/err"
	code=$?
	status 0
}

# config.h as the build sees it
seen()
{
	"$MAKE" -s "$@" help >/dev/null
	grep '^#define' "${1#O=}/config.h"
}

for tool in $tools; do
	promise "$tool: config.h is what defconfig gives"
	configure O=d defconfig
	seen O=d >seen
	holds cmp -s seen default
	kept

	for target in defconfig allnoconfig allyesconfig; do
		rm -rf "$tool-$target"
		configure "O=$tool-$target" $target
		configure "O=$tool-$target" savedefconfig
	done

	promise "$tool: olddefconfig, oldconfig and silentoldconfig keep what was chosen, and take defaults for the rest"
	for target in olddefconfig oldconfig silentoldconfig; do
		rm -rf o
		mkdir o
		echo '# CONFIG_TCP is not set' >o/.config
		yes '' | KCONFIG_TOOL=$tool "$MAKE" -s O=o $target >said 2>err || no "$target: $(cat err)"
		seen O=o >seen
		holds [ "$(diff default seen | grep -c '^>')" = 3 ]
		holds grep -q 'CONFIG_TCP 0' seen
		holds grep -q 'CONFIG_RESOLVER 0' seen
		holds grep -q 'CONFIG_TLS 0' seen
	done
	kept

	promise "$tool: ten random configurations build"
	for i in 1 2 3 4 5 6 7 8 9 10; do
		configure O=random randconfig
		run "$MAKE" -s -j2 O=random CPPFLAGS=-Werror
		status 0
	done
	kept
done

if [ "$tools" = 'frontends kconfiglib' ]; then
	promise 'both front ends give the same configurations'
	for target in defconfig allnoconfig allyesconfig; do
		seen "O=frontends-$target" >one
		seen "O=kconfiglib-$target" >other
		holds cmp -s one other
		holds cmp -s "frontends-$target/defconfig" "kconfiglib-$target/defconfig"
	done
	kept
else
	skip 'both front ends give the same' "there is only:$tools"
fi

promise 'a .config at the top is what a build without O= uses; the committed file stays as it is'
cp config.h before
printf 'CONFIG_APPLET_LIST=y\nCONFIG_SOURCE_XENAPI=y\nCONFIG_KEPT_MIB=7\n' >.config
run "$MAKE" -s -j2
status 0
holds grep -q 'CONFIG_KEPT_MIB 7' out/config.h
holds cmp -s before config.h
rm -rf .config out
kept

promise 'every symbol flipped once: it builds without a warning, and runs'
for symbol in $(sed -n 's/^config //p' Kconfig); do
	mkdir -p flip
	awk -v s="$symbol" '$2 == "CONFIG_" s && $3 < 2 { $3 = 1 - $3 } { print }' default >flip/config.h
	run "$MAKE" -s -j2 O=flip CPPFLAGS=-Werror
	status 0
	no_stderr
	run flip/xmbox --version
	status 0
done
kept

promise 'without a front end, make says what to install, and defconfig needs none'
mkdir path
for program in sh make awk sed cmp mkdir rm mv tr echo cat dirname grep; do
	ln -s "$(command -v $program)" "path/$program"
done
mkdir n
: >n/.config
PATH=$PWD/path KCONFIG_TOOL=none make -s O=n defconfig 2>err || no "$(cat err)"
holds [ ! -e n/.config ]
PATH=$PWD/path KCONFIG_TOOL=none make -s O=n allyesconfig 2>err && no 'it went through'
holds grep -q 'needs kconfig-frontends or kconfiglib' err
kept
