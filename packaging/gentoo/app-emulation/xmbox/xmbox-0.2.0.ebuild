# Distributed under the terms of the MIT licence

EAPI=8

inherit savedconfig toolchain-funcs

DESCRIPTION="Show what runs on a Xen host"
HOMEPAGE="https://xmbox.invalid/"
SRC_URI="${P}.tar.xz"

LICENSE="MIT"
SLOT="0"
KEYWORDS="~amd64 ~arm64"
IUSE="static test"
RESTRICT="fetch !test? ( test )"

DEPEND="
	net-libs/mbedtls:=
	app-emulation/xen-tools:=
"
RDEPEND="!static? ( ${DEPEND} )"

src_configure() {
	: >.config || die
	restore_config .config
	use static || echo '# CONFIG_STATIC is not set' >>.config || die
}

src_compile() {
	emake CC="$(tc-getCC)" AR="$(tc-getAR)" SKIP_STRIP=1
}

src_test() {
	emake CC="$(tc-getCC)" AR="$(tc-getAR)" SKIP_STRIP=1 check
}

src_install() {
	emake DESTDIR="${D}" PREFIX="${EPREFIX}/usr" docdir="${EPREFIX}/usr/share/doc/${PF}" install
	save_config .config
}
