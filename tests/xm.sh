# SPDX-License-Identifier: MIT
# What the real xm printed of the real xend, again: each recorded case with a link named xm, the same
# arguments and configuration. tests/recorded/xend/differences says where it is to be otherwise, and why.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

cp "$XMBOX" "$tmp/xm" # nobody may use it too
chmod 755 "$tmp"
: >"$tmp/config.xml"
chmod 644 "$tmp/config.xml"
XM_CONFIG_FILE=$tmp/config.xml
export XM_CONFIG_FILE

config()
{
	printf '<xm><server type="%s" uri="%s" username="me" passwordfile="%s"/></xm>\n' "$1" "$2" "$any" >"$tmp/config.xml"
}

# The configuration for a server of the recordings: unix and port are where ours listen.
configure()
{
	unset XM_SERVER
	case $1 in
	legacy-unix) config LegacyXMLRPC "httpu://$unix" ;;
	env-XM_SERVER) printf '<xm/>' >"$tmp/config.xml" XM_SERVER=httpu://$unix ;;
	legacy-tcp) config LegacyXMLRPC "http://127.0.0.1:$port/" ;;
	api-unix | api-nouser) config Xen-API "httpu://$unix" ;;
	api-tcp | api-pam) config Xen-API "http://127.0.0.1:$port/" ;;
	badtype) config XenAPI "http://127.0.0.1:$port/" ;;
	api-badhost) config Xen-API http://no.such.host.invalid:9363/ ;;
	api-badscheme) config Xen-API ftp://localhost:9363/ ;;
	api-refused) config Xen-API http://127.0.0.1:1/ ;;
	legacy-refused) config LegacyXMLRPC http://127.0.0.1:1/ ;;
	legacy-nosock) config LegacyXMLRPC "httpu://$tmp/nosuch" ;;
	*) return 1 ;;
	esac
}

# Drop from a list of VCPUs the times, and domains that do not run.
without_times()
{
	awk 'NR > 1 {
		if (substr($0, 34, 5) == "     ") next
		match(substr($0, 59), /^ *[0-9.]+/)
		$0 = substr($0, 1, 58) "       -" substr($0, 59 + RLENGTH) } { print }'
}

# The name of the file with what xm printed for CASE in its legacy mode, - for nothing, ? where it failed.
printed()
{
	sed -n "s/^$1|legacy-unix|.*|//p" "$recorded/xend/$scenario/cases"
}

# Store the file of this case in $file, else that of the case without its last word.
legacy()
{
	file=$(printed "$case")
	case $file in
	[-?]) file=$(printed "${case%-*}") ;;
	esac
	file=$recorded/xend/$scenario/xm/${file:-$case}
	[ -e "$file" ] || file=$file.gz
}

# The names of a table, or of --long, sorted: one a line.
names()
{
	case $1 in
	*.gz) gzip -dc "$1" ;;
	*) cat "$1" ;;
	esac | sed -n 's/^    (name \(.*\))$/\1/p; /^Name /d; s/^\([A-Za-z][^ ]*\) .*/\1/p' | sort
}

same_names()
{
	legacy
	names "$file" >"$tmp/want"
	names "$tmp/out" >"$tmp/have"
	checked
	cmp -s "$tmp/want" "$tmp/have" || no "names: $(diff "$tmp/want" "$tmp/have")"
}

# Compare stdout with xm's, after the documented difference.
stdout_like()
{
	file=$recorded/xend/$scenario/xm/${1:-$out}
	case $1 in
	-) no_stdout ;;
	any)
		holds grep -q '^Name ' "$tmp/out"
		same_names
		;;
	help) holds grep -q '^xmbox ' "$tmp/out" ;;
	long)
		holds grep -q '^    (name ' "$tmp/out"
		same_names
		;;
	time)
		legacy
		case $file in
		*.gz) gzip -dc "$file" ;;
		*) cat "$file" ;;
		esac | without_times >"$tmp/want"
		checked
		cmp -s "$tmp/want" "$tmp/out" || no "$(diff "$tmp/want" "$tmp/out" | head -n 5)"
		;;
	*)
		[ -e "$file" ] || file=$file.gz
		stdout_is_file "$file"
		;;
	esac
}

check()
{
	difference=
	while IFS='|' read -r pattern want how reason; do
		case $scenario/$case@$server in
		$pattern)
			difference=$reason
			break
			;;
		esac
	done <"$recorded/xend/differences"
	if [ -n "$difference" ]; then
		promise "xm $arguments, $scenario, $server, but: $difference"
		status "$want"
		stdout_like "$how"
	else
		promise "xm $arguments, $scenario, $server"
		status "$exit"
		[ "$out" = - ] && no_stdout || stdout_like "$out"
	fi
	kept
}

for scenario in basic label vcpus big200; do
	recorded_xend $scenario
	serve --xend --any-session --replay "$tmp/replay"
	unix=${uri#unix:}
	first_pid=$server_pid
	server_pid= # both go on
	serve_at tcp:0 --xend --any-session --replay "$tmp/replay"
	port=${uri##*:}
	while IFS='|' read -r case server arguments exit out; do
		configure "$server" || continue
		as=
		case $case in
		*-nonroot)
			chmod 0 "$unix"
			if [ "$(id -u)" = 0 ]; then
				as='setpriv --reuid 65534 --regid 65534 --clear-groups'
				chown 65534 "$any"
			fi
			;;
		esac
		# shellcheck disable=SC2086 # words
		run $as "$tmp/xm" $arguments
		chmod 755 "$unix"
		[ -z "$as" ] || chown 0 "$any"
		check
	done <"$recorded/xend/$scenario/cases"
	unserve
	server_pid=$first_pid
	unserve
done
