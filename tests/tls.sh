# SPDX-License-Identifier: MIT
# TLS as XAPI speaks it: trusted and refused certificates, and failures.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
. "$TESTS/tls-lib.sh"

tls_begin
missing=$(tls_missing | head -n 1)
if [ -n "$missing" ]; then
	skip_rest TLS "$missing"
fi

promise 'the certificates are made, the sample server answers'
certificates >"$tmp/made" 2>&1
for name in self ca huge chain10; do
	holds [ -s "$tmp/$name.pem" ]
done
all_rows
kept

# Trust by --cacert.

trusted "XAPI's own certificate as --cacert, no CA bit," self --cacert "$tmp/self.pem"
trusted 'one with the CA bit as its own --cacert' self-ca --cacert "$tmp/self-ca.pem"
trusted 'one that a CA of --cacert signed' leaf --cacert "$tmp/ca.pem"
trusted 'one that a CA signed over three more' chain3 --cacert "$tmp/ca.pem"
cat "$tmp/ca-other.pem" "$tmp/self-other.pem" "$tmp/self.pem" "$tmp/ca.pem" >"$tmp/several"
trusted 'one that is among several of --cacert' self --cacert "$tmp/several"
trusted 'one whose CA is the last of several' leaf --cacert "$tmp/several"
awk '{ printf "%s\r\n", $0 }' "$tmp/ca.pem" >"$tmp/dos.pem"
trusted 'one whose CA has lines that end with CR LF' leaf --cacert "$tmp/dos.pem"

# The certificates of a distribution, an old root, and roots that mbedtls cannot read.
bundle()
{
	for name in root-p521 root-unknown root-ed25519 root-sha1; do
		cat "$tmp/$name.pem"
	done
	printf -- '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
	sed 's/^MII/AII/' "$tmp/self-other.pem"
	[ ! -r /etc/ssl/certs/ca-certificates.crt ] || cat /etc/ssl/certs/ca-certificates.crt
}
bundle >"$tmp/bundle.pem"
cat "$tmp/bundle.pem" "$tmp/ca.pem" "$tmp/root-ed25519.pem" >"$tmp/bundle-ca.pem"
trusted 'one whose CA is in a bundle with some that cannot be read' leaf --cacert "$tmp/bundle-ca.pem"
trusted 'a certificate that a CA signed, given as --cacert without the CA,' leaf --cacert "$tmp/leaf.pem"
trusted 'one that a CA signed over three more, given so,' chain3 --cacert "$tmp/chain3.pem"
trusted 'one whose old root is signed with SHA-1' by-sha1 --cacert "$tmp/root-sha1.pem"

promise 'a certificate that names the address is accepted'
host=127.0.0.1
tunnel self
ask --cacert "$tmp/self.pem"
shown_by_address self
tunnel leaf
ask --cacert "$tmp/ca.pem"
shown_by_address leaf
host=localhost
kept

promise 'where the kernel has no getrandom, and no seccomp, /dev/urandom is read'
if ! strace -o /dev/null -e inject=getrandom,seccomp:error=ENOSYS true 2>"$tmp/err"; then
	skip "$what" 'no strace here, or it may not trace'
else
	tunnel self
	run env ASAN_OPTIONS=detect_leaks=0 strace -f -o "$tmp/calls" -e trace=getrandom,seccomp,open,openat \
		-e inject=getrandom,seccomp:error=ENOSYS "$XMBOX" list -q -t 20 \
		-W "$tmp/pw" -s "https://$host:$port" --cacert "$tmp/self.pem"
	shown
	holds grep -q '/dev/urandom.* = [0-9]' "$tmp/calls"
	kept
fi

