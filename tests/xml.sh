# SPDX-License-Identifier: MIT
# The XML reader: what it accepts and refuses, in every build and however the bytes come.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

# Read DOCUMENT with all builds and windows, and by skipping. All must agree. $code and output are
# those of the first: every DOCUMENT
every()
{
	first=
	for program in xmlcat xmlcat-portable xmlcat-generic xmlcat-plain; do
		for window in 100000 1 2 7 '7 --attributes' '100000 --attributes'; do
			# shellcheck disable=SC2086 # words
			"$T/$program" --window $window <"$1" >"$tmp/this.out" 2>"$tmp/this.err"
			this=$?
			if [ -z "$first" ]; then
				first=$program
				code=$this
				mv "$tmp/this.out" "$tmp/out"
				mv "$tmp/this.err" "$tmp/err"
				continue
			fi
			[ $this = $code ] || no "$program --window $window: exit $this, not $code"
			cmp -s "$tmp/this.err" "$tmp/err" || no "$program --window $window: $(cat "$tmp/this.err")"
			[ $code != 0 ] || cmp -s "$tmp/this.out" "$tmp/out" || no "$program --window $window: other text"
		done
		for how in --skip '--skip --attributes'; do
			# shellcheck disable=SC2086 # words
			"$T/$program" $how <"$1" >"$tmp/this.out" 2>"$tmp/this.err"
			this=$?
			[ $this = $code ] || no "$program $how: exit $this, not $code: $(cat "$tmp/this.err")"
			[ ! -s "$tmp/this.out" ] || no "$program $how prints"
		done
	done
}

# Check that the output of printf TEXT is refused with WORDS: refused 'WORDS' 'TEXT'
refused()
{
	promise "refused: $1: $(printf '%.60s' "$2")"
	# shellcheck disable=SC2059 # the escapes are meant
	printf "$2" >"$tmp/document"
	every "$tmp/document"
	status 1
	stderr_has "$1"
	kept
}

# Check that the output of printf TEXT is read, in canonical form, as CANONICAL: reads 'TEXT' 'CANONICAL'
reads()
{
	promise "read: $(printf '%.70s' "$1")"
	# shellcheck disable=SC2059 # the escapes are meant
	printf "$1" >"$tmp/document"
	every "$tmp/document"
	status 0
	no_stderr
	[ "$(cat "$tmp/out")" = "$2" ] || no "canonical: $(cat "$tmp/out")"
	kept
}

reads '<a/>' '<a></a>'
reads '\357\273\277<?xml version="1.0" encoding="utf-8" standalone="yes" ?>\n<a\n/>\n' '<a></a>'
reads "<?xml version='1.7' encoding='Us-Ascii'?><a/>" '<a></a>'
reads '<a b = "1"\t_c=\047"\047 b-b="&lt;>&#9;&#x0A;"/>' '<a _c="&quot;" b="1" b-b="&lt;&gt;&#9;&#10;"></a>'
reads '<t><r ab="1" c="2"/><r ab="3" c="4"/><r ab="5" c = "6" d="7"/><r ab="8" d="9" c="0"/><r a="" ab=\047\047/></t>' \
	'<t><r ab="1" c="2"></r><r ab="3" c="4"></r><r ab="5" c="6" d="7"></r><r ab="8" c="0" d="9"></r><r a="" ab=""></r></t>'
