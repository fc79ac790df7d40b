# SPDX-License-Identifier: MIT
# A table of `xl list`, `xl vcpu-list` or of xmbox as lines that can be compared, ordered by id (and VCPU):
#	list ID NAME MEM VCPUS STATE TIME
#	vcpu ID VCPU CPU STATE TIME AFFINITY NAME
# xl's words become xm's: a crashed domain is `----c-`, not `---sc-`; `all` is `any cpu`, here `any`; of its
# two affinities the hard one counts.
$1 == "Name" && $2 == "ID" {
	vcpus = $3 == "VCPU"
	table = 1
	next
}
!table || NF < 6 {
	next
}
vcpus {
	affinity = $7
	if (affinity == "all" || affinity == "any")
		affinity = "any"
	print "vcpu", $2, $3, $4, $5, $6, affinity, $1
	next
}
{
	state = $(NF - 1)
	if (substr(state, 5, 1) == "c")
		state = substr(state, 1, 3) "-" substr(state, 5)
	print "list", $(NF - 4), $1, $(NF - 3), $(NF - 2), state, $NF
}
