# SPDX-License-Identifier: MIT
# Malformed and unsupported HTTP answers.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

# Answer the login with this head: http STATUS 'WORDS' 'HEAD, with \r\n'
http()
{
	# shellcheck disable=SC2059 # the escapes are meant
	printf "$3" >"$tmp/answer.http"
	failing "$1" "$2" --http-answer "session.login_with_password=$tmp/answer.http"
}

http 5 'does not begin with HTTP/1.1' 'SSH-2.0-OpenSSH_9.2\r\n'
http 5 'does not begin with HTTP/1.1' 'HTTP/2 200 OK\r\n\r\n'
http 5 'malformed status code' 'HTTP/1.1 2x0 OK\r\n\r\n'
http 5 'cut short in its header' 'HTTP/1.1 200 OK\r\nContent-'
http 5 'cut short' 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n<a>'
http 5 'invalid or second Content-Length' 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'
http 5 'invalid or second Content-Length' 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n'
http 5 'invalid or second Content-Length' 'HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n'
http 5 'invalid or second Content-Length' 'HTTP/1.1 200 OK\r\nContent-Length: 0x10\r\n\r\n'
http 5 'both a Content-Length and chunks' 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'
http 5 'Transfer-Encoding other than chunked' 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n'
http 5 'unrequested Content-Encoding' 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n'
http 5 'an invalid chunk size' 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n'
http 5 'an invalid chunk size' 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n80000000\r\n'
http 5 'longer than its size' 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n'
http 5 'a malformed header line' 'HTTP/1.1 200 OK\r\nno colon\r\n\r\n'
http 5 'a malformed header line' 'HTTP/1.1 200 OK\r\nContent-Length : 3\r\n\r\n'
http 5 'a malformed header line' 'HTTP/1.1 200 OK\r\nContent-Length\t: 3\r\n\r\n'
http 5 'a malformed header line' 'HTTP/1.1 200 OK\r\nX: a\rContent-Length: 3\r\n\r\n'
http 5 'a web page' 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=x\r\nContent-Length: 0\r\n\r\n'
http 5 'the server refuses: HTTP/1.1 500 Internal Error What broke &amp; why' 'HTTP/1.1 500 Internal Error\r\nContent-Type: text/html\r\nContent-Length: 43\r\n\r\n<html><h1>What broke\n &amp; why</h1></html>'
http 5 'the server refuses: HTTP/1.1 302 Found, Location: http://127.0.0.1:1/' 'HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n'
http 5 'the server refuses: HTTP/1.1 301 Moved, LOCATION:https://xs1/\x1b[31m' 'HTTP/1.1 301 Moved\r\nLOCATION:https://xs1/\033[31m\r\n\r\n'
http 5 'refuses: HTTP/1.1 503 \x1b[31mred' 'HTTP/1.1 503 \033[31mred\r\n\r\n'
# A line longer than the 512 bytes kept must not be interpreted by its beginning.
zeros=$(printf '%0600d' 0)
blanks=$(printf '%600s' '')
http 7 'a Content-Length of more than 512 bytes' "HTTP/1.1 200 OK\\r\\nContent-Length: ${zeros}9\\r\\n\\r\\n"
http 7 'a Transfer-Encoding of more than 512 bytes' \
	"HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked$blanks, gzip\\r\\n\\r\\n"
http 7 'a Content-Encoding of more than 512 bytes' \
	"HTTP/1.1 200 OK\\r\\nContent-Encoding: identity$blanks, gzip\\r\\nContent-Length: 0\\r\\n\\r\\n"
http 7 'a Connection of more than 512 bytes' "HTTP/1.1 200 OK\\r\\nConnection: $blanks close\\r\\n\\r\\n"
http 5 'an invalid chunk size' "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n${zeros}9\\r\\n"
http 7 'interim answers' "$(printf '%09d' 0 | sed 's/0/HTTP\/1.1 100 Continue\\r\\n\\r\\n/g')"
http 7 'more than 100 header lines' "HTTP/1.1 200 OK\\r\\n$(printf '%0101d' 0 | sed 's/0/X: y\\r\\n/g')"
http 7 'more than 16384 bytes of header' "HTTP/1.1 200 OK\\r\\nX: $(printf '%017000d' 0)"

promise 'interim (1xx) answers and long unknown header fields are skipped'
{
	printf 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nX: y%s\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length:%d\r\n\r\n' \
		"$zeros" "$(wc -c <"$recorded/xapi/v26-login-success.xml")"
	cat "$recorded/xapi/v26-login-success.xml"
} >"$tmp/interim.http"
serve --http-answer "session.login_with_password=$tmp/interim.http" --any-session
run "$XMBOX" list -q -s "$uri" windmill
status 0
stdout_is windmill
unserve
kept

# Chunks and trailers.
chunked='HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
login=$(cat "$recorded/xapi/v26-login-success.xml")
whole="$chunked$(printf '%x' ${#login})\\r\\n$login\\r\\n0\\r\\n"
http 5 'cut short in its header' "${whole}X: y\\r\\n"
http 7 'more than 100 trailers' "$whole$(printf '%0101d' 0 | sed 's/0/X: y\\r\\n/g')\\r\\n"
http 7 'more than 16384 bytes of header' "${whole}X: $(printf '%017000d' 0)"
http 5 'an invalid chunk size' "$chunked\\r\\n"

promise 'a chunked answer with extensions and trailers is read'
{
	printf "$chunked"
	printf '%X;name="value"\r\n%s\r\n0001 \r\n%s\r\n0;last\r\n' $((${#login} - 1)) "${login%?}" "${login#"${login%?}"}"
	printf '%0100d' 0 | sed 's/0/X: y\r\n/g'
	printf '\r\n'
} >"$tmp/chunks.http"
serve --http-answer "session.login_with_password=$tmp/chunks.http" --any-session
run "$XMBOX" list -q -s "$uri" windmill
status 0
stdout_is windmill
unserve
kept
