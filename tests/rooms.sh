# SPDX-License-Identifier: MIT
# The layout of the code: includes, calls, and the files of headers' functions.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
cd "$SOURCE" || exit 1
O=${XMBOX%/*}

promise 'includes only point down'
for file in core/*/*.[ch] core/*/*/*.[ch]; do
	room=${file#core/}
	room=${room%/*}
	for used in $(sed -n 's/^#include "\([a-z\/]*\)\/.*/\1/p' "$file" | sort -u); do
		checked
		case $room:$used in
		"$used:$room" | *:base | wire:link | ask:link | ask:wire | ask:facts | ask:source*) ;;
		show:facts | source*:link | source*:wire | source*:facts | source/*:source) ;;
		source/xenapi:source/vm | source/xapidb:source/vm | source/*:source/rpc) ;;
		*) no "$file includes $used" ;;
		esac
	done
done
kept

promise 'core/source/ has at most nine rooms'
holds [ "$(ls -d core/source/*/ core/source/*.c | wc -l)" -le 9 ]
kept

# The symbols of all objects: "FILE.c T name" where one defines it, "FILE.c U name" where it needs it.
for file in core/*/*.c core/*/*/*.c applets/*.c; do
	[ ! -e "$O/${file%.c}.o" ] || nm -g -P "$O/${file%.c}.o" | sed "s|^\([^ ]*\) \([A-Z]\).*|$file \2 \1|"
done >"$tmp/symbols"

promise 'object files form no circle'
awk '$2 != "U" { at[$3] = $1 } $2 == "U" { need[NR] = $0 }
	END { for (i in need) { split(need[i], n, " "); if (n[3] in at) print n[1], at[n[3]] } }' \
	"$tmp/symbols" >"$tmp/needs"
holds [ "$(wc -l <"$tmp/needs")" -gt 100 ]
run tsort "$tmp/needs"
status 0
no_stderr
kept

promise "a header's functions are defined in the file of its name"
for file in core/*/*.h core/*/*/*.h applets/*.h; do
	sed -n '/^[a-z].*[ *]\([a-z0-9_]*\)(/{/^static\|^#/!s/^[^(]*[ *]\([a-z0-9_]*\)(.*/\1/p;}' "$file" |
		sed "s|^|${file%.h}.c D |"
done >"$tmp/declared"
holds [ "$(wc -l <"$tmp/declared")" -gt 100 ]
awk '$2 == "D" && $3 in at && at[$3] != $1 { print $3 " is in " at[$3] ", its header is that of " $1 }
	$2 != "D" && $2 != "U" { at[$3] = $1 }' "$tmp/symbols" "$tmp/declared" >"$tmp/elsewhere"
[ ! -s "$tmp/elsewhere" ] || no "$(cat "$tmp/elsewhere")"
kept
