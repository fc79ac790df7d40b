# SPDX-License-Identifier: MIT
# Only what is shown is asked for: the server's log tells which calls were made, and how many bytes they cost.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

# The number of calls of METHOD: called METHOD
called()
{
	grep -c "^call [0-9]* $1 " "$tmp/log"
}

# No call of METHOD was made: uncalled METHOD
uncalled()
{
	checked
	[ "$(called "$1")" = 0 ] || no "$(called "$1") calls of $1"
}

for release in 8.3 6.5; do
	for words in 'list -q' label 'list -H -o name,id,uuid,power,host' 'list -j -o name,id' 'list -q --state running'; do
		promise "$words: no metrics are asked for (XAPI $release)"
		serve --xapi $release
		# shellcheck disable=SC2086 # words
		run "$XMBOX" $words -s "$uri"
		[ "$words" = label ] || status 0
		unserve
		uncalled 'VM_metrics[.a-z_]*'
		holds [ "$(called 'VM.get_all_records[a-z_]*')" = 1 ]
		logged_out
		kept
	done
	for words in list 'list -o name,memory' 'list -o name,vcpus' 'list -o name,start_time' 'list -j' 'list -l' vcpu-list \
		'list -q --sort memory'; do
		promise "$words: metrics are asked for, once (XAPI $release)"
		serve --xapi $release
		# shellcheck disable=SC2086 # words
		run "$XMBOX" $words -s "$uri"
		status 0
		unserve
		holds [ "$(called VM_metrics.get_all_records)" = 1 ]
		logged_out
		kept
	done
done

promise 'rows are sorted by a column that is not shown'
serve --elsewhere windmill
run "$XMBOX" list -q --sort host -s "$uri"
stdout_is 'Control domain on host: harbour.example.test
bakery
café 北海
greenhouse
lighthouse
windmill
ferry
orchard'
run "$XMBOX" list -q --sort memory -s "$uri"
stdout_is 'greenhouse
lighthouse
café 北海
Control domain on host: harbour.example.test
orchard
ferry
windmill
bakery'
kept

promise 'an unknown column to sort by is wrong usage before anything is asked'
run "$XMBOX" list --sort nosuch -s "$uri"
fails 2 "no column 'nosuch'"
run "$XMBOX" vcpu-list --sort name,cpus -s "$uri"
fails 2 "no column 'cpus'"
unserve
holds [ "$connections $logins" = '2 2' ]
kept

# A pool with VMs in every state, and what its rows are without a filter.
serve --vms 200
run "$XMBOX" list -H -o name,id,power -s "$uri"
cp "$tmp/out" "$tmp/pool"
unserve
whole=$sent
for release in 8.3 6.5; do
	for state in running paused suspended halted crashed dying running,halted paused,suspended all; do
		promise "--state $state: the rows of that state, and over JSON no other record (XAPI $release)"
		serve --xapi $release --vms 200
		run "$XMBOX" list -H -o name,id,power --state $state -s "$uri"
		status 0
		case $state in
		all) words=. ;;
		*) words=$(echo " *$state\$" | sed 's/,/$\\| */') ;;
		esac
		sed 's/ *$//' "$tmp/pool" | grep -a -- "$words" >"$tmp/wanted"
		sed -i 's/ *$//' "$tmp/out"
		tr -s ' ' <"$tmp/out" >"$tmp/rows"
		holds [ "$(tr -s ' ' <"$tmp/wanted")" = "$(cat "$tmp/rows")" ]
		unserve
		[ "$release" = 6.5 ] || [ "$state" = all ] ||
			holds [ "$sent" -lt $((whole * ($(wc -l <"$tmp/rows") + 10) / 200)) ]
		logged_out
		kept
	done
done

# The names of the pool's first VMs: names COUNT
names()
{
	sed -n 's/^\(vm-[^ ]*\).*/\1/p' "$tmp/pool" | head -n "$1"
}

for release in 8.3 6.5; do
	for count in 1 6 40 150; do
		promise "$count names cost the bytes of their VMs, not the pool's (XAPI $release)"
		serve --xapi $release --vms 200
		# shellcheck disable=SC2046 # names
		run "$XMBOX" list -H -o name $(names $count) -s "$uri"
		status 0
		no_stderr
		sed -i 's/ *$//' "$tmp/out"
		holds [ "$(cat "$tmp/out")" = "$(names $count)" ]
		unserve
		uncalled VM.get_all_records
		uncalled VM_metrics.get_all_records
		[ "$release" = 6.5 ] || holds [ "$sent" -lt $((whole * (count + 10) / 200)) ]
		[ "$release" = 6.5 ] || uncalled VM.get_record
		logged_out
		kept
	done
done

promise 'a VM that is named in four ways is read once, and shown four times'
serve
uuid=$("$XMBOX" list -H -o uuid -s "$uri" windmill)
unserve
serve
run "$XMBOX" list -H -o name,memory -s "$uri" windmill id:12 "$uuid" name:windmill
status 0
holds [ "$(tr -s ' ' <"$tmp/out" | sort | uniq -c | tr -s ' ')" = ' 4 windmill 4096' ]
unserve
holds [ "$(called VM.get_all_records_where)" = 1 ]
holds [ "$(called VM_metrics.get_record)" = 1 ]
uncalled VM.get_record
kept

promise 'names that an expression cannot hold are found: quotes, a backslash, beyond ASCII, blanks'
for name in 'a"b' "a'b" 'a\b' 'kâfé 北' 'a b' '" or field "is_a_template" = "false' 'x" = "x'; do
	serve --rename "orchard=$name"
	run "$XMBOX" list -q -s "$uri" "$name" windmill
	status 0
	stdout_is "$name
windmill"
	run "$XMBOX" list -q -s "$uri" "x$name"
	fails 3 'does not exist'
	unserve
	logged_out
done
kept

# one_by_one KEYS MOST: of 1000 VMs, so many have a key that breaks their records
one_by_one()
{
	promise "a thousand VMs read one by one, because of the keys of $1, take less than $2 round trips"
	# shellcheck disable=SC2046 # words
	serve --xapi 6.5 --vms 1000 $(seq -f '--key vm-%05g=a&b<c>' 3 $((2 + $1)))
	rm -f "$tmp/wire"
	: >"$tmp/trips"
	timeout 60 "$T/delay" 10 "$tmp/wire" "$tmp/socket" >"$tmp/trips" &
	wire=$!
	await line '^ready$' "$tmp/trips"
	run "$XMBOX" list -H -s "unix:$tmp/wire"
	status 0
	holds [ "$(wc -l <"$tmp/out")" = 1000 ]
	holds wait $wire
	unserve
	holds [ "$(called VM.get_record)" -ge 1000 ] # templates, too
	holds [ "$(sed -n 's/ round trips$//p' "$tmp/trips")" -lt "$2" ]
	logged_out
	kept
}
one_by_one 1 140 # 146 by 15 calls and a wait
one_by_one 50 240 # a new connection after each broken record; one wait for the members of each VM would be 49 more
