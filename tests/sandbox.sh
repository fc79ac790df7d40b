# SPDX-License-Identifier: MIT
# From the first byte of a server on xmbox opens no file, starts no process and makes no ioctl, and cannot.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
. "$TESTS/tls-lib.sh"
. "$TESTS/xen-lib.sh"

run "$T/sandboxed"
[ "$code" != 77 ] || skip_rest 'the sandbox' 'this kernel or this build has none'

# CALL [JOB]
while read -r call job; do
	promise "$call in the sandbox${job:+ of a child for $job} ends the program, with a message"
	# shellcheck disable=SC2086 # none or one
	run "$T/sandboxed" "$call" $job
	status 7
	no_stdout
	holds grep -Eqx 'Error: the sandbox forbids the system call [0-9]+ \(CONFIG_SANDBOX\)' "$tmp/err"
	holds [ ! -e sandboxed.file ]
	kept
done <<END
open
create
fork
exec
ioctl
kill
netlink
run
protect
list
action
create files
exec files
unix files
ioctl files
open libxenstore
exec libxenstore
unix libxenstore
ioctl libxenstore
END

while read -r call job; do
	promise "$call in the sandbox${job:+ of a child for $job} is permitted"
	# shellcheck disable=SC2086 # none or one
	run "$T/sandboxed" "$call" $job
	status 0
	no_stderr
	kept
done <<END
unix
memory
time
raise
open files
list files
memory files
action libxenstore
memory libxenstore
END

strace -o /dev/null true 2>/dev/null || skip_rest 'what xmbox does in the sandbox' 'no strace here, or it may not trace'
watched=open,openat,openat2,ioctl,execve,execveat,fork,vfork,clone,clone3,seccomp,recvfrom,read