reads '<t><r a="1"/><r a="2"><r a="3"/></r><r a="4"/></t>' '<t><r a="1"></r><r a="2"><r a="3"></r></r><r a="4"></r></t>'
reads '<a b="x\ty\r\nz\rw\nv"/>' '<a b="x y z w v"></a>'
reads '<a>x\r\ny\rz\n\tw</a>' '<a>x&#10;y&#10;z&#10;&#9;w</a>'
reads '<a>&amp;&lt;&gt;&quot;&apos;&#65;&#x1F600;&#x000000000000041;</a>' "<a>&amp;&lt;&gt;&quot;'A😀A</a>"
reads '<a><![CDATA[<b>&amp;]]]]><![CDATA[>]]></a>' '<a>&lt;b&gt;&amp;amp;]]&gt;</a>'
reads '<a>]]<b/>>]]<!---->]>]]<?p?>></a>' '<a>]]<b></b>&gt;]]]&gt;]]<?p ?>&gt;</a>'
reads '<!-- c - c --><?p  d ?><a><!----></a ><?q ??>\n' '<?p d ?><a></a><?q ??>'
reads '<\303\251l\303\251 \346\227\245="\346\234\254">\360\237\230\200</\303\251l\303\251>' '<élé 日="本">😀</élé>'
reads '<:><a:b.c-d_9 xmlns="x" xml:id="y"/></:>' '<:><a:b.c-d_9 xml:id="y" xmlns="x"></a:b.c-d_9></:>'
reads '<value><struct ><member><name>n</name><value>v</value></member><member><name>m</name><value/></member></struct></value>' \
	'<value><struct><member><name>n</name><value>v</value></member><member><name>m</name><value></value></member></struct></value>'

refused 'line 1, column 1: the document ends without an element' ''
refused 'the document ends without an element' ' \n'
refused 'text before the root element' 'x<a/>'
refused 'text after the root element' '<a/>x'
refused 'a second root element' '<a/><b/>'
refused 'line 2, column 4: an end tag that does not match' '<a>\n<b></a></b>'
refused 'an end tag outside the root element' '</a>'
refused 'an end tag without' '<a></a b>'
refused 'ends too early' '<a>'
refused 'ends too early' '<a>text'
refused 'ends too early' '<a b="x'
refused 'ends too early' '<a><!-- x'
refused 'ends too early' '<a><![CDATA[x]]'
refused 'ends too early' '<a/><?p x?'
refused 'a DOCTYPE: documents with a DTD are refused' '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'
refused 'not allowed here' '<a><!DOCTYPE a></a>'
refused 'not allowed here' '<![CDATA[x]]><a/>'
refused 'predefined entity' '<a>&nbsp;</a>'
refused 'predefined entity' '<a>x & y</a>'
refused 'predefined entity' '<a>&lt</a>'
refused 'without its number' '<a>&#;</a>'
refused 'without its number' '<a>&#x;</a>'
refused 'without its number' '<a>&#12</a>'
for n in 0 8 xB x1F xD800 xDFFF xFFFE xFFFF x110000 x99999999999999999999; do
	refused 'a reference to a character that XML does not allow' "<a>&#$n;</a>"
done
for bytes in '\377' '\300\200' '\340\200\200' '\355\240\200' '\364\220\200\200' '\303' '\200' '\357\277\276' '\357\277\277'; do
	refused 'not UTF-8' "<a>$bytes</a>"
done
refused 'a control character' '<a>\001</a>'
refused 'a control character' '<a>\000</a>'
refused 'a control character' '<a b="\033"/>'
refused '"]]>" in text' '<a>x]]></a>'
refused '"]]>" in text' '<a>]]]]></a>'
refused '"--" inside a comment' '<a><!-- x -- y --></a>'
refused '"--" inside a comment' '<a><!-- x ---></a>'
refused "a '<' in the value" '<a b="<"/>'
refused 'without quotes' '<a b=c/>'
refused "an attribute without '='" '<a b/>'
refused 'a repeated attribute' '<a b="" c="" b=""/>'
for between in '' ' ' '<?ab x?>' '<ab/>' '<rowab/>' '<rowab></rowab>' '<row/>' 'x'; do
	refused 'a repeated attribute' "<t><row aX='' ab='' cd=''/>$between<row ab='' ab='' cd=''/></t>"
	refused 'a repeated attribute' "<t><row aX='' ab='' cd=''/>$between<row aX='' ab='' aX=''/></t>"
