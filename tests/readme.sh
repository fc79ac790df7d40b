# SPDX-License-Identifier: MIT
# Every command of README, verbatim, with a sample server as this host's XAPI.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

mkdir "$tmp/source"
tar c -C "$SOURCE" --exclude ./out --exclude ./.git . | tar x -C "$tmp/source"
cd "$tmp/source" || exit 1
mkdir "$tmp/bin"
ln -s "$XMBOX" "$tmp/bin/xmbox"
serve
PATH=$tmp/bin:$PATH
XMBOX_SERVER=$uri
MAKEFLAGS=-j2
export PATH XMBOX_SERVER MAKEFLAGS

# Leave out commands that change the machine or run these tests again.
fetched=$T/../sources # tests fetch nothing
[ ! -d "$fetched/mbedtls" ] || export MBEDTLS_SRC="$fetched/mbedtls"
[ ! -d "$fetched/xen" ] || export XEN_SRC="$fetched/xen"

sed -n 's/^    [#$] //p' README | sed 's/    .*//' >"$tmp/commands"
while read -r command; do
	promise "README: $command"
	command=$(echo "$command" | sed "s|^apt-get update && apt-get install -y make && make deps|make|
		s|^make test-deps test|make -n test|
		s|^make check|make -n check|
		s|/tmp/xmbox-|$tmp/|g
		s|unix:/var/lib/xcp/xapi|$uri|")
	run sh -c "$command"
	status 0
	kept
done <"$tmp/commands"

promise 'README: make demo shows a table of VMs'
run make demo
status 0
holds grep -q '^windmill  *12  4096     2     r-----        -$' "$tmp/out"
kept

promise 'README has commands, and each was tried'
holds [ "$(grep -c '' "$tmp/commands")" -ge 9 ]
kept
