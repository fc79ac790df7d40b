# SPDX-License-Identifier: MIT
# Cuts the console of a dom0 at its @@ lines into files of the folder -v dir; the ends go to dir/ends as
# "FILE STATUS MILLISECONDS". What Xen itself says between or within lines is left out.
{
	sub(/\r+$/, "")
	if (sub(/\(XEN\).*/, "") && $0 == "")
		next
}
/^@@FILE / {
	file = $2
	held = 0
	printf "" >(dir "/" file)
	next
}
/^@@END / {
	print file, $2, $3 >(dir "/ends")
	close(dir "/" file)
	file = ""
	next
}
/^@@DONE/ {
	print "DONE 0 0" >(dir "/ends")
}
file != "" { # one line late: the blank one before @@END is not the file's
	if (held)
		print line >(dir "/" file)
	line = $0
	held = 1
}
