# SPDX-License-Identifier: MIT
# What dom0.sh looks at of its phases s, r, p, e and q, and of the zombie in x: guests that come and go, names that
# change, cpupools, and a xenstored that knows nothing or fails.

# The id and the state of each row of `xl list` or of list, with a crashed domain as xm shows it.
ids()
{
	awk -f "$TESTS/dom0/rows.awk" "$seen/$1" | awk '$1 == "list" { print $2, $2 ? $6 : "" }' | sort
}

guests_come_and_go()
{
	promise "$1: a guest that is being built bears its name, and what a killed builder leaves, too"
	good s auto autojson left
	holds grep -q '^t-slow .* --p--- ' "$seen/s-xl1"
	holds grep -q '^t-slow .* --p--- ' "$seen/s-xl2"
	for name in auto autojson left; do
		like s-xl1 s-$name 1
	done
	for name in named leftnamed; do
		recall s-$name
		status 0
		holds [ "$(tr -s ' ' <"$tmp/out")" = 't-slow --p---' ]
	done
	recall s-gone
	fails 3 "Domain 't-slow' does not exist."
	kept

	promise "$1: a zombie has the name of its uuid while another bears that, else none, and zombies are the last rows"
	good x both zombie
	holds grep -q ' 7 .* .....d ' "$seen/x-zombiexl"
	holds [ "$(ids x-zombiexl | sed 's/^6 .*//')" = "$(ids x-zombie | sed 's/^6 .*//')" ]
	holds [ "$(awk '$1 == "t-next" { print $2 }' "$seen/x-both" | paste -sd ' ' -)" = '7 8' ]
	holds [ "$(tail -n 2 "$seen/x-zombie" | awk '{ print $1, $2 }' | paste -sd ' ' -)" = '(unknown) 7 (unknown) 8' ]
	kept
}

names_change()
{
	promise "$1: a renamed guest has its new name, though xenstored was stopped for 0.8 s"
	good r auto
	holds grep -q '^t-renamed ' "$seen/r-xl1"
	like r-xl1 r-auto 1
	recall r-old
	status 3
	stdout_is t-renamed
	stderr_is "Error: Domain 't-block' does not exist."
	kept

	promise "$1: when it runs again with an empty store, names are libxl's, with a warning and exit 0"
	recall e-xl
	holds grep -q '(null)' "$seen/e-xl"
	for name in auto autovcpus; do
		recall e-$name
		status 0
		stderr_has 'Warning: ' 'xenstore' 'was it restarted?'
	done
	still b-xl1 e-auto 1
	still b-xlvcpus1 e-autovcpus 1
	recall e-named
	status 1
	stdout_is t-off
	holds grep -q "^Error: no domain is known as 'nosuch' (xenstore: .*was it restarted?" "$tmp/err"
	kept

	promise "$1: when what answers there says EQUOTA, they are, too, with exit 5"
	for name in auto autovcpus; do
		recall q-$name
		status 5
		stderr_has 'Warning: ' 'xenstore'
		quick 4500 q-$name
	done
	still b-xl1 q-auto 1
	still b-xlvcpus1 q-autovcpus 1
	recall q-named
	stdout_is t-off
	holds [ "$code" != 0 ]
	holds [ "$code" != 3 ]
	kept
}

cpupools()
{
	promise "$1: cpupools are xl's, by name and by number, as a table and as JSON"
	good p pool json xen named numbered
	[ "$cpus" = 1 ] || for name in remove create migrate home destroy add pair spin; do
		recall "p-$name"
		status 0
	done
	awk '$2 ~ /^[0-9]+$/ { print $2, $NF, $1 }' "$seen/p-xl" | sort -n >"$tmp/wanted"
	holds [ "$(wc -l <"$tmp/wanted")" = 7 ]
	awk 'NR > 1 { print $1, $2, $3 }' "$seen/p-pool" | cmp -s - "$tmp/wanted" || no "$(cat "$seen/p-pool")"
	jq -r 'sort_by(.id) | .[] | "\(.id) \(.pool) \(.name)"' "$seen/p-json" | cmp -s - "$tmp/wanted" ||
		no "$(cat "$seen/p-json")"
	sed 's/ Pool-0 .*/ 0/; s/ quiet .*/ 1/' "$tmp/wanted" >"$tmp/numbers"
	awk '{ print $1, $2 }' "$seen/p-xen" | cmp -s - "$tmp/numbers" || no "$(cat "$seen/p-xen")"
	for name in named numbered; do
		holds [ "$(tr -d ' ' <"$seen/p-$name")" = "$(awk '$2 == "quiet" { print $3 }' "$tmp/wanted")" ]
	done
	[ "$cpus" = 1 ] || holds grep -qx '1 quiet t-block' "$tmp/wanted"
	kept
}
