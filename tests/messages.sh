# SPDX-License-Identifier: MIT
# Mistakes of users: the command line, the exit status, words of the message.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

mistakes=0 # of all tables

# told WHAT: one promise, kept if every line ARGUMENTS|STATUS|WORDS of stdin is answered by one line that has the
# WORDS, with exit STATUS and without a table. In ARGUMENTS, @uri is the sample server and @tmp the folder of this
# script.
told()
{
	promise "$1"
	while IFS='|' read -r arguments want words; do
		mistakes=$((mistakes + 1))
		arguments=$(printf '%s' "$arguments" | sed "s|@uri|${uri-}|g; s|@tmp|$tmp|g")
		# shellcheck disable=SC2086 # words
		run "$XMBOX" $arguments
		[ "$code" = "$want" ] || no "xmbox $arguments: exit status $code, not $want"
		fails "$want" "$words"
	done
	kept
}

# shown WHAT: one promise, kept if for every line ARGUMENTS|FIRST of stdin the first line shown is FIRST.
shown()
{
	promise "$1"
	while IFS='|' read -r arguments first; do
		arguments=$(printf '%s' "$arguments" | sed "s|@uri|$uri|g")
		# shellcheck disable=SC2086 # words
		run "$XMBOX" $arguments
		status 0
		no_stderr
		checked
		[ "$(head -n 1 "$tmp/out")" = "$first" ] || no "xmbox $arguments: $(head -n 1 "$tmp/out")"
	done
	kept
}

serve
told 'a misspelt applet is answered with the nearest' <<'END'
lst|2|no applet 'lst' (did you mean 'list'?)
LIST|2|(did you mean 'list'?)
lits|2|(did you mean 'list'?)
vcpulist|2|(did you mean 'vcpu-list'?)
vcpu|2|(did you mean 'vcpu-list'?)
vpcu-list|2|(did you mean 'vcpu-list'?)
lable|2|(did you mean 'label'?)
labels|2|(did you mean 'label'?)
create|2|no applet 'create' (xmbox --list names them)
version|2|no applet 'version' (did you mean '--version'?)
install d|2|no applet 'install' (did you mean '--install'?)
help lable|2|no help for 'lable' (did you mean 'label'?)
help help|2|no help for 'help' (did you mean '--help'?)
x|2|no applet 'x' (xmbox --list names them)
--help lable|2|(did you mean 'label'?)
--help nosuch|2|no help for 'nosuch'
END

told 'a misspelt option is answered with the nearest, an ambiguous one with those that it begins' <<'END'
list --colums id|2|unknown option '--colums' (did you mean '--columns'?)
list --jason|2|(did you mean '--json'?)
list --sever x|2|(did you mean '--server'?)
list --statee=paused|2|(did you mean '--state'?)
list --passwordfile x|2|(did you mean '--password-file'?)
list --no-headers|2|(did you mean '--no-header'?)
list --time-out 3|2|(did you mean '--timeout'?)
list --frobnicate|2|unknown option '--frobnicate'
vcpu-list --state paused|2|unknown option '--state'
label --long|2|unknown option '--long'
list --s x|2|ambiguous option '--s': --state --server --sort
list --po|2|needs its POOL
list --p|2|ambiguous option '--p': --pool --password-file --pin --plain-password
--vers=1|2|takes no argument
--lst|2|unknown option '--lst' (did you mean '--list'?)
--sumbolic|2|(did you mean '--symbolic'?)
-version|2|unknown option '-version' (did you mean '--version'?)
list -columns id|2|unknown option '-columns' (did you mean '--columns'?)
list -?|2|xmbox list (see --help): unknown option '-?'
list --help=x|2|the option --help takes no argument
list --watsh|2|(did you mean '--watch'?)
list --names|2|unknown option '--names' (did you mean 'list -q'?)
list --running|2|(did you mean 'list --state running'?)
vcpu-list --id 3|2|unknown option '--id' (did you mean 'id:N'?)
label --uuid=x|2|(did you mean 'uuid:U'?)
END

