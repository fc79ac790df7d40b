# SPDX-License-Identifier: MIT
# xm-config.xml and XM_SERVER, as xm took them.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

config=$tmp/xm-config.xml
list()
{
	run env -u XMBOX_SERVER -u XM_SERVER XM_CONFIG_FILE="$config" "$@"
}

recorded_xend basic

promise 'Xen-API over TCP with user and password, which are sent to that server only'
printf 'p&w<"\n' >"$tmp/password"
serve_at tcp:0 --user me --password-file "$tmp/password"
printf "<?xml version='1.0'?>\n<!-- c -->\n<xm><other/><x><server type='Xen-API' uri='%s/' username='me' password='p&amp;w&lt;&quot;'/></x><server type='y'/></xm>\n" "$uri" >"$config"
chmod 600 "$config"
list "$XMBOX" list -q windmill
status 0
no_stderr
stdout_is windmill
list "$XMBOX" list -q -W "$any" -s "$uri" windmill
fails 4 'wrong user or password'
kept

promise 'a configuration with a password that others may read is warned of'
chmod 644 "$config"
list "$XMBOX" list -q windmill
status 0
stderr_has "Warning: $config holds a password that others may read"
chmod 600 "$config"
kept

promise 'an attribute may have 1023 bytes, escaped or not'
for bytes in 1023 1024; do
	name=$(printf "%0$((bytes - 1))d" 0)
	unserve
	serve_at tcp:0 --user "<$name" --password-file "$tmp/password"
	printf '<xm><server type="Xen-API" uri="%s" username="&lt;%s" passwordfile="%s"/></xm>' "$uri" "$name" \
		"$tmp/password" >"$config"
	chmod 600 "$tmp/password"
	list "$XMBOX" list -q windmill
	case $bytes in
	1023)
		status 0
		no_stderr
		stdout_is windmill
		;;
	*) fails 2 "$config: " 'an attribute of more than 1023 bytes' ;;
	esac
done
unserve
serve_at tcp:0 --user me --password-file "$tmp/password"
kept

promise 'passwordfile instead of password'
chmod 600 "$tmp/password"
printf "<xm><server type='Xen-API' uri='%s/' username='me' passwordfile='%s'/></xm>" "$uri" "$tmp/password" >"$config"
list "$XMBOX" list -q windmill
status 0
no_stderr
stdout_is windmill
unserve
kept

promise 'Xen-API over a Unix socket'
serve
printf "<xm><server type='Xen-API' uri='httpu://%s'/></xm>" "$tmp/socket" >"$config"
list "$XMBOX" list -q windmill
status 0
stdout_is windmill
unserve
kept

promise 'legacy over a Unix socket, over TCP, and by XM_SERVER; a server element takes precedence'
serve --xend --any-session --replay "$tmp/replay" --keep
printf "<xm><server type='LegacyXMLRPC' uri='httpu://%s'/></xm>" "$tmp/socket" >"$config"
list "$XMBOX" list
status 0
stdout_is_file "$recorded/xend/basic/xm/env-XM_SERVER"
list env XM_SERVER=http://127.0.0.1:1/ "$XMBOX" list -q web1
status 0
echo '<xm/>' >"$config"
list env XM_SERVER="httpu://$tmp/socket" "$XMBOX" list -q web1
status 0
stdout_is web1
unserve
serve_at tcp:0 --xend --any-session --replay "$tmp/replay"
printf "<xm><server type='LegacyXMLRPC' uri='%s/RPC2'/></xm>" "$uri" >"$config"
list "$XMBOX" list
stdout_is_file "$recorded/xend/basic/xm/env-XM_SERVER"
kept

promise 'an unknown type is reported and taken as legacy'
printf "<xm><server type='XenAPI' uri='%s'/></xm>" "$uri" >"$config"
list "$XMBOX" list
status 0
stderr_is 'Invalid server type XenAPI; using LegacyXMLRPC.'
stdout_is_file "$recorded/xend/basic/xm/env-XM_SERVER"
unserve
kept

promise 'a malformed file is exit 2; called as xm, it is ignored with a notice'
echo '<xm><server type="Xen-API"' >"$config"
list "$XMBOX" list
fails 2 "$config: line 2, column 1: "
ln -s "$XMBOX" "$tmp/xm"
list "$tmp/xm" list
holds [ "$(head -n 1 "$tmp/err")" = "Ignoring invalid configuration file $config." ]
holds [ "$code" != 2 ]
kept

promise 'ssh, https for a legacy server and a missing uri are refused by name'
for uri in ssh://host/ https://host:8006/ ''; do
	printf "<xm><server type='LegacyXMLRPC' uri='%s'/></xm>" "$uri" >"$config"
	list "$XMBOX" list
	fails 2 "'$uri'"
done
kept

