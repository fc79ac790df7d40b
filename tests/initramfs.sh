# SPDX-License-Identifier: MIT
# Images of initramfs-tools and dracut with our hooks, booted under a real Xen into their rescue shells. Each image is
# made in a folder of Debian's packages, by the programs that users call. dracut's is made in make test-long.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

out=${XMBOX%/*}
root=$tmp/root
reason=
! lacks qemu-system-x86_64 cpio readelf jq mkfifo || reason="$lacking (make test-deps)"
[ -e "$out/initramfs/done" ] || reason='no packages of initramfs-tools (make test-deps)'
ls "$out/dom0/root/boot/config-"* >/dev/null 2>&1 || reason='no packages of Xen (make test-deps)'
[ "$(uname -m)" = x86_64 ] || reason='this is not x86-64'
[ -z "$SANITIZE" ] || reason='a build with sanitizers'
[ "$(id -u)" = 0 ] || reason='not root: images are made in a root of their own'
[ -n "$reason" ] || ! readelf -lW "$XMBOX" | grep -q INTERP || reason='xmbox is not static'
[ -z "$reason" ] || skip_rest 'rescue shells' "$reason"

boot=
stop()
{
	[ -z "$boot" ] || kill "$boot" 2>/dev/null
}

# Make $root: the packages, with /bin in /usr as Debian has it, the kernel, xmbox and its hooks.
furnish()
{
	cp -a "$out/initramfs/root" "$root"
	for dir in bin sbin lib lib64; do
		mkdir -p "$root/usr/$dir"
		cp -a "$root/$dir/." "$root/usr/$dir"
		rm -r "${root:?}/$dir"
		ln -s "usr/$dir" "$root/$dir"
	done
	mkdir -p "$root/tmp" "$root/var/tmp" "$root/dev" "$root/proc" "$root/sys" "$root/run" "$root/boot"
	mknod -m 666 "$root/dev/null" c 1 3
	ln -sf dash "$root/usr/bin/sh"
	ln -sf mawk "$root/usr/bin/awk"
	for file in passwd group fstab; do
		: >"$root/etc/$file"
	done
	cp -a "$out/dom0/root/lib/modules" "$root/usr/lib"
	cp "$out/dom0/root/boot/config-"* "$root/boot"
	kernel=$(cd "$root/usr/lib/modules" && echo *)
	chroot "$root" depmod "$kernel" && chroot "$root" ldconfig
	install -D "$XMBOX" "$root/usr/bin/xmbox"
	install -D "$SOURCE/packaging/initramfs-tools/hooks/xmbox" "$root/usr/share/initramfs-tools/hooks/xmbox"
	install -D "$SOURCE/packaging/initramfs-tools/scripts/xmbox" "$root/usr/share/initramfs-tools/scripts/init-top/xmbox"
	cp -R "$SOURCE/packaging/dracut/90xmbox" "$root/usr/lib/dracut/modules.d"
	gzip -dc "$out/dom0/root/boot/"xen-*.gz >"$tmp/xen"
	cp "$out/dom0/root/boot/"vmlinuz-* "$tmp/vmlinuz"
}

# Wait for the Nth prompt of the shell, as long as QEMU runs: prompted N
prompted()
{
	while kill -0 "$boot" 2>/dev/null; do
		[ "$(grep -ac "^$prompt" "$tmp/log")" -lt "$1" ] || return 0
		sleep 0.2
	done
	no "the rescue shell did not ask for command $1: $(tail -n 5 "$tmp/log")"
	return 1
}

# Boot $tmp/dom0.gz with the kernel's parameters, and type each line of stdin when the rescue shell prints $prompt.
# What the function `ask NAME COMMAND` typed first runs is in $seen/NAME then, its exit status in $seen/ends.
rescue()
{
	seen=$tmp/seen
	rm -rf "$seen" "$tmp/keys"
	mkdir "$seen"
	mkfifo "$tmp/keys"
	: >"$tmp/log"
	sh "$TESTS/dom0/boot" "$tmp" "$tmp/log" 1 "$@" <"$tmp/keys" &
	boot=$!
	exec 3<>"$tmp/keys"
	typed=0
	while read -r keys; do
		typed=$((typed + 1))
		prompted $typed || break
		printf '%s\n' "$keys" >&3
	done
	holds wait "$boot"
	boot=
	exec 3>&-
	awk -v dir="$seen" -f "$TESTS/dom0/cut.awk" "$tmp/log"
	holds grep -q '^DONE' "$seen/ends"
}

# Load what NAME printed, as `run` does, but both outputs are one: recall NAME
recall()
{
	code=$(awk -v name="$1" '$1 == name { print $2 }' "$seen/ends")
	cp "$seen/$1" "$tmp/out" || : >"$tmp/out"
}

# Boot TOOL's image in $tmp/dom0.gz, whose shell prints PROMPT if the kernel has the parameters:
# try_image TOOL PROMPT WORD...
try_image()
{
	tool=$1
	prompt=$2
	shift 2
	promise "$tool: in the rescue shell under Xen, where xenstored never ran, Domain-0 is listed"
	rescue "$@" <<'END'
ask() { echo; echo "@@FILE $1"; shift; "$@" 2>&1; c=$?; echo; echo "@@END $c"; }
ask list xm-list; ask xm xm list; ask own xmbox list
ask vcpus xm-vcpu-list; ask json xm-list -j
ask unload rmmod xen-privcmd
ask hint xm-list
ask load modprobe xen-privcmd
ask again xm-list -q
echo; echo @@DONE; echo o >/proc/sysrq-trigger
END
	for name in list xm own; do
		recall $name
		status 0
		holds [ "$(sed -n 1p "$tmp/out")" = 'Name                                        ID   Mem VCPUs      State   Time(s)' ]
		holds [ "$(sed 1d "$tmp/out" | grep -c -x 'Domain-0  *0   512     1     r-----  *[0-9.]*')" = 1 ]
		holds [ "$(wc -l <"$tmp/out")" = 2 ]
	done
	recall vcpus
	status 0
	holds [ "$(sed 1d "$tmp/out" | grep -c -x 'Domain-0  *0     0     0   r--  *[0-9.]* any cpu')" = 1 ]
	recall json
	status 0
	json 'map([.name, .id, .state, .memory]) == [["Domain-0", 0, "r-----", 536870912]]'
	kept

	promise "$tool: a shell without xen-privcmd is told to load it, which helps"
	recall unload
	status 0
	recall hint
	status 1
	stdout_has 'modprobe xen-privcmd'
	holds [ "$(wc -l <"$tmp/out")" = 1 ]
	recall load
	status 0
	recall again
	status 0
	stdout_is Domain-0
	kept
}

promise 'initramfs-tools makes an image with xmbox, its links and modules'
furnish || no 'there is no folder to make images in'
run chroot "$root" mkinitramfs -c gzip -o /image "$kernel"
status 0
no_stderr
mv "$root/image" "$tmp/dom0.gz"
kept
try_image initramfs-tools '(initramfs) ' break=premount

[ -n "$LONG" ] || skip_rest "dracut's rescue shell" 'make test-long boots it'
promise 'dracut makes an image with xmbox, its links and modules'
run chroot "$root" dracut --quiet --no-hostonly --gzip --omit shutdown --force /image "$kernel"
status 0
holds [ "$(grep -c xmbox "$tmp/err")" = 0 ]
mv "$root/image" "$tmp/dom0.gz"
kept
try_image dracut 'initqueue:/# ' root=/dev/xvda rd.break=initqueue
