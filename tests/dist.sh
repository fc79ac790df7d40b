# SPDX-License-Identifier: MIT
# make dist, uninstall, links: what packagers call.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
unset SANITIZE # their code names the folder of the source

! lacks xz || skip_rest 'the source archive' "$lacking"
version=$(sed -n '1s/^xmbox \([0-9.]*\),.*/\1/p' "$SOURCE/packaging/NEWS")
name=xmbox-$version
again=$tmp/again/$name

# Unpack the archive in a folder, and make it again from there.
promise 'an archive is made, and again from what it holds, by another user with another umask: the same bytes'
run "$MAKE" -C "$SOURCE" O="$tmp/a" dist
status 0
mkdir "$tmp/again"
chmod 755 "$tmp" "$tmp/again"
(umask 077 && cd "$tmp/again" && tar -xJf "$tmp/a/$name.tar.xz") || no 'tar cannot read the archive'
if [ "$(id -u)" = 0 ]; then
	chown -R 65534:65534 "$tmp/again"
	run setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/ TZ=Pacific/Auckland "$MAKE" -C "$again" dist
else
	run env TZ=Pacific/Auckland "$MAKE" -C "$again" dist
fi
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

promise 'make links prints what make install links, and uninstall leaves nothing of it and all else'
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
run "$MAKE" -C "$again" PREFIX=/usr DESTDIR="$tmp/the root" uninstall
status 0
no_stderr
holds [ "$(cd "$tmp/the root/usr/bin" && echo *)" = 'other xm-label' ]
holds [ ! -e "$tmp/the root/usr/share/doc/xmbox" ]
run "$MAKE" -C "$again" PREFIX=/usr DESTDIR="$tmp/the root" uninstall
status 0
kept