distrusted 'without --cacert and --pin any certificate' self 'not trusted'
distrusted 'a certificate that --cacert does not know' self 'not trusted' --cacert "$tmp/ca.pem"
distrusted 'another key under the same names' self 'not trusted' --cacert "$tmp/self-other.pem"
distrusted 'a CA of the same name with another key' leaf 'not trusted' --cacert "$tmp/ca-other.pem"
distrusted 'what a certificate of --cacert signed that is no CA' by-other 'not trusted' --cacert "$tmp/self-other.pem"
distrusted 'a certificate for another name' wrong-name 'name' --cacert "$tmp/ca.pem"
distrusted 'one that has expired' old 'expired' --cacert "$tmp/ca.pem"
distrusted 'one that has expired and is its own --cacert' self-old 'expired' --cacert "$tmp/self-old.pem"
distrusted 'one that is not valid yet' future 'not yet valid' --cacert "$tmp/ca.pem"
distrusted 'one that is for clients' for-clients 'it may not be used for this' --cacert "$tmp/ca.pem"
distrusted 'one whose key may not sign' no-signing 'it may not be used for this' --cacert "$tmp/ca.pem"
distrusted 'one that a CA signed, for another name, given as --cacert' wrong-name 'name' --cacert "$tmp/wrong-name.pem"
distrusted 'one that a CA signed, has expired and is given as --cacert' old 'expired' --cacert "$tmp/old.pem"
distrusted 'one that a CA signed, of which another is given as --cacert,' leaf 'not trusted' --cacert "$tmp/signing.pem"
if [ -z "$SANITIZE" ]; then
	distrusted 'one with a critical extension that nobody knows' unknown 'not trusted' --cacert "$tmp/ca.pem"
else # a shared mbedtls cannot be told to go on
	promise 'one with a critical extension that nobody knows is exit 4, with a reason'
	tunnel unknown
	ask --cacert "$tmp/ca.pem"
	fails 4 'not trusted: mbedtls' 'cannot read it (-0x2562)'
	kept
fi
distrusted 'one of a bundle that does not hold its CA' leaf 'signed by none' --cacert "$tmp/bundle.pem"
trusted 'one whose key may sign and nothing else' signing --cacert "$tmp/ca.pem"

old='TLSv1.2 ECDHE-RSA-AES256-GCM-SHA384 secp384r1'
promise 'a certificate with a key of 1024 bits, or signed with SHA-1, is exit 4'
# shellcheck disable=SC2086 # words
for name in weak self-sha1 leaf-sha1; do
	tunnel $name $old
	ask --cacert "$tmp/$(case $name in weak) echo ca ;; leaf-sha1) echo root-sha1 ;; *) echo $name ;; esac).pem"
	denied $name 'not trusted' weak
done
kept

promise 'a certificate for another address, or for names only, is exit 4, with its pin'
host=127.0.0.1
for name in wrong-ip no-ip ip-as-name ip-as-cn; do
	tunnel $name
	ask --cacert "$tmp/ca.pem"
	denied $name address
done
host=localhost
kept

promise 'an unusable --cacert is exit 2 with its name'
mkdir "$tmp/dir.pem"
: >"$tmp/empty.pem"
printf 'no certificate\n' >"$tmp/text.pem"
head -c 3000 /dev/urandom >"$tmp/random.pem"
head -n 8 "$tmp/self.pem" >"$tmp/half.pem"
sed 's/^[A-Za-z0-9+]/!/' "$tmp/self.pem" >"$tmp/broken.pem"
tunnel self
for name in none.pem dir.pem empty.pem text.pem random.pem half.pem broken.pem rsa.key; do
	ask --cacert "$tmp/$name"
	fails 2 "$tmp/$name"
done
ask --cacert ''
fails 2 --cacert
kept

promise 'an unusable --cacert is reported before any server is asked'
stop
for name in none.pem text.pem; do
	ask --cacert "$tmp/$name"
	fails 2 "$tmp/$name"
done
kept

# Trust by --pin.

self=$(digest self)
other=$(digest leaf)
upper=$(openssl x509 -in "$tmp/self.pem" -noout -fingerprint -sha256 | sed 's/.*=//')
trusted 'a certificate that is pinned' self --pin "sha256:$self"
trusted 'one that is pinned as openssl and XAPI write it, AA:BB:...,' self --pin "sha256:$upper"
trusted 'one of several that are pinned' self --pin "sha256:$other" --pin "sha256:$self"
trusted 'one that is pinned, although it has expired,' self-old --pin "sha256:$(digest self-old)"
trusted 'one that is pinned, although it is not valid yet,' future --pin "sha256:$(digest future)"
trusted 'one that is pinned, although it has another name,' wrong-name --pin "sha256:$(digest wrong-name)"
trusted 'one that is pinned, although --cacert does not know it,' self --cacert "$tmp/ca.pem" --pin "sha256:$self"
trusted 'one that is pinned, at the end of a long chain,' chain10 --pin "sha256:$(digest chain10)"

trusted 'one that is pinned without sha256:' self --pin "$self"
trusted 'one that is pinned without it, AA:BB:...,' self --pin "$upper"
old_trusted 'one that is pinned, although its key is short,' weak --pin "sha256:$(digest weak)"
old_trusted 'one that is pinned, although it is signed with SHA-1,' self-sha1 --pin "sha256:$(digest self-sha1)"
if [ -n "$SANITIZE" ]; then
	skip 'a pin of a certificate that mbedtls cannot read' 'a shared mbedtls cannot be told to go on' 4
