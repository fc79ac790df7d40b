# SPDX-License-Identifier: MIT
"""A pool of VMs as XAPI's database holds it, and what xmbox is to say of it.

A record is a dict of members in the order in which they are sent. Python's types tell them apart: str, int, bool,
float, Date, list (of str), dict (of bytes to str: a map, whose keys anybody may have chosen)."""
import calendar
import time
import uuid

NULL = 'OpaqueRef:NULL'
NAMES = ['web', 'db & cache', 'a<b>c', 'say "hi"', "it's", 'back\\slash', 'x</name>', '{"a":[1]}', 'café', 'build/ci',
         'null', '7', 'OpaqueRef:1', '&amp;', ']]>', 'tail\\']


class Date(str):
    """XML-RPC's own type; JSON-RPC sends the same text."""


def make_uuid(rng):
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def make_ref(rng):
    return 'OpaqueRef:' + make_uuid(rng)


def make_vm(rng, i, hosts, ids):
    power = rng.choice(['Running', 'Running', 'Running', 'Paused', 'Suspended', 'Halted'])
    live = power in ('Running', 'Paused')
    host = rng.choice(hosts) if live else None
    memory = rng.randrange(1, 64) << 28
    vcpus = rng.randrange(1, 5)
    domid = -1
    if live:
        domid = ids[host['ref']] = ids.get(host['ref'], 0) + rng.randrange(1, 3)
    return {
        'uuid': make_uuid(rng),
        'allowed_operations': ['start', 'clone'],
        'current_operations': {},
        'name_label': rng.choice(NAMES) + ('' if rng.random() < .2 else str(i)),
        'name_description': '',
        'power_state': power,
        'is_a_template': rng.random() < .1,
        'resident_on': host['ref'] if host else NULL,
        'memory_static_max': memory,
        'memory_dynamic_max': memory - rng.choice([0, 1 << 27]),
        'VCPUs_params': {b'weight': '256'} if rng.random() < .3 else {},
        'VCPUs_max': vcpus + rng.randrange(2),
        'VCPUs_at_startup': vcpus,
        'consoles': [make_ref(rng)],
        'HVM_shadow_multiplier': rng.choice([1., 1., 1., float('nan'), float('inf'), 1.5]),
        'platform': {b'acpi': '1', b'vga': 'std'},
        'other_config': {b'mac_seed': make_uuid(rng)},
        'domid': domid,
        'is_control_domain': False,
        'metrics': make_ref(rng),
        'xenstore_data': {b'vm-data': ''},
        'is_a_snapshot': False,
        'snapshot_time': Date('19700101T00:00:00Z'),
        'bios_strings': {b'bios-vendor': 'Xen', b'hp-rombios': ''},
        'order': 0,
        'tags': [],
    }


def make_metrics(rng, vm):
    return {
        'uuid': make_uuid(rng),
        'memory_actual': rng.choice([vm['memory_dynamic_max'], 0, -1, 3 << 28]),
        'VCPUs_number': rng.choice([vm['VCPUs_at_startup'], 0, 2]),
        'VCPUs_utilisation': {b'0': 0.},
        'VCPUs_CPU': {},
        'VCPUs_params': {},
        'VCPUs_flags': {},
        'state': [],
        'start_time': Date(rng.choice(['20260801T09:08:07Z', '19700101T00:00:00Z'])),
        'other_config': {},
        'hvm': True,
    }


class Pool:
    def __init__(self, rng):
        self.hosts = [{'ref': make_ref(rng), 'uuid': make_uuid(rng), 'name_label': 'host%d' % i} for i in range(2)]
        self.vms, self.metrics, ids = {}, {}, {}
        for i in range(rng.randrange(3, 9)):
            vm = make_vm(rng, i, self.hosts, ids)
            self.vms[make_ref(rng)] = vm
            if rng.random() < .05:
                vm['metrics'] = NULL
            else:
                self.metrics[vm['metrics']] = make_metrics(rng, vm)
        if all(vm['is_a_template'] for vm in self.vms.values()):
            next(iter(self.vms.values()))['is_a_template'] = False

    def listed(self):
        return [vm for vm in self.vms.values() if not vm['is_a_template']]

    def host_name(self, vm):
        return next((h['name_label'] for h in self.hosts if h['ref'] == vm['resident_on']), '')

    def row(self, vm):
        """What list -j says of a VM."""
        metrics = self.metrics.get(vm['metrics'], {})
        live = vm['power_state'] in ('Running', 'Paused')
        memory, vcpus, start = vm['memory_dynamic_max'], vm['VCPUs_at_startup'], 0
        if live and metrics:
            memory = metrics['memory_actual'] if metrics['memory_actual'] > 0 else memory
            vcpus = metrics['VCPUs_number'] or vcpus
            start = calendar.timegm(time.strptime(metrics['start_time'], '%Y%m%dT%H:%M:%SZ'))
        return {'name': vm['name_label'], 'id': vm['domid'] if live else None, 'uuid': vm['uuid'],
                'power': vm['power_state'].lower(), 'memory': memory, 'memory_max': vm['memory_static_max'],
                'vcpus': vcpus, 'vcpus_max': vm['VCPUs_max'], 'start_time': start or None,
                'host': self.host_name(vm) or None}

    def vcpu_rows(self, vm):
        row = self.row(vm)
        return [{'name': row['name'], 'id': row['id'], 'uuid': row['uuid'], 'vcpu': i, 'affinity': 'any'}
                for i in range(row['vcpus'] if row['id'] is not None else 0)]
