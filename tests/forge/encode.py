# SPDX-License-Identifier: MIT
"""Answers as XAPI's marshallers write them: XML in which the names of members are not escaped, JSON in both hands."""
import json
import math
import re

from model import Date


def xml_text(text):
    text = re.sub('[\x00-\x08\x0b\x0c\x0e-\x1f]', '', text)
    for plain, entity in (('&', '&amp;'), ('<', '&lt;'), ('>', '&gt;'), ('"', '&quot;')):
        text = text.replace(plain, entity)
    return text.encode()


def xml_number(value):
    return ('%.16g' % value).encode()


def xml_value(value):
    if isinstance(value, Date):
        body = b'<dateTime.iso8601>' + value.encode() + b'</dateTime.iso8601>'
    elif isinstance(value, str):
        body = xml_text(value)
    elif isinstance(value, bool):
        body = b'<boolean>%d</boolean>' % value
    elif isinstance(value, int):
        body = b'%d' % value
    elif isinstance(value, float):
        body = b'<double>' + xml_number(value) + b'</double>'
    elif isinstance(value, list):
        body = b'<array><data>' + b''.join(map(xml_value, value)) + b'</data></array>'
    else:
        body = b'<struct>' + b''.join(b'<member><name>' + (k if isinstance(k, bytes) else k.encode()) + b'</name>' +
                                      xml_value(v) + b'</member>' for k, v in value.items()) + b'</struct>'
    return b'<value>' + body + b'</value>'


def xml_answer(value, error):
    result = {'Status': 'Failure', 'ErrorDescription': error} if error else {'Status': 'Success', 'Value': value}
    return (b'<?xml version="1.0"?><methodResponse><params><param>' + xml_value(result) +
            b'</param></params></methodResponse>')


class Json:
    """One printer: Yojson's, or the one that XenServer had up to 7.3."""

    def __init__(self, old):
        self.old = old
        self.comma, self.colon = (b', ', b': ') if old else (b',', b':')

    def text(self, raw):
        short = {0x22: b'\\"', 0x5c: b'\\\\', 8: b'\\b', 12: b'\\f', 10: b'\\n', 13: b'\\r', 9: b'\\t'}
        if self.old:
            short[0x2f] = b'\\/'
        else:
            for c in list(range(32)) + [127]:
                short.setdefault(c, b'\\u%04x' % c)
        return b'"' + b''.join(short.get(c, bytes([c])) for c in raw) + b'"'

    def number(self, value):
        if not math.isfinite(value):
            names = ('nan', 'inf', '-inf') if self.old else ('NaN', 'Infinity', '-Infinity')
            return names[0 if math.isnan(value) else 1 + (value < 0)].encode()
        if self.old:
            return b'%f' % value
        text = '%.16g' % value if float('%.16g' % value) == value else '%.17g' % value
        return (text if re.search('[.e]', text) else text + '.0').encode()

    def value(self, value):
        if value is None:
            return b'null'
        if isinstance(value, (str, bytes)):
            return self.text(value if isinstance(value, bytes) else value.encode())
        if isinstance(value, bool):
            return b'true' if value else b'false'
        if isinstance(value, int):
            return b'%d' % value
        if isinstance(value, float):
            return self.number(value)
        if isinstance(value, list):
            return b'[' + self.comma.join(map(self.value, value)) + b']'
        return b'{' + self.comma.join(self.value(k) + self.colon + self.value(v) for k, v in value.items()) + b'}'

    def answer(self, value, error, call):
        head = {'jsonrpc': '2.0'} if call.get('jsonrpc') and not self.old else {}
        if not head:
            return self.value({'result': None if error else value, 'error': error,
                               'id': 0 if self.old else call['id']})
        if error:
            return self.value({**head, 'error': {'code': 1, 'message': error[0], 'data': error[1:]}, 'id': call['id']})
        return self.value({**head, 'result': value, 'id': call['id']})


def bytes_of(text):
    return text.encode('utf-8', 'surrogateescape')


def same(decoded, value):
    """Is what Python's own reader made of an answer the value that was written?"""
    if isinstance(value, dict):
        pairs = [(bytes_of(k), v) for k, v in decoded]
        own = [(k if isinstance(k, bytes) else k.encode(), v) for k, v in value.items()]
        return [k for k, _ in pairs] == [k for k, _ in own] and all(same(a, b) for (_, a), (_, b) in zip(pairs, own))
    if isinstance(value, list):
        return len(decoded) == len(value) and all(map(same, decoded, value))
    if isinstance(value, float):
        return abs(decoded - value) < 1e-5 or str(decoded) == str(value)
    return decoded == value


def check_json(answer, value):
    """Decodes an answer with Python's reader, which is not ours."""
    text = answer.decode('utf-8', 'surrogateescape')
    text = re.sub(r'("HVM_shadow_multiplier": ?)(-?)(nan|inf)\b',
                  lambda m: m[1] + m[2] + {'nan': 'NaN', 'inf': 'Infinity'}[m[3]], text)
    decoded = dict(json.loads(text, strict=False, object_pairs_hook=lambda pairs: pairs))
    return same(decoded['result'], value)
