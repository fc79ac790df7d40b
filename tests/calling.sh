# SPDX-License-Identifier: MIT
# The command line: applets by name, help, links that cannot be created. list.sh has more.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

serve

promise 'called as xm, an unambiguous prefix selects an applet; getlabel needs three letters'
ln -s "$XMBOX" "$tmp/xm"
for word in list lis li vcpu-list vc v; do
	run env XMBOX_SERVER="$uri" "$tmp/xm" $word windmill
	status 0
	stdout_has windmill
done
for word in get getl getlabel; do
	run env XMBOX_SERVER="$uri" "$tmp/xm" $word mgt windmill
	status 0
	no_stderr
done
for word in l ge g listx lists ''; do
	run env XMBOX_SERVER="$uri" "$tmp/xm" "$word"
	fails 2 "Subcommand $word not found"
done
for words in getlabel 'getlabel mgt' 'getlabel res windmill' 'getlabel mgt windmill orchard'; do
	# shellcheck disable=SC2086 # words
	run env XMBOX_SERVER="$uri" "$tmp/xm" $words
	fails 2 'supported as: xm getlabel mgt NAME'
done
kept

promise "list -v is vcpu-list, with a notice, and takes none of list's options"
run "$XMBOX" vcpu-list -s "$uri" windmill
mv "$tmp/out" "$tmp/wanted"
for option in -v --vcpus; do
	run "$XMBOX" list $option -s "$uri" windmill
	status 0
	stdout_is_file "$tmp/wanted"
	stderr_is 'Warning: xm list -v is deprecated.  Please use xm vcpu-list.'
done
for option in -q -l -Z '--state running' '--pool x'; do
	# shellcheck disable=SC2086 # words
	run "$XMBOX" list -v $option -s "$uri"
	fails 2 "which has none of list's other options"
done
kept
unserve

promise 'the word help is answered as --help is'
for topic in '' list options uri; do
	# shellcheck disable=SC2086 # no word, or one
	run "$XMBOX" --help $topic
	mv "$tmp/out" "$tmp/wanted"
	# shellcheck disable=SC2086
	run "$XMBOX" help $topic
	status 0
	no_stderr
	stdout_is_file "$tmp/wanted"
done
kept

promise 'xm help is followed by a subcommand, or is general, as it was'
mkdir "$tmp/as"
ln -s "$XMBOX" "$tmp/as/xm"
for topic in list '' --long nosuch 'list more'; do
	general=--help
	[ "$topic" != list ] || general='--help list'
	# shellcheck disable=SC2086 # words
	run "$XMBOX" $general
	mv "$tmp/out" "$tmp/wanted"
	# shellcheck disable=SC2086 # words
	run "$tmp/as/xm" help $topic
	status 0
	no_stderr
	stdout_is_file "$tmp/wanted"
done
kept

promise '--help names the argument of exactly the options that take one'
run "$XMBOX" list --help
status 0
for option in '--state STATE' '--pool POOL' '--host HOST' '--server URI' '--password-file FILE' \
	'--pin sha256:HEX' '--timeout SECONDS' '--columns COL' '--sort COL'; do
	stdout_has "$option"
done
for option in long quiet label json no-header verbose reverse; do
	holds grep -q -e "--$option  " "$tmp/out"
done
run "$XMBOX" --help options
status 0
for option in '--user NAME' '--cacert FILE' '--server URI'; do
	stdout_has "$option"
done
holds grep -q -e '--help  ' "$tmp/out"
run "$XMBOX" list -o help
holds grep -qx 'cpu_time    seconds of CPU' "$tmp/out"
kept

promise '--install: a link that cannot be created is exit 6, with the reason'
mkdir "$tmp/full"
run "$XMBOX" --install -s /proc
status 6
no_stdout
holds [ "$(grep -c "^Error: /proc: cannot link xm-" "$tmp/err")" = "$("$XMBOX" --list | wc -l)" ]
mkdir "$tmp/folders" "$tmp/folders/xm-list"
run "$XMBOX" --install -s "$tmp/folders"
status 6
holds grep -q "xm-list exists and is no link to xmbox: it is not replaced" "$tmp/err"
holds [ -L "$tmp/folders/xm-label" ]
run "$XMBOX" --install "$tmp/xm"
status 6
stderr_is "Error: '$tmp/xm': Not a directory"
run "$XMBOX" --install "$tmp" "$tmp/full"
fails 2 '--install needs one directory'
kept

