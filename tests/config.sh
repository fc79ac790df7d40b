# SPDX-License-Identifier: MIT
# The configuration by .config and Kconfig front ends, and when it takes effect.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
unset SANITIZE

mkdir -p "$tmp/top/tests"
cp -R "$SOURCE/Makefile" "$SOURCE/Kconfig" "$SOURCE/config.h" "$SOURCE/core" "$SOURCE/applets" "$SOURCE/packaging" "$tmp/top"
cp "$SOURCE/tests/tests.mk" "$tmp/top/tests"
cd "$tmp/top" || exit 1
grep '^#define' config.h >default

# Run make silently.
quiet()
{
	run "$MAKE" -s "$@"
}

# Print the configuration of a build with O=DIR: seen DIR
seen()
{
	quiet O="$1" "$1/config.h"
	status 0
	grep '^#define' "$1/config.h"
}

# Print the differences from the default there, as one line: differs DIR
differs()
{
	seen "$1" | diff default - | sed -n 's/^> #define CONFIG_//p' | tr '\n' ' '
}

promise '.config selects the build; symbols that it lacks have their defaults'
mkdir a
for lines in '' '# CONFIG_JSON is not set' 'CONFIG_JSON=n' 'CONFIG_KEPT_MIB=7' '# a comment'; do
	echo "$lines" >a/.config
	case $lines in
	*JSON*) want='JSON 0 ' ;;
	*KEPT*) want='KEPT_MIB 7 ' ;;
	*) want= ;;
	esac
	holds [ "$(differs a)" = "$want" ]
done
printf 'CONFIG_JSON=n\nCONFIG_JSON=y\nCONFIG_KEPT_MIB=1\nCONFIG_KEPT_MIB=1024\n' >a/.config
holds [ "$(differs a)" = 'KEPT_MIB 1024 ' ]
kept

promise 'lines may end in CR LF or blanks'
printf '# CONFIG_JSON is not set\r\nCONFIG_LONG=n \r\n\r\n  \nCONFIG_KEPT_MIB=7\r\n' >a/.config
holds [ "$(differs a)" = 'LONG 0 JSON 0 KEPT_MIB 7 ' ]
quiet O=a a/config.h
no_stderr
kept

promise 'a symbol whose dependency is off is off, with a warning if .config turns it on'
echo '# CONFIG_TCP is not set' >a/.config
holds [ "$(differs a)" = 'TCP 0 TLS 0 RESOLVER 0 ' ]
quiet O=a a/config.h
no_stderr
printf '# CONFIG_TCP is not set\nCONFIG_TLS=y\n' >a/.config
holds [ "$(differs a)" = 'TCP 0 TLS 0 RESOLVER 0 ' ]
quiet O=a a/config.h
status 0
stderr_has 'a/.config:2: TLS needs TCP, which is off'
kept

promise 'a symbol unknown to Kconfig is ignored with a warning'
printf 'CONFIG_JSON=n\n# CONFIG_NONE is not set\n' >a/.config
holds [ "$(differs a)" = 'JSON 0 ' ]
quiet O=a a/config.h
status 0
stderr_has 'a/.config:2: Kconfig has no symbol NONE'
kept

promise 'an invalid value is refused with its line number, and nothing is built or changed'
cp a/config.h before
for line in CONFIG_TLS=m CONFIG_TLS=yes CONFIG_TLS= CONFIG_TLS=Y CONFIG_TLS=1 'CONFIG_TLS="y"' CONFIG_KEPT_MIB=0 CONFIG_KEPT_MIB=1025 \
	CONFIG_KEPT_MIB=-1 CONFIG_KEPT_MIB=007 CONFIG_KEPT_MIB=0x10 CONFIG_KEPT_MIB=1e2 CONFIG_KEPT_MIB=y CONFIG_KEPT_MIB= \
	CONFIG_KEPT_MIB=99999999999999999999 'CONFIG_TLS y' 'CONFIG_TLS = y' TLS=y ' CONFIG_TLS=y'; do
	printf '\n%s\n' "$line" >a/.config
	quiet O=a
	status 2
	holds grep -qF "a/.config:2: " "$tmp/err"
	holds grep -qF -- "$line" "$tmp/err"
	holds [ ! -e a/xmbox ]
	holds cmp -s before a/config.h
done
for goal in help clean; do # what builds nothing
	quiet O=a $goal
	status 0
	no_stderr
done
kept

promise 'a keyword of Kconfig supported by its front ends only is refused'
for line in '	select TLS' '	default y if TCP' '	tristate "x"' '	depends on !TCP' 'source "other"'; do
	printf '%s\n' "$line" | cat Kconfig - >Kconfig.new
	run awk -f packaging/config.awk Kconfig.new /dev/null
	status 1
	holds grep -qF "cannot read this: $line" "$tmp/err"
done
rm Kconfig.new
kept

# Build a part that depends on the configuration, into $tmp/part: built O
built()
{
	quiet "O=$1" "$1/core/base/arena.o"
	status 0
	cp "$1/core/base/arena.o" "$tmp/part"
}

