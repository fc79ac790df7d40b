# SPDX-License-Identifier: MIT
# xend's legacy XML-RPC, beyond xm.sh.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

recorded_xend basic
serve --xend --any-session --replay "$tmp/replay" --keep
uri=xend:$tmp/socket
named_rows 'xm list' <<'END'
managed-halted|0|managed-halted
3|0|db-server
db-server web1|0|db-server web1
web1 nosuch|3|web1
END

promise "uuid, power state and CPU time of a domain of xend"
run "$XMBOX" list -H -o name,uuid,power,cpu_time -s "$uri" web1
status 0
holds grep -q '^web1 [0-9a-f]*-[0-9a-f-]* running   100.0$' "$tmp/out"
kept
unserve

promise 'a Xen-API server at the socket of xend: is recognized in the message'
serve --xend
run "$XMBOX" list -s "xend:$tmp/socket"
fails 5 'this is no xend; if it is a Xen-API server, ask it with unix: or http:'
unserve
serve
run "$XMBOX" list -s "xend:$tmp/socket"
fails 5 'this is no xend'
unserve
serve --xend --fail 'session.login_with_password=MESSAGE_METHOD_UNKNOWN,session.login_with_password'
run "$XMBOX" list -s "$uri"
fails 5 'the server is no Xen-API server'
unserve
kept

promise 'a domain with an empty name is asked for by its id'
recorded_xend basic
rm "$tmp"/replay/xend.domains_with_state*
reply "$(array Domain-0 '')" >"$tmp/replay/xend.domains_with_state,0,all,0.xml"
reply "$(array "$(array domain "$(array name Domain-0)" "$(array domid '<int>0</int>')")" \
	"$(array domain "$(array name '')" "$(array domid '<int>3</int>')")")" >"$tmp/replay/xend.domains_with_state,1,all,0.xml"
serve --xend --any-session --replay "$tmp/replay" --keep
for what in vcpu-list label 'list --label'; do
	# shellcheck disable=SC2086 # words
	run "$XMBOX" $what -s "xend:$tmp/socket"
	status 0
	no_stderr
	holds grep -q '^Domain-0 ' "$tmp/out"
	holds grep -q '^   *3 ' "$tmp/out"
done
unserve
kept

# Make xend answer with this value: answer 'VALUE'
answer()
{
	reply "$1" >"$tmp/answer.xml"
	serve --xend --any-session --answer "xend.domains_with_state=$tmp/answer.xml"
	run "$XMBOX" list -H -s "xend:$tmp/socket"
	unserve
}

promise 'odd records: missing, nil and senseless values are unknown, never a false zero'
answer "$(array "$(array domain)" \
	"$(array domain "$(array name a)" "$(array domid '<int>-3</int>')" "$(array memory '<nil/>')" "$(array vcpus x)" "$(array state rbps)")" \
	"$(array domain "$(array name b)" "$(array domid '<int>5</int>')" "$(array state -b----)" "$(array cpu_time '<double>1.5e+1</double>')" "$(array)" "$(array device "$(array vif)" x)" "$(array "$(array x)")")")"
status 0
stdout_is 'a                                            -     -     -          -        -
b                                            5     -     -     -b----     15.0
(unknown)                                          -     -                   -'
kept

promise 'seconds are rounded as xm did'
answer "$(array "$(array domain "$(array name a)" "$(array cpu_time '<double>0.05</double>')")" \
	"$(array domain "$(array name b)" "$(array cpu_time '<double>0.15</double>')")" \
	"$(array domain "$(array name c)" "$(array cpu_time '<double>0.25</double>')")" \
	"$(array domain "$(array name d)" "$(array cpu_time '<double>0.75</double>')")" \
	"$(array domain "$(array name e)" "$(array cpu_time '<double>123456789.25</double>')")" \
	"$(array domain "$(array name f)" "$(array cpu_time '<double>1234567.06</double>')")")"
holds [ "$(awk '{ print $NF }' "$tmp/out" | tr '\n' ' ')" = '0.1 0.1 0.2 0.8 123456789.2 1234567.1 ' ]
kept

promise 'an answer that is no list of domains, or a fault, is exit 5'
answer x
fails 5 'no xend'
answer "$(array "$(array vm)")"
fails 5 'not a domain of xend'
serve --xend --any-session --fault 'xend.domains_with_state=2,it broke'
run "$XMBOX" list -s "xend:$tmp/socket"
fails 5 'fault 2: it broke'
unserve
kept

# A failure of any call is a failure of the command, never fewer rows.
recorded_xend basic
printf 'HTTP/1.1 500 x\r\n\r\n' >"$tmp/500"
printf 'garbage' >"$tmp/garbage"
for case in 'domain list web1' 'domain list web1 nosuch db-server' 'domain.getVCPUInfo vcpu-list web1' \
	'domain.getVCPUInfo vcpu-list nosuch web1' 'domain.getVCPUInfo vcpu-list' 'node.info vcpu-list' \
	'domains_with_state list' 'domains_with_state vcpu-list' 'security.get_domain_label label' 'domain list -l web1'; do
	promise "a failed call xend.${case%% *} (${case#* }) is a failure"
	for way in "--http-answer=xend.${case%% *}=$tmp/500" "--http-answer=xend.${case%% *}=$tmp/garbage" \
		"--cut-call=xend.${case%% *}=0" "--cut-call=xend.${case%% *}=150" "--stall-call=xend.${case%% *}=0"; do
		serve --xend --any-session --replay "$tmp/replay" "$way"
		# shellcheck disable=SC2086 # words
		run "$XMBOX" ${case#* } -t 0.5 -s "xend:$tmp/socket"
		unserve
		case $code in
		1 | 5) ;;
		*) no "$way: exit status $code" ;;
		esac
		no_stdout
		stderr_has 'Error: ' "xend.${case%% *}: "
		holds [ "$(grep -o "xend.${case%% *}: " "$tmp/err" | wc -l)" = 1 ]
	done
	kept
done

promise 'a name that cannot be sent costs only its own row'
reply "$(array web1 'a
b')" >"$tmp/replay/xend.domains_with_state,0,all,0.xml"
rm "$tmp/replay/xend.domains_with_state,0,all,0.http"
serve --xend --any-session --replay "$tmp/replay"
run "$XMBOX" vcpu-list -H -o name,vcpu -s "xend:$tmp/socket"
status 5
stdout_is 'web1    0
web1    1'
stderr_has 'Warning: ' "'a\x0ab'"
unserve
kept

promise 'a domain given in several ways, by uuid too, is asked for once'
serve --xend --any-session --replay "$tmp/replay"
for words in 'web1 uuid:a0000001-1111-4222-8333-000000000001' 'a0000001-1111-4222-8333-000000000001 web1'; do
	# shellcheck disable=SC2086 # words
	run "$XMBOX" list -q -s "xend:$tmp/socket" $words
	status 0
	stdout_is 'web1
web1'
done
unserve
kept

promise '--host is refused for xend:'
serve --xend
run "$XMBOX" list --host x -s "xend:$tmp/socket"
fails 2 'no pool of hosts'
unserve
kept
