# SPDX-License-Identifier: MIT
# fish completion for xmbox and its links. All words come from the program itself.

function __xmbox_applet
	set -l words (commandline -opc)
	set -l applet (string replace -r '^(.*/)?xm-' '' -- $words[1])
	test "$applet" = "$words[1]"; and set applet $words[2]
	echo $applet
end

function __xmbox_domains
	set -l words (commandline -opc)
	set -l server $XMBOX_SERVER
	for i in (seq 2 (count $words))
		switch $words[$i]
			case -s --server
				set server $words[(math $i + 1)]
			case '--server=*'
				set server (string replace -- --server= '' $words[$i])
		end
	end
	string match -qr '^(https?:|xend://)' -- "$server"; and return
	set -q server[1]; and set server -s $server
	setsid -w xmbox list -q -t 2 $server 2>/dev/null </dev/null | string match -v '*\\\\*'
end

# Columns, behind those that are there already.
function __xmbox_columns
	set -l begun (string match -r '^.*[,+]' -- (commandline -ct)); or set begun ''
	xmbox (__xmbox_applet) -o help 2>/dev/null | string replace -r '^(\S+)\s+' $begun'$1\t'
end

function __xmbox_options
	begin
		xmbox --help (__xmbox_applet); or xmbox --help
		xmbox --help options
	end 2>/dev/null | string replace -rf '^  (?:-., |    )(--[a-z-]+)(?: \S+)?\s+(.*)' '$1\t$2' | sort -u
end

for program in xmbox xm-list xm-vcpu-list xm-label
	complete -c $program -f
	complete -c $program -n 'string match -q -- "-*" (commandline -ct)' -a '(__xmbox_options)'
	complete -c $program -n 'not string match -q -- "-*" (commandline -ct); and test -n (__xmbox_applet)' -a '(__xmbox_domains)'
	complete -c $program -s s -l server -x -a "(xmbox --help uri 2>/dev/null | string replace -rf '^[a-z]+:.* (\S+)\$' '\$1')"
	complete -c $program -s o -l columns -x -a '(__xmbox_columns)'
	complete -c $program -l sort -x -a '(__xmbox_columns)'
	complete -c $program -l state -x -a "(xmbox --help list 2>/dev/null | string replace -rf '.*--state \S+ +' '' | string split ' ')"
	complete -c $program -s W -l password-file -r -F
	complete -c $program -l cacert -r -F
end
complete -c xmbox -n 'test -z (__xmbox_applet)' -a '(xmbox --list 2>/dev/null)'
complete -c xmbox -l help -x -a 'options uri columns (xmbox --list 2>/dev/null)'
