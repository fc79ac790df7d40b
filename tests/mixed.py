# SPDX-License-Identifier: MIT
"""This host while domains come, go and change their names between the reads of one command.

mixed.py XMBOX DIR FIRST COUNT ENTER...     XMBOX is linked with fakexen.c, DIR is an empty folder; each number from
                                            FIRST on is one case; ENTER ROOT COMMAND... runs the command in ROOT

A case is a world of VMs and domains. Xen, the toolstack (XAPI, xend or none), xenstored and libxl's files each tell of
it at another time: between them, VMs start, stop, restart, migrate and are renamed. FLASK may hide domains, others have
no uuid, and the inventory may lack this host's. The rows, the names and the exit status that auto: has to give are
worked out here from its rules; so is the answer to an operand.
"""
import copy
import os
import random
import subprocess
import sys
import threading
import types

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, HERE + "/forge"]
import model  # noqa: E402
import serve  # noqa: E402
import xenstored  # noqa: E402

HOST, CONTROL = "5f0c9a2e-7b41-4d3f-8e66-0000000000aa", "5f0c9a2e-7b41-4d3f-8e66-0000000000c0"
OTHER = CONTROL[:-1] + "1"  # the control domain's uuid in a source that disagrees
ZEROS = "00000000-0000-0000-0000-000000000000"
AWAY = 999  # the id of what runs on another host
NAMES = ["web", "db", "mail", "7", "a b", "café", "x" * 40]
PLACES = {"xapi": "/var/lib/xcp/xapi", "xend": "/var/run/xend/xmlrpc.sock", "store": "/run/xenstored/socket"}
LETTERS = {"b": "-b----", "r": "r-----", "p": "--p---", "s": "---s--", "d": "-----d", "-": "------"}


class VM:
    """One of the toolstack's; id is None where it does not run, away: it runs on another host."""

    def __init__(self, rng, number):
        self.uuid = f"5f0c9a2e-7b41-4d3f-8e66-{number:012d}"
        self.name = rng.choice(NAMES) + ("" if rng.random() < .2 else str(number))
        self.id, self.away, self.state = None, rng.random() < .1, rng.choice("brps")


class World:
    def __init__(self, rng):
        self.vms = [VM(rng, number + 1) for number in range(rng.randrange(6))]
        self.next, self.dying, self.incoming = 1, [], []  # the next id; what is left of domains, what is received
        for vm in self.vms:
            if not vm.away and rng.random() < .7:
                self.start(rng, vm)

    def start(self, rng, vm):
        vm.id, vm.away = self.next, False
        self.next += rng.choice((1, 1, 2, 9))

    def stop(self, rng, vm):
        if vm.id is not None and rng.random() < .3:
            self.dying.append((vm.id, vm.uuid))
        vm.id = None

    def later(self, rng, most):
        """What it may have become."""
        world = copy.deepcopy(self)
        world.next += rng.randrange(4) * 20
        for _ in range(rng.randrange(most + 1)):
            if not world.vms:
                break
            vm, what = rng.choice(world.vms), rng.randrange(6)
            if what == 0:
                vm.name = rng.choice(NAMES) + str(rng.randrange(9))
            elif what == 1:
                world.stop(rng, vm)
            elif what == 2:
                world.stop(rng, vm)
                world.start(rng, vm)
            elif what == 3:
                world.stop(rng, vm)
                vm.away = True
            elif what == 4 and vm.id is None:
                world.start(rng, vm)
            elif what == 5:  # it migrates to this host, perhaps from itself
                world.incoming.append((world.next, vm.uuid))
                world.next += 1
        return world

    def domains(self):
        return [(vm.id, vm.uuid) for vm in self.vms if vm.id is not None]


class Xend(serve.Server):
    text = b""

    def answer(self, path, body):
        return "text/xml", self.text


def array(*items):
    return "<array><data>" + "".join(f"<value>{item}</value>" for item in items) + "</data></array>"


