# SPDX-License-Identifier: MIT
# Functions for tests of TLS: fresh certificates, servers. Nothing runs here.
#
#	certificates                   makes them all: $tmp/NAME.pem and $tmp/NAME.key
#	behind --vms 10                the sample server, which all of these pass on to
#	tunnel self                    stunnel with one of the certificates, as XAPI has it; its port in $port
#	peer raw 00ff                  tls-peer.py instead
#	ask --cacert "$tmp/self.pem"   lists the names at $host:$port with the password; what run leaves
#	stop                           ends them

signing=
peers= # what was started and is to be ended

tls_begin()
{
	host=localhost
	printf 'a long password\n' >"$tmp/pw"
	chmod 600 "$tmp/pw"
}

# Print why TLS cannot be tested here; nothing if it can.
tls_missing()
{
	case $("$XMBOX" --version) in
	*' TLS'*) ;;
	*) echo 'TLS is not built in' ;;
	esac
	for tool in openssl stunnel4 python3; do
		command -v $tool >/dev/null || echo "there is no $tool"
	done
}

certificates()
{
	: >"$tmp/index"
	cat >"$tmp/ca.conf" <<END
[req]
distinguished_name = names
[ca]
default_ca = here
[here]
database = $tmp/index
new_certs_dir = $tmp
rand_serial = yes
unique_subject = no
default_md = sha256
policy = names
[names]
commonName = supplied
END
	openssl genrsa -out "$tmp/rsa.key" 2048
	openssl genrsa -out "$tmp/short.key" 1024
	openssl ecparam -name secp384r1 -genkey -noout -out "$tmp/p384.key"
	openssl ecparam -name prime256v1 -genkey -noout -out "$tmp/p256.key"
	openssl ecparam -name prime256v1 -genkey -noout -out "$tmp/other.key"

	is_ca='basicConstraints = critical, CA:TRUE'
	names='subjectAltName = DNS:xapi.example.test, DNS:localhost, IP:127.0.0.1'
	# The first is as XAPI makes its own: no basicConstraints.
	issue self rsa - localhost "$names"
	issue self-ca rsa - localhost "$names\n$is_ca"
	issue self-old rsa - localhost "$names" 20010101000000Z 20020101000000Z
	issue self-other other - localhost "$names"
	issue by-other rsa self-other 'signed by no CA' "$names"
	issue ca p256 - authority "$is_ca"
	issue ca-other other - authority "$is_ca"
	issue leaf rsa ca localhost "$names"
	issue wrong-name rsa ca xapi 'subjectAltName = DNS:xapi.example.test, DNS:localhost.example.test, IP:127.0.0.1'
	issue wrong-ip rsa ca localhost 'subjectAltName = DNS:localhost, IP:127.0.0.2'
	issue no-ip rsa ca localhost 'subjectAltName = DNS:localhost'
	issue old rsa ca localhost "$names" 20010101000000Z 20020101000000Z
	issue future rsa ca localhost "$names" 20480101000000Z 20490101000000Z
	issue for-clients rsa ca localhost "$names\nextendedKeyUsage = clientAuth"
	issue no-signing rsa ca localhost "$names\nkeyUsage = keyEncipherment"
	issue signing rsa ca localhost "$names\nkeyUsage = digitalSignature"
	issue weak short ca localhost "$names"
	issue ip-as-name rsa ca 127.0.0.1 'subjectAltName = DNS:127.0.0.1, DNS:localhost'
	issue ip-as-cn rsa ca 127.0.0.1 'keyUsage = digitalSignature'
	issue ec256 p256 ca localhost "$names"
	issue ec384 p384 ca localhost "$names"
	issue large rsa ca localhost "$(many_names 300)"
	issue huge rsa ca localhost "$(many_names 3000)"
	issue unknown rsa ca localhost "$names\n1.2.3.4.5 = critical, ASN1:UTF8String:unknown"
	openssl genpkey -algorithm ED25519 -out "$tmp/ed25519.key"
	openssl ecparam -name secp521r1 -genkey -noout -out "$tmp/p521.key"
	issue root-p521 p521 - 'a root on a curve that the release has not' "$is_ca"
	issue root-unknown p256 - 'a root with an unknown extension' "$is_ca\n1.2.3.4.5 = critical, ASN1:UTF8String:unknown"
	issue by-p521 rsa root-p521 localhost "$names"
	cat "$tmp/root-p521.pem" >>"$tmp/by-p521.pem"
	signing='-md sha1'
	issue root-sha1 rsa - 'an old root' "$is_ca"
	issue self-sha1 rsa - localhost "$names"
	issue leaf-sha1 rsa root-sha1 localhost "$names"
	signing=
	issue by-sha1 rsa root-sha1 localhost "$names"
	signing='-md md5'
	issue self-md5 rsa - localhost "$names"
	signing='-sigopt rsa_padding_mode:pss'
	issue self-pss rsa - localhost "$names"
	signing='-md null'
	issue root-ed25519 ed25519 - 'a root of another kind of key' "$is_ca"
	signing=

	issuer=ca
	: >"$tmp/steps"
	for i in 1 2 3 4 5 6 7 8 9 10; do
		issue step$i p256 $issuer "step $i" "$is_ca"
		issuer=step$i
		cat "$tmp/$issuer.pem" "$tmp/steps" >"$tmp/more"
		mv "$tmp/more" "$tmp/steps"
		case $i in
		3 | 10)
			issue chain$i rsa $issuer localhost "$names"
			cat "$tmp/steps" >>"$tmp/chain$i.pem"
			;;
		esac
	done
}