done
refused "white space, '>' or '/>'" '<a b=""c=""/>'
refused "an attribute, '>' or '/>'" '<a / >'
refused "a '<' that begins no tag" '<a>< b/></a>'
refused "a '<' that begins no tag" '<1a/>'
refused "a '<' that begins no tag" '<a><\302\267/></a>'
refused 'not stand at the very beginning' ' <?xml version="1.0"?><a/>'
refused 'not stand at the very beginning' '<a><?XmL x?></a>'
refused 'processing instruction without a name' '<a><? x?></a>'
refused 'whose name does not end' '<a><?p+?></a>'
refused 'without version' '<?xml encoding="UTF-8"?><a/>'
refused 'without version' '<?xml version="2.0"?><a/>'
refused 'neither UTF-8 nor US-ASCII' '<?xml version="1.0" encoding="ISO-8859-1"?><a/>'
refused 'malformed XML declaration' '<?xml version="1.0" standalone="maybe"?><a/>'
refused 'malformed XML declaration' '<?xml version="1.0"encoding="UTF-8"?><a/>'
refused 'malformed XML declaration' '<?xml version="1.0" standalone="yes" encoding="UTF-8"?><a/>'
refused 'beyond ASCII' '<?xml version="1.0" encoding="US-ASCII"?><a>\303\251</a>'
refused 'UTF-16' '\376\377\000<\000a'
refused 'UTF-16' '<\000a\000/\000>\000'

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

limit '64 nested elements' "$(many 64 '<a>')$(many 64 '</a>')" "$(many 65 '<a>')" 'more than 64'
limit '64 known words inside each other' "$(many 64 '<value>')$(many 64 '</value>')" "$(many 65 '<value>')" 'more than 64'
limit '256 bytes of a name' "<$(many 256 n)/>" "<$(many 257 n)/>" 'more than 256 bytes'
limit '256 bytes of an attribute name' "<a $(many 256 n)=''/>" "<a $(many 257 n)=''/>" 'more than 256 bytes'
limit '256 attributes' "<a $(numbered 'a%03g="" ' 256 | tr -d '\n')/>" "<a $(numbered 'a%03g="" ' 257 | tr -d '\n')/>" 'more than 256 attributes'
limit '8 KiB of attribute names' "<a $(numbered "$(many 252 n)%04g='' " 32 | tr -d '\n')/>" \
	"<a $(numbered "$(many 252 n)%04g='' " 32 | tr -d '\n') x=''/>" '8 KiB of their names'
limit 'all of them at once' \
	"$(many 63 "<$(many 256 e)>")<$(many 256 e) $(numbered "$(many 252 n)%04g='&#65;' " 32 | tr -d '\n')>$(many 64 "</$(many 256 e)>")" \
	"$(many 64 "<$(many 256 e)>")<x/>" 'more than 64'

promise '3 MB of text, of a comment, an attribute, CDATA, or a PI are read'
for shape in '<a>@</a>' '<a><!--@--></a>' '<a b="@"/>' '<a><![CDATA[@]]></a>' '<a><?p @?></a>'; do
	{
		printf '%s' "${shape%%@*}"
		yes 'a line é of text, not short, not long' | head -c 3000000
		printf 'x%s' "${shape#*@}"
	} >"$tmp/document"
	holds "$T/xmlcat" --skip <"$tmp/document"
	"$T/xmlcat-plain" <"$tmp/document" >"$tmp/plain" || no "$shape"
	"$T/xmlcat" --window 5000 <"$tmp/document" >"$tmp/out" || no "$shape"
	holds cmp "$tmp/out" "$tmp/plain"
	[ -s "$tmp/out" ] || no "$shape: no text"
done
kept

promise 'every recorded reply is read the same in every build and window'
for file in "$recorded"/xapi/v26-VM.get_all_records-2.xml "$recorded"/xapi/v26-[elv]*.xml "$recorded"/xapi/*-VM_metrics*2.xml; do
	every "$file"
	status 0
done
kept
