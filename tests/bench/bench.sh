# SPDX-License-Identifier: MIT
# make bench: one table of what it costs, side by side with what else is there. Ratios only: all that is
# compared runs in turn, and of each the best round counts. It installs nothing; a peer that cannot be built
# is left out, or its row says so (Debian: libexpat1-dev libxml2-dev libpugixml-dev librapidxml-dev
# libxmlrpc-core-c3-dev rapidjson-dev libsimdjson-dev, g++, curl, python3; valgrind counts). ROUNDS, SIZES and LARGE (of
# which the cost per VM is compared with that of 1000) may be given. Where answers are decoded from memory, one
# instruction a byte is the copy of them into the window, which else the kernel does.
set -eu
tmp=$(mktemp -d "${TMPDIR:-/tmp}/xmbox-bench.XXXXXX")
server=
trap 'unserve; rm -rf "$tmp"' EXIT
trap 'exit 1' INT TERM
. "$SOURCE/tests/tls-lib.sh" # tunnel_conf
peers=$SOURCE/tests/bench

unserve()
{
	# shellcheck disable=SC2086 # two
	[ -z "$server" ] || kill $server
	server=
}
rounds=${ROUNDS:-7}

# Built as the release is (but for TLS and xenstored, which read nothing here), and with -O2 and the libc that is there.
built()
{
	mkdir -p "$tmp/$1/release"
	printf '# CONFIG_%s is not set\n' TLS SOURCE_XENSTORE >"$tmp/$1/release/.config"
	o=$tmp/$1/release
	shift
	"$MAKE" -s -C "$SOURCE" O="$o" "$@" "$o/tests/bench/ours" "$o/tests/bench/json" "$o/tests/bench/floor" "$o/xmbox" \
		>"$tmp/log" 2>&1
}
built O2 CFLAGS=-O2 || { cat "$tmp/log"; exit 1; }
release=release
if ! built release RELEASE=1 SKIP_STRIP=1; then
	release=O2
	echo 'no release can be built (musl-gcc?): with this libc instead'
fi
bin=$tmp/$release/release

# peer NAME COMMAND...: compiles one
decoders=
peer()
{
	name=$1
	shift
	if "$@" -o "$tmp/$name" 2>/dev/null; then
		decoders="$decoders $name"
	else
		echo "not there: $name"
	fi
}
# shellcheck disable=SC2046 # words
{
	peer expat cc -O2 "$peers/expat.c" -lexpat
	peer libxml2 cc -O2 -I/usr/include/libxml2 "$peers/libxml2.c" -lxml2
	peer pugixml c++ -O2 "$peers/pugixml.cc" -lpugixml
	peer pugixml-parse c++ -O2 -DPARSE_ONLY "$peers/pugixml.cc" -lpugixml
	peer rapidxml c++ -O2 "$peers/rapidxml.cc"
	peer xmlrpc-c cc -O2 "$peers/xmlrpc-c.c" $(xmlrpc-c-config --libs 2>/dev/null)
	peer memchr cc -O2 "$peers/walk.c"
}
for build in release O2; do
	[ ! -e "$tmp/$build/release/tests/bench/ours" ] || decoders="ours-$build $decoders"
	ln -s "$tmp/$build/release/tests/bench/ours" "$tmp/ours-$build"
	ln -s "$tmp/$build/release/tests/bench/json" "$tmp/json-$build"
done
of_xml=$decoders
peer rapidjson c++ -O2 "$peers/rapidjson.cc"
peer simdjson c++ -O2 "$peers/simdjson.cc" -lsimdjson
peer simdjson-parse c++ -O2 -DPARSE_ONLY "$peers/simdjson.cc" -lsimdjson
peer memchr-quotes cc -O2 "-DMARK='\"'" "$peers/walk.c"
decoders=$of_xml

cat >"$tmp/python" <<'END'
#!/usr/bin/env python3
import sys, time, xmlrpc.client
text = open(sys.argv[1]).read()
start = time.process_time_ns()
xmlrpc.client.loads(text)
print(time.process_time_ns() - start, 0)
END
cat >"$tmp/list.py" <<'END'
import sys, xmlrpc.client
server = xmlrpc.client.ServerProxy(sys.argv[1])
session = server.session.login_with_password("root", "")["Value"]
vms = server.VM.get_all_records(session)["Value"]
metrics = server.VM_metrics.get_all_records(session)["Value"]
for vm in sorted(vms.values(), key=lambda vm: vm["name_label"]):
    of = metrics.get(vm["metrics"], {})
    print(vm["name_label"], vm["domid"], of.get("memory_actual"), of.get("VCPUs_number"), vm["power_state"])
