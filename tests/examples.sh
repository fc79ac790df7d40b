# SPDX-License-Identifier: MIT
# The worked examples of README: a new column, option and applet, as patches that build and work.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
unset SANITIZE

if ! command -v patch >/dev/null; then
	skip_rest 'a new column, option, applet' 'no patch here'
fi

# example WHAT ARGUMENTS...: what a build with that patch prints, run so
example()
{
	rm -rf "$tmp/copy"
	mkdir -p "$tmp/copy/tests"
	cp -R "$SOURCE/Makefile" "$SOURCE/Kconfig" "$SOURCE/config.h" "$SOURCE/core" "$SOURCE/applets" "$tmp/copy"
	cp "$SOURCE/tests/tests.mk" "$tmp/copy/tests"
	patch -s -p1 -d "$tmp/copy" <"$TESTS/examples/$1.diff" >"$tmp/out" 2>&1 || no "the patch: $(cat "$tmp/out")"
	"$MAKE" -s -C "$tmp/copy" O="$tmp/copy/o" CPPFLAGS=-Werror >"$tmp/out" 2>&1 || no "make: $(tail -n 5 "$tmp/out")"
	lines=$(grep -c '^+[^+]' "$TESTS/examples/$1.diff")
	holds grep -qF "$1.diff" "$SOURCE/README"
	holds grep -q "$1\.diff *$lines lines" "$SOURCE/README"
	shift
	run "$tmp/copy/o/xmbox" "$@"
	status 0
}

serve
promise 'a new column is one row and its function: it can be chosen, sorted by, and is in -o help'
example column list -H -o name,spare --sort spare,name -s "$uri" windmill lighthouse
stdout_is 'lighthouse     0
windmill       0'
run "$tmp/copy/o/xmbox" list -o help
stdout_has 'spare '
kept

promise 'a new option is one row, and what it does'
example option list -q --alive --state all -s "$uri"
holds [ "$(wc -l <"$tmp/out")" = 6 ]
run "$tmp/copy/o/xmbox" list --help
stdout_has 'only domains that run'
kept

promise 'a new applet is one file, a few lines of Kconfig and one of config.h'
example applet uptime -H -s "$uri" windmill
stdout_is 'windmill                                    12 1785575287'
run "$tmp/copy/o/xmbox"
stdout_has 'uptime        since when domains run'
kept
unserve
