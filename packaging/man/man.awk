# SPDX-License-Identifier: MIT
# awk -v S=SOURCE -v H=CONFIG.H -f man.awk TEMPLATE: write a manual page in mdoc. A line of the template that begins
# with @ is replaced by what the source says, so that no page lags behind the program:
#	@options FILE TABLE	rows of struct opt
#	@columns list|vcpu	rows of the column table
#	@uris			rows of the URI help
#	@applets		the applets of Kconfig
#	@date			the date of the version, as .Dd has it
# Where a symbol is off in config.h, leave out the lines from "@if SYMBOL" to "@end", and its options and columns.

function fail(why) {
	print "man.awk: " FILENAME ": " why >"/dev/stderr"
	failed = 1
	exit 1
}

# Text for a line of its own: no escape, no request.
function plain(text) {
	gsub(/\\/, "\\e", text)
	return text ~ /^[.']/ ? "\\&" text : text
}

# A word of a macro's line: a colon at its end would be taken for punctuation.
function ended(word) {
	return word ~ /:$/ ? word "\\&" : word
}

# Split a row of C at its string literals: literal[1], literal[2], ... Return how many there are.
function literals(row,    n) {
	n = 0
	while (match(row, /"([^"\\]|\\.)*"/)) {
		literal[++n] = substr(row, RSTART + 1, RLENGTH - 2)
		row = substr(row, RSTART + RLENGTH)
	}
	return n
}

# Give the rows of a table in a C file, one by one, to the function KIND: from the line with START to END.
function rows(file, start, end, kind,    line, row, on, some) {
	while ((getline line <(S "/" file)) > 0) {
		if (!on) {
			on = index(line, start)
			continue
		}
		if (index(line, end) == 1)
			break
		row = row line
		if (line !~ /},?( \/\*.*\*\/)?$|\),$/)
			continue
		some += kind == "option" ? option(row) : column(row)
		row = ""
	}
	close(S "/" file)
	if (!some)
		fail("no rows of " start " in " file)
}

# Does the text name a symbol that is off?
function lacks(text) {
	while (match(text, /CONFIG_[A-Z_]+/)) {
		if (!on[substr(text, RSTART, RLENGTH)])
			return 1
		text = substr(text, RSTART + RLENGTH)
	}
	return 0
}

function option(row,    n, letter, name, argument, many) {
	if (lacks(row))
		return 1
	n = literals(row)
	if (n < 2 || row ~ /NULL }/)
		return 0
	letter = match(row, /\{ '.'/) ? substr(row, RSTART + 3, 1) : ""
	name = literal[1]
	argument = n > 2 ? literal[2] : ""
	many = sub(/,?\.\.\.$/, "", argument)
	print ".It " (letter ? "Fl " letter " , " : "") "Fl Fl " name (argument ? " Ns = Ns Ar " argument : "")
	print plain(toupper(substr(literal[n], 1, 1)) substr(literal[n], 2)) "."
	if (many)
		print "May be repeated."
	return 1
}

function column(row,    vcpu) {
	if (row !~ /COLUMN\(/)
		return 0
	if (row ~ /_LOAD\]/ && !on["CONFIG_WATCH"])
		return 1
	literals(row)
	vcpu = row ~ /,[ \t]*true, EACH/
	if (vcpu == (columns_of == "vcpu") && !(vcpu && (literal[1], literal[3]) in shown)) {
		shown[literal[1], literal[3]] = 1
		print ".It Cm " literal[1]
		print plain(toupper(substr(literal[3], 1, 1)) substr(literal[3], 2)) "."
	}
	return 1
}

function uris(    line, part, some, off) {
	while ((getline line <(S "/core/ask/server.c")) > 0) {
		if (line ~ /^\t\{ CONFIG_/)
			off = lacks(line)
		if (!off && line ~ /^[^"]*"[a-z]+:[^" ]*  +/ && literals(line)) {
			sub(/\\n$/, "", literal[1])
			split(literal[1], part, /  +/)
			print ".It Li " ended(part[1])
			print toupper(substr(part[2], 1, 1)) substr(part[2], 2) ":"
			print ".Ql " ended(part[3])
			some = 1
		}
	}
	if (!some)
		fail("no URIs in server.c")
}

function applets(    line, part) {
	while ((getline line <(S "/Kconfig")) > 0)
		if (line ~ /bool "[a-z-]+ - /) {
			literals(line)
			sub(/ \([0-9]+ KiB\)$/, "", literal[1])
			split(literal[1], part, / - /)
			print ".It Cm " part[1]
			print toupper(substr(part[2], 1, 1)) substr(part[2], 2) "."
		}
}

function dated(    line, part) {
	getline line <(S "/packaging/NEWS")
	split(substr(line, index(line, ", ") + 2), part, "-")
	split("January February March April May June July August September October November December", month, " ")
	print ".Dd " month[part[2] + 0] " " part[3] + 0 ", " part[1]
}

BEGIN {
	while ((getline line <H) > 0)
		if (split(line, word, " ") == 3 && word[3] == 1)
			on[word[2]] = 1
}
/^@if / { left_out = !on["CONFIG_" $2]; next }
/^@end$/ { left_out = 0; next }
left_out { next }
/^@options / { rows($2, "struct opt " $3 "[]", "\t{ 0 }", "option"); next }
/^@columns / { columns_of = $2; rows("core/show/column.c", "struct column columns[COLUMNS]", "};", "column"); next }
/^@uris$/ { uris(); next }
/^@applets$/ { applets(); next }
/^@date$/ { dated(); next }
/^@/ { fail("unknown: " $0) }
{ print }
END { exit failed }