server.session.logout(session)
END
chmod +x "$tmp/python"
python=$(python3 -c 'import sys; print(sys.executable)' 2>/dev/null || :)
[ -z "$python" ] || decoders="$decoders python"

cpu=$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)
echo "$(date +%F), $cpu, $(nproc) CPUs, $(cc --version | head -n 1)"
answer=$tmp/answer
"$T/bench/serve" 1000 VM.get_all_records >"$answer"
echo
printf 'decoding 1000 VMs (%8d bytes)   times expat  times memchr  instructions a byte\n' "$(wc -c <"$answer")"
# decoding ANSWER FIRST RIGHT DECODER...: rows of a table. The decoders are compared with FIRST and with the walk by
# memchr; the checksum of RIGHT is right.
decoding()
{
	answer=$1 first=$2 right=$3
	shift 3
	n=0
	while [ $n -lt "$rounds" ]; do
		n=$((n + 1))
		for name; do
			[ -x "$tmp/$name" ] || continue
			[ "$name" != python ] || [ $n = 1 ] || continue # it takes long
			"$tmp/$name" "$answer" 3 | sed "s/^/$name /"
		done
	done >"$tmp/times"
	for name; do
		count=absent
		[ ! -x "$tmp/$name" ] || count=-
		if [ "$name" != python ] && [ -x "$tmp/$name" ] && command -v valgrind >/dev/null; then
			valgrind --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect='decode*' \
				"$tmp/$name" "$answer" >"$tmp/log" 2>&1
			count=$(sed -n 's/.*Collected : //p' "$tmp/log")
		fi
		echo "$name $count"
	done >"$tmp/counts"
	awk -v bytes="$(wc -c <"$answer")" -v first="$first" -v right="$right" '
		NR == FNR { if (!best[$1] || $2 < best[$1]) best[$1] = $2; sum[$1] = $3
			if ($1 ~ /memchr/) mark = best[$1]; next }
		$2 == "absent" { printf("  %-32s %12s\n", $1, "not there"); next }
		{ printf("  %-32s %12s %13.2f %12s%s\n", $1, best[first] ? sprintf("%.2f", best[first] / best[$1]) : "-",
			mark / best[$1], $2 == "-" ? "-" : sprintf("%.1f", $2 / bytes),
			sum[$1] != sum[right] && $1 !~ /memchr|parse|python/ ? "  WRONG" : "") }' "$tmp/times" "$tmp/counts"
}
# shellcheck disable=SC2086 # words
decoding "$answer" expat ours-O2 $decoders

# Recordings of a real marshaller: 1000 VMs as they are, and VMs of two versions in turn, with members in any order and
# values that all differ.
for kind in alike mixed; do
	python3 "$peers/replies.py" "$SOURCE/tests/recorded/xapi-json" $kind >"$answer" || break
	echo
	printf 'decoding 1000 VMs of JSON, %s (%8d bytes)  times rapidjson  times memchr  instructions a byte\n' $kind \
		"$(wc -c <"$answer")"
	decoding "$answer" rapidjson json-O2 json-O2 json-release rapidjson simdjson simdjson-parse memchr-quotes
done

# Wait for a port, in $port: listening SED-EXPRESSION FILE
listening()
{
	port=
	while [ -z "$port" ]; do
		sleep 0.1
		port=$(sed -n "$1" "$2" | head -n 1)
	done
}

# serving N: at unix:$tmp/socket, and at $port
serving()
{
	unserve
	: >"$tmp/ready" # by both
	"$T/bench/serve" "$1" "unix:$tmp/socket" >>"$tmp/ready" &
	server=$!
	"$T/bench/serve" "$1" tcp:0 >>"$tmp/ready" &
	server="$server $!"
	while [ "$(grep -c ready "$tmp/ready")" -lt 2 ]; do
		sleep 0.1
	done
	port=$(sed -n 's/^ready \([1-9]\)/\1/p' "$tmp/ready")
}

echo unused >"$tmp/password"
chmod 600 "$tmp/password"
xml="-H Content-Type:text/xml --data-binary @$tmp/call"
printf %s '<methodCall><methodName>VM.get_all_records</methodName>' \
	'<params><param><value>OpaqueRef:x</value></param></params></methodCall>' >"$tmp/call"