class Case:
    def __init__(self, number):
        rng = self.rng = random.Random(number)
        self.number, self.wrong = number, []
        world = World(rng)
        most = rng.choice((0, 1, 1, 2, 4))
        self.xen, self.told, self.stored, self.filed = (world.later(rng, most) for _ in range(4))
        self.toolstack = rng.choice(("xapi", "xapi", "xapi", "xend", None))
        self.store = rng.random() < .7
        self.release = rng.choice((9, 17, 17, 18, 20))
        # domains that only libxl made: the toolstack has not heard of them
        self.strange = {vm.uuid for vm in world.vms if self.toolstack and rng.random() < .15}
        self.live = sorted({**{i: (u, "d") for i, u in self.xen.dying}, **{i: (u, "p") for i, u in self.xen.incoming},
                            **{vm.id: (vm.uuid, vm.state) for vm in self.xen.vms if vm.id is not None}}.items())
        self.hidden = {i for i, _ in self.live if rng.random() < .1} if rng.random() < .3 else set()
        self.files = {i: (u, vm_name(self.filed, u)) for i, u in self.filed.domains() if rng.random() < .8}
        self.names = {i: vm_name(self.stored, u) for i, u in self.stored.domains() if rng.random() < .9}
        self.names.update({i: vm_name(self.stored, u) + "--incoming" for i, u in self.stored.incoming})
        self.control = rng.choice((None, CONTROL, CONTROL, OTHER))  # the inventory's
        self.xen_control = rng.choice((ZEROS, CONTROL, OTHER))
        self.bare = self.hidden | ({i for i, _ in self.live if rng.random() < .2} if rng.random() < .3 else set())
        self.installation = HOST if rng.random() < .8 else rng.choice((None, HOST[:-1] + "1"))

    # what is told

    def describe_xen(self):
        lines = [f"xen 4.{self.release}", f"domain 0 uuid={self.xen_control} state=r label=x"]
        for domain, (uuid, state) in self.live:
            lines.append(f"domain {domain} uuid={ZEROS if domain in self.bare else uuid} state={state} label=x"
                         + (" forbidden" if domain in self.hidden else ""))
        return "\n".join(lines) + "\n"

    def vms(self):
        return [vm for vm in self.told.vms if vm.uuid not in self.strange]

    def pool(self):
        hosts = [{"ref": "OpaqueRef:here", "uuid": HOST, "name_label": "here", "hostname": "here"},
                 {"ref": "OpaqueRef:there", "uuid": HOST[:-2] + "bb", "name_label": "there", "hostname": "there"}]
        records = {}
        for vm in self.vms() + [None]:
            record = model.make_vm(self.rng, 0, hosts, {})
            running = vm is None or vm.id is not None or vm.away
            record.update(is_a_template=False, is_a_snapshot=False, metrics=model.NULL,
                          uuid=CONTROL if vm is None else vm.uuid, name_label="Control" if vm is None else vm.name,
                          is_control_domain=vm is None, power_state="Running" if running else "Halted",
                          domid=0 if vm is None else AWAY if vm.away else -1 if vm.id is None else vm.id,
                          resident_on="OpaqueRef:there" if vm and vm.away else "OpaqueRef:here" if running else model.NULL)
            records["OpaqueRef:" + record["uuid"]] = record
        return types.SimpleNamespace(hosts=hosts, vms=records, metrics={})

    def xend(self):
        rows = [array("domain", array("name", "Domain-0"), array("uuid", "00000000-0000-0000-0000-000000000000"), array("domid", "<int>0</int>"))]
        for vm in self.vms():
            domid = [array("domid", f"<int>{vm.id}</int>")] if vm.id is not None else []
            rows.append(array("domain", array("name", vm.name), array("uuid", vm.uuid), *domid))
        return (f'<?xml version="1.0"?><methodResponse><params><param><value>{array(*rows)}</value></param></params>'
                "</methodResponse>").encode()

    def tree(self, path):
        with open(path, "w") as file:
            file.write('/tool/xenstored = ""\n/local/domain/0/name = "Domain-0"\n')
            for domain, name in self.names.items():
                name = "".join(f"\\x{byte:02x}" for byte in name.encode())
                file.write(f'/local/domain/{domain}/name = "{name}"\n')
        return xenstored.Tree(path)

    # what has to come of it

    def work_out(self):
        told = [] if not self.toolstack else self.vms()
        self.lost = False  # nothing tells which host of the pool this one is
        away = [vm for vm in told if self.toolstack == "xapi" and vm.away]
        if self.toolstack == "xapi" and self.installation == HOST:
            told = [vm for vm in told if not vm.away]
        elif self.toolstack == "xapi":
            self.lost = bool(away) and CONTROL != (self.control or self.xen_control)
        joined = {}  # id: VM
        for living in (True, False):
            for exact in (True, False):
                for domain, (uuid, state) in self.order():
                    if domain in joined or (state != "d" or domain in self.hidden) != living:
                        continue
                    for vm in told:
                        if vm in joined.values() or (vm in away and not self.lost):
                            continue
                        same = vm.id == domain and not self.lost if domain in self.bare else vm.uuid == uuid
                        if same and (vm.id == domain and domain not in self.bare or not exact):
                            joined[domain] = vm
                            break
        names = {domain: vm.name for domain, vm in joined.items()}
        self.empty = False  # xenstored was asked and knows nothing
        if self.store and (len(names) < len(self.live) or not self.toolstack):
            self.empty = not self.names
            for domain, name in self.names.items():
                names.setdefault(domain, name)
        self.all_of_uuid = {}
        for domain, name in names.items():
            uuid = joined[domain].uuid if domain in joined else self.uuid(domain)
            self.all_of_uuid.setdefault(uuid, set()).add(name)
        for vm in told:
            if vm not in joined.values():
                self.all_of_uuid.setdefault(vm.uuid, set()).add(vm.name)
        self.rows = []
        self.nameless = 0
        for domain, (uuid, state) in self.live:
            if domain in self.bare:
                uuid = joined[domain].uuid if domain in joined else None
            may = {names[domain]} if domain in names else self.all_of_uuid.get(uuid, set()) if uuid else set()
            if not may and uuid:
                may = {name for i, (u, name) in self.files.items() if (i, u) == (domain, uuid)}
                may = may or {name for i, (u, name) in self.files.items()
                              if u == uuid and self.uuid(i) == u}
            self.nameless += not may
            self.rows.append((str(domain), may or {"(unknown)"}, LETTERS[state]))
        for vm in told:
            if vm not in joined.values():
                domain = AWAY if vm in away else vm.id if self.lost and vm.id is not None else ""
                self.rows.append((str(domain), {vm.name}, "r-----" if domain else ""))
        self.status = 4 if self.hidden else 0

    def order(self):
        return [d for d in self.live if d[0] not in self.hidden] + [d for d in self.live if d[0] in self.hidden]

    def uuid(self, domain):
        return next((u for i, (u, _) in self.live if i == domain and i not in self.bare), None)

    # what comes of it

    def check(self, list_):
        self.work_out()
        code, rows, said = list_("--tabs", "-H", "-o", "id,name,state")
        rows = [row.split("\t") for row in rows]
        control = [row for row in rows if row[1] in ("Control", "Domain-0")]
        names = ["Control", "Domain-0"] if self.lost else ["Control"] if self.toolstack == "xapi" else ["Domain-0"]
        if control != [["0", name, "r-----"] for name in names]:
            self.say(f"the control domain is {control}")
        rows = [row for row in rows if row not in control]
        if code != self.status:
            self.say(f"exit {code}, not {self.status}")
        left = list(rows)
        for domain, may, state in self.rows:
            states = {state} if not domain or int(domain) not in self.hidden else {"r-----", "-", "--p---"}
            found = next((row for row in left if row[0] == domain and row[1] in may and row[2] in states), None)
            if found:
                left.remove(found)
            else:
                self.say(f"lacks {domain!r} {may} {states}")
        if left:
            self.say(f"should not have {left}")
        self.check_operand(list_, rows)
        if self.wrong:
            self.say(f"said {said}, rows {rows}")

    def check_operand(self, list_, rows):
        name = self.rng.choice([vm.name for world in (self.xen, self.told, self.stored) for vm in world.vms] + ["nosuch"])
        wanted = sorted(row for row in rows if row[1] == name)
        code, found, said = list_("--tabs", "-H", "-o", "id,name,state", "name:" + name)
        found = sorted(row.split("\t") for row in found)
        if found != wanted:
            self.say(f"{name}: rows {found}, not {wanted}: {said}")
        if wanted and code != self.status:
            self.say(f"{name}: exit {code}, not {self.status}")
        if not wanted and (self.nameless or self.hidden) and code in (0, 3):
            self.say(f"{name}: exit {code} while {self.nameless} names are not known: {said}")
        if not wanted and code == 0:
            self.say(f"{name}: exit 0 without a row")
        if not wanted and not self.nameless and not self.hidden and self.toolstack and self.store:
            status = 1 if self.empty else 3
            if code != status:
                self.say(f"{name}: exit {code}, not {status}: {said}")

    def say(self, text):
        self.wrong.append(text)