told 'a misspelt column or state is answered with the nearest' <<'END'
list -o memroy -s @uri|2|no column 'memroy' (did you mean 'memory'?)
list -o id,nmae -s @uri|2|(did you mean 'name'?)
list -o uuidd -s @uri|2|(did you mean 'uuid'?)
list --sort memory,desc -s @uri|2|no column 'desc' (-o help lists them) (-r reverses)
list --sort -memory -s @uri|2|no column '-memory' (did you mean 'memory'?) (-r reverses)
list --sort memory:desc -s @uri|2|no column 'memory:desc' (-o help lists them) (-r reverses)
list --sort name,reverse -s @uri|2|no column 'reverse' (-o help lists them) (-r reverses)
list --sort stat_time -s @uri|2|(did you mean 'start_time'?)
list -o vcpu -s @uri|2|the column 'vcpu' may be one of: vcpus vcpus_max
list -o m -s @uri|2|may be one of: memory memory_max
list --sort s -s @uri|2|may be one of: state start_time source
list -o affinity -s @uri|2|no column 'affinity' (-o help lists them)
list -o , -s @uri|2|no column ''
vcpu-list -o afinity -s @uri|2|(did you mean 'affinity'?)
vcpu-list -o c -s @uri|2|may be one of: cpu cpu_time affinity
list --state runing -s @uri|2|no state 'runing' (did you mean 'running'?)
list --state running,pause -s @uri|2|(did you mean 'paused'?)
list --state blocked -s @uri|2|no state 'blocked': running paused suspended halted crashed dying all
END

promise 'a misspelt column to sort by is answered without -r, unless the reverse order was meant'
for column in stat_time frob s; do
	run "$XMBOX" list --sort $column -s "$uri"
	fails 2 "column '$column'"
	holds [ "$(grep -c reverses "$tmp/err")" = 0 ]
done
kept

shown 'a column is known by its name, its heading in any case, and by an unambiguous beginning' <<'END'
list -o id,name -s @uri windmill|ID Name
list -o ID,NAME -s @uri windmill|ID Name
list -o Mem -s @uri windmill| Mem
list -o mem -s @uri windmill| Mem
list -o time(s),VCPUs,maxv -s @uri windmill|Time(s) VCPUs MaxVCPUs
list -o memory_max,memory -s @uri windmill|MaxMem  Mem
list -o host,uu -s @uri orchard|Host UUID
vcpu-list -o state,cpu,vcpu -s @uri windmill|State CPU VCPU
vcpu-list -o State,CPU -s @uri windmill|State CPU
vcpu-list -o aff,mem -s @uri windmill|CPU Affinity  Mem
END

told 'what is no URI is answered with one' <<'END'
list -s nonsense|2|(did you mean 'https://nonsense'?)
list -s xen|2|(did you mean 'xen:'?)
list -s auto|2|(did you mean 'auto:'?)
list -quiet|2|unknown option '-quiet' (did you mean '--quiet'?)
list -json|2|unknown option '-json' (did you mean '--json'?)
list -timeout 3|2|unknown option '-timeout' (did you mean '--timeout'?)
list -s xs1.example.org|2|(did you mean 'https://xs1.example.org'?)
list -s xs1:443|2|(did you mean 'https://xs1:443'?)
list -s 10.0.0.1|2|(did you mean 'https://10.0.0.1'?)
list -s 10.0.0.1:8443|2|(did you mean 'https://10.0.0.1:8443'?)
list -s [::1]|2|(did you mean 'https://[::1]'?)
list -s /var/lib/xcp/xapi|2|a Unix socket is unix:/PATH
list -s htps://xs1|2|no source for 'htps:' (did you mean 'https'?)
list -s unx:/x|2|(did you mean 'unix'?)
list -s xenstor:|2|(did you mean 'xenstore'?)
list -s flie:/x|2|(did you mean 'file'?)
list -s ssh://xs1|2|no source for 'ssh:' (did you mean 'https://xs1'?)
list -s tcp:xs1|2|no source for 'tcp:' (did you mean 'https://xs1'?)
list -s tcp:10.0.0.1:443|2|(did you mean 'https://10.0.0.1:443'?)
list -s ssh:|2|no source for 'ssh:' (xmbox --help uri)
list -s xapi:/x|2|no source for 'xapi:' (xmbox --help uri)
list -s unix://host|2|a Unix socket has no host: write unix:/PATH
list -s unix://host/path|2|a Unix socket has no host
list -s httpu://host/path|2|a Unix socket has no host
list -s UNIX://host|2|a Unix socket has no host
END

told 'a scheme is one in any case; the default port is named' <<'END'
list -s UNIX:/none|1|UNIX:/none: cannot connect: No such file
list -W @tmp/any -s HTTP://127.0.0.1:1|1|HTTP://127.0.0.1:1: cannot connect: Connection refused (try https:)
list -W @tmp/any -s HttpS://127.0.0.1:1|1|cannot connect: Connection refused
list -s XEND://127.0.0.1:1|1|cannot connect: Connection refused
list -s File:@tmp/none|1|No such file or directory
END