json="-H Content-Type:application/json --data-binary @$tmp/call.json"
echo '{"jsonrpc":"2.0","method":"VM.get_all_records","params":["OpaqueRef:x"],"id":1}' >"$tmp/call.json"
for vms in ${SIZES:-10 1000 10000}; do
	serving "$vms"
	curl="curl -s -o /dev/null"
	set -- "nothing|$bin/tests/bench/floor" "floor, unix|$bin/tests/bench/floor json unix:$tmp/socket" \
		"xmbox, unix|$bin/xmbox list -s unix:$tmp/socket" \
		"curl, VM.get_all_records to /dev/null, unix|$curl --unix-socket $tmp/socket $json http://localhost/jsonrpc" \
		"floor, tcp|$bin/tests/bench/floor json tcp:$port" \
		"xmbox, tcp|$bin/xmbox list -W $tmp/password -s http://127.0.0.1:$port" \
		"floor, XML, tcp|$bin/tests/bench/floor xml tcp:$port" \
		"curl, VM.get_all_records to /dev/null, XML, tcp|$curl $xml http://127.0.0.1:$port/" \
		"python, xmlrpc.client, XML, tcp|${python:-python3} $tmp/list.py http://127.0.0.1:$port/"
	printf '%s\n' "$@" | cut -d'|' -f1 >"$tmp/names"
	for command; do
		shift
		set -- "$@" "${command#*|}"
	done
	echo
	echo "a list of $vms VMs, times the floor above                 wall     cpu  memory, MB"
	n=$((rounds * (vms < 1000 ? 9 : 3)))
	[ "$vms" -le 1000 ] || n=$rounds
	"$T/bench/spend" "$n" "$@" | paste -d'|' "$tmp/names" - | awk -F'|' '{ split($2, s, " ") }
		NR == 1 { none = s[3]; next } /^floor/ { wall = s[1]; cpu = s[2] }
		{ printf("  %-52s %7.2f %7.2f %11.2f%s\n", $1, s[1] / wall, s[2] / cpu, (s[3] - none) * 4096 / 1e6,
			s[4] ? "  FAILED" : "") }'
done

# over_tls VMS: the release beside curl, which verify the same certificate. The sample server answers in either encoding.
tls=${XMBOX%/*}/release/xmbox
over_tls()
{
	for tool in curl openssl stunnel4 "$tls"; do
		command -v "$tool" >/dev/null || { echo "https is left out, there is no $tool (make release)"; return; }
	done
	openssl req -x509 -newkey rsa:2048 -nodes -keyout "$tmp/self.key" -out "$tmp/self.pem" -subj /CN=localhost \
		-addext 'subjectAltName = IP:127.0.0.1' 2>"$tmp/log"
	unserve
	"$T/server-sample" --vms "$1" --any-session --password-file "$tmp/password" tcp:0 >"$tmp/ready" 2>&1 &
	server=$!
	listening 's/^ready .*://p' "$tmp/ready"
	tunnel_conf 127.0.0.1:0 "$port" self
	plain=$port
	stunnel4 "$tmp/tunnel.conf" >"$tmp/stunnel" 2>&1 &
	server="$server $!"
	listening 's/.*bound to .*:\([0-9]*\)$/\1/p' "$tmp/stunnel"
	printf '%s\n' 'curl, VM.get_all_records as XML to /dev/null, https' 'xmbox, https' 'xmbox, http' >"$tmp/names"
	echo
	echo "a list of $1 VMs through stunnel as XAPI has it, times curl    wall     cpu"
	"$T/bench/spend" $((rounds * 3)) "curl -s -f -o /dev/null --user-agent xmbox --cacert $tmp/self.pem $xml https://127.0.0.1:$port/" \
		"$tls list -W $tmp/password --cacert $tmp/self.pem -s https://127.0.0.1:$port" \
		"$tls list -W $tmp/password -s http://127.0.0.1:$plain" | paste -d'|' "$tmp/names" - |
		awk -F'|' '{ split($2, s, " ") } NR == 1 { wall = s[1]; cpu = s[2] }
			{ printf("  %-56s %7.2f %7.2f%s\n", $1, s[1] / wall, s[2] / cpu, s[4] ? "  FAILED" : "") }'
}
for vms in 10 1000; do
	over_tls $vms
done

echo
echo 'processor time for each VM, times that at 1000'
for vms in 1000 "${LARGE:-100000}"; do
	serving "$vms"
	"$T/bench/spend" "$rounds" "$bin/xmbox list -s unix:$tmp/socket" | sed "s/^/$vms /" >>"$tmp/large"
done
awk 'NR == 1 { each = $3 / $1 } { printf("  %-20d %.2f%s\n", $1, $3 / $1 / each, $5 ? "  FAILED" : "") }' "$tmp/large"
