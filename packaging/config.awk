# SPDX-License-Identifier: MIT
# awk -f config.awk Kconfig .config: config.h, a line for every symbol of Kconfig in its order. What
# .config does not mention (its conditions are not met) is off, 0 or empty.

FNR == NR && $1 == "config" { symbols[++n] = symbol = $2 }
FNR == NR && ($1 == "bool" || $1 == "int" || $1 == "string") { type[symbol] = $1 }
FNR == NR { next }

/^CONFIG_[A-Z0-9_]*=/ {
	at = index($0, "=")
	value[substr($0, 8, at - 8)] = substr($0, at + 1)
}

END {
	print "/* Made from .config: change that, or run make menuconfig. */"
	for (i = 1; i <= n; i++) {
		v = value[symbols[i]]
		if (type[symbols[i]] == "bool")
			v = v == "y" ? 1 : 0
		else if (v == "")
			v = type[symbols[i]] == "int" ? 0 : "\"\""
		print "#define CONFIG_" symbols[i] " " v
	}
}
