# SPDX-License-Identifier: MIT
# README's table of bytes is that of the release: within 2 %, of small parts within 256 bytes.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

MBEDTLS_SRC=$(cd "$T/.." && pwd)/sources/mbedtls
XEN_SRC=${MBEDTLS_SRC%/*}/xen
if [ -n "$SANITIZE" ] || ! command -v musl-gcc >/dev/null || [ ! -d "$MBEDTLS_SRC" ] || [ ! -d "$XEN_SRC" ]; then
	skip_rest 'the sizes of the release' 'no musl-gcc, no sources (make deps), or a build with sanitizers'
fi
export MBEDTLS_SRC XEN_SRC

sed -n '/^  bytes of the release/,/^  least/p' "$SOURCE/README" | sed 's/ TCP has.*//' | tr -s ' ' '\n' |
	awk '/^[A-Za-z_]+$/ { name = $0 } /^[0-9]+$/ && name { print name, $0 }' >"$tmp/table"
MAKE=$MAKE sh "$SOURCE/packaging/sizes" "$SOURCE" "$tmp" $(sed -n 's/^\([A-Z_]*[A-Z]\) .*/\1/p' "$tmp/table" | grep -v '^TLS$') >"$tmp/seen"
while read -r name bytes; do
	promise "README: $name takes $bytes bytes"
	is=$(sed -n "s/^$name //p" "$tmp/seen")
	holds [ "$((is - bytes))" -le $((bytes / 50 > 256 ? bytes / 50 : 256)) ]
	holds [ "$((bytes - is))" -le $((bytes / 50 > 256 ? bytes / 50 : 256)) ]
	kept
done <"$tmp/table"

promise 'the table has all of them'
holds [ "$(wc -l <"$tmp/table")" -ge 13 ]
kept