printf 'x\n' >"$tmp/pw"
chmod 644 "$tmp/pw"
: >"$tmp/empty"
echo garbage >"$tmp/garbage"
told 'xmbox itself: wrong usage' <<'END'
--version=3|2|the option --version takes no argument
--install|2|--install needs one directory
--install a b|2|--install needs one directory
--install-xm|2|--install needs one directory
--list x|2|no applet 'x'
--version list|2|--version has no applet
--list label|2|--list has no applet
-V list|2|unknown option '-V' (an option stands behind the applet: xmbox list -V)
-t 3 list|2|(an option stands behind the applet: xmbox list -t)
--json list|2|(an option stands behind the applet: xmbox list --json)
-s @uri vcpu-list|2|(an option stands behind the applet: xmbox vcpu-list -s)
--help nosuch x|2|no help for 'nosuch'
-x|2|unknown option '-x'
vcpu-list -l|2|unknown option '-l'
vcpu-list -q|2|unknown option '-q'
label -Z|2|unknown option '-Z'
label --host x|2|unknown option '--host'
list -s|2|the option --server needs its URI
list -Ht|2|the option --timeout needs its SECONDS
END

told 'values of options: what is wrong with them' <<'END'
list -t abc -s @uri|2|'abc' is no number of seconds
list -t 1e3 -s @uri|2|'1e3' is no number of seconds
list -t 9999999 -s @uri|2|'9999999' is no number of seconds
list -t 1.5.5 -s @uri|2|'1.5.5' is no number of seconds
list -t 0.0 -s @uri|2|'0.0' is no number of seconds
list --timeout= -s @uri|2|'' is no number of seconds
list -W @tmp/none -s @uri|2|none: No such file or directory
list -W @tmp -s @uri|2|it is not a regular file
list -W @tmp/pw -s @uri|2|others may read it (chmod 600)
list --pin abc -s https://127.0.0.1:1|2|'abc' is no pin
list --pin sha256:abc -s https://127.0.0.1:1|2|'sha256:abc' is no pin
list --pin md5:00 -s https://127.0.0.1:1|2|'md5:00' is no pin
list --pin= -s https://127.0.0.1:1|2|'' is no pin
list --cacert @tmp/none -s https://127.0.0.1:1|2|none: No such file or directory
list --cacert @tmp/garbage -s https://127.0.0.1:1|2|no certificate in PEM
list --cacert @tmp -s https://127.0.0.1:1|2|it is no file
list --pool 0 -s @uri|2|no cpupools (--pool)
list --state= -s @uri|2|no state ''
list --state -s @uri|2|no state '-s'
list --state running,,paused -s @uri|2|no state ''
list --sort= -s @uri|2|no column ''
list -o= -s @uri|2|no column '='
list -o + -s @uri|2|no column ''
list -o +,id -s @uri|2|no column ''
list -o id -o +nosuch -s @uri|2|no column 'nosuch'
list -v -q -s @uri|2|list -v is vcpu-list
list -v --state paused -s @uri|2|list -v is vcpu-list
END

told 'options of --watch' <<'END'
list -d 1 -s @uri|2|--delay and --count go with --watch
list --count 3 -s @uri|2|--delay and --count go with --watch
list -w --count 0 -s @uri|2|--count '0' is no number from 1 to 1000000000
list -w --count many -s @uri|2|--count 'many' is no number
list -w -d 0 -s @uri|2|'0' is no number of seconds above 0
list -w -d 0.01 -s @uri|2|--delay is at least 0.1
list -w --openmetrics -s @uri|2|--openmetrics and --watch exclude each other
list -w -s file:-|2|file:- is read once: it cannot be watched
END

told 'options that exclude each other are named' <<'END'
list -q -j|2|--quiet and --json exclude each other
list -q -o id|2|--quiet and --columns exclude each other
list --tabs -j|2|--json and --tabs exclude each other
list -Z -o id|2|(-o +label adds the column)
list -l -j|2|--long goes with none of
list -l --tabs|2|--long goes with none of
list -l -q|2|--long goes with none of
list --openmetrics -j|2|--openmetrics goes with none of
list --openmetrics -q|2|--openmetrics goes with none of
list --openmetrics --tabs|2|--openmetrics goes with none of
list --openmetrics --sort id|2|--openmetrics goes with none of
vcpu-list -j --tabs|2|--json and --tabs exclude each other
label -q -j|2|--quiet and --json exclude each other
label -q -o id|2|--quiet and --columns exclude each other
label -q --tabs|2|--quiet and --tabs exclude each other
label --sort labl|2|(did you mean 'label'?)
label -o affinity|2|no column 'affinity' (-o help lists them)
vcpu-list --sort nosuch|2|no column 'nosuch' (-o help lists them)
vcpu-list id:|2|'id:' is no id of a domain
vcpu-list --host this|2|unknown option '--host'
END

