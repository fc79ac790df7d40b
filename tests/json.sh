# SPDX-License-Identifier: MIT
# The JSON reader: what it accepts and refuses, in every build and however the bytes come. Python's json is the second
# opinion. JSON_TEST_SUITE=DIR adds the verdicts of JSONTestSuite; DIR is its folder test_parsing.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

# Read DOCUMENT with all builds and windows, and by skipping. All must agree. $code and output are those of the first:
# every DOCUMENT
every()
{
	first=
	for program in jsoncat jsoncat-portable jsoncat-generic jsoncat-plain; do
		for how in '' '--window 1' '--plain --window 7' '--skip --window 3'; do
			# shellcheck disable=SC2086 # words
			"$T/$program" $how <"$1" >"$tmp/this.out" 2>"$tmp/this.err"
			this=$?
			if [ -z "$first" ]; then
				first=$program
				code=$this
				mv "$tmp/this.out" "$tmp/out"
				mv "$tmp/this.err" "$tmp/err"
				continue
			fi
			[ $this = $code ] || no "$program $how: exit $this, not $code"
			cmp -s "$tmp/this.err" "$tmp/err" || no "$program $how: $(cat "$tmp/this.err")"
			case $how in
			*skip*) [ ! -s "$tmp/this.out" ] || no "$program $how prints" ;;
			*) [ $code != 0 ] || cmp -s "$tmp/this.out" "$tmp/out" || no "$program $how: other text" ;;
			esac
		done
	done
}

# The documents that "judge" looks at: N and N.what it is, N.is: its status and canonical form, or words of the reason.
mkdir "$tmp/documents"
documents=0

# Check that the output of printf TEXT is refused with WORDS: refused 'WORDS' 'TEXT'
refused()
{
	document "refused: $1: $(printf '%.60s' "$2")" "1 $1" "$2"
}

# Check that the output of printf TEXT is read as CANONICAL: reads 'TEXT' 'CANONICAL'
reads()
{
	document "read: $(printf '%.70s' "$1")" "0 $2" "$1"
}

document()
{
	documents=$((documents + 1))
	printf '%s\n' "$1" >"$tmp/documents/$documents.what"
	printf '%s\n' "$2" >"$tmp/documents/$documents.is"
	# shellcheck disable=SC2059 # the escapes are meant
	printf -- "$3" >"$tmp/documents/$documents"
}

# Read all of them in every build, window and way, each of which is one process for all: they must agree.
judge()
{
	mkdir "$tmp/lines"
	promise "$documents documents: every build reads each of them in every way"
	for program in jsoncat jsoncat-portable jsoncat-generic jsoncat-plain; do
		for how in '' '--window 1' '--plain --window 7' '--skip --window 3'; do
			# shellcheck disable=SC2046,SC2086 # words
			holds eval "(cd '$tmp/documents' && '$T/$program' $how $(seq -s ' ' $documents)) >'$tmp/lines/$program $how'"
			holds [ "$(grep -c '^[01] ' "$tmp/lines/$program $how")" = $documents ]
		done
	done
	kept
	awk '
		FNR == NR { first[FNR] = $0; next }
		FILENAME ~ /skip/ && first[FNR] ~ /^0/ ? $0 != "0 " : $0 != first[FNR] { differs[FNR] = differs[FNR] "; " FILENAME ": " $0 }
		END { for (i = 1; i in first; i++) print (i in differs ? first[i] differs[i] : first[i]) }
	' "$tmp/lines/jsoncat " "$tmp/lines"/* >"$tmp/judged"
	for n in $(seq $documents); do
		promise "$(cat "$tmp/documents/$n.what")"
		checked
		line=$(sed -n "${n}p" "$tmp/judged")
		is=$(cat "$tmp/documents/$n.is")
		case $line in
		*"; $tmp/lines/"*) no "they differ: $line" ;;
		"1 "*"${is#1 }"*) [ "$is" != "${is#1 }" ] || no "refused: $line" ;;
		*) [ "$line" = "$is" ] || no "it is: $line" ;;
		esac
		kept
	done
}

