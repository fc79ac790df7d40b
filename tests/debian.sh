# SPDX-License-Identifier: MIT
# The Debian packages: built from the source archive, clean for lintian, and right when unpacked. In make test-long.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

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