: >"$tmp/folders"
told 'a directory for links that is a file, or is not there, is told once' <<'END'
--install @tmp/folders|6|folders': Not a directory
--install @tmp/none|6|none': No such file or directory
--install-xm @tmp/folders|6|folders': Not a directory
END

(umask 077 && : >"$tmp/void")
printf 'not compressed' | gzip >"$tmp/packed"
told 'files of the wrong kind' <<'END'
list -W @tmp/void -s @uri|2|void: its first line is empty, but has to be the password
list -W - -s @uri|2|password file -: its first line is empty, but has to be the password
list -s file:@tmp/packed|5|is compressed (gunzip it first)
list -W /dev/null -s @uri|2|password file /dev/null: it is not a regular file
list -W @tmp/socket -s @uri|2|No such device
list --cacert /dev/null -s https://127.0.0.1:1|2|--cacert /dev/null: it is no file of at most
list -s file:/dev/null|5|is no regular file
list -s file:@tmp/socket|5|is a socket (try unix:)
list -s file:@tmp/garbage/x|1|Not a directory
list -s unix:@tmp/garbage|1|Connection refused (is the toolstack running?)
list -s xenstore:@tmp/garbage|1|(is xenstored running?)
list -s xend:/dev/null|1|Connection refused (is the toolstack running?)
END

told 'domains: what is not there, and what cannot be' <<'END'
list id:abc -s @uri|2|'id:abc' is no id of a domain
list id:-1 -s @uri|2|'id:-1' is no id of a domain
list uuid:1 -s @uri|2|'uuid:1' is no uuid
list id:999 -s @uri|3|Domain 'id:999' does not exist.
list 999 -s @uri|3|Domain '999' does not exist.
list uuid:00000000-0000-0000-0000-0000000000ff -s @uri|3|does not exist.
list name: -s @uri|3|Domain 'name:' does not exist.
list name:12 -s @uri|3|Domain 'name:12' does not exist.
vcpu-list nosuch -s @uri|3|Domain 'nosuch' does not exist.
label nosuch -s @uri|3|Domain 'nosuch' does not exist.
label -q nosuch -s @uri|3|Domain 'nosuch' does not exist.
list -qZ nosuch -s @uri|3|Domain 'nosuch' does not exist.
list -l nosuch -s @uri|3|Domain 'nosuch' does not exist.
list --tabs nosuch -s @uri|3|Domain 'nosuch' does not exist.
list --state paused windmill -s @uri|3|Domain 'windmill' is running.
list --state running greenhouse -s @uri|3|Domain 'greenhouse' is paused.
list --state running,paused ferry -s @uri|3|Domain 'ferry' is suspended.
list --state paused orchard -s @uri|3|Domain 'orchard' is halted.
END

told 'places that cannot be asked' <<'END'
list -s file:@tmp/none|1|No such file or directory
list -s file:@tmp/empty|5|is empty
list -s file:@tmp/garbage|5|is no database of XAPI
list -s file:@tmp|5|is no regular file
list -s file:|2|names no file
list -s xen:/x|2|on this host only
list -s xenstore://host|2|on this host only
list -s xenstore:@tmp/none|1|No such file or directory (is xenstored running?)
list -s xend:@tmp/none|1|cannot connect: No such file or directory
list -s xend:@tmp/socket|5|if it is a Xen-API server
list -s @uri/x|1|cannot connect: Not a directory
list -s unix:relative|1|cannot connect: No such file or directory (is the toolstack running?) (the path is relative to the current directory)
list -s httpu:relative|1|(the path is relative to the current directory)
list -s xend:relative|1|(the path is relative to the current directory)
list -s xenstore:relative|1|(is xenstored running?) (the path is relative to the current directory)
list -s file:relative|1|No such file or directory (the path is relative to the current directory)
list -s file://host/x|2|it names no file (file:PATH)
list -s unix:|2|the path of a Unix socket
list -s http://127.0.0.1:99999|2|a port is a number from 1 to 65535
list -s http://127.0.0.1:abc|2|a port is a number from 1 to 65535
list -s https://127.0.0.1:|2|a port is a number from 1 to 65535
list -s http://|2|names no host
list -s https:///x|2|names no host
list -s https:127.0.0.1|2|names no host
list -s xend://|2|names no host
list -s http://u:p@127.0.0.1|2|no user or password
list -s http://::1|2|in brackets
list -s auto:x|2|no source for 'auto:'
END

# One more mistake within a promise: refused STATUS WORDS COMMAND...
refused()
{
	mistakes=$((mistakes + 1))
	want=$1
	words=$2
	shift 2
	run "$@"
	[ "$code" = "$want" ] || no "$(printf '%.200s' "$*")"
	fails "$want" "$words"
}

