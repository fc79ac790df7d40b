# SPDX-License-Identifier: MIT
# xm-config.xml and XM_SERVER, as xm took them.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

config=$tmp/xm-config.xml
list()
{
	run env -u XMBOX_SERVER -u XM_SERVER XM_CONFIG_FILE="$config" "$@"
}

recorded_xend basic

promise 'Xen-API over TCP, with user and password, which go nowhere else'
printf 'p&w<"\n' >"$tmp/password"
serve_at tcp:0 --user me --password-file "$tmp/password"
printf "<?xml version='1.0'?>\n<!-- c -->\n<xm><other/><x><server type='Xen-API' uri='%s/' username='me' password='p&amp;w&lt;&quot;'/></x><server type='y'/></xm>\n" "$uri" >"$config"
chmod 600 "$config"
list "$XMBOX" list -q windmill
status 0
no_stderr
stdout_is windmill
list "$XMBOX" list -q -s "$uri" windmill
fails 4 'wrong user or password'
kept

promise 'a password that others may read is warned of'
chmod 644 "$config"
list "$XMBOX" list -q windmill
status 0
stderr_has "Warning: $config holds a password that others may read"
chmod 600 "$config"
kept

promise 'an attribute may have 1023 bytes, however they are written'
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

promise 'legacy over a Unix socket, over TCP, by XM_SERVER, which a server element outweighs'
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

promise 'an unknown type is told, and is legacy'
printf "<xm><server type='XenAPI' uri='%s'/></xm>" "$uri" >"$config"
list "$XMBOX" list
status 0
stderr_is 'Invalid server type XenAPI; using LegacyXMLRPC.'
stdout_is_file "$recorded/xend/basic/xm/env-XM_SERVER"
unserve
kept

promise 'what cannot be parsed is exit 2, called as xm it is passed over'
echo '<xm><server type="Xen-API"' >"$config"
list "$XMBOX" list
fails 2 "$config: line 2, column 1: "
ln -s "$XMBOX" "$tmp/xm"
list "$tmp/xm" list
holds [ "$(head -n 1 "$tmp/err")" = "Ignoring invalid configuration file $config." ]
holds [ "$code" != 2 ]
kept

promise 'ssh, https of a legacy server, no uri: said what they are'
for uri in ssh://host/ https://host:8006/ ''; do
	printf "<xm><server type='LegacyXMLRPC' uri='%s'/></xm>" "$uri" >"$config"
	list "$XMBOX" list
	fails 2 "'$uri'"
done
kept

promise 'no such file, or a folder, is nothing'
rm "$config"
list "$XMBOX" list
status 1
mkdir "$config"
list "$XMBOX" list
status 1
kept
