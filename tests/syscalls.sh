# SPDX-License-Identifier: MIT
# The system calls of a list of 10 VMs, each with its reason. Any other is a failure.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

if [ -n "$SANITIZE" ] || ! strace -o /dev/null true 2>/dev/null; then
	skip_rest 'system calls' 'no strace here, or it may not trace; or a build with sanitizers'
fi

# NAME MOST REASON
cat >"$tmp/reasons" <<'END'
execve 1 the command itself
arch_prctl 1 libc: its thread
set_tid_address 1 libc
set_robust_list 1 glibc
rseq 1 glibc
prlimit64 1 glibc: how large the stack is
readlink 1 glibc: where the program lies
readlinkat 1 the same, glibc since 2.41
getrandom 1 glibc: of malloc
mprotect 1 glibc: what is constant after the start
brk 5 libc: memory
mmap 3 memory of the question, of the conversation and of the answer
munmap 3 the same
madvise 1 musl
prctl 2 no core with a password in it; no new privileges
seccomp 1 the sandbox
open 1 /dev/null, musl: descriptors 0 to 2 are open, or it becomes one
openat 1 the same, glibc
fcntl 1 musl: nobody inherits that
close 2 of that, of the connection
rt_sigaction 11 SIGPIPE and SIGXFSZ are no end; four signals end a session first, unless they are ignored; SIGSYS
getpid 2 the only process that the sandbox may signal
rt_sigprocmask 1 musl, before the first of them
socket 1 the connection
connect 1 it
sendto 2 the login; both lists and the logout
poll 20 nothing had come yet
recvfrom 50 what came: of 150 KB at most a window each
write 1 the table
exit_group 1 the end
END

promise 'a list of 10 VMs makes no system call without a reason'
serve --vms 10
run strace -f -o "$tmp/calls" "$XMBOX" list -s "$uri"
status 0
unserve
sed -n 's/^[0-9]* *\([a-z0-9_]*\)(.*/\1/p' "$tmp/calls" | sort | uniq -c >"$tmp/counts"
holds [ "$(wc -l <"$tmp/counts")" -gt 10 ]
while read -r count call; do
	most=$(sed -n "s/^$call \([0-9]*\) .*/\1/p" "$tmp/reasons")
	[ "$count" -le "${most:-0}" ] || no "$count times $call, of which ${most:-0} have a reason"
done <"$tmp/counts"
kept

promise 'it polls only if no bytes are there'
holds [ "$(grep -c ' poll(' "$tmp/calls")" -le "$(grep -c ' EAGAIN ' "$tmp/calls")" ]
kept