ln -s nowhere "$tmp/dangling"
ln -s loop "$tmp/loop"
printf -- '-----BEGIN CERTIFICATE-----\nMIIB\n' >"$tmp/half"
told 'a URI with a slip of the pen' <<'END'
list -s https//xs1|2|it begins with a scheme, like unix:/PATH or https://HOST
list -W @tmp/any -s https:/xs1|2|https:/xs1: the URI names no host (https://HOST)
list -W @tmp/any -s http:xs1|2|http:xs1: the URI names no host (http://HOST)
list -s https://xs1:443:443|2|a port is a number from 1 to 65535
list -s https://xs1,https://xs2|2|a port is a number from 1 to 65535
list -s https://[::1|2|an IPv6 address stands in brackets, like [::1]:80
list -s http://127.0.0.1:-1|2|a port is a number from 1 to 65535
list -s http://127.0.0.1:0|2|a port is a number from 1 to 65535
list -s ftp://x|2|no source for 'ftp:' (did you mean 'https://x'?)
list -s AUTO|2|(did you mean 'AUTO:'?)
list -s Xen|2|(did you mean 'Xen:'?)
list -s auto://|2|it names no host
list -s unix:///none|1|cannot connect: No such file or directory (is the toolstack running?)
list -s unix:~/x|1|(the path is relative to the current directory)
list -s unix:@tmp|1|cannot connect: Connection refused
list -s xend:|2|the path of a Unix socket has 1 to 107 bytes, not 0
list -s xen:0|2|it is asked on this host only (xen:)
list -s file:///|5|is no regular file
list -s file:~/x|1|(the path is relative to the current directory)
list -s :|2|it begins with a scheme
list -s ://|2|it begins with a scheme
list -s /|2|a Unix socket is unix:/PATH
list -s -s @uri|2|'-s' is no URI of a server
list -so @uri|2|'o' is no URI of a server
list -Hs=@uri|2|'=unix:
END

told 'a value of the wrong form' <<'END'
list -t -1 -s @uri|2|'-1' is no number of seconds above 0, at most 1000000
list -t nan -s @uri|2|'nan' is no number of seconds
list -t 0x10 -s @uri|2|'0x10' is no number of seconds
list -t 1,5 -s @uri|2|'1,5' is no number of seconds
list -t 0.0000000001 -s @uri|2|is no number of seconds above 0
list -w -d 1e9 -s @uri|2|'1e9' is no number of seconds
list -w -d -s @uri|2|'-s' is no number of seconds
list -w --count 1.5 -s @uri|2|--count '1.5' is no number from 1 to 1000000000
list -w --count 99999999999999999999 -s @uri|2|is no number from 1 to 1000000000
list -w --count -s @uri|2|--count '-s' is no number
list --host= -s @uri|2|--host names no host
list --host nosuch -s @uri|2|Host 'nosuch' does not exist in this pool. Its hosts are 'quay.example.test', 'harbour.example.test'
list --pin sha1:aa -s https://127.0.0.1:1|2|is no pin: sha256: and 64 hexadecimal digits
list --pin zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz -s https://127.0.0.1:1|2|is no pin
list --cacert @tmp/half -s https://127.0.0.1:1|2|it holds no certificate in PEM that can be read
list --cacert= -s https://127.0.0.1:1|2|No such file or directory
list -W @tmp/dangling -s http://127.0.0.1:1|2|dangling: No such file or directory
list -W @tmp/loop -s http://127.0.0.1:1|2|loop: Too many levels of symbolic links
list -W @tmp/garbage/x -s http://127.0.0.1:1|2|x: Not a directory
list --sort id,id,id,id,id,id,id,id,id -s @uri|2|more than 8 columns to sort by
list --sort|2|the option --sort needs its COL
list -o id,help -s @uri|2|no column 'help' (-o help lists them)
list --help=list|2|the option --help takes no argument
list --version|2|unknown option '--version'
list --nosuch --help|2|unknown option '--nosuch'
--help --nosuch|2|unknown option '--nosuch'
label -w -s @uri|2|unknown option '-w'
list -s @uri ID:3|3|Domain 'ID:3' does not exist.
list -s @uri 0x3|3|Domain '0x3' does not exist.
list -s @uri uuid:zzz|2|'uuid:zzz' is no uuid
list -s @uri id:|2|'id:' is no id of a domain
list -s @uri -- --help|3|Domain '--help' does not exist.
END

promise 'an option without its argument names one, not the dots of the help'
refused 2 'needs its URI' "$XMBOX" list -s
refused 2 'needs its COL' "$XMBOX" list -o
holds [ "$(grep -cF -e ... -e '[' "$tmp/err")" = 0 ]
kept

promise 'what cannot be a host is not suggested as one'
for word in . .. - -s '*' ''; do
	refused 2 "'$word' is no URI of a server: it begins with a scheme" "$XMBOX" list -s "$word"
	holds [ "$(grep -c 'did you mean' "$tmp/err")" = 0 ]
done
kept

promise 'https: is not suggested for a host without address'
refused 1 "no address is known for the host 'xs;1'" "$XMBOX" list -W "$any" -s 'http://xs;1:1'
holds [ "$(grep -c 'try https' "$tmp/err")" = 0 ]
kept

promise 'a word of 5000 bytes is cut, and what is wrong with it is told'
long=$(printf '%05000d' 0 | tr 0 x)
refused 3 "...' does not exist." "$XMBOX" list -s "$uri" "$long"
refused 3 "...' does not exist." "$XMBOX" vcpu-list -s "$uri" "name:$long"
refused 2 "...' is no uuid" "$XMBOX" list -s "$uri" "uuid:$long"
refused 2 "...' (-o help lists them)" "$XMBOX" list -s "$uri" -o "$long"
refused 2 "...' (-o help lists them)" "$XMBOX" list -s "$uri" --sort "$long"
refused 2 "...': running paused" "$XMBOX" list -s "$uri" --state "$long"
refused 2 "...' is no number of seconds" "$XMBOX" list -s "$uri" -t "$long"
refused 2 "...' is no pin" "$XMBOX" list -s "$uri" --pin "$long"
refused 2 "...' does not exist in this pool. Its hosts are" "$XMBOX" list -s "$uri" --host "$long"
refused 2 '...: File name too long' "$XMBOX" list -s "$uri" -W "$long"
refused 2 '...: the path of a Unix socket has 1 to 107 bytes, not 5001' "$XMBOX" list -s "unix:/$long"
refused 2 "...:' (xmbox --help uri)" "$XMBOX" list -s "$long:"
refused 2 '...: no password: give -W FILE' "$XMBOX" list -s "https://$long"
refused 2 "unknown option '--xxx" "$XMBOX" list "--$long"
refused 2 "...' (xmbox --list names them)" "$XMBOX" "$long"
refused 2 "...' (xmbox --help)" "$XMBOX" --help "$long"
refused 6 "...': File name too long" "$XMBOX" --install "/$long"
kept

promise 'bytes that are not UTF-8, and controls, are shown escaped'
byte=$(printf '\377') escape=$(printf '\033[31m')
refused 3 "Domain '\\xff' does not exist." "$XMBOX" list -s "$uri" "$byte"
refused 3 "Domain '\\x1b[31m' does not exist." "$XMBOX" list -s "$uri" "$escape"
refused 2 "no column '\\xff'" "$XMBOX" list -s "$uri" -o "$byte"
refused 2 "no state '\\x1b[31m'" "$XMBOX" list -s "$uri" --state "$escape"
refused 2 "unknown option '--\\xff'" "$XMBOX" list "--$byte"
refused 2 "unknown option '-\\xff'" "$XMBOX" list "-$byte"
refused 2 "no applet '\\x1b[31m'" "$XMBOX" "$escape"
refused 1 'unix:/\x1b[31m: cannot connect' "$XMBOX" list -s "unix:/$escape"
refused 2 'it may hold only printable ASCII' "$XMBOX" list -s "https://$byte"
refused 2 'the user may not hold control characters' "$XMBOX" list -s "$uri" -u "$byte"
refused 2 "--cacert \\xff: No such file or directory" "$XMBOX" list -s "$uri" --cacert "$byte"
refused 2 'an operand is empty' "$XMBOX" list -s "$uri" ''
refused 2 "there is no applet ''" "$XMBOX" ''
refused 2 'it may hold only printable ASCII' "$XMBOX" list -s 'https://xs1 '
kept

promise 'an output that cannot be written is exit 6, whatever is written'
for arguments in --help '--help list' '--help uri' '--help options' --version --list 'list -o help' 'list -j' 'list -l' \
	'list --openmetrics' 'list --tabs' 'list -w --count 2 -d 0.1' 'vcpu-list' 'label'; do
	# shellcheck disable=SC2016,SC2086 # for the shell that is called; words
	refused 6 'cannot write the output: No space left on device' \
		env XMBOX_SERVER="$uri" sh -c '"$0" "$@" >/dev/full' "$XMBOX" $arguments
done
# shellcheck disable=SC2016 # for the shell that is called
refused 6 'cannot write the output: Bad file descriptor' sh -c '"$0" "$@" >&-' "$XMBOX" list -s "$uri"
# shellcheck disable=SC2016 # the message is written to a file, too: it is lost
run sh -c 'ulimit -f 0; exec "$0" --help >"$1"' "$XMBOX" "$tmp/small"
status 6
kept

# told_from NAME VALUE STATUS WORDS: list with a variable of the environment.
told_from()
{
	refused "$3" "$4" env "$1=$2" "$XMBOX" list
}

promise 'a variable with a wrong value is named'
told_from XMBOX_SERVER nonsense 2 "\$XMBOX_SERVER: 'nonsense' is no URI of a server"
told_from XMBOX_SERVER htps://x 2 "\$XMBOX_SERVER: this build knows no source for 'htps:' (did you mean 'https'?)"
told_from XMBOX_SERVER unix:/none 1 "\$XMBOX_SERVER: unix:/none: cannot connect"
told_from XM_SERVER httpu:///none 1 "\$XM_SERVER: xend:/none: cannot connect"
told_from XM_SERVER http://127.0.0.1:1 1 "\$XM_SERVER: xend://127.0.0.1:1: cannot connect: Connection refused"
told_from XM_SERVER https://127.0.0.1:1 2 "is no URI of a legacy server (for Xen-API: type=\"Xen-API\", or -s)"
told_from XM_SERVER ssh://x 2 "\$XM_SERVER: 'ssh://x': ssh is not supported"
told_from XM_CONFIG_FILE /none 2 '/none: No such file or directory'
told_from XM_CONFIG_FILE "$tmp" 2 ': it is not a regular file'
told_from XM_CONFIG_FILE /dev/null 2 '/dev/null: it is not a regular file'
told_from XM_CONFIG_FILE "$tmp/dangling" 2 'dangling: No such file or directory'
told_from XM_CONFIG_FILE "$tmp/loop" 2 'loop: Too many levels of symbolic links'
kept

promise 'a misspelt domain is answered with the nearest name of the answer, but not to xm'
ln -s "$XMBOX" "$tmp/xm"
serve --xend
for domain in lanter lantren Lantern lanternn; do
	run "$XMBOX" list -s "$uri" "$domain"
	fails 3 "Domain '$domain' does not exist. (did you mean 'lantern'?)"
	run "$tmp/xm" list -s "$uri" "$domain"
	status 3
	stderr_is "Error: Domain '$domain' does not exist."
done
run "$XMBOX" list -s "$uri" id:13
stderr_is "Error: Domain 'id:13' does not exist."
serve
kept

promise 'with -V, the cpu column without --watch says what it lacks'
run "$XMBOX" list -V -o cpu -s "$uri" windmill
stderr_has_line()
{
	checked
	grep -qF -- "$1" "$tmp/err" || no "stderr lacks '$1': $(cat "$tmp/err")"
}
stderr_has_line 'CPU% is unknown in 1 of 1 rows: xapi did not tell it (see --watch)'
run "$XMBOX" vcpu-list -V -o cpu_percent -s "$uri" windmill
stderr_has_line 'CPU% is unknown in 2 of 2 rows: xapi did not tell it (see --watch)'
kept

promise 'a legacy xend asked as Xen-API, and the reverse, are told what to ask with'
serve --fault 'session.login_with_password=1,method "session.login_with_password" is not supported'
run "$XMBOX" list -s "$uri"
fails 5 'is not supported' "(is it xend's legacy server? ask it with xend:)"
run "$XMBOX" list -s "xend:$tmp/socket"
fails 5 'if it is a Xen-API server, ask it with unix: or http:'
serve
kept

promise 'a server in the place of a DOMAIN is told with -s'
run "$XMBOX" list -s "$uri" https://xs1
fails 3 "Domain 'https://xs1' does not exist. (a server is given with -s)"
run "$XMBOX" list -s "$uri" unix:/var/lib/xcp/xapi
fails 3 '(a server is given with -s)'
run env XMBOX_SERVER=unix:/none "$XMBOX" list https://xs1
fails 1 'unix:/none: cannot connect' '(a server is given with -s)'
run "$XMBOX" list -s "$uri" name:12
fails 3 "Domain 'name:12' does not exist."
holds [ "$(grep -c 'given with -s' "$tmp/err")" = 0 ]
kept
unserve

# answers FILE STATUS WORDS...: what list says of a server over TCP that answers with the bytes of FILE.
answers()
{
	: >"$tmp/port" # the port of the call before must not be read again
	python3 "$TESTS/answer.py" "$1" >"$tmp/port" &
	answerer=$!
	await line . "$tmp/port"
	shift
	run "$XMBOX" list -t 10 -W "$any" -s "http://127.0.0.1:$(cat "$tmp/port")"
	wait "$answerer"
	fails "$@"
}

promise 'a port of TLS asked by http:, a redirect, a server that closes: what to try instead'
if lacks python3; then
	skip "$what" "$lacking"
else
	printf '\025\003\003\000\002\002\106' >"$tmp/alert"
	answers "$tmp/alert" 5 'the server speaks TLS here (try https:)'
	printf 'HTTP/1.1 301 Moved Permanently\r\nlocation: https://xs1/\r\nContent-Length: 0\r\n\r\n' >"$tmp/moved"
	answers "$tmp/moved" 5 'HTTP/1.1 301 Moved Permanently, location: https://xs1/'
	printf 'HTTP/1.1 404 Not Found\r\nLocation: https://xs1/\r\nContent-Length: 0\r\n\r\n' >"$tmp/moved"
	answers "$tmp/moved" 5 'HTTP/1.1 404 Not Found'
	holds [ "$(grep -c Location "$tmp/err")" = 0 ]
	: >"$tmp/nothing"
	answers "$tmp/nothing" 1 '(try https:)'
	kept
fi

# told_of WHAT STATUS OPTION...: the same of `list` at a server with these options.
told_of()
{
	words=$1
	want=$2
	shift 2
	serve "$@"
	told "a server that $words, is told so" <<END
list -s @uri|$want|$words
END
	unserve
}

told_of 'closed the connection instead of answering' 1 --cut 0
told_of 'cut short' 5 --cut 2000
told_of 'still starting' 1 --fail '*=HOST_STILL_BOOTING'
told_of 'role does not permit' 4 --fail VM.get_all_records_where=RBAC_PERMISSION_DENIED,vm.get_all,no
told_of 'the server failed' 5 --fail 'VM_metrics.get_all_records=INTERNAL_ERROR,it broke'
told_of 'ask its master (-s)' 4 --fail session.login_with_password=HOST_IS_SLAVE,10.0.0.7

# told_by CONFIG STATUS WORDS: the same with the configuration file that holds CONFIG.
told_by()
{
	printf '%s' "$1" >"$tmp/config.xml"
	chmod 600 "$tmp/config.xml"
	export XM_CONFIG_FILE="$tmp/config.xml"
	told "a configuration $1 is told so" <<END
list|$2|$3
END
	unset XM_CONFIG_FILE
}

told_by '' 2 'config.xml: line 1, column 1: the document ends without an element'
told_by '<xm><server' 2 'config.xml: line 1'
told_by 'server=xs1' 2 'config.xml: line 1'
told_by '<xm><server type="Xen-API" uri="ssh://xs1"/></xm>' 2 'ssh is not supported'
told_by '<xm><server type="Xen-API" uri="xs1"/></xm>' 2 "(did you mean 'https://xs1'?)"
told_by '<xm><server type="Xen-API" uri="http://127.0.0.1:1"/></xm>' 2 'no password: give -W FILE'
told_by '<xm><server type="Xen-API" uri="https://127.0.0.1:1" pin="x"/></xm>' 2 "config.xml: 'x' is no pin"
told_by '<xm><server type="Xen-API" uri="https://127.0.0.1:1" passwordfile="/none"/></xm>' 2 'password file /none: No such file'
told_by '<xm><server type="Xen-API" uri="https://127.0.0.1:1" cacert="/none"/></xm>' 2 'none: No such file'
told_by '<xm><server type="Xen-API"/></xm>' 2 "config.xml: '' is no URI of a server"
told_by '<xm><server type="Xen-API" uri="unix:/x" uri="unix:/y"/></xm>' 2 'a repeated attribute'
told_by '<xm><server uri=unix:/none/></xm>' 2 "an attribute's value without quotes"
told_by '<xm><server type="Xen-API" uri="unix:/none"></xm>' 2 'an end tag that does not match its start tag'
told_by '<!DOCTYPE x><xm/>' 2 'documents with a DTD are refused'
told_by '{"server": "https://xs1"}' 2 'text before the root element'
told_by '<xm><server type="LegacyXMLRPC" uri="https://127.0.0.1:1"/></xm>' 2 'is no URI of a legacy server (for Xen-API: type="Xen-API", or -s)'
told_by '<xm><server type="Xen-API" uri="xend:/none"/></xm>' 1 'config.xml: xend:/none: cannot connect'
told_by '<xm><server type="Xen-API" uri="unix:/none"/></xm>' 1 'config.xml: unix:/none: cannot connect'

promise 'at least 370 mistakes were made'
holds [ "$mistakes" -ge 370 ]
kept
