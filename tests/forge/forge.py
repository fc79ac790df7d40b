#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""forge.py XMBOX DIR xml|json|old FIRST COUNT: pools with hostile maps, each made from its number, and what xmbox
says of them. Over JSON (old: in the hand of XenServer 7.3) every answer must be right. Over XML it may be told to be
broken; a row that is wrong must never be shown, nor one be missing, with exit status 0."""
import collections
import json
import random
import re
import subprocess
import sys

from encode import Json
from keys import attack
from model import Pool
from serve import Server


def choose(rng, pool):
    """A command, the kind of its output, and the rows that are right."""
    vm = rng.choice(pool.listed())
    shape = rng.choice(['list', 'list', 'list', 'name', 'id', 'uuid', 'names', 'vcpu', 'long', 'label', 'quiet'])
    rows = pool.listed()
    operands = []
    if shape == 'name':
        operands = ['name:' + vm['name_label']]
        rows = [v for v in rows if v['name_label'] == vm['name_label']]
    elif shape == 'id' and vm['domid'] > 0:
        operands = ['id:%d' % vm['domid']]
        rows = [v for v in rows if v['domid'] == vm['domid']]
    elif shape == 'uuid':
        operands, rows = ['uuid:' + vm['uuid']], [vm]
    elif shape == 'names':
        count = rng.randrange(2, len(rows) + 1) if len(rows) > 1 else 1
        rows = rng.sample(rows, count)
        operands = ['uuid:' + v['uuid'] for v in rows]
    if shape == 'vcpu':
        return ['vcpu-list', '-j'], 'json', sum(map(pool.vcpu_rows, rows), [])
    if shape == 'label':
        return ['label', '-j'], 'json', [{k: pool.row(v)[k] for k in ('name', 'id', 'uuid')} for v in rows]
    if shape == 'quiet':
        return ['list', '-q'], 'names', [{'name': v['name_label']} for v in rows]
    if shape == 'long':
        return ['list', '--long'], 'long', [{'name': v['name_label'], 'id': v['domid'], 'uuid': v['uuid'],
                                             'power_state': v['power_state'],
                                             'memory_static_max': v['memory_static_max']} for v in rows]
    return ['list', '-j'] + operands, 'json', [pool.row(v) for v in rows]


def long_value(text):
    """An atom of an s-expression: in quotes, with escapes, where it is no plain word."""
    if text[0] in '\'"':
        raw = re.sub(r'\\(x..|.)', lambda m: chr(int(m[1][1:], 16)) if len(m[1]) > 1 else m[1], text[1:-1])
        text = raw.encode('latin-1', 'surrogateescape').decode()
    return int(text) if re.fullmatch('-?[0-9]+', text) and len(text) < 19 else text


def read_long(out):
    """The scalars at the top of each tree; what is a record's own comes first."""
    rows = []
    for block in re.split(r'^\(domain$', out, flags=re.M)[1:]:
        row = {}
        for name, value in re.findall(r'^ {4}\((\S+) ([^()\n]*)\)$', block, flags=re.M):
            row.setdefault({'domid': 'id'}.get(name, name), long_value(value))
        rows.append(row)
    return rows


def read_output(kind, out):
    if kind == 'json':
        return json.loads(out)
    if kind == 'names':
        return [{'name': line} for line in out.splitlines()]
    return read_long(out)


def key_of(row):
    return str(row.get('uuid') or ''), str(row.get('name')), str(row.get('vcpu', ''))


def wrong_rows(rows, right, forgeable):
    """Why the rows are not exactly those that are right; None: they are. Where a key in the very map broke it, over
    XML, it is not known where VCPUs may run."""
    rows, right = sorted(rows, key=key_of), sorted(right, key=key_of)
    if len(rows) != len(right):
        return '%d rows, not %d: %s' % (len(rows), len(right), [r.get('name') for r in rows])
    for row, true in zip(rows, right):
        for name, value in true.items():
            unknown = forgeable and name == 'affinity' and row[name] is None
            if str(row.get(name)) != str(value) and not unknown:
                return '%s is %r, not %r, in %s' % (name, row.get(name), value, row)
    return None


def is_true(pool, row, true):
    """Is nothing of the row false? What is not known is shown as such; what the metrics would have told is then
    what the VM was given."""
    vm = next((v for v in pool.vms.values() if v['uuid'] == true.get('uuid')), None)
    given = {'memory': vm['memory_dynamic_max'], 'vcpus': vm['VCPUs_at_startup']} if vm else {}
    unknown = ('None', '-', '(unknown)', '')
    return all(str(row.get(name)) in (str(value), str(given.get(name, value))) + unknown or
               (name == 'id' and row[name] == -1) for name, value in true.items())


def lying_rows(pool, rows, right):
    """Beside a failure rows may be missing and facts unknown, but nothing may be told that is not so."""
    templates = [pool.row(vm) for vm in pool.vms.values() if vm['is_a_template']]
    for row in rows:
        if row.get('vcpu') is not None and row['vcpu'] < 4:
            continue  # as many as the VM was given
        if any(is_true(pool, row, {k: v for k, v in vm.items() if k in row}) for vm in templates):
            continue  # its record says twice whether it is one
        if not any(is_true(pool, row, true) for true in right):
            return 'not so: %s' % row
    return None


def judge(pool, result, kind, right, forgeable):
    if result.returncode == 0:
        return wrong_rows(read_output(kind, result.stdout), right, forgeable)
    nameless = result.returncode == 1 and 'running domain could not be read' in result.stderr  # a forged name is unknown
    if not forgeable or not (nameless or result.returncode == 5):
        return 'exit status %d: %s' % (result.returncode, result.stderr[:300])
    if len(result.stderr) > 20000:
        return '%d bytes on stderr' % len(result.stderr)
    return lying_rows(pool, read_output(kind, result.stdout), right) if result.stdout else None


def main():
    xmbox, directory, encoding, first, count = sys.argv[1:4] + [int(n) for n in sys.argv[4:6]]
    server = Server(directory + '/forge-' + encoding)
    server.json = None if encoding == 'xml' else Json(encoding == 'old')
    seen, wrong = collections.Counter(), 0
    for number in range(first, first + count):
        rng = random.Random(number)
        server.pool = pool = Pool(rng)
        attack(rng, pool)
        command, kind, right = choose(rng, pool)
        command = [xmbox] + command[:1] + ['-s', 'unix:' + directory + '/forge-' + encoding] + command[1:]
        server.wrong = []
        try:
            result = subprocess.run(command, capture_output=True, timeout=20, text=True, errors='surrogateescape')
            why = judge(pool, result, kind, right, encoding == 'xml')
            seen[result.returncode] += 1
        except (subprocess.TimeoutExpired, ValueError) as error:
            why = repr(error)
        why = why or ', '.join(server.wrong)
        if why:
            wrong += 1
            if wrong <= 10:
                print('%s %d: %s: %s' % (encoding, number, ' '.join(command[1:]), why))
    print('%s: %d answered, %d wrong; exit status %s' % (encoding, count, wrong, dict(seen)))
    return wrong > 0


if __name__ == '__main__':
    sys.exit(main())
