# SPDX-License-Identifier: MIT
# Every login is followed by a logout, whatever ends the command.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

for how in '' --close --silent-close --http10 --xend '--xend --close' '--cut-call VM.get_all_records_where=5000' \
	'--cut-call VM_metrics.get_all_records=0' '--fail VM.get_all=INTERNAL_ERROR' \
	'--fail VM_metrics.get_all_records=RBAC_PERMISSION_DENIED,x' '--stall-call VM.get_all_records_where=3000' \
	'--stall-call VM.get_all_records_where=0' '--key windmill=a&b' '--fail-once VM.get_all_records_where=SESSION_INVALID' \
	'--fail-once VM_metrics.get_all_records=SESSION_INVALID' '--fault VM.get_all=1,x'; do
	promise "each session is logged out: server ${how:-as usual}"
	# shellcheck disable=SC2086 # words
	serve $how
	run "$XMBOX" list -t 1.5 -s "$uri"
	unserve
	logged_out
	holds [ "$logins" -ge 1 ]
	kept
done

promise 'a session forgotten by the server is renewed once'
serve --fail-once VM.get_all_records_where=SESSION_INVALID,OpaqueRef:x
run "$XMBOX" list -q -s "$uri"
status 0
no_stderr
stdout_has windmill
unserve
holds [ "$logins" = 2 ]
kept

promise 'a session that is forgotten again is exit 5'
serve --fail VM.get_all_records_where=SESSION_INVALID,OpaqueRef:x
run "$XMBOX" list -q -s "$uri"
fails 5 'the session ended before its time (SESSION_INVALID)'
unserve
kept

# Wait until the unanswered call reached the server.
asked()
{
	case $how in
	*login*) grep -q '^call .* session.login' "$tmp/log" ;;
	*) grep -q '^call .* VM.get_all_records_where' "$tmp/log" ;;
	esac
}

for signal in INT TERM HUP; do
	for how in '--stall-call VM.get_all_records_where=3000' '--stall-call session.login_with_password=0' '--dribble 10 --slow-ms 1'; do
		promise "SIG$signal ends it at once, with a logout and the signal's status (server $how)"
		# shellcheck disable=SC2086 # words
		serve $how
		interrupt $signal asked "$XMBOX" list -t 40 -s "$uri"
		case $signal in
		INT) status 130 ;;
		TERM) status 143 ;;
		HUP) status 129 ;;
		esac
		no_stdout
		unserve
		case $how in
		*login*) ;; # its answer never came: nobody knows the session
		*)
			holds [ "$logins" = 1 ]
			logged_out
			;;
		esac
		kept
	done
done

promise 'a closed or full stdout leaves no session'
serve
"$XMBOX" list -s "$uri" >&- 2>/dev/null
"$XMBOX" list -s "$uri" >/dev/full 2>/dev/null
unserve
holds [ "$logins" = 2 ]
logged_out
kept

# A process that sleeps, called xmbox: not the shell any more that opened the pipe for it.
asleep()
{
	grep -q '^[0-9]* (xmbox) S ' "/proc/$pid/stat"
}

# Some output was read, and the rest fills the pipe.
stuck()
{
	[ -s "$tmp/first" ] && asleep
}

promise 'a signal ends it while the output is stuck, or while it reads the password'
serve --vms 5000
mkfifo "$tmp/stuck" "$tmp/silent"
{
	head -c 1 >"$tmp/first"
	exec sleep 300
} <"$tmp/stuck" &
reader=$!
interrupt TERM stuck sh -c 'exec "$0" list -t 40 -s "$1" >"$2"' "$XMBOX" "$uri" "$tmp/stuck"
status 143
kill $reader
sleep 300 >"$tmp/silent" &
writer=$!
interrupt TERM asleep sh -c 'exec "$0" list -t 40 -W - -s "$1" <"$2"' "$XMBOX" "$uri" "$tmp/silent"
status 143
kill $writer
unserve
holds [ "$logins" = 1 ]
logged_out
kept

promise 'a signal that comes at any moment of the output ends it, although nobody reads'
serve --vms 5000
rounds=${LONG:+5}40
cat >"$tmp/signals.py" <<'END'
import os, random, signal, subprocess, sys, time
xmbox, uri, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
random.seed(1)
for i in range(rounds):
    r, w = os.pipe()
    number = random.choice([signal.SIGINT, signal.SIGTERM])
    p = subprocess.Popen(["env", "--default-signal=INT,TERM", xmbox, "list", "-t", "40", "-s", uri], stdout=w, stderr=subprocess.DEVNULL)
    os.close(w)
    first = os.read(r, 1)
    time.sleep(random.random() * 0.002)
    p.send_signal(number)
    try:
        code = p.wait(20)
    except subprocess.TimeoutExpired:
        p.kill()
        p.wait()
        code = "stuck"
    print(code == -number and "ended" or code)
    os.close(r)
END
if lacks python3; then
	skip "$what" "$lacking"
else
	run timeout 600 python3 "$tmp/signals.py" "$XMBOX" "$uri" "$rounds"
	status 0
	holds [ "$(grep -c '^ended$' "$tmp/out")" = "$rounds" ]
	unserve
	logged_out
	kept
fi
unserve

promise 'a login is logged out if its answer breaks behind the reference'
printf '<?xml version="1.0"?><methodResponse><params><param><value><struct><member><name>Status</name><value>Success</value></member><member><name>Value</name><value>OpaqueRef:1</value></member></struct></value></param></params></methodResponse><x/>' >"$tmp/login.xml"
serve --any-session --answer "session.login_with_password=$tmp/login.xml"
run "$XMBOX" list -s "$uri"
fails 5 'a second root element'
unserve
holds grep -q '^call .* session.logout' "$tmp/log"
kept

promise 'a login that takes 31 s is no stall, although 30 s end any other wait'
serve_at tcp:0 --auth-delay 31 --user nobody
run "$XMBOX" list -W "$any" -s "$uri"
fails 4 'wrong user or password'
unserve
kept

promise 'servers with a login of two parameters are logged in to'
serve --xend
run "$XMBOX" list -V -s "$uri"
status 0
holds grep -q ': 5 requests, ' "$tmp/err" # beside why a column is unknown
unserve
logged_out
kept

promise 'a XAPI that closes after each answer costs one connection for each call'
serve --close
run "$XMBOX" list -s "$uri"
status 0
unserve
holds [ "$connections" = 5 ]
kept

promise 'error codes of an emergency are exit 1, those of permission exit 4'
while read -r error want; do
	serve --fail "session.login_with_password=$error,x"
	run "$XMBOX" list -s "$uri"
	fails "$want" "$error"
	unserve
done <<'END'
HOST_STILL_BOOTING 1
HOST_IN_EMERGENCY_MODE 1
PERMISSION_DENIED 4
HOST_HAS_NO_MANAGEMENT_IP 1
HOST_ITS_OWN_SLAVE 1
HOST_UNKNOWN_TO_MASTER 1
HOST_MASTER_CANNOT_TALK_BACK 1
HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR 1
HOST_BROKEN 1
HA_POOL_IS_ENABLED_BUT_HOST_IS_DISABLED 1
HA_HOST_CANNOT_ACCESS_STATEFILE 1
HA_HEARTBEAT_DAEMON_STARTUP_FAILED 1
INTERNAL_ERROR 1
SESSION_AUTHORIZATION_FAILED 4
RBAC_PERMISSION_DENIED 4
HOST_IS_SLAVE 4
MESSAGE_METHOD_UNKNOWN 5
INVALID_VALUE 5
VALUE_NOT_SUPPORTED 5
END
kept