# Structures.
reads '{}' '{}'
reads '[]' '[]'
reads ' \t\r\n[\n1 ,\t2\r]\n ' '[1,2]'
reads '{ "a" : 1 , "b" : [ ] , "c" : { } }' '{"a":1,"b":[],"c":{}}'
reads '[[],[[]],{"a":[{}]},[1,"x",{"b":{"c":[]}}]]' '[[],[[]],{"a":[{}]},[1,"x",{"b":{"c":[]}}]]'
reads '{"dup":1,"dup":2,"":3}' '{"dup":1,"dup":2,"":3}'
reads '"x"' '"x"'
reads '0' 0
reads 'true\n' true
reads '[true,false,null]' '[true,false,null]'

# Strings: every escape, and characters that XAPI leaves unescaped.
reads '"\\"\\\\\\/\\b\\f\\n\\r\\t"' '"\x22\x5c/\x08\x0c\x0a\x0d\x09"'
reads '["\\u0000","\\u001f","\\u007F","\\u0041","\\u00e9","\\u20AC"]' '["\x00","\x1f","\x7f","A","\xc3\xa9","\xe2\x82\xac"]'
reads '["\\ud83d\\ude00","\\uD800\\uDC00","\\uDBFF\\uDFFF","\\ufffe"]' \
	'["\xf0\x9f\x98\x80","\xf0\x90\x80\x80","\xf4\x8f\xbf\xbf","\xef\xbf\xbe"]'
reads '{"\\u0061\\"":"\\u0061"}' '{"a\x22":"a"}'
reads '"/<>&\047\303\251\360\237\230\200\342\200\250"' "\"/<>&'\\xc3\\xa9\\xf0\\x9f\\x98\\x80\\xe2\\x80\\xa8\""
reads '["\001\007\013\016\037\177","\000","\t\n\r"]' '["\x01\x07\x0b\x0e\x1f\x7f","\x00","\x09\x0a\x0d"]'
reads '["\377","\300\200","\355\240\200","\303","\357\273\277"]' '["\xff","\xc0\x80","\xed\xa0\x80","\xc3","\xef\xbb\xbf"]'
reads '{"\000\377\n":"x"}' '{"\x00\xff\x0a":"x"}'

# Numbers of any size, unchanged; and the words that XAPI writes for NaN and infinity.
for number in 0 -0 1 -1 10 9223372036854775807 -9223372036854775808 123456789012345678901234567890; do
	reads "[$number,{\"a\":$number}, $number ]" "[$number,{\"a\":$number},$number]"
done
for number in 0.0 -0.0 1.5 0.10 1e5 1E+5 1e-05 -12.50E-007 0e0 1.2345678901234568e+17 1e999 0.3333333333333333; do
	reads "[$number, $number]" "[$number,$number]"
done
for word in NaN Infinity -Infinity nan inf -inf -nan; do
	reads "{\"a\":$word,\"b\":[$word]}" "{\"a\":$word,\"b\":[$word]}"
done

for text in '' ' ' '\n' '[' '{' '[1' '[1,' '{"a"' '{"a":' '{"a":1' '{"a":1,' '"' '"x' '["x' '{"a' '[[]' '{"a":{}'; do
	refused 'the document ends too early' "$text"
done
refused 'line 1, column 2: the document ends too early' '['
refused "line 3, column 3: ',' or ']' should stand here" '[\n1,\n2 3]'
refused "line 2, column 3: ',' or '}' should stand here" '{"a":"\n" "b"}'
for text in '[1 2]' '["a" "b"]' '[[][]]' '[{}{}]' '[1:2]' '[1}' '[[1}]' '[true\000]' '["a"x]' '[""\\]' '[1"a"]' '["a"1]'; do
	refused "',' or ']' should stand here" "$text"
done
for text in '{"a":1 "b":2}' '{"a":1:2}' '{"a":1]' '{"a":{"b":1]}' '{"a":1;"b":2}' '{"a":"b"c}' '{"a":[]"b":1}'; do
	refused "',' or '}' should stand here" "$text"
done
for text in '{,}' '{1:2}' '{a:1}' "{'a':1}" '{"a":1,}' '{"a":1,,"b":2}' '{[]:1}' '{null:1}' '{"a":1,2}' '{]'; do
	refused 'the name of a member should stand here' "$text"
done
for text in '{"a"}' '{"a","b"}' '{"a" 1}' '{"a"=1}' '{"a"::1}' '{"a"x:1}'; do
	case $text in
	*::*) refused 'a value should stand here' "$text" ;;
	*) refused "':' should stand here" "$text" ;;
	esac
