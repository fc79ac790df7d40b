# SPDX-License-Identifier: MIT
# The worked examples of README: a new column, option and applet, as patches that apply exactly, build without a
# warning and do what they say; with all of them the tests pass.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
unset SANITIZE

! lacks patch || skip_rest 'a new column, option, applet' "$lacking"
copy=$tmp/copy
mkdir "$copy"
(cd "$SOURCE" && tar c Makefile Kconfig config.h LICENSE README core applets packaging tests) | tar x -C "$copy"

# Apply a patch without guesses, or take it back: change EXAMPLE [-R]
change()
{
	checked
	run patch -s -p1 -F0 -d "$copy" ${2-} -i "$TESTS/examples/$1.diff"
	status 0
	no_stdout
}

# Run a build with that patch: example WHAT ARGUMENTS...
example()
{
	change "$1"
	holds grep -qF "tests/examples/$1.diff" "$SOURCE/README"
	run "$MAKE" -s -C "$copy" -j2 O="$copy/o" CPPFLAGS=-Werror
	status 0
	no_stderr
	shift
	run "$copy/o/xmbox" "$@"
	status 0
}

serve
promise 'the example of a new column builds: it can be selected, sorted by, and is listed by -o help'
example column list -H -o name,spare --sort spare,name -s "$uri" windmill lighthouse
stdout_is 'lighthouse     0
windmill       0'
run "$copy/o/xmbox" list -o help
stdout_has 'spare '
change column -R
kept

promise 'the example of a new option builds and works'
example option list -q --alive --state all -s "$uri"
holds [ "$(wc -l <"$tmp/out")" = 6 ]
run "$copy/o/xmbox" list --help
stdout_has 'only domains that run'
change option -R
kept

promise 'the example of a new applet builds and works'
example applet uptime -H -s "$uri" windmill
stdout_is 'windmill                                    12 2026-08-01T09:08:07Z'
run "$copy/o/xmbox"
stdout_has 'uptime        since when domains run'
kept
unserve

# Run the tests with all three applied, to build once.
change column
change option
for script in rooms list rows ${LONG:+operands vcpus labels sxp xm config}; do
	promise "with all examples applied, the tests of $script.sh pass"
	run "$MAKE" -s -C "$copy" -j2 O="$copy/o" CPPFLAGS=-Werror
	status 0
	run env WHOLE= XMBOX="$copy/o/xmbox" SOURCE="$copy" "$copy/tests/run" "${TEST_SH:-sh}" "$copy/tests/$script.sh"
	[ "$code" = 0 ] || no "$(grep -A4 '^FAIL' "$tmp/out")"
	kept
done
