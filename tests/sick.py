# SPDX-License-Identifier: MIT
"""This host with every daemon in every state: what `xmbox list` has to make of it.

sick.py XMBOX SERVER DIR SAMPLE     XMBOX is linked with fakexen.c, SERVER is the sample server, DIR an empty folder;
                                    SAMPLE combinations are tried, or all of them

XAPI, xend, xenstored on its socket, xenstored behind the kernel's device and the hypervisor are each in one of the
STATES. Every combination is a root with the sockets of fakes in it, in which the program runs. What it has to show is
worked out here from the rules of `auto:`, without looking at the program: rows, names, warnings, exit status; the same
for a name that no domain has, and for one that domain 1 has. One line is printed for each state of each
source ("ok ..." or "FAIL ...", with combinations that were not as they should be).
"""
import concurrent.futures
import itertools
import os
import pty
import random
import select
import subprocess
import sys
import termios
import threading
import time
import tty

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import xenstored  # noqa: E402

STATES = ("right", "absent", "silent", "slow", "refuses", "broken", "unready", "empty")
SOURCES = ("xapi", "xend", "socket", "device", "xen")
UUID = "5f0c9a2e-7b41-4d3f-8e66-%012d"
PLACES = {"xapi": "/var/lib/xcp/xapi", "xend": "/var/run/xend/xmlrpc.sock", "socket": "/run/xenstored/socket",
          "device": "/dev/xen/xenbus", "xen": "/dev/xen/privcmd"}
CALLED = {"xapi": "unix:/var/lib/xcp/xapi: ", "xend": "xend:/var/run/xend/xmlrpc.sock: ", "socket": "xenstore: ",
          "device": "xenstore: ", "xen": "xen: "}
NOSUCH = "nosuch"
SHOWN, UNANSWERED, UNKNOWN, DENIED, BROKEN = 0, 1, 3, 4, 5
SECONDS = 120  # longer than the silence of every daemon together


# What each would tell. Domain 4 is known to the hypervisor only.

XAPI_NAMES = {0: "Control domain on host: harbour.example.test", 1: "windmill"}
XEND_NAMES = {0: "Domain-0", 1: "x-1"}
STORE_NAMES = {1: "s-1", 2: "s-2"}
FILE_NAMES = {1: "d-1", 2: "d-2", 3: "d-3"}

XEN = {
    "right": "", "slow": "slow any 30", "silent": "slow open 20000", "refuses": "fail open EACCES",
    "broken": "fail list EFAULT", "unready": "fail any EPERM", "empty": None,
}


def tree(names):
    lines = ['/local/domain/0/control/feature-poweroff = "1"', '/tool/xenstored = ""']
    for domain, name in names.items():
        lines += [f'/local/domain/{domain}/name = "{name}"', f'/local/domain/{domain}/vm = "/vm/{UUID % domain}"']
    return "\n".join(lines) + "\n"


def array(*items):
    return "<array><data>" + "".join(f"<value>{item}</value>" for item in items) + "</data></array>"


def response(value):
    return f'<?xml version="1.0"?><methodResponse><params><param><value>{value}</value></param></params></methodResponse>'


def xend_record(name, uuid, *more):
    return array("domain", array("name", name), array("uuid", uuid), *more)


def xend_domains():
    zero = xend_record("Domain-0", UUID % 0, array("domid", "<int>0</int>"))
    one = xend_record("x-1", UUID % 1, array("domid", "<int>1</int>"))
    return response(array(zero, one, xend_record("x-halted", UUID % 9)))


def envelope(value):
    return response("<struct><member><name>Status</name><value>Success</value></member>"
                    f"<member><name>Value</name><value>{value}</value></member></struct>")