done
for text in ',' ':' ']' '}' '[,1]' '[1,]' '[1,,2]' '[}' '{"a":}' '{"a":,"b":1}' '\\' '\000' '\302\240' '\014[]' '/*c*/1' \
	'[//c\n1]' '#' '@' "'a'" '`' '*' '&' '_' '\357\273\277{}' '\376\377\000[' '[\000' '<a/>' '{"a":<b/>}'; do
	refused 'a value should stand here' "$text"
done
for text in True FALSE Null nul nulll truE tru undefined NAN Nan iNF INF +inf +Infinity infinity -infinity Inf -Nan nan1 \
	- -- +1 .5 5. -.5 -5. 01 -01 00 1.e5 1e 1e+ 1E- 1e5.5 1.2.3 0x10 1a --1 1- 1+2 - e5 .e1 0.1e 12E34e5 NaNs a; do
	refused 'neither a number nor true, false or null' "{\"a\":[{\"b\":$text}],\"c\":$text}"
done
for text in '\\x41' "\\\\'" '\\0' '\\a' '\\v' '\\U0041' '\\N' '\\ ' '\\\n' '\\\303\251' '\\\000' '\\{'; do
	refused 'begins no escape' "[\"x$text\"]"
done
for text in '\\u' '\\u0' '\\u00' '\\u004' '\\u004g' '\\u 041' '\\u-041' '\\u+041' '\\u0x41' '\\ud800' '\\udc00' '\\udfffx' \
	'\\ud800x' '\\ud800\\n' '\\ud800\\u0041' '\\ud800\\ud800' '\\udbff\\ue000' '\\ud800\\u' '\\ud800\\udc0' '\\udc00\\ud800'; do
	refused 'without four digits, or with half of a surrogate pair' "{\"a\":\"x$text\"}"
done
for text in '[]]' '{}}' '[][]' '{}{}' '1 2' '"a""b"' 'null,' '[] x' '{}\000' '1\n\n,' 'true{' '[]\\' '""\357\273\277'; do
	refused 'something follows the value of the document' "$text"
done

judge

# many N TEXT
many()
{
	awk -v n="$1" -v text="$2" 'BEGIN { while (n--) printf "%s", text }'
}

# limit WHAT WITHIN BEYOND 'WORDS': the first document reads, the second is refused
limit()
{
	promise "limit: $1"
	printf '%s' "$2" >"$tmp/document"
	every "$tmp/document"
	status 0
	printf '%s' "$3" >"$tmp/document"
	every "$tmp/document"
	status 1
	stderr_has "$4"
	kept
}

limit '32 arrays inside each other' "$(many 32 '[')$(many 32 ']')" "$(many 33 '[')$(many 33 ']')" 'more than 32'
limit '32 objects inside each other' "$(many 31 '{"a":')[1]$(many 31 '}')" "$(many 32 '{"a":')[1]$(many 32 '}')" 'more than 32'
limit '32 of both, empty or not' "$(many 31 '[')[],{},[1],{\"a\":1}$(many 31 ']')" "$(many 32 '[')0,{}$(many 32 ']')" 'more than 32'
limit '512 bytes of a number' "[$(many 512 7)]" "[$(many 513 7)]" 'more than 512 bytes'

promise 'a name is cut after 256 bytes, at any place in the window'
for n in 255 256 257 5000; do
	printf '{"%s":1,"%s":{"\\u0061%s":2}}' "$(many $n n)" "$(many $n m)" "$(many $n o)" >"$tmp/document"
	every "$tmp/document"
	cut=$((n < 256 ? n : 256))
	stdout_has "{\"$(many $cut n)\":1,\"$(many $cut m)\":{\"a$(many $((n < 256 ? n : 255)) o)\":2}}"
done
kept

promise 'strings, names and white space of any length are read'
for shape in '"@"' '{"@":1}' '[@1@]'; do
	{
		printf '%s' "${shape%%@*}"
		case $shape in
		*'['*) yes ' ' ;;
		*) yes 'a line é of text, not short, not long' ;;
		esac | head -c 3000000
		printf '%s' "${shape#*@}" | tr -d @
	} >"$tmp/document"
	checked
	"$T/jsoncat" --skip <"$tmp/document" || no "$shape"
	"$T/jsoncat-plain" <"$tmp/document" >"$tmp/plain" || no "$shape"
	"$T/jsoncat" --window 5000 <"$tmp/document" | cmp -s - "$tmp/plain" || no "$shape: other text"
