# SPDX-License-Identifier: MIT
# The harness itself: a test broken in one of these ways fails the whole run.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

mkdir "$tmp/tests"
cp "$TESTS/run" "$TESTS/lib.sh" "$tmp/tests"
shell=${TEST_SH:-sh}

# Run the script on stdin, after a complete test, with FLOOR in tests/floor: sick FLOOR [VARIABLE=VALUE]...
sick()
{
	{
		cat <<'END'
. "${TESTS:?}/lib.sh"
promise first
run true
status 0
kept
END
		cat
	} >"$tmp/tests/sick.sh"
	echo "sick $1" >"$tmp/tests/floor"
	shift
	run env WHOLE= MUST_RUN= "$@" "$tmp/tests/run" "$shell" "$tmp/tests/sick.sh"
}

# Check that a run of the script on stdin fails with these lines: broken WHAT LINE...
broken()
{
	promise "$1 is a failure"
	sick 1
	found "$@"
	kept
}

found()
{
	status 1
	shift
	for expected; do
		grep -q -- "^$expected" "$tmp/out" || no "no line '$expected': $(cat "$tmp/out")"
	done
	holds grep -q '[1-9][0-9]* failed' "$tmp/out"
}

promise 'a script that ends passes; its other output and its cost are shown'
sick 1 <<'END'
echo 'some figures'
END
status 0
no_stderr
sed -i 's/^\(time sick:\) [0-9]* s, computing [0-9]* s$/\1/' "$tmp/out"
stdout_is '== sick
ok   first
some figures
time sick:
1 passed, 0 failed, 0 skipped'
kept

broken 'a condition that does not hold' 'FAIL second' '     exit status 1, not 0' <<'END'
promise second
run false
status 0
kept
END

broken 'a promise that is never kept, before another' 'FAIL second' '     the script did not come to its end' 'ok   third' <<'END'
promise second
run true
status 0
promise third
run true
status 0
kept
END

broken 'a promise that is never kept, as the last' 'FAIL second' <<'END'
promise second
run true
status 0
END

broken 'a script that ends within a promise, with exit 0,' 'FAIL second' <<'END'
promise second
run true
status 0
exit 0
kept
END

broken 'a promise without any condition' 'FAIL second' '     nothing was checked' <<'END'
promise second
run true
kept
END

broken 'what is kept without a promise' 'FAIL sick, outside of a promise' <<'END'
kept
END

broken 'a misspelt condition beside others' 'FAIL sick writes nothing to its stderr' '     .*stdout_hass.*not found' <<'END'
promise second
run echo words
status 0
stdout_hass nonsense
kept
END

broken 'a misspelt condition alone' 'FAIL second' 'FAIL sick writes nothing to its stderr' <<'END'
promise second
run echo words
stdout_hass nonsense
kept
END

broken 'a comparison of numbers with none' 'FAIL sick writes nothing to its stderr' <<'END'
promise second
run true
status 0
[ '' -le 5 ] && no 'too many'
kept
END

broken 'a variable that was never set' 'FAIL second' 'FAIL sick runs to its end: exit status' <<'END'
promise second
run true
holds [ "$nosuch" = '' ]
kept
END

broken 'a script that its shell does not understand' 'FAIL sick runs to its end: exit status' <<'END'
promise second
if run true; then
END

broken 'a script that ends with another status' 'FAIL sick runs to its end: exit status 3' <<'END'
exit 3
END

broken 'a server that does not start' 'FAIL second' '     the server did not start' <<'END'
promise second
serve --no-such-option
run true
status 0
kept
END

broken 'a server that died' 'FAIL second' '     the server died' <<'END'
promise second
serve
run true
status 0
kill -KILL "$server_pid"
unserve
kept
END

broken 'a server that died, which counts nothing of the one before,' 'FAIL second' '     the server counted' <<'END'
serve
unserve
serve
kill -KILL "$server_pid"
promise second
unserve
logged_out
kept
END

# Whatever speaks TLS to a plain port.
case $("$XMBOX" --version) in
*' TLS'*)
	broken 'a malformed request' 'FAIL second' '     the server saw malformed requests: bad ' <<'END'
promise second
serve_at tcp:0
run "$XMBOX" list -s "https${uri#http}" --insecure -W "$any"
unserve
holds [ "$calls" = 0 ]
kept
END

	broken 'a malformed request that is noticed between tests' 'FAIL sick, outside of a promise' <<'END'
serve_at tcp:0
run "$XMBOX" list -s "https${uri#http}" --insecure -W "$any"
unserve
END
	;;
*) skip 'a malformed request' 'TLS is not built in' 2 ;;
esac

broken 'JSON that is not there' 'FAIL second' '     not so: length == 0' <<'END'
promise second
run true
if lacks jq; then
	no 'not so: length == 0'
else
	json 'length == 0'
fi
kept
END

promise 'a hanging script is a failure that names script and test, and its processes are ended'
sick 1 SCRIPT_LIMIT=1 <<'END'
promise second
run true
status 0
sleep 98765 &
echo $! >"$TESTS/pid"
wait
kept
END
found - 'FAIL second' 'FAIL sick ends within 1 seconds'
read -r pid <"$tmp/tests/pid"
gone()
{
	! kill -0 "$pid" 2>/dev/null
}
await gone
kept