# xmbox and its children: how the sandbox began, and what each did after the first byte of a server, which comes by
# recvfrom. Lines of strace are NUMBER NAME(ARGUMENTS) = RESULT, or NUMBER <... NAME resumed>...) = RESULT.
confined()
{
	awk '
		/ execve\("[^"]*xmbox[^"]*"/ { ours = 1 }
		!ours { next }
		/ seccomp[( ]/ && / = 0$/ { entered[$1] = 1 }
		/ recvfrom[( ]/ && / = [1-9][0-9]*$/ { heard[$1]++; if (!entered[$1]) print "heard before the sandbox: " $0 }
		heard[$1] && !/ (recvfrom|read)[( ]/ && !/ \+\+\+ / && !/ --- / { print }
		END { for (pid in heard) any = 1
			if (!any) print "no byte of a server" }' "$tmp/calls" >"$tmp/after"
	checked
	[ ! -s "$tmp/after" ] || no "$(head -n 5 "$tmp/after")"
}

# One test: the command shows rows and does nothing else of that kind: confined WHAT COMMAND...
quiet()
{
	promise "$1 opens nothing, starts nothing and makes no ioctl after the first byte"
	shift
	run strace -f -o "$tmp/calls" -e "trace=$watched" "$@"
	status 0
	holds [ -s "$tmp/out" ]
	confined
	kept
}

# The same of sources of this host, where the sandbox begins once all is open: alone WHAT READS COMMAND... There are to
# be so many reads in the sandbox, and none of more than 4 KiB before it.
alone()
{
	promise "$1 alone: opens nothing, starts nothing and makes no ioctl while it is read"
	reads=$2
	shift 2
	run strace -f -o "$tmp/calls" -e "trace=$watched" "$@"
	status 0
	holds [ -s "$tmp/out" ]
	awk -v wanted="$reads" '
		/ execve\("[^"]*xmbox[^"]*"/ { pid = $1; entered = reads = 0 }
		$1 != pid { next }
		/ read[( ]/ && / = [0-9]+$/ { if (entered) reads++; else if ($NF > 4096) print "before the sandbox: " $0 }
		entered && !/ read[( ]/ && !/ \+\+\+ / && !/ --- / { print }
		/ seccomp[( ]/ && / = 0$/ { entered = 1 }
		END { if (!entered || reads < wanted) print "reads in the sandbox: " reads + 0 }' "$tmp/calls" >"$tmp/after"
	checked
	[ ! -s "$tmp/after" ] || no "$(head -n 5 "$tmp/after")"
	kept
}

cp "$recorded/disk/v26-state-2vm.db" "$tmp/state.db"
for words in list 'list -l' vcpu-list; do
	# shellcheck disable=SC2086 # words
	alone "$words of file:" 1 "$XMBOX" $words -s "file:$tmp/state.db"
done

promise 'the reader of a damaged file seeks in the sandbox'
{
	printf '<database><table name="VM"><row <'
	cat "$tmp/state.db"
} >"$tmp/damaged.db"
run "$XMBOX" list -H -s "file:$tmp/damaged.db"
status 5
holds grep -q '^guest-00001 ' "$tmp/out"
kept

serve
for words in list 'list -l' 'list -j' 'list --label' vcpu-list label; do
	# shellcheck disable=SC2086 # words
	quiet "$words of unix:" "$XMBOX" $words -s "$uri"
done
quiet 'list -w of unix:' "$XMBOX" list -w -d 0.1 --count 3 -s "$uri"
unserve

promise 'no program that it executes could gain privileges, and the filter is on'
serve --dribble 1 --slow-ms 200
"$XMBOX" list -s "$uri" >/dev/null 2>"$tmp/err" &
pid=$!
await grep -q '^Seccomp:[[:space:]]*2$' "/proc/$pid/status"
holds grep -q '^NoNewPrivs:[[:space:]]*1$' "/proc/$pid/status"
kill "$pid"
wait "$pid" 2>/dev/null
unserve
kept

serve --close
quiet 'a server that closes after each answer' "$XMBOX" list -s "$uri"
unserve

recorded_xend basic
serve --xend --any-session --replay "$tmp/replay" --keep
quiet 'list of xend:' "$XMBOX" list -s "xend:$tmp/socket"
quiet 'vcpu-list of xend:' "$XMBOX" vcpu-list -s "xend:$tmp/socket"
unserve

tls_begin
missing=$(tls_missing | head -n 1)
if [ -n "$missing" ]; then
	skip 'https: opens nothing, starts nothing and makes no ioctl after the first byte' "$missing" 4
else
	certificates >"$tmp/made" 2>&1
	behind
	tunnel self
	quiet 'list of https:' "$XMBOX" list -W "$tmp/pw" -s "https://localhost:$port" --cacert "$tmp/self.pem"
	quiet 'list of https: with a pin' "$XMBOX" list -W "$tmp/pw" -s "https://127.0.0.1:$port" \
		--pin "sha256:$(openssl x509 -in "$tmp/self.pem" -outform DER | openssl dgst -sha256 -r | cut -d ' ' -f 1)"
	quiet 'list -w of https:' "$XMBOX" list -w -d 0.1 --count 3 -W "$tmp/pw" -s "https://localhost:$port" \
		--cacert "$tmp/self.pem"
	unserve
	stop
	behind --close
	tunnel self
	quiet 'list -w of https: with a connection for each round' "$XMBOX" list -w -d 0.1 --count 3 -W "$tmp/pw" \
		-s "https://localhost:$port" --cacert "$tmp/self.pem"
	stop
	unserve
fi

xen_begin
xen_says 'domain 0 state=r' 'domain 12 state=b' 'domain 40 state=b' 'domain 41 state=b'
libxl_name 40 from-libxl
printf '/local/domain/41/name = "from-xenstored"\n' >"$tmp/tree"
xapi --uuid "windmill=$(uuid_of 12)"
if ! lacks python3; then
	echo "$dom0/run/xenstored/socket $tmp/tree" >"$tmp/specs"
	start python3 "$TESTS/xenstored.py" "$tmp/specs"
	while [ ! -S "$dom0/run/xenstored/socket" ]; do
		sleep 0.02
	done
fi
# shellcheck disable=SC2086 # words
alone 'xenstore:' 4 $enter "$dom0" /xmbox list -s xenstore:
# shellcheck disable=SC2086 # words
alone 'xen:' 0 $enter "$dom0" /xmbox list -s xen:
# shellcheck disable=SC2086 # words
quiet 'auto: with names of XAPI, xenstored and files' $enter "$dom0" /xmbox list
promise 'all of them name their domains'
holds grep -q '^windmill  *12 ' "$tmp/out"
holds grep -q '^from-libxl  *40 ' "$tmp/out"
holds grep -q '^from-xenstored  *41 ' "$tmp/out"
kept
promise 'the children that ask xenstored and read files are confined, too, and open nothing to write'
holds [ "$(awk '/ seccomp[( ]/ && / = 0$/ { print $1 }' "$tmp/calls" | sort -u | wc -l)" = 3 ]
awk '/ seccomp[( ]/ && / = 0$/ { confined[$1] = 1 }
	/userdata-d/ && / = [0-9]+$/ { files++; if (!confined[$1]) print }
	confined[$1] && /O_(WRONLY|RDWR|CREAT)|exec|fork|clone|ioctl/ { print }
	END { if (!files) print "no file was read" }' "$tmp/calls" >"$tmp/after"
holds [ ! -s "$tmp/after" ]
kept
# shellcheck disable=SC2086 # words
quiet 'vcpu-list of auto:' $enter "$dom0" /xmbox vcpu-list
# shellcheck disable=SC2086 # words
quiet 'list -w of auto:' $enter "$dom0" /xmbox list -w -d 0.1 --count 2
stop
unserve
