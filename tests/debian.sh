# SPDX-License-Identifier: MIT
# The Debian packages: built from the source archive, clean for lintian, and right when unpacked; those for arm64, too,
# which qemu-user runs. In make test-long.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
. "$TESTS/cross-lib.sh"

[ -n "${LONG-}" ] || skip_rest 'the Debian packages' 'make test-long builds them'
! lacks dpkg-buildpackage dh lintian fakeroot xz || skip_rest 'the Debian packages' "$lacking"

promise 'the packages are built from the source archive'
run "$MAKE" -C "$SOURCE" O="$tmp/o" dist
status 0
run env DEBEMAIL=xmbox@debian.org DEB_BUILD_OPTIONS=nocheck \
	sh "$SOURCE/packaging/deb" "$tmp"/o/xmbox-*.tar.xz "$tmp/deb" -F
status 0
kept

promise 'lintian has no error and no warning'
run lintian --allow-root "$tmp"/deb/*.changes
status 0
holds [ "$(grep -c '^[EW]:' "$tmp/out")" = 0 ]
kept

for package in xmbox xmbox-static; do
	promise "$package holds a program that lists, its links, manual pages, completion and hooks"
	dpkg-deb -x "$tmp"/deb/"$package"_*.deb "$tmp/$package"
	root=$tmp/$package/usr
	serve
	run "$root/bin/xm-list" -q -s "$uri" windmill
	stdout_is windmill
	unserve
	for file in bin/xm-vcpu-list bin/xm-label share/man/man1/xmbox.1.gz share/man/man5/xm-config.xml.5.gz \
		share/bash-completion/completions/xm-list share/initramfs-tools/hooks/xmbox \
		lib/dracut/modules.d/90xmbox/module-setup.sh share/doc/$package/copyright; do
		holds [ -e "$root/$file" ]
	done
	kept
done

promise 'xmbox uses the libraries of the distribution, xmbox-static none'
holds [ "$(readelf -d "$tmp/xmbox/usr/bin/xmbox" | grep -c -e libmbedtls -e libxenstore)" = 2 ]
holds [ "$(readelf -d "$tmp/xmbox-static/usr/bin/xmbox" | grep -c NEEDED)" = 0 ]
holds grep -q xmbox "$tmp/xmbox/usr/share/initramfs-tools/hooks/xmbox"
kept

out=${XMBOX%/*}
arm64=$out/cross/root
qemu=$(command -v qemu-aarch64-static || command -v qemu-aarch64)
if [ -z "$qemu" ]; then
	skip_rest 'the packages for arm64' 'there is no qemu-aarch64'
elif [ ! -e "$arm64/usr/include/mbedtls" ] || [ ! -e "$arm64/lib/ld-linux-aarch64.so.1" ]; then
	skip_rest 'the packages for arm64' 'there is no compiler for it, or no library (make test-deps fetches them)'
fi
promise 'the packages for arm64 are built by its compiler'
cross_tools
rm "$tmp/bin/aarch64-linux-gnu-gcc"
printf '#!/bin/sh\nexec %s --sysroot=%s "$@"\n' "$arm64/usr/bin/aarch64-linux-gnu-gcc-12" "$arm64" \
	>"$tmp/bin/aarch64-linux-gnu-gcc"
# The libraries are unpacked, not installed: tell which packages they are of.
for deb in "$out"/cross/debs/lib*_arm64.deb; do
	dpkg-deb -I "$deb" shlibs 2>/dev/null
done >"$tmp/shlibs"
printf '#!/bin/sh\nexec %s -L%s -l%s -l%s "$@"\n' "$(command -v dpkg-shlibdeps)" "$tmp/shlibs" \
	"$arm64/usr/lib/aarch64-linux-gnu" "$arm64/lib/aarch64-linux-gnu" >"$tmp/bin/dpkg-shlibdeps"
chmod +x "$tmp/bin/aarch64-linux-gnu-gcc" "$tmp/bin/dpkg-shlibdeps"
run env LD_LIBRARY_PATH="$arm64/usr/lib/x86_64-linux-gnu" DEB_BUILD_OPTIONS=nocheck \
	sh "$SOURCE/packaging/deb" "$tmp"/o/xmbox-*.tar.xz "$tmp/arm64" -b -d --host-arch=arm64
status 0
kept

for package in xmbox xmbox-static; do
	promise "$package for arm64 lists over a socket and from a file"
	deb=$(echo "$tmp"/arm64/"$package"_*_arm64.deb)
	run dpkg-deb -f "$deb" Architecture
	stdout_is arm64
	run dpkg-deb -x "$deb" "$tmp/$package-arm64"
	status 0
	set -- "$qemu" -L "$arm64" "$tmp/$package-arm64/usr/bin/xmbox"
	run "$@" --version
	stdout_has xmbox
	run "$@" --help
	status 0
	for words in "list -s file:$recorded/disk/v26-state-2vm.db" "list -s unix:$tmp/socket" "vcpu-list -j -s unix:$tmp/socket"; do
		serve
		# shellcheck disable=SC2086 # words
		run "$XMBOX" $words
		mv "$tmp/out" "$tmp/wanted"
		# shellcheck disable=SC2086 # words
		run "$@" $words
		status 0
		stdout_is_file "$tmp/wanted"
		unserve
	done
	kept
done
