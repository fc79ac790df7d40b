# SPDX-License-Identifier: MIT
"""Keys for the maps of a VM as its administrator may choose them, to break or to forge what others see.

In XML a key stands unescaped in <member><name>KEY</name><value>..., in a map, in a record, in the map of all
records, in the envelope. A key that closes n of these levels goes on outside of them; to leave a document that is
well-formed it opens as many again."""
from model import make_ref, make_uuid

CLOSE = ['</name><value>x</value></member>', '</struct></value></member>', '</struct></value></member>',
         '</struct></value></member>', '</struct></value></param>', '</params></methodResponse>']
OPEN = ['<member><name>%s', '<member><name>%s</name><value><struct>', '<member><name>%s</name><value><struct>',
        '<member><name>%s</name><value><struct>', '<param><value><struct>', '<methodResponse><params>']
JUNK = '<member><name>%s</name><value><struct>'
UNLUCKY = [b'R&D', b'a<b', b'x > y', b'&amp;', b'&#65;', b']]>', b'a&b<c>', b'<!--', b'<!-- -->', b'<![CDATA[x]]>',
           b'<?x?>', b'<!DOCTYPE x>', b'XenCenter.CustomFields.R&D', b'', b'uuid', b'name_label', b'&', b'&lt', b'<']
JSON = [b'"},{"OpaqueRef:00000000-0000-0000-0000-000000000000":{"name_label":"forged"', b'a","power_state":"Running',
        b'\\', b'\\"', b'\\u0022', b'"', b'"}}},"error":null,"id":1}', b'\x00', b'\x1b[2J', b'\x7f\xff\xfe', b'\\\\"',
        b'/', b'\xe2\x80\xa8', b'\xed\xa0\x80', b'":NaN,"', b'\r\n\t\b\f', b'{', b'}', b'[', b']', b',', b':']


def words(rng):
    return rng.choice(['junk', 'y', 'other_config', 'name_label', 'Value', 'Status', 'OpaqueRef:1'])


def opening(rng, n):
    """From outside n levels into a name again."""
    names = [OPEN[i] % words(rng) if '%s' in OPEN[i] else OPEN[i] for i in reversed(range(n))]
    return ''.join(names)


def member(name, value):
    return '<member><name>%s</name><value>%s</value></member>' % (name, value)


def lies(rng, pool):
    """Members of a record that are not true."""
    other = rng.choice(list(pool.vms.values()))
    choices = [('power_state', rng.choice(['Running', 'Halted'])), ('domid', str(rng.randrange(-1, 9))),
               ('name_label', 'forged'), ('uuid', other['uuid']), ('is_a_template', '<boolean>1</boolean>'),
               ('is_a_snapshot', '<boolean>1</boolean>'), ('metrics', other['metrics']),
               ('resident_on', rng.choice(pool.hosts)['ref']), ('memory_dynamic_max', '66'), ('VCPUs_number', '66'),
               ('memory_actual', '66'), ('memory_static_max', '66'), ('VCPUs_at_startup', '66'),
               ('start_time', '<dateTime.iso8601>19990101T00:00:00Z</dateTime.iso8601>'),
               ('security_label', 'forged'), ('pool_name', 'forged'), ('state', '<array><data></data></array>'),
               ('new', '<struct>' + member('a', '<array><data><value>1</value></data></array>') + '</struct>')]
    return ''.join(member(*rng.choice(choices)) for _ in range(rng.randrange(1, 5)))


def record(rng, pool):
    """A record of somebody else, or of nobody."""
    refs = list(pool.vms) + list(pool.metrics) + [make_ref(rng)]
    true = rng.choice(list(pool.vms.values()))
    body = lies(rng, pool)
    if rng.random() < .5:
        body += member('uuid', rng.choice([true['uuid'], make_uuid(rng)]))
    if rng.random() < .5:
        body += member('name_label', 'forged')
    return member(rng.choice(refs), '<struct>' + body + '</struct>')