# A certificate for KEY, signed by ISSUER, - by itself, as the options in $signing say: issue NAME KEY ISSUER SUBJECT 'EXTENSIONS' [BEGIN END]
issue()
{
	ln -s "$2.key" "$tmp/$1.key"
	case $3 in
	-) signer="-selfsign -keyfile $tmp/$2.key" ;;
	*) signer="-cert $tmp/$3.pem -keyfile $tmp/$3.key" ;;
	esac
	printf '%b\n' "$5" >"$tmp/extensions"
	openssl req -new -config "$tmp/ca.conf" -key "$tmp/$2.key" -subj "/CN=$4" -out "$tmp/request"
	# shellcheck disable=SC2086 # words
	openssl ca -batch -notext $signing -config "$tmp/ca.conf" $signer -in "$tmp/request" -extfile "$tmp/extensions" \
		-startdate "${6:-20200101000000Z}" -enddate "${7:-20491231235959Z}" -out "$tmp/$1.pem"
}

many_names()
{
	awk -v n="$1" 'BEGIN {
		print "subjectAltName = @many\n[many]\nDNS.1 = localhost"
		while (n-- > 1)
			printf "DNS.%d = host-%d.example.test\n", n + 1, n
	}'
}

# The digest of a certificate, as a pin has it.
digest()
{
	openssl x509 -in "$tmp/$1.pem" -outform DER | openssl dgst -sha256 -r | cut -c 1-64
}

behind()
{
	unserve
	serve_at tcp:0 --password-file "$tmp/pw" "$@"
}

# Start the sample server behind it; store its list in $all.
all_rows()
{
	behind
	run "$XMBOX" list -q -W "$tmp/pw" -s "$uri"
	status 0
	stdout_has windmill
	all=$(cat "$tmp/out")
}

# Start a server that prints its port; store it in $port. It ends by itself if nobody ends it.
start()
{
	start_as peer "$@"
}

# Start one with its output in $tmp/NAME: start_as NAME COMMAND...
start_as()
{
	said=$tmp/$1
	shift
	: >"$said"
	timeout --foreground 100 "$@" >"$said" 2>&1 &
	peers="$peers $!"
	port=
	await listens || no "it did not start: $*: $(tail -n 5 "$said")"
}

# The port of a line that is there as a whole: "ready PORT" (the sample server: "ready tcp:PORT") of ours, and
# what stunnel and openssl write.
listens()
{
	[ -z "$(tail -c 1 "$said")" ] || return 1
	port=$(sed -n 's/^ready \(tcp:\)*//p; s/^ACCEPT .*://p; s/.*bound to .*:\([0-9]*\)$/\1/p' "$said" | head -n 1)
	[ -n "$port" ]
}

# Wait until a line of FILE begins with EXPRESSION: wait_for EXPRESSION FILE
wait_for()
{
	await grep -qa "^$1" "$2"
}

stop()
{
	for pid in $peers; do
		kill "$pid" 2>/dev/null
		wait "$pid" 2>/dev/null
	done
	peers=
}

