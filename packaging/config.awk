# SPDX-License-Identifier: MIT
# awk -f config.awk Kconfig .config: print config.h, a line for each symbol in the order of Kconfig. As in
# kbuild, a symbol that .config lacks has its default, and one whose dependencies are off is off. Exit 1 where
# .config has a value that its symbol cannot have, or Kconfig a keyword unknown here.

function say(line, text)
{
	print FILENAME ":" line ": " text | "cat >&2"
}

function refuse(text)
{
	say(FNR, text)
	failed = 1
}

FNR == NR && /^config [A-Z0-9_]+$/ { symbols[++n] = symbol = $2; next }
FNR == NR && /^\t(bool|int) "/ { type[symbol] = $1; next }
FNR == NR && /^\tdefault [^ ]+$/ { value[symbol] = $2; next }
FNR == NR && /^\trange [0-9]+ [0-9]+$/ { least[symbol] = $2; most[symbol] = $3; next }
FNR == NR && /^\tdepends on [A-Z0-9_]+( && [A-Z0-9_]+)*$/ { needs[symbol] = substr($0, 13); next }
FNR == NR && /^(\thelp|\t  .*|(main)?menu ".*|endmenu|#.*)?$/ { next }
FNR == NR { refuse("config.awk cannot read this: " $0); next }

{ sub(/[ \t\r]+$/, "") }
/^# CONFIG_[A-Z0-9_]+ is not set$/ { $0 = $2 "=n" }
/^#/ || $0 == "" { next }
!/^CONFIG_[A-Za-z0-9_]+=/ { refuse("neither CONFIG_NAME=VALUE nor a comment: " $0); next }

{
	at = index($0, "=")
	symbol = substr($0, 8, at - 8)
	v = substr($0, at + 1)
	if (!(symbol in type))
		say(FNR, "Kconfig has no symbol " symbol ", that line is ignored")
	else if (type[symbol] == "bool" && v != "y" && v != "n")
		refuse($0 ": must be y or n")
	else if (type[symbol] == "int" && (v !~ /^(0|[1-9][0-9]*)$/ || v + 0 < least[symbol] || v + 0 > most[symbol]))
		refuse($0 ": must be a number from " least[symbol] " to " most[symbol])
	else
		value[symbol] = v
	chosen[symbol] = FNR
}

END {
	print "/* Made from .config: change that, or run make menuconfig. */"
	for (i = 1; i <= n; i++) {
		symbol = symbols[i]
		count = split(needs[symbol], need, " && ")
		for (j = 1; j <= count && type[symbol] == "bool"; j++) {
			if (value[need[j]] == "y")
				continue
			if (value[symbol] == "y" && symbol in chosen)
				say(chosen[symbol], symbol " needs " need[j] ", which is off: so it is off, too")
			value[symbol] = "n"
		}
		v = value[symbol]
		print "#define CONFIG_" symbol " " (type[symbol] == "bool" ? (v == "y") + 0 : v)
	}
	exit failed
}
