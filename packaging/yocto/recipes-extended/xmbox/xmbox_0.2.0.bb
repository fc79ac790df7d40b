SUMMARY = "Show what runs on a Xen host"
DESCRIPTION = "Lists the domains of a Xen host, their VCPUs and their security labels."
LICENSE = "MIT"
LIC_FILES_CHKSUM = "file://LICENSE;md5=def596e825ab68c8a608668deca354f8"

# xen-tools of meta-virtualization has libxenstore.
DEPENDS = "mbedtls xen-tools"
SRC_URI = "file://xmbox-${PV}.tar.xz"

EXTRA_OEMAKE = "'CC=${CC}' 'AR=${AR}' 'CPPFLAGS=${CPPFLAGS}' 'CFLAGS=${CFLAGS}' 'LDFLAGS=${LDFLAGS}' SKIP_STRIP=1"

do_configure() {
	echo '# CONFIG_STATIC is not set' >${S}/.config
}

do_compile() {
	oe_runmake
}

do_install() {
	oe_runmake install DESTDIR=${D} PREFIX=${prefix} mandir=${mandir} bindir=${bindir}
}

PACKAGES =+ "${PN}-completion"
FILES:${PN}-completion = "${datadir}/bash-completion ${datadir}/zsh ${datadir}/fish"
