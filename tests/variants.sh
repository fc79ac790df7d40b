# SPDX-License-Identifier: MIT
# Reduced builds: every symbol flipped, and random configurations. Each builds without a warning, and each applet
# asks the sources of its build, with and without -s, and no others.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
. "$TESTS/tls-lib.sh"
. "$TESTS/xenstore-lib.sh"
unset SANITIZE
o=$tmp/o
mkdir "$o"

# Start a sample server beside others: beside OPTION... PLACE
beside()
{
	: >"$tmp/ready"
	"$T/server-sample" --with-parent "$@" >"$tmp/ready" &
	await line '^ready ' "$tmp/ready" || exit 1
}

# A root for each place that is asked without -s, with one server each; in `none` nobody answers.
roots=
if [ "$(id -u)" = 0 ]; then
	tls_begin
	for place in none xapi xend xenapi xenstore file; do
		mkdir -p "$tmp/$place/var/lib/xcp" "$tmp/$place/var/run/xend" "$tmp/$place/var/run/xenstored"
	done
	roots='none xapi xend xenapi file'
	recorded_xend basic
	beside "unix:$tmp/xapi/var/lib/xcp/xapi"
	beside --xend --any-session --replay "$tmp/replay" --keep "unix:$tmp/xend/var/run/xend/xmlrpc.sock"
	beside --xend "unix:$tmp/xenapi/var/run/xend/xen-api.sock"
	"$T/server-sample" --database state >"$tmp/file/var/lib/xcp/state.db"
	if command -v python3 >/dev/null; then
		roots="$roots xenstore"
		mkdir "$tmp/trees"
		cat >"$tmp/trees/few" <<END
/local/domain/1/name = "guest"
/local/domain/1/cpu/0/availability = "online"
END
	else
		skip 'builds at an xenstored' 'there is no python3'
	fi
else
	skip 'each applet without -s asks what it has' 'that takes root' 23
fi

# Is that symbol on in this build?
on()
{
	grep -q "^#define CONFIG_$1 1$" "$o/config.h"
}

# Run an applet of this build with URI, where nobody answers.
refusal()
{
	case $1 in
	unix:* | httpu:* | http:* | https:*) source=XENAPI ;;
	xend:*) source=XEND ;;
	xen:*) source=XEN ;;
	xenstore:*) source=XENSTORE ;;
	file:*) source=FILE ;;
	esac
	if ! on SOURCE_$source || { [ "${1%%:*}" = https ] && ! on TLS; }; then
		echo "2 this build knows no source for '${1%%:*}:'"
	elif [ "${1#*://127}" != "$1" ] && ! on TCP; then
		echo '2 this build connects to Unix sockets only (CONFIG_TCP)'
	else
		echo "1 ${1%:}: "
	fi
}

# Each applet with -s: sources of the build are asked, others are refused.
with_server()
{
	for uri in unix:/none httpu:///none http://127.0.0.1:1 https://127.0.0.1:1 xend:/none xend://127.0.0.1:1 xen: \
		xenstore:/none file:/none; do
		[ "$uri" != xen: ] || [ ! -e /dev/xen/privcmd ] || continue
		want=$(refusal "$uri")
		for applet in $applets; do
			run "$o/xmbox" $applet -s "$uri" --password-file "$tmp/pw"
			fails "${want%% *}" "${want#* }"
		done
	done
}

# The places asked without -s if nobody answers, in order.
places='SOURCE_XEN xen
SOURCE_XENAPI unix:/var/lib/xcp/xapi
SOURCE_XENAPI unix:/var/xapi/xapi
SOURCE_XEND xend:/var/run/xend/xmlrpc.sock
SOURCE_XENAPI unix:/var/run/xend/xen-api.sock
SOURCE_XENSTORE xenstore
SOURCE_FILE file:/var/lib/xcp/state.db'
nobody()
{
	echo "$places" | while read -r symbol uri; do
		! on "$symbol" || echo "$uri"
	done >"$tmp/wanted"
	sed -n '/^Error: /d; s/^\([^ ]*\): .*/\1/p' "$tmp/err" >"$tmp/asked"
	holds cmp -s "$tmp/wanted" "$tmp/asked"
	no_stdout
	if [ -s "$tmp/wanted" ]; then
		status 1
	else
		fails 2 'this build has no source'
	fi
}

