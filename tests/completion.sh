# SPDX-License-Identifier: MIT
# Completion in bash, zsh and fish: real shells, with the words of the program itself.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

mkdir "$tmp/bin"
for name in xmbox xm-list xm-vcpu-list xm-label; do
	ln -s "$XMBOX" "$tmp/bin/$name"
done
PATH=$tmp/bin:$PATH
from=$SOURCE/packaging/completion
serve --rename "windmill=wind \$(touch $tmp/run) \`touch $tmp/run\` mill"

# The completions expected of every shell, a line each: LINE TAB COMPLETIONS. SERVER stands for the server's socket.
cat >"$tmp/lines" <<EOF
xmbox 	label list vcpu-list
xmbox l	label list
xmbox list --s	--server --sort --state
xmbox label --cac	--cacert
xmbox list -o +me	+memory +memory_max
xmbox list -o name,u	name,uuid
xmbox vcpu-list -o vc	vcpu vcpus vcpus_max
xm-vcpu-list --sort on	online
xmbox list --state pau	paused
xmbox list -s xens	xenstore: xenstore:/run/xenstored/socket
xmbox --help u	uri
xmbox list -s SERVER gr	greenhouse
xm-list -s SERVER gr	greenhouse
xm-list -s http://127.0.0.1:1 gr	
EOF
sed -i "s|SERVER|$uri|" "$tmp/lines"
tab=$(printf '\t')

# Compare the answers of a shell, in $tmp/got, with the lines: as_wanted
as_wanted()
{
	checked
	cmp -s "$tmp/lines" "$tmp/got" || no "$(diff "$tmp/lines" "$tmp/got")"
	holds [ ! -e "$tmp/run" ]
}

promise 'bash completes applets, options, columns, states, URIs and domains, and expands nothing in a name'
if lacks bash; then
	skip "$what" "$lacking"
else
	cat >"$tmp/try.bash" <<'EOF'
. "$1/xmbox.bash"
compopt() { :; }
while IFS= read -r COMP_LINE; do
	COMP_POINT=${#COMP_LINE} COMP_WORDBREAKS=$' \t\n"\'><=;|&(' COMPREPLY=()
	_xmbox
	printf '%s\t%s\n' "$COMP_LINE" "$(printf '%s\n' "${COMPREPLY[@]}" | sort | paste -s -d ' ')"
done
EOF
	cut -f 1 "$tmp/lines" | bash "$tmp/try.bash" "$from" >"$tmp/got" 2>"$tmp/err"
	as_wanted
	no_stderr
	printf 'xmbox list -s %s wind\n' "$uri" | bash "$tmp/try.bash" "$from" >"$tmp/got"
	eval "set -- $(cut -f 2 "$tmp/got")"
	holds [ "$1" = "wind \$(touch $tmp/run) \`touch $tmp/run\` mill" ]
	holds [ ! -e "$tmp/run" ]
	kept
fi

promise 'fish does'
if lacks fish; then
	skip "$what" "$lacking"
else
	cat >"$tmp/try.fish" <<'EOF'
source $argv[1]/xmbox.fish
# fish 4 also offers words with the typed letters elsewhere: count those that begin with them.
while read -l line
	set typed (string replace -r '.* ' '' -- $line)
	printf '%s\t%s\n' $line (complete -C "$line" | string replace -r '\t.*' '' |
		string match -r "^"(string escape --style=regex -- $typed)'.*' | sort | string join ' ')
end
EOF
	cut -f 1 "$tmp/lines" | HOME=$tmp fish "$tmp/try.fish" "$from" >"$tmp/got" 2>"$tmp/err"
	as_wanted
	no_stderr
	kept
fi

promise 'zsh does, on a terminal'
if lacks zsh python3; then
	skip "$what" "$lacking"
else
	printf 'fpath=(%s $fpath)\nautoload -Uz compinit\ncompinit -u -D\nPS1="> "\n' "$from" >"$tmp/.zshrc"
	run env ZDOTDIR="$tmp" TERM=vt100 python3 "$TESTS/on-pty.py" "$tmp/shown" want='> ' type='xmbox vc\t' want=pu-list \
		type='\x15xmbox list --plain\t' want=-password type='\x15xmbox list --state=paused,h\t' want=alted \
		type='\x15xmbox list -o +memory_\t' want=max type='\x15xmbox --help ur\t' want=i \
		type="\\x15xm-list -s $uri green\\t" want=house type='\x15exit\r' -- zsh -i
	holds grep -q '^exit 0' "$tmp/out"
	kept
fi
unserve
