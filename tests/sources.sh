# SPDX-License-Identifier: MIT
# packaging/sources: which archive it takes, from a server on loopback and from a mirror of apt's, and what it refuses.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

# archive NAME TOP: NAME.tar.gz, in which the folder TOP has a file that says NAME; its digest in $sum
archive()
{
	mkdir -p "$tmp/made/$2" "$tmp/site"
	echo "$1" >"$tmp/made/$2/name"
	tar czf "$tmp/site/$1.tar.gz" -C "$tmp/made" "$2"
	sum=$(sha256sum <"$tmp/site/$1.tar.gz" | cut -d ' ' -f 1)
}

# sources LIBRARY...: with the lock that is stdin
sources()
{
	cat >"$tmp/lock"
	run env SOURCES_LOCK="$tmp/lock" APT_CONFIG="$tmp/apt" sh "$SOURCE/packaging/sources" "$tmp/sources" "$@"
}

# is NAME VERSION SUM: what was taken
is()
{
	status 0
	no_stdout
	holds [ "$(cat "$tmp/sources/xen/name")" = "$1" ]
	holds [ "$(cat "$tmp/sources/xen.sum")" = "xen-$2 sha256:$3" ]
}

promise 'each line of the lock has library, version, SHA-256 and places'
grep -v -e '^#' -e '^$' "$SOURCE/packaging/sources.lock" >"$tmp/lines"
holds [ "$(wc -l <"$tmp/lines")" -ge 3 ]
holds [ "$(grep -c -v -E '^(mbedtls|xen|musl) [0-9][^ ]* [0-9a-f]{64}( (pool/|https://)[^ ]+)+$' "$tmp/lines")" = 0 ]
holds [ -z "$(cut -d ' ' -f 1,2 "$tmp/lines" | sort | uniq -d)" ]
kept

promise 'an invalid tree or an unsupported version is refused in one line with the supported versions'
mkdir -p "$tmp/mbedtls/include/mbedtls" "$tmp/xen/tools/libs/store"
for version in 0x021C0A00 0x03050000 0x04000000; do
	echo "#define MBEDTLS_VERSION_NUMBER         $version" >"$tmp/mbedtls/include/mbedtls/build_info.h"
	sources mbedtls="$tmp/mbedtls" </dev/null
	status 1
	stderr_has "MBEDTLS_SRC=$tmp/mbedtls" 'mbedtls 3.6' '2.28'
done
touch "$tmp/xen/tools/libs/store/xs.c" # as in Xen 4.16
for tree in "$tmp/nonexistent" "$tmp/xen"; do
	sources xen="$tree" </dev/null
	status 1
	stderr_has "XEN_SRC=$tree" 'Xen 4.17'
done
echo '#define MBEDTLS_VERSION_NUMBER         0x03060600' >"$tmp/mbedtls/include/mbedtls/build_info.h"
mkdir "$tmp/xen/tools/include"
touch "$tmp/xen/tools/include/xen_list.h"
sources mbedtls="$tmp/mbedtls" xen="$tmp/xen" </dev/null
status 0
no_stderr
kept

archive old odd-name-0123abcd
old=$sum
archive new xen-2
new=$sum

# A mirror of apt's, in a folder, without lists.
mkdir -p "$tmp/pool/main" "$tmp/mirror"
mv "$tmp/pool" "$tmp/mirror"
ln "$tmp/site/old.tar.gz" "$tmp/mirror/pool/main/xen_1+2.tar.gz"
cat >"$tmp/apt" <<END
Dir::Etc::sourcelist "$tmp/sources.list";
Dir::Etc::sourceparts "-";
Dir::State::lists "$tmp/lists";
END
if ! command -v apt-get >/dev/null; then
	skip 'sources from a mirror' 'no apt here'