promise 'an attribute that nobody knows is told with the nearest, and costs nothing'
serve
printf "<xm><server type='Xen-API' uri='httpu://%s' usrname='x' colour='y'/></xm>" "$tmp/socket" >"$config"
list "$XMBOX" list -q windmill
status 0
stdout_is windmill
holds [ "$(cat "$tmp/err")" = "Warning: $config: <server> has no attribute 'usrname' (did you mean 'username'?)
Warning: $config: <server> has no attribute 'colour'" ]
printf "<xm><server typ='Xen-API' uri='httpu://%s'/></xm>" "$tmp/socket" >"$config"
list "$XMBOX" list -q windmill
holds grep -q "has no attribute 'typ' (did you mean 'type'?)" "$tmp/err"
unserve
kept

promise 'https: without a type is Xen-API, another URI without one is legacy, as xm took it'
printf "<xm><server uri='https://127.0.0.1:1/' passwordfile='%s'/></xm>" "$any" >"$config"
list "$XMBOX" list
fails 1 "$config: https://127.0.0.1:1/: cannot connect"
printf "<xm><server uri='HTTPS://127.0.0.1:1/' passwordfile='%s'/></xm>" "$any" >"$config"
list "$XMBOX" list
fails 1 "$config: HTTPS://127.0.0.1:1/: cannot connect"
printf "<xm><server uri='http://127.0.0.1:1/'/></xm>" >"$config"
list "$XMBOX" list
status 1
holds grep -q 'Invalid server type ; using LegacyXMLRPC' "$tmp/err"
holds grep -q 'xend://127.0.0.1:1/: cannot connect' "$tmp/err"
kept

promise 'the example that is installed is all comments; each server in it can be taken out, without a warning'
example=$SOURCE/packaging/xm-config.xml
cp "$example" "$config"
list "$XMBOX" list -V
holds [ "$(grep -c -e "$config" -e 'no attribute' "$tmp/err")" = 0 ]
for n in $(grep -n '^  <server' "$example" | sed 's/:.*//'); do
	sed "$((n - 1))d; $((n + 1))d; s/HEX/$(printf '%064d' 0)/; s,passwordfile=\"[^\"]*\",passwordfile='$any',; s/ cacert=\"[^\"]*\"//
		s/xs1\|xen1/127.0.0.1/; s/127.0.0.1\(:8006\)*\"/127.0.0.1:1\"/" "$example" >"$config"
	list "$XMBOX" list -t 10
	[ "$(wc -l <"$tmp/err")" = 1 ] || no "line $n: $(cat "$tmp/err")"
	holds grep -q "^Error: $config: .*: cannot connect" "$tmp/err"
done
for name in type uri username password passwordfile cacert pin plainpassword; do
	holds grep -q "^  $name  *[^ ]" "$example"
done
kept

promise 'a wrong value of the configuration names it, one of an option does not'
serve
for value in pin=abc cacert=/none passwordfile=/none; do
	printf "<xm><server type='Xen-API' uri='unix:/none' %s='%s'/></xm>" "${value%=*}" "${value#*=}" >"$config"
	list "$XMBOX" list
	fails 2 "Error: $config: " "${value#*=}"
	list "$XMBOX" list -t x
	fails 2 "Error: 'x' is no number"
done
list "$XMBOX" list -W /other
fails 2 'Error: password file /other: No such file'
printf "<xm><server type='Xen-API' uri='unix:/none' pin='abc' cacert='/none'/></xm>" >"$config"
for option in --pin=x --cacert=/other; do
	list "$XMBOX" list $option
	status 2
	holds [ "$(grep -c "$config" "$tmp/err")" = 0 ]
done
unserve
kept

promise 'messages say where a value came from'
printf "<xm><server type='Xen-API' uri='nonsense'/></xm>" >"$config"
list "$XMBOX" list
fails 2 "Error: $config: 'nonsense" 'is no URI'
list env XMBOX_SERVER=nonsense "$XMBOX" list
fails 2 "Error: \$XMBOX_SERVER: 'nonsense' is no URI"
list env XMBOX_SERVER=unix:/none "$XMBOX" list
fails 1 "Error: \$XMBOX_SERVER: unix:/none: cannot connect"
echo '<xm/>' >"$config"
list env XM_SERVER=ssh://host "$XMBOX" list
fails 2 "Error: \$XM_SERVER: 'ssh://host'"
list "$XMBOX" list -s nonsense
fails 2 "Error: 'nonsense' is no URI"
kept

promise 'a configuration that was named and is not there, or is no file, is exit 2; called as xm it is told'
rm "$config"
list "$XMBOX" list
fails 2 "$config: No such file or directory"
list "$XMBOX" list -s unix:/none
fails 1 unix:/none
mkdir "$config"
list "$XMBOX" list
fails 2 "$config: it is not a regular file"
list "$tmp/xm" list
holds [ "$(head -n 1 "$tmp/err")" = "Ignoring invalid configuration file $config." ]
config=
list "$XMBOX" list
status 1
kept