else
	trusted 'one that is pinned, with a critical extension that nobody knows,' unknown --pin "sha256:$(digest unknown)"
	trusted 'one that is pinned, signed with RSA-PSS,' self-pss --pin "sha256:$(digest self-pss)"
	old_trusted 'one that is pinned, signed with MD5,' self-md5 --pin "sha256:$(digest self-md5)"
	trusted 'one that is pinned, whose issuer cannot be read,' by-p521 --pin "sha256:$(digest by-p521)"
fi

promise 'a pinned certificate is accepted for any address'
tunnel self-old
host=127.0.0.1
ask --pin "sha256:$(digest self-old)"
shown
host=localhost
kept

distrusted 'a certificate that was not pinned' self CHANGED --pin "sha256:$other"
distrusted 'one that was not pinned, although --cacert knows it,' self pin --pin "sha256:$other" --cacert "$tmp/self.pem"
distrusted 'one whose issuer is pinned' leaf pin --pin "sha256:$(digest ca)"

# A digest with another digit at PLACE, from 1 on: with_other PLACE DIGEST
with_other()
{
	echo "$2" | awk -v at="$1" '{
		digit = substr($0, at, 1)
		print substr($0, 1, at - 1) (digit == "0" ? 1 : 0) substr($0, at + 1)
	}'
}

promise 'any wrong digit of a pin is exit 4'
tunnel self
for place in 1 2 3 16 32 33 48 63 64; do
	ask --pin "sha256:$(with_other $place "$self")"
	denied self pin
done
ask --pin "sha256:$self"
shown
kept

promise 'pins decide alone: --insecure does not override them'
tunnel self
ask --pin "sha256:$other" --insecure
no_stdout
holds [ "$code" = 2 -o "$code" = 4 ]
kept

promise 'an invalid pin is exit 2'
for bad in '' sha256: sha256 ":$self" "sha256:sha256:$self" "$self:" "sha256::$self" "sha1:$self" "sha256:${self%?}" "sha256:${self}0" "sha256:${self%?}g" \
	" sha256:$self" "sha256:$self " "sha256=$self"; do
	ask --pin "$bad"
	status 2
	no_stdout
	stderr_has 'Error: ' pin
done
kept

promise '--insecure trusts any server, with one Warning: line'
for name in self wrong-name self-old; do
	tunnel $name
	ask --insecure
	status 0
	stdout_is "$all"
	stderr_has 'Warning: '
done
kept

# Versions and ciphers.

gcm=AES256-GCM-SHA384:AES128-GCM-SHA256
rsa=ECDHE-RSA-AES128-GCM-SHA256
ecdsa=ECDHE-ECDSA-AES256-GCM-SHA384
spoken 'AES-128' leaf TLSv1.2 "$rsa" secp384r1
spoken 'RSA over P-256' leaf TLSv1.2 "$rsa" prime256v1
spoken 'RSA over X25519' leaf TLSv1.2 "$rsa" X25519
spoken 'ECDSA with P-256' ec256 TLSv1.2 ECDHE-ECDSA-AES128-GCM-SHA256 prime256v1
spoken 'ECDSA with P-384' ec384 TLSv1.2 "$ecdsa" secp384r1
spoken 'the one version that both have, of many,' leaf all "ALL:@SECLEVEL=0" P-521:P-384
unspoken 'TLS 1.1 alone' leaf TLSv1.1 ALL:@SECLEVEL=0 secp384r1
unspoken 'TLS 1.3 alone' leaf TLSv1.3 ALL secp384r1
unspoken 'the exchange of keys by RSA alone' leaf TLSv1.2 "$gcm" secp384r1
unspoken 'CBC alone' leaf TLSv1.2 ECDHE-RSA-AES256-SHA384:ECDHE-RSA-AES128-SHA secp384r1
unspoken 'a curve that is not spoken, P-521,' leaf TLSv1.2 "$rsa" secp521r1

promise 'SNI has the host name, and is not sent for an address'
recorder self notify
ask --pin "sha256:$self"
shown
holds grep -qax 'name localhost' "$tmp/seen"
host=127.0.0.1
recorder self notify
ask --pin "sha256:$self"
shown
holds grep -qax 'name -' "$tmp/seen"
host=localhost
kept