def forged(rng, pool, n):
    """Something that belongs n levels outside of a key."""
    if n == 2:
        return lies(rng, pool)
    if n == 3:
        return ''.join(record(rng, pool) for _ in range(rng.randrange(1, 3)))
    if n == 4:
        return rng.choice([member('Status', 'Success'), member('Value', '<struct></struct>'), '',
                           member('Value', '<struct>' + record(rng, pool) + '</struct>'), member('x', 'y')])
    return member('a', 'b') if n == 1 else ''


def closing(n):
    return ''.join(CLOSE[:n])


def alone(rng, pool):
    n = rng.randrange(1, 7)
    back = n if rng.random() < .8 else rng.randrange(1, 7)
    return 'x' + closing(n) + (forged(rng, pool, n) if rng.random() < .8 else '') + opening(rng, back)


def split(rng, pool, record):
    """A record that ends early, told to its end by lies, and what comes after the key as one of another reference."""
    tail = list(record)[list(record).index('other_config') + 1:] if 'other_config' in record else []
    true = dict(record, **rng.choice(list(pool.vms.values())))
    told = ''.join(member(name, '<boolean>%d</boolean>' % true[name] if isinstance(true[name], bool) else
                          str(true[name])) for name in tail if not isinstance(true[name], (dict, list)))
    other = rng.choice(list(pool.vms) + list(pool.metrics) + [make_ref(rng)])
    head = '<member><name>%s</name><value><struct>' % other
    head += lies(rng, pool) if rng.random() < .5 else member('is_a_template', '<boolean>%d</boolean>' % rng.randrange(2))
    return 'x' + closing(2) + told + CLOSE[2] + head + '<member><name>other_config</name><value><struct><member><name>y'


def pair(rng, pool):
    """One key opens what the other, in a later record, closes: what lies between is swallowed."""
    n, depth = rng.randrange(1, 5), rng.randrange(1, 4)
    first = 'x' + closing(n) + ''.join(JUNK % words(rng) for _ in range(depth)) + opening(rng, n)
    second = 'x' + closing(n) + '</struct></value></member>' * depth
    return first, second + (forged(rng, pool, n) if rng.random() < .8 else '') + opening(rng, n)


def any_key(rng, pool):
    kind = rng.random()
    if kind < .5:
        return alone(rng, pool).encode()
    if kind < .65:
        return rng.choice(UNLUCKY)
    if kind < .85:
        return b''.join(rng.choice(JSON) for _ in range(rng.randrange(1, 4)))
    return bytes(rng.choice(b'<>&"\\/{}[]:, \x00\x0a\x7f\x80\xff' + bytes(range(97, 123)))
                 for _ in range(rng.randrange(1, 60)))


MAPS = ['other_config', 'other_config', 'xenstore_data', 'platform', 'bios_strings', 'VCPUs_params', 'current_operations']


def put(rng, record, key):
    """A key into one of a record's maps, at a place by chance."""
    maps = [name for name in MAPS if name in record]
    items = list(record[name := rng.choice(maps)].items())
    if name == 'VCPUs_params' and b'mask' in key:
        return
    items.insert(rng.randrange(len(items) + 1), (key, rng.choice(['', 'v', '</value>', '"}'])))
    record[name] = dict(items)


def attack(rng, pool):
    """One to three VMs of the pool, and their metrics, get keys that no friend would choose."""
    records = list((pool.metrics if rng.random() < .3 and len(pool.metrics) > 1 else pool.vms).values())
    if rng.random() < .4:
        i = rng.randrange(len(records) - 1)
        j = rng.randrange(i, len(records))
        first, second = pair(rng, pool)
        put(rng, records[i], first.encode())
        put(rng, records[j], second.encode())
    if rng.random() < .15:
        victim = rng.choice(records)
        victim['other_config'][split(rng, pool, victim).encode()] = ''
        return
    for _ in range(rng.randrange(0 if rng.random() < .2 else 1, 3)):
        put(rng, rng.choice(records), any_key(rng, pool))
