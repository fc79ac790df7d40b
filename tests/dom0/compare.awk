# SPDX-License-Identifier: MIT
# compare.awk nth=1 EARLIER nth=2 OURS [nth=3 LATER]: are rows (rows.awk's) of OURS those of xl before and after
# it? A time may be a second off; with -v later=1 it may also have grown, for there is only EARLIER. The domain
# -v spins=ID may be seen running or not, and so may the VCPUs of Domain-0, which also move. Names are xl's with
# -v named=1; else only Domain-0 has one. Prints what differs; exit 1 then.
function differ(text)
{
	print text
	bad = 1
}

function what_runs(state)
{
	return substr(state, 1, 1) == "r" ? "-" substr(state, 2) : state
}

# A VCPU of Domain-0 runs, sleeps or waits while others look.
function awake(state)
{
	return state == "--p" ? state : "---"
}

{
	key = $1 " " $2 ($1 == "vcpu" ? " " $3 : "")
	row[nth, key] = $0
	if (nth == 1)
		keys[++n] = key
	if (nth == 2 && !((1, key) in row))
		differ("xl has no " key ": " $0)
}

function compare(key, k, mine, theirs, last, count, from, to, name)
{
	count = split(row[2, key], mine, " ")
	split(row[1, key], theirs, " ")
	split((3, key) in row ? row[3, key] : row[1, key], last, " ")
	for (k = 1; k <= count; k++) {
		if (k == (mine[1] == "list" ? 3 : 8)) {
			name = named ? theirs[k] : mine[2] == 0 ? "Domain-0" : "(unknown)"
			if (mine[k] != name)
				differ(key ": name " mine[k])
			continue
		}
		if (mine[1] == "list" ? k == 7 : k == 6) {
			from = theirs[k] - 1
			to = last[k] + 1
			if (mine[k] !~ /^[0-9]+\.[0-9]$/ || mine[k] < from || (!later && mine[k] > to))
				differ(key ": time " mine[k] ", xl " theirs[k] " to " last[k])
			continue
		}
		if (mine[1] == "list" ? k == 6 : k == 5) {
			if (mine[1] == "vcpu" && mine[2] == 0) {
				mine[k] = awake(mine[k])
				theirs[k] = awake(theirs[k])
			} else if (mine[2] == spins) {
				mine[k] = what_runs(mine[k])
				theirs[k] = what_runs(theirs[k])
			}
		}
		if (mine[1] == "vcpu" && k == 4 && mine[2] == 0 && mine[k] ~ /^[0-9]+$/ && theirs[k] ~ /^[0-9]+$/)
			continue
		if (mine[k] != theirs[k])
			differ(key ": " mine[k] ", xl " theirs[k])
	}
}

END {
	if (n == 0)
		differ("xl has no rows")
	for (i = 1; i <= n; i++)
		if ((2, keys[i]) in row)
			compare(keys[i])
		else
			differ("lacks " row[1, keys[i]])
	exit bad
}
