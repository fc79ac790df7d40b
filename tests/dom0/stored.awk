# SPDX-License-Identifier: MIT
# What `xenstore-ls -f` tells of domains, as rows.awk's lines: the target of memory, the VCPUs that shall be
# online, and no state or time; behind them, with -v more=1, uuid, maxima and start. Of Domain-0 it has none of
# these as a rule: it is left out.
function value()
{
	return substr($3, 2, length($3) - 2)
}

split($1, key, "/") > 4 && key[2] == "local" && key[3] == "domain" {
	id = key[4]
	what = key[5]
	if (what == "name" && key[6] == "")
		name[id] = value()
	if (what == "vm" && key[6] == "")
		uuid[id] = substr(value(), 5)
	if (what == "memory" && key[6] == "target")
		target[id] = int(value() / 1024)
	if (what == "memory" && key[6] == "static-max")
		most[id] = int(value() / 1024)
	if (what == "cpu" && key[7] == "availability") {
		cpus[id]++
		online[id] += value() == "online"
	}
}

key[2] == "vm" && key[4] == "start_time" {
	start[key[3]] = int(value())
}

END {
	for (id in name)
		if (id != 0)
			print "list", id, name[id], target[id], online[id], "-", "-" \
				(more ? " " uuid[id] " " most[id] " " cpus[id] " " start[uuid[id]] : "")
}
