"""Primaries that are lost, or only seem to be, on lab hosts with clients that write."""

import json
import re
import statistics

import proofs

WHAT = "primaries that are lost, or only seem to be, on lab hosts with clients that write"
LAB = ("failover", "10.86.0")
KILLED = 2500
POWER = 6500
TARGETS = (
    "never do two servers acknowledge rows, nor is one replaced that serves",
    f"postmaster killed: at most {KILLED / 1000:g} s without writes, no acknowledged row lost",
    f"power loss with 3 s and 3 s: at most {POWER / 1000:g} s without writes",
)
LIMITS = {"postmaster killed": KILLED, "power loss": POWER}


def options(parser):
    parser.add_argument("--times", type=int, default=5, help="each scene (5)")
    parser.add_argument("--only", default="", help="test classes or methods, as Maven takes them")


def run(arguments, result, root):
    only = [f"-Dit.test={arguments.only}"] if arguments.only else []
    found = proofs.run(
        root,
        LAB,
        "-Dtests.excluded=benchmark",
        "-Dgroups=failover",
        f"-Dbench.times={arguments.times}",
        *only,
    )
    scenes = {}
    for proof in found:
        for text in re.findall(r"figures failover (\{.*\})", proof.output):
            figures = json.loads(text)
            scenes.setdefault(figures["scene"], []).append(figures)
        what = f"{proof.type}.{proof.name}"
        result.check(what, proof.result(), proof.passed, "passed")
        if not proof.passed:
            result.note(f"{what}: {proof.words}")
    columns = ["scene", "times", "median s without writes", "worst", "rows acknowledged"]
    columns += ["lost", "both at once, ms", "explained as"]
    rows = [_row(name, figures) for name, figures in sorted(scenes.items())]
    result.table("From the last row that the old primary acknowledged to the new one's first", columns, rows)
    for name, limit in LIMITS.items():
        if name in scenes:
            worst = max(one["without_writes_ms"] for one in scenes[name])
            result.check(f"{name}, worst", f"{worst / 1000:.1f} s", worst <= limit, f"<= {limit / 1000:g} s")
    result.note(
        "Two nodes, fenced by ssh and by a lease of 3 s, unreachable_for 3 s. A client on either host "
        "writes row after row through its own server's socket, which no cut of the network takes away. "
        "Rows lost are those that only the old primary acknowledged: replication is asynchronous, and a "
        "client that is shut in with its primary writes until the lease has run out. Both at once: for how "
        "long the old primary acknowledged rows after the new one's first; a frozen host may, for a moment "
        "after it goes on."
    )


def _row(name, figures):
    pauses = [one["without_writes_ms"] / 1000 for one in figures]
    return [
        name,
        len(figures),
        statistics.median(pauses),
        max(pauses),
        sum(one["acknowledged"] for one in figures),
        sum(one["lost"] for one in figures),
        max(one["both_acknowledged_ms"] for one in figures),
        ", ".join(sorted({one["explained"] for one in figures})),
    ]
