#!/bin/bash
# SPDX-License-Identifier: MIT
# Module of dracut: put xmbox, a link for each applet, xm, and the modules that it needs into the initramfs.

check() {
	require_binaries xmbox
}

depends() {
	return 0
}

installkernel() {
	hostonly='' instmods xen-privcmd xen-evtchn xenfs
}

install() {
	local program applet

	program=$(command -v xmbox)
	inst_binary "$program" /usr/bin/xmbox
	for applet in $("$program" --list); do
		ln -sf xmbox "$initdir/usr/bin/xm-$applet"
	done
	[ -e "$initdir/usr/bin/xm" ] || ln -s xmbox "$initdir/usr/bin/xm"
	inst_hook pre-udev 90 "$moddir/xmbox.sh"
}