promise '--install: a hard link across file systems fails, and the message suggests symbolic links'
other=
for folder in /dev/shm /run "$HOME" /var/tmp .; do
	if [ -z "$other" ] && [ -w "$folder" ] && [ "$(stat -c %d "$folder")" != "$(stat -L -c %d "$XMBOX")" ]; then
		other=$(mktemp -d "$folder/xmbox-test.XXXXXX" 2>/dev/null)
	fi
done
if [ -z "$other" ]; then
	skip "$what" 'there is no other file system to write to'
else
	run "$XMBOX" --install "$other"
	status 6
	holds grep -q 'Invalid cross-device link (-s makes symbolic links)$' "$tmp/err"
	run "$XMBOX" --install -s "$other"
	status 0
	holds [ "$("$other/xm-list" --help | head -n 1 | cut -c -10)" = 'xmbox list' ]
	rm -r "$other"
	kept
fi

promise "--install: a link is not mistaken for the program because its folder has the program's name"
mkdir "$tmp/bin" "$tmp/bin/xm-l" "$tmp/bi"
cp "$XMBOX" "$tmp/bin/xm-list"
run "$tmp/bin/xm-list" --help
status 0
ln -s xm-list "$tmp/bin/xmbox"
run "$tmp/bin/xmbox" --install "$tmp/bin/xm-l"
status 0
run "$tmp/bin/xmbox" --install "$tmp/bi"
status 0
run "$tmp/bin/xmbox" --install -s "$tmp/bi"
status 0
holds [ -L "$tmp/bi/xm-list" ]
holds [ "$("$tmp/bi/xm-list" --help | head -n 1 | cut -c -10)" = 'xmbox list' ]
run "$tmp/bin/xmbox" --install -s "$tmp/bin"
holds grep -q 'xm-list is this program itself: it is not replaced' "$tmp/err"
holds [ ! -L "$tmp/bin/xm-list" ]
kept

promise '--install -s makes relative links to a program of the same tree, absolute ones to others'
tree=$tmp/tree
mkdir -p "$tree/bin" "$tree/usr/sbin"
cp "$XMBOX" "$tree/bin/xmbox"
run "$tree/bin/xmbox" --install -s "$tree/bin"
status 0
holds [ "$(readlink "$tree/bin/xm-list")" = xmbox ]
run "$tree/bin/xmbox" --install-xm -s "$tree/usr/sbin"
status 0
holds [ "$(readlink "$tree/usr/sbin/xm-label")" = ../../bin/xmbox ]
holds [ "$(readlink "$tree/usr/sbin/xm")" = ../../bin/xmbox ]
ln -s usr/sbin "$tree/other"
rm "$tree/usr/sbin"/*
run "$tree/bin/xmbox" --install -s "$tree/other"
status 0
mv "$tree" "$tmp/moved"
run "$tmp/moved/usr/sbin/xm-list" --help
status 0
holds [ ! -e "$tmp/moved/usr/sbin/xm" ]
kept

promise '--install-xm makes xm too; what is no link to xmbox stays, whatever its name'
mkdir "$tmp/mine"
echo mine >"$tmp/mine/xm"
echo mine >"$tmp/mine/.xm-new"
run "$tmp/moved/bin/xmbox" --install-xm -s "$tmp/mine"
fails 6 'xm exists and is no link to xmbox: it is not replaced'
holds [ "$(cat "$tmp/mine/xm" "$tmp/mine/.xm-new")" = 'mine
mine' ]
holds [ -L "$tmp/mine/xm-list" ]
rm "$tmp/mine/xm"
run "$tmp/moved/bin/xmbox" --install-xm "$tmp/mine"
status 0
run "$tmp/mine/xm" --list
status 0
holds [ "$(find "$tmp/mine" -name '.xm-new?*' | wc -l)" = 0 ]
kept