else
	printf 'copy:%s/mirror\tpriority:1\n' "$tmp" >"$tmp/mirror-list"
	for mirror in "copy:$tmp/mirror" "file:$tmp/mirror/" "mirror+file:$tmp/mirror-list"; do
		promise "${mirror%%:*}: sources are fetched from a mirror's pool, without apt"
		rm -rf "$tmp/sources"
		echo "deb $mirror nosuch main" >"$tmp/sources.list"
		sources xen <<-END
			xen 1 $old pool/main/nosuch.tar.gz pool/main/xen_1+2.tar.gz
		END
		is old 1 "$old"
		no_stderr
		kept
	done
fi

if ! command -v python3 >/dev/null; then
	skip_rest 'sources from upstream' 'there is no python3'
fi
mkfifo "$tmp/ready"
timeout 120 python3 -c 'import http.server, os, sys
os.chdir(sys.argv[1])
server = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
with open(sys.argv[2], "w") as ready:
    ready.write("http://127.0.0.1:%d\n" % server.server_port)
server.serve_forever()' "$tmp/site" "$tmp/ready" 2>"$tmp/requests" &
site_pid=$!
stop()
{
	kill "$site_pid"
}
read -r site <"$tmp/ready"

for tool in curl wget; do
	if ! command -v $tool >/dev/null; then
		skip "sources from upstream by $tool" "no $tool here"
		continue
	fi
	promise "$tool: a missing version is not fatal if another one is there, with any top folder"
	mkdir "$tmp/$tool"
	for command in $tool sh env cat grep sed tr cut tar gzip sha256sum rm mv mkdir dirname sort apt-get; do
		ln -s "$(command -v $command)" "$tmp/$tool/$command"
	done
	rm -rf "$tmp/sources"
	printf 'xen 3 %s %s/nosuch.tar.gz pool/nosuch\nxen 1 %s %s/old.tar.gz\n' "$new" "$site" "$old" "$site" >"$tmp/two"
	PATH=$tmp/$tool sources xen <"$tmp/two"
	is old 1 "$old"
	no_stderr
	kept
done

promise 'present sources are not fetched again, unless the lock has changed'
printf 'xen 2 %s %s/new.tar.gz\nxen 1 %s %s/old.tar.gz\n' "$new" "$site" "$old" "$site" >"$tmp/both"
sources xen:1 <"$tmp/both"
asked=$(wc -l <"$tmp/requests")
sources xen <"$tmp/both"
is old 1 "$old"
holds [ "$(wc -l <"$tmp/requests")" = "$asked" ]
head -n 1 "$tmp/both" >"$tmp/first"
sources xen <"$tmp/first"
is new 2 "$new"
kept

promise 'a version can be selected'
sources xen:1 <"$tmp/both"
is old 1 "$old"
sources xen:2 <"$tmp/both"
is new 2 "$new"
sources xen:7 <"$tmp/both"
status 1
stderr_has 'xen 7'
kept

promise 'an archive with a wrong digest is refused by name, and the next place is tried'
rm -rf "$tmp/sources"
sources xen <<END
xen 2 $new $site/old.tar.gz $site/new.tar.gz
END
is new 2 "$new"
stderr_has "$site/old.tar.gz" "$old" "$new"
kept

promise 'if nothing can be fetched, one line says what to do, and no tree is left'
rm -rf "$tmp/sources"
sources mbedtls="$tmp/mbedtls" xen <<END
xen 2 $new $site/nosuch.tar.gz pool/nosuch
END
status 1
no_stdout
stderr_has 'the source of xen' 'XEN_SRC=DIR' "$tmp/sources/xen.log"
holds [ ! -e "$tmp/sources/xen" ]
holds [ ! -e "$tmp/sources/xen.sum" ]
holds grep -q "$site/nosuch.tar.gz" "$tmp/sources/xen.log"
kept

promise 'a damaged archive with the right digest fails and leaves no tree'
echo 'not gzip' >"$tmp/site/bad.tar.gz"
sources xen <<END
xen 2 $(sha256sum <"$tmp/site/bad.tar.gz" | cut -d ' ' -f 1) $site/bad.tar.gz
END
status 1
holds [ ! -e "$tmp/sources/xen" ]
kept