promise 'SNI is not sent for the name pool, which XAPI reserves'
if [ "$(id -u)" != 0 ] || ! unshare -m true 2>"$tmp/err"; then
	skip "$what" 'it takes root, for another /etc/hosts'
else
	printf '127.0.0.1 pool pool.example\n' >"$tmp/hosts"
	for name in pool POOL pool.example; do
		recorder self notify
		run unshare -m sh -c 'mount --bind "$0" /etc/hosts && exec "$@"' "$tmp/hosts" \
			"$XMBOX" list -q -t 20 -W "$tmp/pw" -s "https://$name:$port" --pin "sha256:$self"
		shown
		case $name in
		*.*) holds grep -qax "name $name" "$tmp/seen" ;;
		*) holds grep -qax 'name -' "$tmp/seen" ;;
		esac
	done
	kept
fi

promise 'no password is sent before the certificate is verified'
recorder self notify
ask --pin "sha256:$self"
shown
holds grep -qa 'a long password' "$tmp/seen"
# Check that an untrusted server gets no byte: unseen CERTIFICATE OPTION...
unseen()
{
	recorder "$1" notify
	shift
	ask "$@"
	status 4
	wait_for gone "$tmp/seen"
	holds grep -qax 'name localhost' "$tmp/seen"
	holds [ "$(grep -avcx -e 'name .*' -e 'hands shaken' -e gone "$tmp/seen")" = 0 ]
}
unseen self
unseen self --pin "sha256:$other"
unseen self --cacert "$tmp/ca.pem"
unseen leaf --cacert "$tmp/ca-other.pem"
unseen wrong-name --cacert "$tmp/ca.pem"
unseen old --cacert "$tmp/ca.pem"
unseen future --cacert "$tmp/ca.pem"
kept

promise 'a pool of 1000 VMs gives the same table as without TLS'
behind --vms 1000
run "$XMBOX" list -W "$tmp/pw" -s "$uri"
holds [ "$(wc -l <"$tmp/out")" = 1001 ]
mv "$tmp/out" "$tmp/wanted"
tunnel self
run "$XMBOX" list -W "$tmp/pw" -s "https://localhost:$port" --cacert "$tmp/self.pem"
status 0
stdout_is_file "$tmp/wanted"
behind
kept

# Run list with limited memory: within KIB OPTION...
within()
{
	kib=$1
	shift
	run sh -c 'ulimit -v "$0" && exec "$@"' "$kib" "$XMBOX" list -q -t 20 -W "$tmp/pw" -s "https://localhost:$port" "$@"
}

promise 'lack of memory at any place is exit 7'
if [ -n "$SANITIZE" ]; then
	skip "$what" 'a sanitizer takes all addresses that there are'
else
	tunnel self
	for options in "--pin sha256:$self" "--cacert $tmp/bundle.pem --cacert $tmp/self.pem"; do
		few=0
		many=65536
		while [ $((many - few)) -gt 4 ]; do
			# shellcheck disable=SC2086 # words
			within $(((few + many) / 2)) $options
			[ "$code" = 0 ] && many=$(((few + many) / 2)) || few=$(((few + many) / 2))
		done
		steps=0
		while [ $steps -lt 50 ]; do
			steps=$((steps + 1))
			# shellcheck disable=SC2086 # words
			within $((many - 4 * steps)) $options
			[ "$code" -lt 126 ] || break # it did not start
			fails 7 'out of memory'
		done
		holds [ $steps -gt 10 ]
	done
	kept
fi

# Failures.

stop
port=${uri##*:}
broken 'the plain port of a Xen-API server' 5 'no TLS'
unserve 1 # it saw the hello
peer raw "$(hex 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n')"
broken 'HTTP instead of TLS' 5 'no TLS'
peer raw "$(hex 'SSH-2.0-OpenSSH_9.2\r\n')"
broken 'SSH instead of TLS' 5 'no TLS'
peer raw "$(printf '%0400d' 0 | tr 0 b)"
broken 'garbage instead of TLS' 5 'no TLS'
peer raw 16030300ff02ff
broken 'a hello that is cut short' 5 TLS
peer raw 1603035000020000
broken 'a record longer than TLS allows' 5 TLS
peer raw 16030300060200ffffffff
case $("$XMBOX" --version) in # 2.28 knows what it is, 3 does not
*'mbedtls 2.'*) broken 'a hello longer than TLS allows' 7 TLS ;;
*) broken 'a hello longer than TLS allows' 5 TLS ;;
esac
peer raw 15030300020228
broken 'an alert instead of a hello' 5 TLS

