# SPDX-License-Identifier: MIT
# The recipes of distributions: their versions, and their commands as they stand, with stand-ins for what only the
# distribution has. The commands run in make test-long.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

version=$(sed -n '1s/^xmbox \([0-9.]*\),.*/\1/p' "$SOURCE/packaging/NEWS")
recipes=$SOURCE/packaging

promise 'every recipe has the version of packaging/NEWS, and Yocto the digest of LICENSE'
while read -r file pattern; do
	holds grep -q "$pattern" "$recipes/$file"
done <<EOF
debian/changelog ^xmbox.($version-
alpine/APKBUILD ^pkgver=$version\$
arch/PKGBUILD ^pkgver=$version\$
fedora/xmbox.spec ^Version:.*.$version\$
buildroot/package/xmbox/xmbox.mk ^XMBOX_VERSION.=.$version\$
openwrt/xmbox/Makefile ^PKG_VERSION:=$version\$
nix/default.nix version.=."$version"
EOF
holds [ -e "$recipes/gentoo/app-emulation/xmbox/xmbox-$version.ebuild" ]
yocto=$recipes/yocto/recipes-extended/xmbox/xmbox_$version.bb
holds grep -q "LICENSE;md5=$(md5sum <"$SOURCE/LICENSE" | cut -d ' ' -f 1)\"" "$yocto"
kept

promise 'shells can read what shells are to run'
for file in alpine/APKBUILD initramfs-tools/hooks/xmbox initramfs-tools/scripts/xmbox dracut/90xmbox/xmbox.sh dist sbom deb; do
	run sh -n "$recipes/$file"
	status 0
done
for file in arch/PKGBUILD mkinitcpio/xmbox dracut/90xmbox/module-setup.sh; do
	lacks bash || run bash -n "$recipes/$file"
	status 0
done
kept

[ -n "$LONG" ] || skip_rest 'the commands of the recipes' 'make test-long runs them'
! lacks bash xz || skip_rest 'the commands of the recipes' "$lacking"
run "$MAKE" -C "$SOURCE" O="$tmp/o" dist
archive=$tmp/o/xmbox-$version.tar.xz

# A fresh tree to build in: tree NAME
tree()
{
	mkdir -p "$tmp/$1"
	tar -xJf "$archive" -C "$tmp/$1"
	tree=$tmp/$1/xmbox-$version
	to=$tmp/$1/root
}

# What a recipe installed runs, and all else that it names is there: installed [FILE...]
installed()
{
	serve
	run "$to/usr/bin/xm-list" -q -s "$uri" windmill
	stdout_is windmill
	unserve
	for file; do
		holds [ -e "$to/$file" ]
	done
}

promise "Alpine's functions build and install"
tree alpine
run sh -c 'cd "$1" && pkgdir=$2 && . packaging/alpine/APKBUILD && build && package' - "$tree" "$to"
status 0
installed etc/mkinitfs/features.d/xmbox.files usr/share/man/man1/xmbox.1
for file in $(cat "$to/etc/mkinitfs/features.d/xmbox.files"); do
	holds [ -e "$to$file" ]
done
kept

# What hinders a root of BusyBox and musl here; nothing if there may be one.
no_musl_root()
{
	if lacks busybox musl-gcc unshare mount; then
		echo "$lacking"
	elif [ "$(id -u)" != 0 ] || ! unshare -m mount -t proc proc /proc 2>/dev/null; then
		echo 'nothing may be mounted here'
	elif [ ! -e "${XMBOX%/*}/sources/mbedtls" ] || [ ! -e "${XMBOX%/*}/sources/xen" ]; then
		echo 'the sources of its libraries are not there (make test-deps fetches them)'
	fi
}

promise "Alpine's functions build, test and install in a root of BusyBox and musl, as a user"
reason=$(no_musl_root)
if [ -n "$reason" ]; then
	skip "$what" "$reason"
else
	root=$tmp/musl
	run sh "$TESTS/musl-root" "$root" "${XMBOX%/*}/sources" jq curl
	status 0
	mkdir "$root/home"
	tar -xJf "$archive" -C "$root/home"
	chown -R 65534:65534 "$root/home"
	run unshare -m sh -c 'mount -t proc proc "$1/proc" && mount --bind /dev "$1/dev" && exec chroot \
		--userspec=65534:65534 "$1" env -i PATH=/bin:/usr/bin HOME=/tmp MAKEFLAGS=-j2 pkgdir=/home/root sh -e -c "$2"' \
		- "$root" 'cd /home/xmbox-*; . packaging/alpine/APKBUILD; (build); (check); (package)'
	status 0
	passed=$(sed -n 's/ passed.*//p' "$tmp/out")
	holds [ "${passed:-0}" -ge 1000 ]
	holds grep -q ' passed, 0 failed,' "$tmp/out"
	holds grep -q ld-musl "$root/home/root/usr/bin/xmbox"
	cp "$recorded/disk/v26-state-2vm.db" "$root/home"
	run chroot "$root" /home/root/usr/bin/xm-list -s file:/home/v26-state-2vm.db
	stdout_is_file "$recorded/xapi/v26-2.list"
	kept
fi

promise "Arch's functions do"
tree arch
run bash -c 'cd "$1/.." && pkgdir=$2 && . "$1/packaging/arch/PKGBUILD" && (build) && package' - "$tree" "$to"
status 0
installed usr/lib/initcpio/install/xmbox usr/share/licenses/xmbox/LICENSE
kept

promise "Gentoo's do"
tree gentoo
run bash -c 'set -e; cd "$1"; D=$2 EPREFIX= P=xmbox
inherit() { :; }; die() { exit 1; }; use() { false; }; emake() { make "$@"; }; tc-getCC() { echo cc; }; tc-getAR() { echo ar; }
restore_config() { :; }; save_config() { :; }
. "$3"; src_configure; src_compile; src_install' - "$tree" "$to" "$recipes/gentoo/app-emulation/xmbox/xmbox-$version.ebuild"
status 0
installed
kept

promise "Yocto's do"
tree yocto
sed -n '/^do_/,/^}/p' "$yocto" >"$tmp/yocto.sh"
run sh -c 'set -e; cd "$1"; S=$1 D=$2 prefix=/usr mandir=/usr/share/man bindir=/usr/bin
oe_runmake() { make CC=cc SKIP_STRIP=1 "$@"; }
. "$3"; do_configure; do_compile; do_install' - "$tree" "$to" "$tmp/yocto.sh"
status 0
installed
kept

promise "Buildroot's steps do"
tree buildroot
cat >"$tmp/buildroot.mk" <<EOF
qstrip = \$(strip \$(subst ",,\$(1)))
generic-package =
TARGET_DIR = $to
TARGET_CONFIGURE_OPTS = CC=cc SKIP_STRIP=1
BR2_EXTERNAL_XMBOX_PATH = $recipes/buildroot
include $recipes/buildroot/external.mk
all: $tree/built
$tree/built:
	\$(XMBOX_CONFIGURE_CMDS)
	\$(XMBOX_BUILD_CMDS)
	\$(XMBOX_INSTALL_TARGET_CMDS)
EOF
run "$MAKE" -f "$tmp/buildroot.mk" all
status 0
installed
run "$to/usr/bin/xmbox" --version
holds [ "$(grep -c SOURCE_XENSTORE "$tmp/out")" = 0 ]
kept

promise "OpenWrt's do"
tree openwrt
mkdir "$tmp/include"
: >"$tmp/rules.mk"
: >"$tmp/include/package.mk"
cat >"$tmp/openwrt.mk" <<EOF
TOPDIR = $tmp
INCLUDE_DIR = $tmp/include
PKG_BUILD_DIR = $tree
TARGET_CC = cc
include $recipes/openwrt/xmbox/Makefile
all:
	\$(Build/Configure)
	\$(Build/Compile)
	\$(call Package/xmbox/install,$to)
EOF
run "$MAKE" -f "$tmp/openwrt.mk" all
status 0
installed
kept

promise "Fedora's builds by rpmbuild, and rpmlint finds no error but that modules of dracut are in lib everywhere"
if lacks rpmbuild rpmlint; then
	skip "$what" "$lacking"
else
	mkdir -p "$tmp/rpm/SOURCES"
	cp "$archive" "$tmp/rpm/SOURCES"
	run env HOME="$tmp" rpmbuild --define "_topdir $tmp/rpm" --nodeps --nocheck -bb "$recipes/fedora/xmbox.spec"
	status 0
	run rpmlint "$recipes/fedora/xmbox.spec"
	holds [ "$(grep -v 'hardcoded-library-path.*dracut' "$tmp/out" | grep -c ': E:')" = 0 ]
	kept
fi

promise "nix-instantiate parses Nix's"
if lacks nix-instantiate; then
	skip "$what" "$lacking"
else
	run env HOME="$tmp" nix-instantiate --parse "$recipes/nix/default.nix"
	status 0
	kept
fi