# What stunnel is told, in $tmp/tunnel.conf: tunnel_conf ADDRESS:PORT PORT CERTIFICATE [VERSION CIPHERS CURVES];
# what XAPI's configuration says, where not said.
tunnel_conf()
{
	cat >"$tmp/tunnel.conf" <<END
foreground = yes
pid =
syslog = no
debug = 6
socket = l:TCP_NODELAY=1
socket = r:TCP_NODELAY=1
[xapi]
accept = $1
connect = 127.0.0.1:$2
cert = $tmp/$3.pem
key = $tmp/$3.key
${4:+securityLevel = 0}
sslVersion = ${4:-TLSv1.2}
ciphers = ${5:-ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256}
curve = ${6:-secp384r1}
options = CIPHER_SERVER_PREFERENCE
TIMEOUTclose = 1
END
}

# tunnel CERTIFICATE [VERSION CIPHERS CURVES]
tunnel()
{
	stop
	tunnel_conf 127.0.0.1:0 "${uri##*:}" "$@"
	start stunnel4 "$tmp/tunnel.conf"
}

peer()
{
	stop
	start python3 "$TESTS/tls-peer.py" "$@"
}

# Between client and tunnel, a peer that cuts: cutter CERTIFICATE BYTES [hold]
cutter()
{
	tunnel "$1"
	shift
	start python3 "$TESTS/tls-peer.py" cut "$port" "$@"
}

# Start a peer that ends TLS and records the data in $tmp/seen: recorder CERTIFICATE END [PORT]
recorder()
{
	: >"$tmp/seen"
	peer tls "$tmp/$1.pem" "$tmp/$1.key" "$tmp/seen" "$2" "${3:-${uri##*:}}"
}

ask()
{
	run "$XMBOX" list -q -t 20 -W "$tmp/pw" -s "https://$host:$port" "$@"
}

# Check that it was trusted: the table and nothing else.
shown()
{
	status 0
	no_stderr
	stdout_is "$all"
}

# Check that it was refused with WORDS and the pin to trust it: denied CERTIFICATE WORDS...
denied()
{
	pin=$(digest "$1")
	shift
	fails 4 "--pin sha256:$pin" "$@"
}

# As shown; but mbedtls 2 reads no addresses in certificates.
shown_by_address()
{
	case $("$XMBOX" --version) in
	*'mbedtls 2.'*) denied "$1" address ;;
	*) shown ;;
	esac
}

# List a server with the certificate, by its name: trusted 'WHAT' CERTIFICATE OPTION...
trusted()
{
	promise "$1 is trusted"
	tunnel "$2"
	shift 2
	ask "$@"
	shown
	kept
}

# The same with a weak certificate: old_trusted 'WHAT' CERTIFICATE OPTION...
old_trusted()
{
	promise "$1 is trusted"
	tunnel "$2" $old
	shift 2
	ask "$@"
	shown
	kept
}

# distrusted 'WHAT' CERTIFICATE WORDS OPTION...
distrusted()
{
	promise "$1 is exit 4, with '$3' and its pin"
	tunnel "$2"
	name=$2
	words=$3
	shift 3
	ask "$@"
	denied "$name" "$words"
	kept
}

# A server of one VERSION, with CIPHERS and CURVES: spoken 'WHAT' CERTIFICATE VERSION CIPHERS CURVES
spoken()
{
	promise "$1 is spoken"
	tunnel "$2" "$3" "$4" "$5"
	ask --cacert "$tmp/ca.pem"
	shown
	kept
}

unspoken()
{
	promise "$1 is exit 5"
	tunnel "$2" "$3" "$4" "$5"
	ask --cacert "$tmp/ca.pem"
	fails 5 TLS
	kept
}

# The started server answers without TLS, or with a part of it:
# broken 'WHAT' STATUS WORDS
broken()
{
	promise "$1 is exit $2"
	ask --pin "sha256:$self"
	fails "$2" "$3"
	kept
}

hex()
{
	# shellcheck disable=SC2059 # the escapes are meant
	printf "$1" | od -An -v -tx1 | tr -d ' \n'
}

# The sample server cuts its answer or not; TLS then ends as END says.
# answer 'WHAT' END STATUS OPTION...: no table, and the session is ended all the same.
answer()
{
	promise "an answer $1 and then $2 is exit $3"
	how=$2
	want=$3
	shift 3
	behind "$@"
	recorder self "$how"
	ask --pin "sha256:$self"
	fails "$want" VM.get_all_records_where
	stop
	unserve
	logged_out
	kept
}

# Check the deadline with the started server: late 'WHAT'
late()
{
	promise "$1 is exit 1 at the deadline"
	at_deadline 1 "$XMBOX" list -q -t 1 -W "$tmp/pw" -s "https://localhost:$port" --pin "sha256:$self"
	fails 1 'within 1'
	kept
}
