# SPDX-License-Identifier: MIT
# --watch under a real terminal, tmux: what the screen shows, and how the terminal is left.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

# Run tmux without the user's configuration, on a socket of this script.
mux()
{
	tmux -S "$tmp/tmux" -f /dev/null "$@"
}

stop()
{
	[ ! -S "$tmp/tmux" ] || mux kill-server 2>/dev/null
}

if lacks tmux python3; then
	skip_rest 'a real terminal' "$lacking"
fi
unset TMUX
export LC_ALL=C.UTF-8
serve --vms 60
if ! mux new-session -d -x 80 -y 24 'PS1="\$ " exec sh' 2>"$tmp/err"; then
	skip_rest 'a real terminal' "tmux does not start: $(head -n 1 "$tmp/err")"
fi

# Run a command in tmux's shell and wait for its end: in_shell COMMAND
in_shell()
{
	rm -f "$tmp/over"
	mux send-keys -l "$1; : >$tmp/over"
	mux send-keys Enter
	await [ -e "$tmp/over" ]
}

# Start a command that watches. What it writes to its terminal goes to $tmp/shown.
watches()
{
	rm -f "$tmp/over"
	mux send-keys -l "clear; $1; echo \$? >$tmp/status; : >$tmp/over"
	mux pipe-pane "cat >'$tmp/shown'"
	mux send-keys Enter
}

screen_has()
{
	mux capture-pane -p >"$tmp/screen" && grep -q "$@" "$tmp/screen"
}

# Check that the watcher has ended with STATUS, and that the terminal is as it was: left_with STATUS
left_with()
{
	await [ -e "$tmp/over" ]
	mux pipe-pane
	holds [ "$(cat "$tmp/status")" = "$1" ]
	in_shell "stty -g >$tmp/after"
	holds cmp "$tmp/before" "$tmp/after"
	holds [ "$(mux display-message -p '#{alternate_on} #{cursor_flag} #{mouse_any_flag}')" = '0 1 0' ]
	holds screen_has 'an earlier line'
}

in_shell "stty -g >$tmp/before"
watched="'$XMBOX' list -w -d 0.1 -s '$uri'"

promise 'the table is painted without flicker, below a status line; q leaves the terminal as it was'
watches "echo an earlier line; $watched"
await screen_has -e '^\.\.\. 39 more$'
holds [ "$(sed -n 1p "$tmp/screen" | grep -c '60 domains$')" = 1 ]
holds [ "$(mux display-message -p '#{alternate_on} #{cursor_flag}')" = '1 0' ]
pictures()
{
	[ "$(grep -ac '\[H' "$tmp/shown")" -ge 6 ]
}
await pictures
mux send-keys q
left_with 0
sed -n '/1049h/,$p' "$tmp/shown" | sed '1s/.*\(.\[?1049h\)/\1/' >"$tmp/painted"
holds python3 "$TESTS/screen.py" "$tmp/painted" >"$tmp/picture"
holds [ "$(wc -l <"$tmp/picture")" = 24 ]
kept

on_main_screen()
{
	[ "$(mux display-message -p '#{alternate_on}')" = 0 ]
}

promise '^C leaves the terminal as it was'
watches "echo an earlier line; $watched"
await screen_has -e '^\.\.\. 39 more$'
mux send-keys C-c
# The shell gives up the line after a command that ^C ended.
await on_main_screen
mux send-keys -l "echo \$? >$tmp/status; : >$tmp/over"
mux send-keys Enter
left_with 130
kept

promise 'it follows the size of the window'
watches "echo an earlier line; $watched"
await screen_has -e '^\.\.\. 39 more$'
mux resize-window -x 40 -y 10
await screen_has -e '^\.\.\. 53 more$'
holds [ "$(wc -l <"$tmp/screen")" = 10 ]
holds [ "$(awk 'length > 40' "$tmp/screen" | wc -l)" = 0 ]
mux resize-window -x 100 -y 70
await screen_has vm-00059
holds [ "$(grep -c '^vm-' "$tmp/screen")" = 59 ]
mux send-keys q
left_with 0
kept
