# SPDX-License-Identifier: MIT
# auto: with XAPI, xend, xenstored and Xen each right, absent, silent, slow, refusing, broken, not ready or empty: a
# sample of all combinations, with LONG=1 all of them. sick.py computes the expected result of each.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
. "$TESTS/xen-lib.sh"

xen_begin
combinations=150
[ -z "$LONG" ] || combinations=all
mkdir "$tmp/sick"
touch "$tmp/bound"
if lacks python3; then
	skip_rest 'sick daemons' "$lacking"
elif ! unshare -m mount --bind /dev/null "$tmp/bound" 2>/dev/null; then
	skip_rest 'sick daemons' 'that takes root: a device is bound into a name space'
elif ! python3 "$TESTS/sick.py" "$T/xmbox-fakexen" "$T/server-sample" "$tmp/sick" $combinations; then
	echo 'FAIL sick.py runs to its end'
fi
