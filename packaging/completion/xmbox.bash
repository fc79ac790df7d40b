# SPDX-License-Identifier: MIT
# bash completion for xmbox and its links. All words come from the program itself.

# Names of the domains of a server, given as URI or empty. Skip servers that may ask for a password, and names that
# xmbox shows with escapes.
_xmbox_domains()
{
	case $1 in
	http:* | https:* | xend://*) ;;
	*) setsid -w xmbox list -q -t 2 ${1:+-s "$1"} 2>/dev/null </dev/null | grep -vF '\' ;;
	esac
}

_xmbox()
{
	local words applet word before prefix= choices i server=${XMBOX_SERVER-} IFS=$' \t\n'

	# The x makes a word of the empty place behind the last blank.
	read -r -a words <<<"${COMP_LINE:0:COMP_POINT}x"
	word=${words[-1]%x}
	before=${words[-2]}
	case $word in
	--*=*)
		before=${word%%=*}
		word=${word#*=}
		;;
	esac
	applet=${words[0]##*/xm-}
	applet=${applet#xm-}
	[ "$applet" != "${words[0]}" ] || applet=${words[1]}
	for ((i = 1; i < ${#words[@]} - 1; i++)); do
		case ${words[i]} in
		-s | --server) server=${words[i + 1]} ;;
		--server=*) server=${words[i]#*=} ;;
		esac
	done

	case $before in
	-o | --columns | --sort)
		choices=$(xmbox "$applet" -o help 2>/dev/null | sed 's/ .*//')
		prefix=${word%"${word##*[,+]}"}
		;;
	--state)
		choices=$(xmbox --help list 2>/dev/null | sed -n 's/.*--state [^ ]* *//p')
		prefix=${word%"${word##*,}"}
		;;
	-s | --server) choices=$(xmbox --help uri 2>/dev/null | sed -n 's/^[a-z]*:.* \([^ ]*\)$/\1/p') ;;
	--help) choices="options uri columns $(xmbox --list 2>/dev/null)" ;;
	-W | --password-file | --cacert | --install)
		compopt -o default
		COMPREPLY=()
		return
		;;
	-t | --timeout | -u | --user | --pin | --pool | --host | -d | --delay | --count) choices= ;;
	*)
		if [[ $word == -* ]]; then
			choices=$({ xmbox --help "$applet" || xmbox --help; xmbox --help options; } 2>/dev/null |
				sed -n 's/^  \(-., \|    \)\(--[a-z-]*\).*/\2/p' | sort -u)
		elif [ ${#words[@]} = 2 ] && [ "$applet" = "${words[1]}" ]; then
			choices=$(xmbox --list 2>/dev/null)
		else
			# compgen -W would expand what stands in a name.
			COMPREPLY=()
			while IFS= read -r choices; do
				[[ $choices != "$word"* ]] || COMPREPLY+=("$(printf %q "$choices")")
			done < <(_xmbox_domains "$server")
			return
		fi
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -P "$prefix" -W "$choices" -- "${word#"$prefix"}")
	# Readline replaces only what stands behind the last colon.
	[[ $COMP_WORDBREAKS != *:* || $word != *:* ]] || COMPREPLY=("${COMPREPLY[@]#"${word%"${word##*:}"}"}")
}
complete -F _xmbox xmbox xm-list xm-vcpu-list xm-label
