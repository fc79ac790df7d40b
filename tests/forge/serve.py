# SPDX-License-Identifier: MIT
"""Serves one pool after another on a Unix socket, as XAPI does: XML-RPC, and JSON-RPC where there is some."""
import json
import re
import socket
import threading
import xml.etree.ElementTree

from encode import Json, check_json, xml_answer

SESSION = 'OpaqueRef:5e551000-0000-4000-8000-000000000000'


class Failed(Exception):
    pass


def column(name):
    for group in ('name_', 'memory_', 'VCPUs_', 'actions_', 'PV_', 'HVM_'):
        if name.startswith(group):
            return group + '_' + name[len(group):]
    return name


def matches(expression, ref, record):
    """A query is so near to Python that it is turned into some."""
    texts = {column(k): ('true' if v else 'false') if isinstance(v, bool) else str(v) for k, v in record.items()}
    texts['_ref'] = ref
    parts = []
    for token in re.findall(r'field|"[^"]*"|=|\(|\)|[a-z]+', expression):
        if token[0] == '"':
            is_field = parts and parts[-1] == 'field'
            parts[-1:] = [repr(texts[token[1:-1]])] if is_field else parts[-1:] + [repr(token[1:-1])]
        else:
            parts.append({'=': '==', 'true': 'True', 'false': 'False'}.get(token, token))
    return eval(' '.join(parts), {'__builtins__': {}})  # tokens of ours only


class Server:
    def __init__(self, path):
        self.pool, self.json, self.wrong, self.calls = None, None, [], 0
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen(64)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            conn, _ = self.listener.accept()
            threading.Thread(target=self.talk, args=(conn,), daemon=True).start()

    def one(self, records, kind, ref):
        if ref not in records:
            raise Failed(['HANDLE_INVALID', kind, ref])
        return records[ref]

    def find(self, records, kind, method, params):
        if method == 'get_all':
            return list(records)
        if method == 'get_all_records':
            return records
        if method == 'get_all_records_where':
            return {ref: r for ref, r in records.items() if matches(params[0], ref, r)}
        if method == 'get_by_name_label':
            return [ref for ref, r in records.items() if r['name_label'] == params[0]]
        if method == 'get_by_uuid':
            for ref, r in records.items():
                if r['uuid'] == params[0]:
                    return ref
            raise Failed(['UUID_INVALID', kind, params[0]])
        record = self.one(records, kind, params[0])
        if method == 'get_record':
            return record
        if method[4:] in record:
            return record[method[4:]]
        raise Failed(['MESSAGE_METHOD_UNKNOWN', kind + '.' + method])

    def result(self, name, params):
        self.calls += 1
        if name == 'session.login_with_password':
            return SESSION
        if not params or params[0] != SESSION:
            raise Failed(['SESSION_INVALID', params[0] if params else ''])
        if name == 'session.logout':
            return ''
        if name == 'session.get_uuid':
            return SESSION[10:]
        kind, _, method = name.partition('.')
        hosts = {h['ref']: {k: v for k, v in h.items() if k != 'ref'} for h in self.pool.hosts}
        classes = {'VM': self.pool.vms, 'VM_metrics': self.pool.metrics, 'host': hosts}
        if kind not in classes or not method.startswith('get_'):
            raise Failed(['MESSAGE_METHOD_UNKNOWN', name])
        return self.find(classes[kind], kind, method, params[1:])

    def answer_json(self, body):
        call, value, error = json.loads(body), None, None
        if 'login' in call['method']:
            self.wrong.append('a login over JSON')
        try:
            value = self.result(call['method'], call['params'])
        except Failed as failure:
            error = failure.args[0]
        answer = self.json.answer(value, error, call)
        if not error and not check_json(answer, value):
            self.wrong.append('the generator itself: Python reads another %s' % call['method'])
        return answer

    def answer_xml(self, body):
        call, value, error = xml.etree.ElementTree.fromstring(body), None, None
        params = [''.join(v.itertext()) for v in call.iter('value')]
        try:
            value = self.result(call.find('methodName').text, params)
        except Failed as failure:
            error = failure.args[0]
        return xml_answer(value, error)

    def answer(self, path, body):
        if path.startswith('/jsonrpc') and self.json:
            return 'application/json', self.answer_json(body)
        if path.startswith('/jsonrpc'):
            return 'text/xml', (b'<methodResponse><fault><value><struct><member><name>faultCode</name><value><i4>1</i4>'
                                b'</value></member><member><name>faultString</name><value>Failed to parse supplied XML'
                                b'</value></member></struct></value></fault></methodResponse>')
        return 'text/xml', self.answer_xml(body)

    def talk(self, conn):
        with conn, conn.makefile('rb') as lines:
            try:
                while request := lines.readline():
                    length = 0
                    while (line := lines.readline()) not in (b'\r\n', b''):
                        name, _, value = line.partition(b':')
                        length = int(value) if name.lower() == b'content-length' else length
                    kind, body = self.answer(request.split()[1].decode(), lines.read(length))
                    conn.sendall(b'HTTP/1.1 200 OK\r\ncontent-length: %d\r\nconnection: keep-alive\r\n'
                                 b'content-type: %s\r\n\r\n' % (len(body), kind.encode()) + body)
            except OSError:
                pass  # it had enough
