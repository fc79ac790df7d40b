# SPDX-License-Identifier: MIT
# make dist, uninstall, links: what packagers call.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
unset SANITIZE # their code names the folder of the source

! lacks xz || skip_rest 'the source archive' "$lacking"
version=$(sed -n '1s/^xmbox \([0-9.]*\),.*/\1/p' "$SOURCE/packaging/NEWS")
name=xmbox-$version
again=$tmp/again/$name

# Run make in what was unpacked, as another user where that is possible, in another time zone, with nothing that an
# earlier build left: elsewhere GOAL...
elsewhere()
{
	set -- env HOME=/ TZ=Pacific/Auckland CCACHE_DISABLE=1 "$MAKE" -C "$again" "$@"
	if [ "$(id -u)" = 0 ]; then
		chown -R 65534:65534 "$tmp/again"
		set -- setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	fi
	run "$@"
}

# Unpack the archive in a folder, and make it again from there.
promise 'an archive is made, and again from what it holds, by another user with another umask: the same bytes'
run "$MAKE" -C "$SOURCE" O="$tmp/a" dist
status 0
mkdir "$tmp/again"
chmod 755 "$tmp" "$tmp/again"
(umask 077 && cd "$tmp/again" && tar -xJf "$tmp/a/$name.tar.xz") || no 'tar cannot read the archive'
elsewhere dist
status 0
holds cmp "$tmp/a/$name.tar.xz" "$again/out/$name.tar.xz"
kept

promise 'where git cannot list the files, no archive is left'
if [ -e "$SOURCE/.git" ]; then
	mkdir "$tmp/broken"
	printf '#!/bin/sh\nexit 128\n' >"$tmp/broken/git"
	chmod +x "$tmp/broken/git"
	run env PATH="$tmp/broken:$PATH" "$MAKE" -C "$SOURCE" O="$tmp/c" dist
	status 2
	holds [ -z "$(ls "$tmp/c" | grep tar)" ]
	kept
else
	skip "$what" 'this is no clone'
fi

promise 'the archive has one folder, and all that builds and tests'
tar -tJf "$tmp/a/$name.tar.xz" >"$tmp/list"
holds [ "$(grep -c -v "^$name/" "$tmp/list")" = 0 ]
for file in Makefile Kconfig config.h README LICENSE core/base/slice.c applets/main.c packaging/NEWS tests/run; do
	holds grep -qx "$name/$file" "$tmp/list"
done
holds [ "$(grep -c "^$name/out" "$tmp/list")" = 0 ]
kept

promise 'what was built and configured there does not get into an archive'
printf '# CONFIG_JSON is not set\n' >"$again/.config"
run "$MAKE" -C "$again" dist
status 0
holds cmp "$tmp/a/$name.tar.xz" "$again/out/$name.tar.xz"
rm "$again/.config"
kept

promise 'the archive builds the same program, which tells the version'
run "$MAKE" -C "$again" -j2 all
status 0
no_stderr
run "$MAKE" -C "$SOURCE" -j2 O="$tmp/b"
status 0
holds cmp "$again/out/xmbox" "$tmp/b/xmbox"
run "$again/out/xmbox" --version
stdout_has "xmbox $version"
kept

promise 'so does the release: another user builds the same bytes from the archive'
sources=${XMBOX%/*}/sources
if [ -z "$LONG" ]; then
	skip "$what" 'make test-long builds both; release.sh compares releases of two folders each time'
elif lacks musl-gcc; then
	skip "$what" "$lacking"
elif [ ! -e "$sources/mbedtls.sum" ] || [ ! -e "$sources/xen.sum" ]; then
	skip "$what" 'the sources of its libraries are not there (make deps fetches them)'
else
	mkdir "$tmp/b/sources" "$again/out/sources"
	for to in "$tmp/b" "$again/out"; do
		cp -R "$sources/mbedtls" "$sources/mbedtls.sum" "$sources/xen" "$sources/xen.sum" "$to/sources"
	done
	run "$MAKE" -C "$SOURCE" -j2 O="$tmp/b" release
	status 0
	elsewhere -j2 release
	status 0
	holds cmp "$again/out/release/xmbox" "$tmp/b/release/xmbox"
	kept
fi

promise 'make links prints what make install links; uninstall removes that, of another configuration, too, and no more'
run "$MAKE" --no-print-directory -C "$again" PREFIX=/usr links
status 0
stdout_is '/usr/bin/xm-list
/usr/bin/xm-vcpu-list
/usr/bin/xm-label'
links=$(cat "$tmp/out")
run "$MAKE" -C "$again" PREFIX=/usr DESTDIR="$tmp/the root" install
status 0
for link in $links; do
	holds [ "$(readlink "$tmp/the root$link")" = xmbox ]
done
for file in LICENSE README NEWS xm-config.xml; do
	holds [ -s "$tmp/the root/usr/share/doc/xmbox/$file" ]
done
rm "$tmp/the root/usr/bin/xm-label"
ln -s another "$tmp/the root/usr/bin/xm-label"
: >"$tmp/the root/usr/bin/other"
echo '# CONFIG_APPLET_VCPU_LIST is not set' >"$again/.config"
run "$MAKE" -C "$again" PREFIX=/usr DESTDIR="$tmp/the root" uninstall
status 0
no_stderr
holds [ "$(cd "$tmp/the root/usr/bin" && echo *)" = 'other xm-label' ]
holds [ "$(cd "$tmp/the root/usr/share" && find . ! -type d)" = '' ]
holds [ ! -e "$tmp/the root/usr/share/doc/xmbox" ]
run "$MAKE" -C "$again" PREFIX=/usr DESTDIR="$tmp/the root" uninstall
status 0
kept