class Fakes:
    """Those that serve many roots at once: a socket for each state."""

    def __init__(self, server, folder):
        self.server, self.folder, self.running = server, folder, []
        for name in ("xapi", "xend", "socket"):
            os.mkdir(f"{folder}/{name}")
        self.file("nothing", envelope("<struct></struct>"))
        self.file("none", envelope("<array><data></data></array>"))
        self.file("domains", xend_domains())
        self.file("no-domains", response(array()))
        self.start_xapi()
        self.start_xend()
        self.start_stores()

    def file(self, name, text):
        with open(f"{self.folder}/{name}", "w") as file:
            file.write(text)

    def serve(self, source, state, *options):
        self.running.append(subprocess.Popen(
            [self.server, "--with-parent", *options, f"unix:{self.folder}/{source}/{state}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    def start_xapi(self):
        names = ("--uuid", "windmill=" + UUID % 1)
        empty = [f"--answer=VM.get_all_records_where={self.folder}/nothing", f"--answer=VM.get_all={self.folder}/none"]
        refused = "session.login_with_password=SESSION_AUTHENTICATION_FAILED,root,no"
        for state, options in {
                "right": names, "silent": ["--accept-only"], "slow": [*names, "--dribble=6000", "--slow-ms=20"],
                "refuses": ["--fail", refused], "broken": ["--cut", "90"], "unready": ["--fail", "*=HOST_STILL_BOOTING"],
                "empty": empty}.items():
            self.serve("xapi", state, *options)

    def start_xend(self):
        domains = f"--answer=xend.domains_with_state={self.folder}/domains"
        nothing = f"--answer=xend.domains_with_state={self.folder}/no-domains"
        for state, options in {
                "right": [domains], "silent": ["--accept-only"], "slow": [domains, "--dribble=100", "--slow-ms=10"],
                "broken": [domains, "--cut", "90"], "unready": ["--no-accept"], "empty": [nothing]}.items():
            self.serve("xend", state, "--xend", "--any-session", *options)

    def start_stores(self):
        self.file("tree", tree(STORE_NAMES))
        self.file("restarted", '/tool/xenstored = ""\n')
        lines = []
        for state, fault in STORE_FAULTS.items():
            lines.append(f"{self.folder}/socket/{state} {self.folder}/{fault}\n")
        self.file("specs", "".join(lines))
        self.running.append(subprocess.Popen(
            [sys.executable, f"{os.path.dirname(os.path.abspath(__file__))}/xenstored.py", f"{self.folder}/specs"],
            stdout=subprocess.DEVNULL))

    def wait(self):
        """Until each of them listens."""
        wanted = [f"{self.folder}/{source}/{state}" for source in ("xapi", "xend", "socket") for state in STATES
                  if state != "absent" and (source, state) != ("xend", "refuses")]
        while not all(os.path.exists(path) for path in wanted):
            if any(fake.poll() is not None for fake in self.running):
                sys.exit("sick.py: a fake ended")
            time.sleep(0.02)

    def end(self):
        for fake in self.running:
            fake.kill()
            fake.wait()


UNKNOWN_TWO = "unknown 2"
STORE_FAULTS = {"right": f"tree {UNKNOWN_TWO}", "silent": "tree stall 0", "slow": "tree slow 0 4",
                "refuses": "tree error 0 EACCES\\0", "broken": "tree error 1 EIO\\0", "unready": "tree never",
                "empty": "restarted"}


class Device(threading.Thread):
    """A xenstored behind a character device: a terminal, which passes bytes on."""

    def __init__(self, folder, state):
        super().__init__(daemon=True)
        master, self.slave = pty.openpty()
        tty.setraw(self.slave)
        self.path, self.over, self.master = os.ttyname(self.slave), False, master
        tree_name, *fault = STORE_FAULTS["silent" if state == "unready" else state].split()
        self.store = xenstored.Store(f"{folder}/store", xenstored.Tree(f"{SHARED}/{tree_name}"), *fault)

    def run(self):
        try:
            while not self.over:
                self.store.serve(self)
        except OSError:  # it is over
            pass

    def take(self, size):
        data = b""
        while len(data) < size:
            if self.over:
                raise OSError("over")
            if select.select([self.master], [], [], 0.05)[0]:
                data += os.read(self.master, size - len(data))
        return data

    def send(self, data):
        while data and not self.over:
            data = data[os.write(self.master, data):]

    def wait(self):
        while not self.over:
            time.sleep(0.05)
        raise OSError("over")

    def end(self):
        self.over = True
        self.join()
        os.close(self.master)
        os.close(self.slave)


def command(root, device):
    """What runs the program in that root, where the device is bound to its place."""
    if not device:
        return ["chroot", root, "/xmbox", "list"]
    bind = 'mount --bind "$1" "$2/$3" && root=$2 && shift 3 && exec chroot "$root" /xmbox list "$@"'
    return ["unshare", "-m", "sh", "-c", bind, "sh", device, root, PLACES["device"]]


class Run:
    """One combination."""

    def __init__(self, combination, most, store_domain):
        self.state = dict(zip(SOURCES, combination))
        self.most = most  # the last domain
        self.store_domain = store_domain  # the domain that runs xenstored, if one does
        self.wrong = []

    def __str__(self):
        return " ".join(f"{source}={state}" for source, state in self.state.items()) + f" 0-{self.most}" + (
            f", {self.store_domain} runs xenstored" if self.store_domain else "")

    # What has to come of it.

    def live(self):
        return list(range(self.most + 1))

    def asked(self, source):
        """What asking it costs: told, warning, status; None where it is not there."""
        state = self.state[source]
        told, warned = (True, False, SHOWN), (False, True, SHOWN)
        return {"right": told, "slow": told, "empty": told, "absent": None, "silent": warned, "unready": warned,
                "refuses": (False, True, DENIED), "broken": (False, True, BROKEN)}[state]

    def xen_told(self):
        return self.state["xen"] in ("right", "slow")

    def work_out(self):
        self.warned, self.status, self.names, self.teller = [], SHOWN, {}, None
        self.ends = []  # of those that are there and did not tell: (source, status)
        refused = False
        for source in ("xapi", "xend"):
            cost = self.asked(source)
            if cost and cost[0]:
                self.teller = source
                break
            if cost:
                self.ends.append((source, cost[2]))
        if self.teller and self.state[self.teller] != "empty":
            self.names.update(XAPI_NAMES if self.teller == "xapi" else XEND_NAMES)
        store = self.store()
        if self.xen_told():
            self.names.setdefault(0, "Domain-0")
        ask_store = any(domain not in self.names for domain in self.live()) if self.xen_told() else not self.teller
        self.store_told = False
        if ask_store and store:
            cost = self.asked(store)
            if store == "device" and self.state["device"] in ("silent", "unready") and not self.store_domain:
                cost = None  # nobody is behind it
            if cost and not cost[0]:
                self.ends.append((store, cost[2]))
            elif cost and self.state[store] != "empty":
                self.store_told = True
                names = dict(STORE_NAMES)
                if not self.xen_told():
                    names[0] = "Domain-0"
                    if self.state[store] != "slow":  # of whom it is not said that some are not introduced
                        del names[2]
                for domain, name in names.items():
                    self.names.setdefault(domain, name)
            elif cost:
                self.ends.append((store, SHOWN if self.xen_told() else BROKEN))
        self.doubt = bool(self.ends)
        if self.xen_told():
            for domain, name in FILE_NAMES.items():
                if domain not in self.names and domain <= self.most:
                    self.doubt |= not self.store_told
                    self.names[domain] = name
        elif self.state["xen"] in ("silent", "refuses", "broken", "empty"):
            cost = {"silent": SHOWN, "refuses": DENIED}.get(self.state["xen"], BROKEN)
            self.ends.append(("xen", cost))
            self.doubt |= not self.teller  # that knows all names itself
        self.shown = bool(self.xen_told() or self.teller or self.store_told)
        whole = (self.xen_told() and self.most < 4) or (self.teller and not self.xen_told())
        statuses = [status for _, status in self.ends if not (status == DENIED and whole)]
        self.status = next((status for status in statuses if status != SHOWN), SHOWN)
        if not self.shown:
            first = next((status for source, status in self.ends if source != "xen"), None)
            if first is None:
                first = next((status for _, status in self.ends), UNANSWERED)
            self.status = first if first != SHOWN else UNANSWERED

    def store(self):
        if self.state["socket"] != "absent":
            return "socket"
        return None if self.state["device"] == "absent" else "device"

    def rows(self):
        """Names by id; None stands for a row that does not run."""
        rows = {}
        live = self.live() if self.xen_told() else self.names
        for domain in live:
            rows[domain] = self.names.get(domain, "(unknown)")
        return rows

    # What comes of it.

    def make_root(self, root):
        for folder in ("dev/xen", "run/xenstored", "var/lib/xcp", "var/run/xend", "var/lib/xen", "sys/hypervisor"):
            os.makedirs(f"{root}/{folder}")
        os.link(f"{SHARED}/xmbox", f"{root}/xmbox")
        with open(f"{root}/sys/hypervisor/type", "w") as file:
            file.write("xen\n")
        for source in ("xapi", "xend", "socket"):
            if self.state[source] != "absent":
                os.link(f"{SHARED}/{source}/{self.state[source]}", root + PLACES[source])
        for domain, name in FILE_NAMES.items():
            file = f"{root}/var/lib/xen/userdata-d.{domain}.{UUID % domain}.libxl-json"
            with open(file, "w") as file:
                file.write('{ "c_info": { "name": "%s", "uuid": "%s" } }\n' % (name, UUID % domain))
        if self.state["xen"] != "absent":
            with open(root + PLACES["xen"], "w") as file:
                file.write(self.describe_xen())

    def describe_xen(self):
        wrong = XEN[self.state["xen"]]
        if wrong is None:
            return "xen 4.17\n"
        lines = ["xen 4.17", wrong]
        for domain in self.live():
            lines.append(f"domain {domain} state=b {'xs' if domain == self.store_domain else ''}")
        return "\n".join(lines) + "\n"

    def list(self, root, *words):
        device = None
        if self.state["device"] != "absent":
            device = Device(root, self.state["device"])
            open(root + PLACES["device"], "w").close()
            device.start()
        done = subprocess.run([*command(root, device and device.path), *words], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=SECONDS)
        if device:
            device.end()
            os.unlink(root + PLACES["device"])
        return done.returncode, done.stdout.splitlines(), done.stderr.splitlines()

    def say(self, text):
        self.wrong.append(text)

    def check(self, root):
        self.work_out()
        self.make_root(root)
        code, rows, said = self.list(root, "-H", "-o", "id,name")
        self.check_list(code, [row.strip().split(None, 1) for row in rows], said)
        if self.shown:
            self.check_missing(*self.list(root, "-q", NOSUCH))
        return self

    def check_list(self, code, rows, said):
        if code != self.status:
            self.say(f"exit {code}, not {self.status}: {said}")
        errors = [line for line in said if line.startswith("Error: ")]
        warnings = [line for line in said if line.startswith("Warning: ")]
        if len(errors) + len(warnings) != len(said):
            self.say(f"other lines: {said}")
        if not self.shown:
            if rows or len(errors) != 1 or warnings:
                self.say(f"rows {rows} and {said} where nobody tells")
            for source, _ in self.ends[:1]:
                if CALLED[source] not in ' '.join(said):
                    self.say(f"{source} is not named: {said}")
            return
        if errors:
            self.say(f"errors: {errors}")
        wanted = [CALLED[source] for source, _ in self.ends]
        if len(warnings) != len(wanted) or any(not any(place in line for line in warnings) for place in wanted):
            self.say(f"warnings {warnings} where {wanted} should be warned of")
        names = {int(row[0]): row[1] for row in rows if len(row) == 2 and row[0].isdigit()}
        if self.teller == "xapi" and not self.xen_told():
            names = {domain: name for domain, name in names.items() if name in XAPI_NAMES.values()}
            names = {1 if name == "windmill" else 0: name for name in names.values()}
        if names != self.rows():
            self.say(f"rows {names}, not {self.rows()}")
        halted = any(row[-1] in ("orchard", "x-halted") for row in rows if row)
        if halted != (self.teller is not None and self.state[self.teller] != "empty"):
            self.say(f"what does not run is {'' if halted else 'not '}shown")

    def check_missing(self, code, rows, said):
        nameless = [domain for domain, name in self.rows().items() if name == "(unknown)"]
        if nameless:
            wanted = {UNANSWERED}
        elif self.doubt or self.status == BROKEN:
            wanted = {UNANSWERED, DENIED, BROKEN}
        else:
            wanted = {UNKNOWN}
        if code not in wanted or rows:
            self.say(f"{NOSUCH}: exit {code}, not in {wanted}: {said}")
        if nameless and not any(f"the names of {len(nameless)} running domain" in line for line in said):
            self.say(f"{NOSUCH}: {said}")


def combinations(sample):
    """All, or all pairs and some more."""
    every = [c for c in itertools.product(STATES, repeat=len(SOURCES)) if c[1] != "refuses"]
    if sample == "all":
        return every
    source = random.Random(17)
    chosen = {tuple("absent" if i != one else state for i in range(len(SOURCES)))
              for one in range(len(SOURCES)) for state in STATES}
    chosen |= {c[:4] + ("right",) for c in chosen}
    chosen = {c for c in chosen if c[1] != "refuses"}
    return sorted(chosen) + source.sample(every, max(0, int(sample) - len(chosen)))


def report(title, runs):
    wrong = [run for run in runs if run.wrong]
    if not runs:
        return
    print("FAIL" if wrong else "ok  ", f"{title}: rows, names, warnings and exit status")
    for run in wrong[:5]:
        print(f"     {run}")
        for what in run.wrong:
            print(f"       {what}")


def check(combination, number, name="", store_domain=None):
    return Run(combination, 2 + number % 3, store_domain).check(f"{SHARED}/{number}{name}")


# Beside a domain that runs xenstored, a silent device is no absence.
BESIDE_STORE = [("absent", "absent", "absent", state, "right") for state in STATES]


def main():
    global SHARED
    xmbox, server, SHARED, sample = sys.argv[1:]
    subprocess.run(["cp", xmbox, f"{SHARED}/xmbox"], check=True)
    fakes = Fakes(server, SHARED)
    runs = []
    try:
        fakes.wait()
        with concurrent.futures.ThreadPoolExecutor(64 if sample != "all" else 200) as pool:
            jobs = []
            for number, combination in enumerate(combinations(sample)):
                jobs.append(pool.submit(check, combination, number))
            beside = [pool.submit(check, combination, number, "-store", 2)
                      for number, combination in enumerate(BESIDE_STORE)]
            for job in jobs:
                runs.append(job.result())
            beside = [job.result() for job in beside]
        # While so many run at once a daemon may be slower than the rules allow: what is wrong has to be so alone, too.
        for number, combination in enumerate(combinations(sample)):
            if runs[number].wrong:
                runs[number] = check(combination, number, "-alone")
        for number, combination in enumerate(BESIDE_STORE):
            if beside[number].wrong:
                beside[number] = check(combination, number, "-store-alone", 2)
    finally:
        fakes.end()
    for source, state in itertools.product(SOURCES, STATES):
        report(f"{source} {state}", [run for run in runs if run.state[source] == state])
    report("a device beside a domain that runs xenstored", beside)


main()
