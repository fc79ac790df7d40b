# SPDX-License-Identifier: MIT
# Functions for tests of xenstore:, with sockets of xenstored.py. Nothing runs here.
#
#	stores <<END                            on $tmp/at/NAME what is in $tmp/trees/TREE, with or without a fault
#	NAME TREE [FAULT [ARGUMENT...]]
#	END
#	from NAME -j                            list it; what run leaves
#	from_late NAME                          list it, which ends at a deadline
#	true_rows                               the guest and Domain-0 of $tmp/trees/few, with these $columns

columns=name,id,uuid,memory,memory_max,vcpus,vcpus_max,start_time

xenstore_begin()
{
	missing=
	case $("$XMBOX" --version) in
	*SOURCE_XENSTORE*) ;;
	*) missing='it is not built in' ;;
	esac
	for tool in python3 jq; do
		command -v $tool >/dev/null || missing="there is no $tool"
	done
	if [ -n "$missing" ]; then
		skip_rest 'xenstore:' "$missing"
	fi
	tls_begin
	uuid=5f0c9a2e-7b41-4d3f-8e66-000000000001
	mkdir "$tmp/trees"
	cat >"$tmp/trees/few" <<END
/local/domain/0/name = "Domain-0"
/local/domain/1/name = "guest"
/local/domain/1/vm = "/vm/$uuid"
/local/domain/1/memory/target = "8192"
/local/domain/1/memory/static-max = "16384"
/local/domain/1/cpu/0/availability = "online"
/local/domain/1/cpu/1/availability = "online"
/local/domain/1/cpu/2/availability = "offline"
/vm/$uuid/start_time = "1795336488.57"
END
}

stores()
{
	stop
	rm -rf "$tmp/at"
	mkdir "$tmp/at"
	awk -v at="$tmp/at/" -v trees="$tmp/trees/" '{
		$1 = at $1
		$2 = trees $2
		print
	}' >"$tmp/specs"
	start python3 "$TESTS/xenstored.py" "$tmp/specs"
}

# Run a command and check that it leaves no process: watch COMMAND...
watch()
{
	run "$T/watched" "$tmp/watched" "$@"
	left_nobody
}

left_nobody()
{
	holds grep -qx 'left 0' "$tmp/watched"
}

from()
{
	store=xenstore:$tmp/at/$1
	shift
	watch "$XMBOX" list -t 20 -s "$store" "$@"
}

from_late()
{
	store=xenstore:$tmp/at/$1
	at_deadline 1 "$T/watched" "$tmp/watched" "$XMBOX" list -t 1 -s "$store"
	left_nobody
}

status_in()
{
	case " $* " in
	*" $code "*) ;;
	*) no "exit status $code, none of $*: $(head -c 300 "$tmp/err")" ;;
	esac
}

# Check that every request was valid for a client.
asked_well()
{
	! grep -h '^bad' "$tmp"/at/*.log >"$tmp/bad" || no "$(head -n 3 "$tmp/bad")"
}

# Check for one of these statuses, and one message with the name of the store.
failed_as()
{
	status_in "$@"
	no_stdout
	stderr_has 'Error: ' "$store: "
}

# Check that every cell is right or unknown; with `gone` the guest may be missing: true_rows [gone]
true_rows()
{
	tr -s ' ' <"$tmp/out" | awk -v gone="${1-}" -v uuid="$uuid" '
		BEGIN {
			split("Domain-0 0 - - - - - -", dom0)
			split("guest 1 " uuid " 8 16 2 3 2026-11-22T08:34:48Z", guest)
		}
		{
			if (NF != 8 || $2 in seen)
				bad = 1
			seen[$2]
			for (i = 1; i <= NF; i++)
				if ($i != ($2 == 0 ? dom0[i] : guest[i]) && $i != "-" && $i != "(unknown)")
					bad = 1
		}
		END { exit bad || !(0 in seen) || !(1 in seen || gone) }' || no "rows: $(cat "$tmp/out")"
}

true_or_failed()
{
	if [ "$code" = 0 ]; then
		true_rows "$@"
	else
		failed_as 1 5
	fi
}