def vm_name(world, uuid):
    return next(vm.name for vm in world.vms if vm.uuid == uuid)


def main():
    xmbox, folder, first, count, *enter = sys.argv[1:]
    root = folder + "/root"
    for place in ("dev/xen", "run/xenstored", "var/lib/xcp", "var/run/xend", "var/lib/xen", "sys/hypervisor", "etc"):
        os.makedirs(f"{root}/{place}")
    subprocess.run(["cp", xmbox, f"{root}/xmbox"], check=True)
    with open(f"{root}/sys/hypervisor/type", "w") as file:
        file.write("xen\n")
    tree = Case(0).tree(f"{folder}/tree")
    fakes = {"xapi": serve.Server(f"{folder}/xapi"), "xend": Xend(f"{folder}/xend"),
             "store": xenstored.Store(f"{folder}/store", tree)}
    fakes["store"].listen()
    threading.Thread(target=fakes["store"].accept, daemon=True).start()

    def list_(*words):
        done = subprocess.run([*enter, root, "/xmbox", "list", *words], stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=120)
        return done.returncode, done.stdout.splitlines(), done.stderr.splitlines()

    wrong = 0
    for number in range(int(first), int(first) + int(count)):
        case = Case(number)
        for name, place in PLACES.items():
            if os.path.lexists(root + place):
                os.unlink(root + place)
            if name == case.toolstack or (name == "store" and case.store):
                os.link(f"{folder}/{name}", root + place)
        fakes["xapi"].pool, fakes["xend"].text = case.pool(), case.xend()
        fakes["store"].tree = case.tree(f"{folder}/tree")
        for name in os.listdir(f"{root}/var/lib/xen"):
            os.unlink(f"{root}/var/lib/xen/{name}")
        for domain, (uuid, name) in case.files.items():
            with open(f"{root}/var/lib/xen/userdata-d.{domain}.{uuid}.libxl-json", "w") as file:
                file.write('{ "c_info": { "name": "%s", "uuid": "%s" } }\n' % (name, uuid))
        with open(root + "/etc/xensource-inventory", "w") as file:
            if case.installation:
                file.write(f"INSTALLATION_UUID='{case.installation}'\n")
            if case.control:
                file.write(f"CONTROL_DOMAIN_UUID='{case.control}'\n")
        with open(root + "/dev/xen/privcmd", "w") as file:
            file.write(case.describe_xen())
        case.check(list_)
        if case.wrong:
            wrong += 1
            if wrong <= 5:
                print(f"case {number}: {case.toolstack}, {'xenstored' if case.store else 'no xenstored'}, "
                      f"strange {case.strange}\n{case.describe_xen()}  told "
                      f"{[(vm.name, vm.id, vm.uuid[-2:], vm.away) for vm in case.vms()]}\n  stored {case.names}, files "
                      f"{case.files}")
                for text in case.wrong:
                    print("  " + text)
    print(f"{count} answered, {wrong} wrong")
    sys.exit(wrong > 0)


main()