promise 'a script that uses up the time of all scripts is a failure'
sick 1 RUN_LIMIT=1 <<'END'
sleep 98765
END
found - 'FAIL sick ends within 1 seconds'
kept

promise 'a program hanging in the foreground does not keep the script from being ended'
sick 1 SCRIPT_LIMIT=1 <<'END'
promise second
run sleep 98765
status 0
kept
END
found - 'FAIL sick ends within 1 seconds'
kept

promise 'fewer tests than tests/floor says are a failure, more are not'
sick 2 </dev/null
found - 'FAIL sick ran and skipped 1 tests, tests/floor says 2'
sick 0 </dev/null
status 0
stdout_has 'tests/floor could say:'
kept

promise 'a script without any test is a failure, whatever tests/floor says'
: >"$tmp/tests/sick.sh"
: >"$tmp/tests/floor"
run "$tmp/tests/run" "$shell" "$tmp/tests/sick.sh"
found - 'FAIL sick has tests'
kept

promise 'with WHOLE=1, a script of tests/floor that is not run is a failure'
sick 1 WHOLE=1 </dev/null
status 0
echo 'other 1' >>"$tmp/tests/floor"
run env WHOLE=1 "$tmp/tests/run" "$shell" "$tmp/tests/sick.sh"
found - 'FAIL other of tests/floor is run'
run env WHOLE= "$tmp/tests/run" "$shell" "$tmp/tests/sick.sh"
status 0
kept

promise 'skips count for tests/floor, by their number, and their reasons are printed at the end'
skips="skip 'some of them' 'why not' 3
promise alone
skip \"\$what\" 'no root'
skip_rest 'all others' 'no tool'
promise 'not reached'"
echo "$skips" >"$tmp/skips"
sick 10 <"$tmp/skips"
status 0
[ "$(tail -n 5 "$tmp/out")" = 'skipped:
     sick: some of them (3 tests): why not
     sick: alone: no root
     sick: all others (5 tests): no tool
1 passed, 0 failed, 9 skipped' ] || no "$(cat "$tmp/out")"
kept

promise 'a skip in a script that must run is a failure'
sick 10 MUST_RUN='other sick' <"$tmp/skips"
found - 'FAIL some of them: skipped (3 tests): why not'
sick 10 MUST_RUN='other sicker' <"$tmp/skips"
status 0
kept

promise 'scripts after -- are counted and can fail'
printf '. "$TESTS/lib.sh"\npromise beside\nrun false\nstatus 0\nkept\n' >"$tmp/tests/other.sh"
run "$tmp/tests/run" "$shell" "$tmp/tests/sick.sh" -- "$tmp/tests/other.sh"
found - 'FAIL beside'
kept

promise 'the list of scripts that ends first takes the last ones of the other list, and each script runs once'
for slow in left right; do
	for name in left-first left-last right-first right-last; do
		echo "echo $name >>'$tmp/order'; echo 'ok   $name'" >"$tmp/tests/$name.sh"
	done
	cat >>"$tmp/tests/$slow-first.sh" <<END
. "\$TESTS/lib.sh"
promise 'the scripts behind this one do not wait for it'
await grep -q '$slow-last' '$tmp/order'
holds grep -q '$slow-last' '$tmp/order'
kept
END
	: >"$tmp/order"
	run env WHOLE= "$tmp/tests/run" "$shell" "$tmp/tests/left-first.sh" "$tmp/tests/left-last.sh" -- \
		"$tmp/tests/right-first.sh" "$tmp/tests/right-last.sh"
	stdout_has '5 passed, 0 failed'
	holds [ "$(sort "$tmp/order" | tr '\n' ,)" = 'left-first,left-last,right-first,right-last,' ]
done
kept

promise 'the scripts of three lists run beside each other, and no list takes a script of the third'
for name in one two three; do
	cat >"$tmp/tests/$name.sh" <<END
. "\$TESTS/lib.sh"
echo $name >>'$tmp/order'
promise 'all lists are running'
for other in one two three; do
	await grep -qx \$other '$tmp/order'
	holds grep -qx \$other '$tmp/order'
done
kept
END
done
printf 'echo "ok   $(tail -n 1 "%s")"\n' "$tmp/order" >"$tmp/tests/three-last.sh"
printf 'echo done-three >>"%s"\n' "$tmp/order" >>"$tmp/tests/three.sh"
: >"$tmp/order"
run env WHOLE= "$tmp/tests/run" "$shell" "$tmp/tests/one.sh" -- "$tmp/tests/two.sh" -- "$tmp/tests/three.sh" \
	"$tmp/tests/three-last.sh"
stdout_has 'ok   done-three'
stdout_has '4 passed, 0 failed'
kept

promise 'a script run without tests/run says how to run it'
for file in "$TESTS"/*.sh; do
	case $file in
	*-lib.sh) continue ;;
	esac
	run env -u TESTS "$shell" "$file"
	holds [ "$code" != 0 ]
	no_stdout
	stderr_has 'make test-'
done
kept

promise 'every script has a line in tests/floor'
for file in "$TESTS"/*.sh; do
	name=$(basename "$file" .sh)
	case $name in
	lib | *-lib) ;;
	*) holds grep -q "^$name [1-9]" "$TESTS/floor" ;;
	esac
done
kept
