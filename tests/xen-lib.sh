# SPDX-License-Identifier: MIT
# A dom0 made of files: a root that holds the program and what daemons and administrators left there, above a Xen
# that is described by text (tests/fakexen.c is the manual of that). The functions need lib.sh; nothing runs here
# before xen_begin.
#
#	xen_begin                           make $dom0, the root; skip the script where that is impossible
#	xen <<END                           what Xen runs from now on; an empty text: a Xen without any domain
#	domain 0 state=r mem=512
#	domain 3 state=b mem=2048
#	END
#	no_xen                              there is no device
#	dom0 list -q                        run xmbox in there
#	cells                               one blank between the cells of what it wrote, none before the first
#	xen_says 'domain 3 ...'             the same with a description of one line
#	xapi OPTION...                      the sample server as XAPI in there; unserve ends it
#	xend OPTION...                      as xend's Xen-API
#	libxl_name ID NAME [UUID]           leave the file by which libxl remembers the name of domain ID
#	uuid_of ID                          its uuid where the text says no other
#	calls list                          how many hypercalls of that kind the last run made, with `log=/log`
#
# What else a test puts into $dom0 counts too: /etc/xensource-inventory, /var/lib/xcp/state.db, sockets. A socket
# of xenstored.py is brought there by a hard link to $dom0/run/xenstored/socket.

dom0=$tmp/dom0
host=5f0c9a2e-7b41-4d3f-8e66-0000000000aa # xapi's, for an inventory

xen_begin()
{
	case $("$XMBOX" --version) in
	*SOURCE_XEN\ * | *SOURCE_XEN) ;;
	*) xen_lacks='it is not built in' ;;
	esac
	mkdir -p "$dom0/dev/xen" "$dom0/etc/xensource" "$dom0/var/lib/xcp" "$dom0/var/lib/xen" "$dom0/var/run/xend" \
		"$dom0/run/xenstored" "$dom0/sys/hypervisor"
	echo xen >"$dom0/sys/hypervisor/type"
	cp "$T/xmbox-fakexen" "$dom0/xmbox"
	can_enter "$dom0" || xen_lacks='a static binary and chroot are needed'
	if [ -n "${xen_lacks-}" ]; then
		skip_rest 'a Xen made of text' "$xen_lacks"
	fi
}

xen()
{
	rm -f "$dom0/log"
	cat >"$dom0/dev/xen/privcmd"
}

xen_says()
{
	printf '%s\n' "$@" | xen
}

no_xen()
{
	rm -f "$dom0/dev/xen/privcmd" "$dom0/log"
}

dom0()
{
	# shellcheck disable=SC2086 # words
	run $enter "$dom0" /xmbox "$@"
}

cells()
{
	sed 's/^ *//; s/  */ /g; s/ $//' "$tmp/out" >"$tmp/squeezed"
	mv "$tmp/squeezed" "$tmp/out"
}

xapi()
{
	serve_at "unix:$dom0/var/lib/xcp/xapi" --uuid "harbour.example.test=$host" "$@"
}

xend()
{
	serve_at "unix:$dom0/var/run/xend/xen-api.sock" --xend "$@"
}

uuid_of()
{
	printf '5f0c9a2e-7b41-4d3f-8e66-%012d' "$1"
}

libxl_name()
{
	set -- "$1" "$2" "${3:-$(uuid_of "$1")}"
	printf '{ "c_info": { "name": "%s", "uuid": "%s" } }\n' "$2" "$3" >"$dom0/var/lib/xen/userdata-d.$1.$3.libxl-json"
}

calls()
{
	grep -c "^$1 " "$dom0/log"
}