done
kept

! lacks python3 || skip_rest 'what Python reads, too' "$lacking"

promise 'strings, names, numbers and words across the end of the window are read'
python3 - >"$tmp/document" <<'END'
# The room is 24 KiB: each piece of text stands at its end in every way.
pieces = ['"ab\\\\cd\\"e"', '"\\u0041\\ud83d\\ude00"', '-123.5e+7', 'false', '{"name":"x","\\n":[]}', '12345678', '[[],{}]', 'null']
at = 1
print('[0', end='')
at = 2
for piece in pieces:
    for before in range(len(piece) + 2):
        pad = -(at + before) % (24 * 1024) - 3
        if pad < 0:
            pad += 24 * 1024
        text = ',"' + 'p' * pad + '",' + piece
        print(text, end='')
        at += len(text)
print(']', end='')
END
every "$tmp/document"
status 0
run python3 "$TESTS/json-peer.py" "$tmp/document"
"$T/jsoncat" <"$tmp/document" | cmp -s - "$tmp/out" || no 'Python reads it otherwise'
kept

promise "every recorded answer reads the same in every build and window, and as Python's json reads it"
mkdir "$tmp/small" "$tmp/large"
cp "$recorded"/xapi-json/*.json "$tmp/small"
for file in "$recorded"/xapi-json/*.gz; do
	gzip -dc "$file" >"$tmp/large/$(basename "$file" .gz)"
done
for size in small large; do
	cd "$tmp/$size" || exit 1
	holds eval "python3 '$TESTS/json-peer.py' --lines * >'$tmp/want'"
	holds [ "$(grep -c '^0 .' "$tmp/want")" = "$(set -- * && echo $#)" ]
	for program in jsoncat jsoncat-portable jsoncat-generic jsoncat-plain; do
		for how in '' '--window 1' '--plain --window 7' --plain; do
			[ $size = small ] || [ "$how" = --plain ] || continue
			# shellcheck disable=SC2086 # words
			"$T/$program" $how * >"$tmp/out" || no "$program $how fails"
			cmp -s "$tmp/out" "$tmp/want" || no "$program $how: Python reads it otherwise: $(cmp "$tmp/out" "$tmp/want")"
		done
		"$T/$program" --skip --window 7 * >"$tmp/out" || no "$program --skip fails"
		holds [ "$(grep -c '^0 $' "$tmp/out")" = "$(set -- * && echo $#)" ]
	done
done
cd "$TESTS" || exit 1
kept

promise '10000 random values of all kinds read as they were written, and as Python reads them'
python3 "$TESTS/json-peer.py" --random 10000 "$tmp/document" >"$tmp/want"
holds [ "$(wc -c <"$tmp/want")" -gt 100000 ]
python3 "$TESTS/json-peer.py" "$tmp/document" | cmp -s - "$tmp/want" || no 'Python reads other values than it wrote'
for program in jsoncat jsoncat-portable jsoncat-generic jsoncat-plain; do
	for how in '' --plain '--window 13' '--plain --window 777'; do
		# shellcheck disable=SC2086 # words
		"$T/$program" $how <"$tmp/document" | cmp -s - "$tmp/want" || no "$program $how: other values"
	done
	"$T/$program" --skip <"$tmp/document" || no "$program --skip refuses them"
done
kept

promise "1500 broken documents are read or refused as Python's json does"
mkdir "$tmp/broken"
cd "$tmp/broken" || exit 1
run python3 "$TESTS/json-peer.py" --broken 1500 "$T/jsoncat"
cd "$TESTS" || exit 1
status 0
no_stdout
kept

[ -z "${JSON_TEST_SUITE-}" ] || {
	promise 'JSONTestSuite: y_ is read, n_ refused, except for words and raw controls that XAPI sends'
	for file in "$JSON_TEST_SUITE"/[yni]_*; do
		every "$file"
		case ${file##*/} in
		n_number_NaN.json | n_number_infinity.json | n_number_minus_infinity.json | n_string_unescaped_*) status 0 ;;
		y_*) status 0 ;;
		n_*) status 1 ;;
		esac
	done
	kept
}