promise "an empty hello is exit 5, with mbedtls' error number"
peer raw 160303000402000000
ask --pin "sha256:$self"
fails 5 'TLS failed (mbedtls: -0x'
holds grep -q '(mbedtls: -0x7[0-9a-f][0-9a-f][0-9a-f])$' "$tmp/err"
kept

promise 'http: to a TLS port is exit 5 if the server answers, 1 if it closes'
peer raw 15030100020246
run "$XMBOX" list -t 5 -W "$tmp/pw" -s "http://127.0.0.1:$port"
fails 5 "http://127.0.0.1:$port"
tunnel self
run "$XMBOX" list -t 5 -W "$tmp/pw" -s "http://127.0.0.1:$port"
fails 1 'closed the connection instead of answering'
kept

promise 'a handshake cut short is exit 5, within a record too'
for bytes in 1 5 60 700 1200; do
	cutter self $bytes
	ask --pin "sha256:$self"
	fails 5 TLS
done
kept

promise 'a server that accepts and closes at once is exit 1 or 5'
cutter self 0
ask --pin "sha256:$self"
holds [ "$code" = 1 -o "$code" = 5 ]
fails "$code" "https://localhost:$port"
kept

for how in notify eof reset alert garbage; do
	answer 'cut short in its body' $how 5 --cut-call VM.get_all_records_where=5000
done
answer 'cut short in its header' eof 5 --cut-call VM.get_all_records_where=30
answer 'cut short after its header' eof 5 --cut-call VM.get_all_records_where=170
answer 'cut short in its header' alert 5 --cut-call VM.get_all_records_where=30

promise 'an answer cut short by stunnel is exit 5'
behind --cut-call VM.get_all_records_where=5000
tunnel self
ask --pin "sha256:$self"
fails 5 'cut short'
kept

promise 'a server that renegotiates is exit 5'
mkfifo "$tmp/orders"
exec 3<>"$tmp/orders"
stop
start sh -c "exec openssl s_server -accept 127.0.0.1:0 -cert '$tmp/self.pem' -key '$tmp/self.key' -tls1_2 <'$tmp/orders'"
{
	wait_for 'POST ' "$tmp/peer"
	echo R >&3
} &
ask --pin "sha256:$self"
fails 5 TLS
holds grep -q '^POST ' "$tmp/peer"
exec 3>&-
kept

promise 'a record cut short is exit 5'
behind
cutter self 20000
ask --pin "sha256:$self"
fails 5 'cut short'
kept

promise 'a complete answer needs no TLS close_notify; one without a length does'
for how in notify eof; do
	behind --close
	recorder self $how
	ask --pin "sha256:$self"
	shown
done
behind --to-end
recorder self notify
ask --pin "sha256:$self"
shown
recorder self eof
ask --pin "sha256:$self"
fails 5 'cut short'
kept

promise 'a TLS proxy without a server behind it is exit 1, and the message asks for the toolstack'
for how in notify eof; do
	recorder self $how 0
	ask --pin "sha256:$self"
	fails 1 toolstack
done
behind --cut 0
tunnel self
ask --pin "sha256:$self"
fails 1 toolstack
unserve # now stunnel has nowhere to pass it on to
ask --pin "sha256:$self"
fails 1 toolstack
kept

behind
peer raw '' hold
late 'a server that never answers the hello'
cutter self 700 hold
late 'a handshake that stalls'
behind --stall 0
tunnel self
late 'a server that stalls behind TLS'
behind --stall-call VM.get_all_records_where=5000
tunnel self
late 'an answer that stalls'
behind

promise 'a chain beyond the limit is exit 4, with one line'
tunnel chain10
ask --cacert "$tmp/ca.pem"
denied chain10 'not trusted'
kept

trusted 'a certificate of 300 names' large --cacert "$tmp/ca.pem"
promise 'a certificate with 3000 names is exit 7 with the limit, with mbedtls 3 exit 5'
tunnel huge
for option in "--cacert $tmp/ca.pem" "--pin sha256:$(digest huge)"; do
	# shellcheck disable=SC2086 # words
	ask $option
	case $("$XMBOX" --version) in
	*'mbedtls 2.'*) fails 7 "https://localhost:$port" 'more than 16 KiB' ;;
	*) fails 5 "https://localhost:$port" TLS ;;
	esac
done
kept