# Each applet without -s asks the sources of the build, and nothing else.
without_server()
{
	for root in $roots; do
		cp "$o/xmbox" "$tmp/$root/xmbox"
		on STATIC || ldd "$o/xmbox" | grep -o '/[^ ]*' | xargs -I{} cp --parents {} "$tmp/$root"
		case $root in
		none) symbol= row= ;;
		xapi) symbol=SOURCE_XENAPI row=windmill ;;
		xend) symbol=SOURCE_XEND row=web1 ;;
		xenapi) symbol=SOURCE_XENAPI row=lantern ;;
		xenstore)
			symbol=SOURCE_XENSTORE row=guest
			stores <<END
few few
END
			ln -f "$tmp/at/few" "$tmp/xenstore/var/run/xenstored/socket"
			;;
		file) symbol=SOURCE_FILE row=windmill ;;
		esac
		for applet in $applets; do
			run chroot "$tmp/$root" /xmbox $applet -V
			if [ -z "$symbol" ] || ! on $symbol; then
				nobody
			else
				status 0
				stdout_has "$row"
			fi
		done
	done
}

# --help names the topics of the build, and no others.
topics()
{
	topics=$("$o/xmbox" --help | sed -n 's/^More: xmbox --help //p')
	want=options
	[ -z "$applets" ] || want="$want|uri"
	[ -z "$applets" ] || ! on COLUMNS || want="$want|columns"
	holds [ "$topics" = "$want" ]
	for topic in options uri columns; do
		run "$o/xmbox" --help $topic
		case "|$topics|" in
		*"|$topic|"*) status 0 ;;
		*) fails 2 "there is no help for '$topic'" ;;
		esac
	done
}

# The build that $o/.config describes.
variant()
{
	promise "$1: builds without a warning, has its applets, and refuses sources it lacks"
	run "$MAKE" -s -C "$SOURCE" -j2 O="$o" CPPFLAGS=-Werror
	status 0
	holds [ "$(grep -vc ', which is off: so it is off, too$' "$tmp/err")" = 0 ]
	on APPLET_LIST && applets=list || applets=
	! on APPLET_VCPU_LIST || applets="$applets vcpu-list"
	! on APPLET_LABEL || applets="$applets label"
	run "$o/xmbox" --list
	status 0
	holds [ "$(echo $(cat "$tmp/out"))" = "$(echo $applets)" ]
	for applet in list vcpu-list label; do
		case " $applets " in
		*" $applet "*) continue ;;
		esac
		run "$o/xmbox" "$applet"
		fails 2 "no applet '$applet'"
	done
	topics
	with_server
	kept
	[ -n "$roots" ] && [ -n "$applets" ] || return 0
	promise "$1: each applet without -s asks the sources it has"
	without_server
	kept
}

printf 'a long password\n' >"$tmp/pw"
chmod 600 "$tmp/pw"
: >"$o/.config"
variant 'the default'
for symbol in $(sed -n 's/^config //p' "$SOURCE/Kconfig"); do
	awk -v s="$symbol" '$1 == "config" { at = $2 } at == s && $1 == "range" { print "CONFIG_" s "=" $2 }
		at == s && $1 == "default" { print "CONFIG_" s "=" ($2 == "y" ? "n" : $2 == "n" ? "y" : $2) }' "$SOURCE/Kconfig" >"$o/.config"
	variant "$symbol flipped"
done

# Each switch by a coin.
seed=1
while [ $seed -le "${LONG:+4}0" ] || [ $seed -le 6 ]; do
	awk -v seed=$seed '/^config / { symbol = $2 } /^\tbool/ { seed = seed * 16807 % 2147483647
		print "CONFIG_" symbol "=" (int(seed / 65536) % 2 ? "y" : "n") }' "$SOURCE/Kconfig" >"$o/.config"
	variant "random configuration $seed"
	seed=$((seed + 1))
done