promise 'creating, changing and removing .config takes effect at once; so does removing config.h of the build'
rm -rf a
built a
mv "$tmp/part" plain
for change in 'echo CONFIG_KEPT_MIB=7 >a/.config' 'echo CONFIG_KEPT_MIB=8 >a/.config' 'rm a/config.h' 'quiet O=a clean'; do
	eval "$change"
	built a
	holds [ "$(cmp -s "$tmp/part" plain && echo same)" = '' ]
done
holds [ "$(differs a)" = 'KEPT_MIB 8 ' ]
rm a/.config
built a
holds cmp -s "$tmp/part" plain
echo CONFIG_KEPT_MIB=7 >a/.config
built a
run env KCONFIG_TOOL=none PATH="$PATH" "$MAKE" -s O=a defconfig
status 0
built a
holds cmp -s "$tmp/part" plain
echo '/* edited by hand */' >a/config.h
built a
holds cmp -s "$tmp/part" plain
kept

promise 'of several goals, each uses the configuration left by the one before'
echo CONFIG_KEPT_MIB=7 >a/.config
run env KCONFIG_TOOL=none "$MAKE" -s -j2 O=a clean defconfig a/core/base/arena.o
status 0
holds cmp -s a/core/base/arena.o plain
kept

promise 'a build without O= uses the .config at the top; the committed config.h is unchanged'
cp config.h before
echo CONFIG_KEPT_MIB=7 >.config
quiet out/config.h
status 0
holds grep -q 'CONFIG_KEPT_MIB 7' out/config.h
holds cmp -s before config.h
holds [ -z "$(differs a)" ]
rm -rf .config out
kept

promise 'without a Kconfig front end, make names the package to install; defconfig needs none'
mkdir path
for program in sh make awk sed cmp mkdir rm mv tr echo cat dirname grep; do
	ln -s "$(command -v $program)" "path/$program"
done
echo CONFIG_KEPT_MIB=7 >a/.config
run env PATH="$PWD/path" KCONFIG_TOOL=none make -s O=a defconfig
status 0
holds [ ! -e a/.config ]
run env PATH="$PWD/path" KCONFIG_TOOL=none make -s O=a allyesconfig
status 2
holds grep -q 'needs kconfig-frontends or kconfiglib' "$tmp/err"
kept

tools=
lacks kconfig-conf || tools=frontends
for python in python3 /usr/bin/python3; do
	"$python" -c 'import kconfiglib' 2>/dev/null && tools="${tools% kconfiglib} kconfiglib"
done

configure()
{
	run env KCONFIG_TOOL=$tool "$MAKE" -s "$@"
	status 0
}

for tool in frontends kconfiglib; do
	case " $tools " in
	*" $tool "*) ;;
	*)
		skip "what $tool makes of Kconfig" 'it is not there' 4
		continue
		;;
	esac
	promise "$tool: defconfig gives the committed config.h"
	configure O=d defconfig
	seen d >seen
	holds cmp -s seen default
	kept

	for target in defconfig allnoconfig allyesconfig; do
		rm -rf "$tool-$target"
		configure "O=$tool-$target" $target
		configure "O=$tool-$target" savedefconfig
	done

	promise "$tool: olddefconfig, oldconfig and silentoldconfig keep the choices and use defaults for the rest"
	for target in olddefconfig oldconfig silentoldconfig; do
		rm -rf o
		mkdir o
		echo '# CONFIG_TCP is not set' >o/.config
		checked
		yes '' | KCONFIG_TOOL=$tool "$MAKE" -s O=o $target >said 2>err || no "$target: $(cat err)"
		holds [ "$(differs o)" = 'TCP 0 TLS 0 RESOLVER 0 ' ]
	done
	kept

	promise "$tool: twenty random fragments give the same configuration as the build's own script"
	for seed in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		rm -rf r
		mkdir r
		awk -v seed=$seed '/^config / { symbol = $2 } /^\tbool/ { seed = seed * 16807 % 2147483647
			coin = int(seed / 65536) % 3
			if (coin) print coin == 1 ? "CONFIG_" symbol "=y" : "# CONFIG_" symbol " is not set" }' Kconfig >r/.config
		seen r >one
		configure O=r olddefconfig
		seen r >other
		holds cmp -s one other
	done
	holds [ "$(grep -c '' one)" = "$(grep -c '' default)" ]
	kept

	promise "$tool: a random configuration has at least one symbol on, and one off"
	on=0 off=0
	for try in 1 2 3; do
		configure O=r randconfig
		seen r >seen
		on=$((on + $(grep -c ' 1$' seen)))
		off=$((off + $(grep -c ' 0$' seen)))
	done
	holds [ "$on" -gt 0 ]
	holds [ "$off" -gt 0 ]
	kept
done

if [ "$tools" = 'frontends kconfiglib' ]; then
	promise 'both front ends give the same configurations'
	for target in defconfig allnoconfig allyesconfig; do
		seen "frontends-$target" >one
		seen "kconfiglib-$target" >other
		holds cmp -s one other
		holds cmp -s "frontends-$target/defconfig" "kconfiglib-$target/defconfig"
	done
	kept
else
	skip 'both front ends give the same' 'one of them is not there'
fi
