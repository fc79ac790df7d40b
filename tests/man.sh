# SPDX-License-Identifier: MIT
# The manual pages: what the program says of itself stands there, and formatters find nothing wrong.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

promise 'make man writes a page for xmbox, for each applet and for the configuration'
run "$MAKE" -C "$SOURCE" O="$tmp/o" man
status 0
no_stderr
pages=$tmp/o/man
holds [ "$(cd "$pages" && echo *)" = 'xm-config.xml.5 xm-label.1 xm-list.1 xm-vcpu-list.1 xmbox.1' ]
kept

# The page has a word behind a blank, as macros of mdoc have it: has PAGE WORD
has()
{
	checked
	grep -qF -e " $2" "$pages/$1" || no "$1 lacks '$2'"
}

promise 'each option that --help shows stands on the page of its applet or on that of xmbox'
options()
{
	"$XMBOX" --help ${1:+"$1"} | sed -n 's/^  \(-., \|    \)--\([a-z-]*\).*/Fl Fl \2/p' | sed 's/ /_/g'
}
for applet in '' options list vcpu-list label; do
	case $applet in
	'' | options) page=xmbox.1 ;;
	*) page=xm-$applet.1 ;;
	esac
	for option in $(options "$applet"); do
		has $page "$(echo "$option" | sed 's/_/ /g')"
	done
done
kept

promise 'each column and each form of a URI stands on the page of xmbox'
for column in $("$XMBOX" list -o help | sed 's/ .*//') $("$XMBOX" vcpu-list -o help | sed 's/ .*//'); do
	has xmbox.1 "Cm $column"
done
"$XMBOX" --help uri | sed -n 's/^\([a-z]*:[^ ]*\)  .*/\1/p' >"$tmp/uris"
holds [ "$(grep -c . "$tmp/uris")" -gt 5 ]
while read -r uri; do
	has xmbox.1 "Li $uri"
done <"$tmp/uris"
holds [ "$(grep -c ':&' "$pages/xmbox.1")" = 0 ] # \& ends a URI, & would be shown
kept

promise 'no column stands on a page twice'
holds [ "$(sed -n '/^\.Ss Columns/,/^\.Sh/p' "$pages/xmbox.1" | grep -c '^\.It Cm')" = \
	"$("$XMBOX" --help columns | grep -vc '^vcpu-list has')" ]
kept

promise 'the pages refer to pages that there are'
for page in $(sed -n 's/^\.Xr \([^ ]*\) \([0-9]\).*/\1.\2/p' "$pages"/* | sort -u); do
	holds [ -e "$pages/$page" ]
done
kept

promise "another awk writes the same pages"
if lacks busybox || ! busybox awk 'BEGIN { }' </dev/null; then
	skip "$what" 'there is no awk of busybox'
else
	for page in "$pages"/*; do
		busybox awk -v S="$SOURCE" -v H="$SOURCE/config.h" -f "$SOURCE/packaging/man/man.awk" \
			"$SOURCE/packaging/man/$(basename "$page").in" >"$tmp/page"
		holds cmp "$page" "$tmp/page"
	done
	kept
fi

promise 'mandoc -Tlint finds nothing but that these pages are not installed'
if lacks mandoc; then
	skip "$what" "$lacking"
else
	mandoc -Tlint "$pages"/* >"$tmp/lint" 2>&1
	grep -v 'STYLE: referenced manual not found: Xr xm' "$tmp/lint" >"$tmp/found"
	checked
	[ ! -s "$tmp/found" ] || no "$(cat "$tmp/found")"
	kept
fi

promise 'man --warnings is silent'
if lacks man groff || ! man --version >/dev/null 2>&1; then
	skip "$what" 'there is no man with groff'
else
	for page in "$pages"/*; do
		run man --warnings -E UTF-8 -l "$page"
		status 0
		no_stderr
		holds grep -q "$(basename "$page" | sed 's/\..*//')" "$tmp/out"
	done
	kept
fi
