# SPDX-License-Identifier: MIT
# xmbox's JSON of list or vcpu-list as rows.awk's lines.
def tenth: (. * 10 | round) as $t | "\($t / 10 | floor).\($t % 10)";
def ranges: if . == null then "-" elif type == "string" then . else
	reduce .[] as $cpu ([]; if length > 0 and .[-1][1] == $cpu - 1 then .[-1][1] = $cpu else . + [[$cpu, $cpu]] end)
	| map(if .[0] == .[1] then "\(.[0])" else "\(.[0])-\(.[1])" end) | join(",") end;
.[] | if has("vcpu")
	then "vcpu \(.id) \(.vcpu) \(if .online then .cpu else "-" end) \(.state) \(.cpu_time | tenth) \(.affinity | ranges) \(.name // "(unknown)")"
	else "list \(.id) \(.name // "(unknown)") \(.memory / 1048576 | floor) \(.vcpus) \(.state) \(.cpu_time | tenth)" end
