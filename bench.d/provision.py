"""How long a standby takes, against a person's script and against one after another."""

import operator
import os
import shutil
import statistics
import tempfile

import lab as labs
import machine

WHAT = "one standby against a hand-written script; three bare hosts at once against one by one"
TARGETS = (
    "one standby in at most 1.25 times the time of the script (one login, start without waiting)",
    "three bare hosts in one run in at most 0.8 times the sum of three runs",
)
STANDBY = 1.25
THREE = 0.8
SERVED = "Understudy, its service running"
ALONE = "Understudy without a service"
SCRIPT = "script, one login, start without waiting"
COLD = "script, four logins, waiting start"
ASIDE = 3
BARE = ("charlie", "delta", "echo")


def options(parser):
    parser.add_argument("--size", default="170M,2G", help="sizes of the primary (170M,2G)")
    parser.add_argument("--pairs", type=int, default=7, help="interleaved rounds (7)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of three bare hosts (3)")
    parser.add_argument("--only", choices=("standby", "three"), help="one of the two parts")
    parser.add_argument("--keep", action="store_true", help="leave the lab up")


def run(arguments, result, root):
    machine.need_root()
    machine.run(os.path.join(root, "understudy"), "--version")
    with tempfile.TemporaryDirectory(prefix="understudy-bench-") as place:
        lab = labs.Lab(root, place)
        try:
            for size in arguments.size.split(",") if arguments.only != "three" else ():
                Standby(lab, size, arguments.pairs).measure(result)
            if arguments.only != "standby":
                three(lab, arguments.rounds, result)
        finally:
            if not arguments.keep:
                lab.down()
    result.note(
        "The whole command counts, the start of Java included. The target is for the product as it "
        "is used: its service runs, and the command hands the work to it. Without a service the "
        "command does the work itself, from a cold start. The primary is prepared before: it "
        "has the role, the rules and the settings. Before each time the standby's disk is fresh "
        "and the primary has no slot and a checkpoint. The standbys of the first part have "
        "PostgreSQL's packages and no cluster, so the script lays one out as Understudy does."
    )


def fresh(lab):
    """No host of an earlier part, and no store that knows one."""
    lab.down()
    shutil.rmtree(os.path.join(lab.place, "var"), ignore_errors=True)


def mebibytes(size):
    return int(size[:-1]) * {"M": 1, "G": 1024}[size[-1]]


class Standby:
    """One standby by Understudy and by two scripts, in turns."""

    def __init__(self, lab, size, pairs):
        self.lab = lab
        self.size = size
        self.pairs = pairs
        with open(os.path.join(os.path.dirname(__file__), "script.sh"), encoding="utf-8") as file:
            self.script = file.read()

    def measure(self, result):
        fresh(self.lab)
        self.lab.up("alpha=pg15,disk=20G", "bravo=pg15,nocluster,disk=20G")
        self.lab.configure("alpha", "bravo")
        total = self.lab.fill("alpha", mebibytes(self.size))
        first = self.lab.product("provision", labs.CLUSTER)
        times = {}
        pair = [(SERVED, self.product), (SCRIPT, self.warm)]
        with self.lab.service():
            for turn in range(self.pairs):
                for name, way in pair[:: -1 if turn % 2 else 1]:
                    self.time(times, name, way)
        # Beside the target, so a few rounds are enough.
        for _ in range(ASIDE):
            self.time(times, ALONE, self.product)
            self.time(times, COLD, self.cold)
        self.report(result, total, first, times)

    def time(self, times, name, way):
        self.lab.settle("alpha", "bravo")
        taken = times.setdefault(name, [])
        taken.append(way())
        machine.say(f"{self.size} {len(taken)} {name}: {taken[-1]:.2f} s")

    def report(self, result, total, first, times):
        medians = {name: statistics.median(values) for name, values in times.items()}
        ratio = statistics.median(map(operator.truediv, times[SERVED], times[SCRIPT]))
        script, cold = medians[SCRIPT], medians[COLD]
        times["Understudy without a service, which prepared the primary too"] = [first]
        rows = [
            [name, len(values), middle, min(values), max(values), middle / script]
            for name, values in times.items()
            for middle in [statistics.median(values)]
        ]
        title = f"Seconds for one standby of {self.size} ({total:,} MiB)"
        result.table(title, ["way", "times", "median", "least", "most", "to the script"], rows)
        what = f"one standby of {self.size} to the script with one login, median of the pairs"
        result.check(what, f"{ratio:.2f}", ratio <= STANDBY, f"<= {STANDBY}")
        result.note(f"{self.size}: {medians[SERVED] / cold:.2f} times the script with four logins.")

    def product(self):
        return self.lab.product("provision", labs.CLUSTER)

    def variables(self):
        path = os.path.join(self.lab.place, "var", "secrets", labs.CLUSTER, "replicator")
        with open(path, encoding="utf-8") as file:
            password = file.read().strip()
        return f"upstream={self.lab.hosts['alpha']} node=bravo password={password}\n"

    def login(self, steps):
        """Seconds of one login that carries these steps of the script out."""
        words = self.lab.ssh("bravo", "-o", "BatchMode=yes") + ["sudo", "sh", "-s"]
        return self.lab.timed(*words, input=self.variables() + self.script + steps + "\n")

    def warm(self):
        return self.login(
            "lay_out; stop; copy; settings; systemctl start --no-block postgresql@15-main; streaming"
        )

    def cold(self):
        steps = ("lay_out; stop", "copy", "settings; systemctl start postgresql@15-main", "streaming")
        return sum(self.login(step) for step in steps)


def three(lab, rounds, result):
    """Bare hosts, PostgreSQL's packages to be installed: all in one run, or a run for each."""
    fresh(lab)
    lab.up("alpha=pg15", *(f"{name}=bare" for name in BARE))
    lab.fill("alpha", mebibytes("170M"))
    lab.configure("alpha", BARE[0])
    lab.product("provision", labs.CLUSTER)
    together, apart = [], []
    for turn in range(rounds):
        for at_once in (True, False) if turn % 2 else (False, True):
            lab.settle("alpha", *BARE)
            groups = [BARE] if at_once else [[name] for name in BARE]
            taken = sum(provisioned(lab, group) for group in groups)
            (together if at_once else apart).append(taken)
            words = "one run" if at_once else "three runs"
            machine.say(f"three bare hosts {turn + 1}/{rounds} {words}: {taken:.2f} s")
    one, sum_of_three = statistics.median(together), statistics.median(apart)
    ratio = one / sum_of_three
    rows = [["one run", one, ratio], ["three runs, their sum", sum_of_three, 1.0]]
    title = f"Seconds for three bare hosts, median of {rounds}"
    result.table(title, ["way", "median", "to three runs"], rows)
    what = "three bare hosts in one run to three runs"
    result.check(what, f"{ratio:.2f}", ratio <= THREE, f"<= {THREE}")


def provisioned(lab, names):
    lab.configure("alpha", *names)
    return lab.product("provision", labs.CLUSTER)
