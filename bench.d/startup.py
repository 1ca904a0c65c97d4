"""How long a person waits for a command that only reads."""

import os
import statistics
import subprocess
import tempfile
import time

import machine

WHAT = "a reading command in a new process, through the launcher"
TARGETS = ("each reading command under 1 s, median of 7",)
LIMIT = 1.0
CONFIGURATION = """data: ./var
ssh:
  user: nobody
  identity: {identity}
  known_hosts: ./known_hosts
clusters:
  orders:
    postgresql: 15
    primary: alpha
    nodes:
      alpha: {{ host: 127.0.0.1 }}
      bravo: {{ host: 127.0.0.2 }}
"""


def options(parser):
    parser.add_argument("--runs", type=int, default=7, help="starts of each command (7)")


def run(arguments, result, root):
    launcher = os.path.join(root, "understudy")
    machine.run(launcher, "--version")
    with tempfile.TemporaryDirectory(prefix="understudy-bench-") as place:
        _prepare(launcher, place)
        empty = _median(arguments.runs, machine.java("-Xshare:auto", "-version"), place)
        rows = []
        for words in (["runs"], ["run", "show", "last"], ["runs", "--json"], ["--help"]):
            taken = _median(arguments.runs, [launcher, *words], place)
            rows.append(["understudy " + " ".join(words), taken, taken / empty])
            if words != ["--help"]:
                result.check(rows[-1][0], f"{taken:.2f} s", taken < LIMIT, f"< {LIMIT:g} s")
    rows.append(["java -version", empty, 1.0])
    result.table(
        f"Seconds, median of {arguments.runs}", ["command", "seconds", "to java -version"], rows
    )
    result.note(
        "Each start is a process of its own; the files are in the page cache. The store holds one "
        "run that waits for a person."
    )


def _prepare(launcher, place):
    """A store with a run in it: one that finds no usable key and so ends at once."""
    key = os.path.join(place, "id")
    with open(key, "w", encoding="utf-8") as file:
        file.write("no key\n")
    with open(os.path.join(place, "understudy.yaml"), "w", encoding="utf-8") as file:
        file.write(CONFIGURATION.format(identity=key))
    machine.run(launcher, "provision", "orders", check=False, cwd=place)
    if not os.path.exists(os.path.join(place, "var", "understudy.db")):
        raise machine.Failed("no store was made")


def _median(runs, words, place):
    """Once for nothing, then the median."""
    taken = []
    for _ in range(runs + 1):
        begun = time.monotonic()
        subprocess.run(
            words,
            cwd=place,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        taken.append(time.monotonic() - begun)
    return statistics.median(taken[1:])
