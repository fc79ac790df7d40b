# SPDX-License-Identifier: MIT
# xenstore: with Xen's own daemons, in a root of theirs, without Xen: few and many domains,
# a stopped and a killed daemon.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
. "$TESTS/tls-lib.sh"
. "$TESTS/xenstore-lib.sh"

xenstore_begin
out=${XMBOX%/*}
tree=$tmp/boot/tree
mkdir "$tmp/boot"
missing=
[ -e "$out/dom0/done" ] || missing='no packages of Xen (make test-deps)'
[ "$(uname -m)" = x86_64 ] || missing='this is not x86-64'
[ "$(id -u)" = 0 ] || missing='that takes root'
if [ -n "$missing" ]; then
	skip_rest 'xenstored and oxenstored without a Xen' "$missing"
fi

promise 'a root file system for the daemons is packed'
mkdir "$tmp/nothing"
run sh "$TESTS/dom0/pack" "$out/dom0/root" "$tmp/boot" "$XMBOX" "$T/server-sample" "$tmp/nothing"
status 0
run chroot "$tree" /bin/busybox true
status 0
kept
[ "$code" = 0 ] || exit
${CC:-cc} -D_GNU_SOURCE -shared -fPIC "$TESTS/dom0/alone.c" -o "$tree/alone.so"
mkdir -p "$tree/proc/xen"
printf 1 >"$tree/proc/xen/xsd_port"
head -c 4096 /dev/zero >"$tree/proc/xen/xsd_kva" # the page through which dom0's kernel would talk
: >"$tree/dev/null"
gzip -dc "$recorded/xen/guests.gz" >"$tmp/trees/guests"
awk 'BEGIN { for (i = 0; i < 3000; i++) print "/local/domain/" i "/name = \"g" i "\"" }' >"$tmp/trees/3000"
mkdir "$tmp/at"
ln -s "$tree/run/xenstored/socket" "$tmp/at/real"

# Start a daemon with the keys of TREE; store its pid in $daemon: daemon NAME TREE
daemon()
{
	rm -f "$tree/run/xenstored/socket"
	chroot "$tree" /bin/busybox env LD_LIBRARY_PATH=/lib LD_PRELOAD=/alone.so "/bin/$1" --no-fork \
		>"$tmp/daemon" 2>&1 </dev/null &
	daemon=$!
	peers="$peers $daemon"
	await [ -S "$tree/run/xenstored/socket" ]
	python3 "$TESTS/xenstored.py" load "$tree/run/xenstored/socket" "$tmp/trees/$2" 2>"$tmp/load" ||
		no "$(tail -n 1 "$tmp/load") $(tail -n 3 "$tmp/daemon")"
}

for name in xenstored oxenstored; do
	promise "$name: the rows are those written"
	daemon $name guests
	from real -H
	status 0
	no_stderr
	holds [ "$(awk '{ print $1, $2, $3, $4 }' "$tmp/out")" = 'Domain-0 0 - -
t-block 1 8 2
t-crash 4 8 1
t-off 3 8 1
t-paused 5 8 2
t-spin 2 8 1' ]
	kept

	promise "$name: a stopped daemon is exit 1 at the deadline, every time"
	kill -STOP "$daemon"
	for _ in 1 2 3 4 5 6; do
		at_deadline 0.3 "$XMBOX" list -t 0.3 -s "xenstore:$tmp/at/real"
		fails 1 "xenstore:$tmp/at/real: "
	done
	kept

	promise "$name: a continued daemon answers again"
	kill -CONT "$daemon"
	from real -q id:3
	status 0
	stdout_is t-off
	kept

	promise "$name: a killed daemon is exit 1"
	stop
	from real
	fails 1 "xenstore:$tmp/at/real: " 'is xenstored running?'
	kept

done

promise 'xenstored: of 3000 domains all are shown'
daemon xenstored 3000
watch "$XMBOX" list -q -t 300 -s "xenstore:$tmp/at/real"
status 0
awk 'BEGIN { for (i = 0; i < 3000; i++) print "g" i }' | LC_ALL=C sort >"$tmp/wanted"
stdout_is_file "$tmp/wanted"
stop
kept

promise 'oxenstored: a listing too long for libxenstore is exit 5'
daemon oxenstored 3000
watch "$XMBOX" list -q -t 300 -s "xenstore:$tmp/at/real"
fails 5 "xenstore:$tmp/at/real: "
stop
kept
