"""Faults of the world on lab hosts: the tests that are too long for ./test."""

import glob
import os
import re

import proofs

WHAT = "faults of hosts, network, time and service on lab hosts, each in a test of its own"
LAB = ("faults", "10.87.0")
TARGETS = ("every run ends completed, or waits for a person with the reason named",)


def options(parser):
    parser.add_argument("--all", action="store_true", help="also the faults that ./test runs")
    parser.add_argument("--only", default="", help="test classes, separated by commas")


def run(arguments, result, root):
    found = proofs.run(root, LAB, "-Dtests.excluded=crash-matrix", *selection(arguments, root))
    rows = [[proof.type, proof.name, proof.result(), proof.seconds] for proof in found]
    result.table("Each fault by its test", ["class", "test", "result", "seconds"], rows)
    bad = [proof for proof in found if not proof.passed]
    what = "faults that ended as they should"
    result.check(what, f"{len(found) - len(bad)} of {len(found)}", not bad, "all")
    for proof in bad:
        result.note(f"{proof.type}.{proof.name}: {proof.words}")
    result.note("Seconds with fresh hosts each time, their boot included.")


def selection(arguments, root):
    """What tells Maven which tests to run."""
    if arguments.only:
        return [f"-Dit.test={arguments.only}"]
    if arguments.all:
        return ["-Dit.test=" + ",".join(sorted(named(root) | tagged(root)))]
    return ["-Dgroups=long"]


def on_lab(root):
    return glob.glob(os.path.join(root, proofs.TESTS, "dev", "understudy", "lab", "*IT.java"))


def named(root):
    """The lab's test classes that docs/failure-modes.md names."""
    with open(os.path.join(root, "docs", "failure-modes.md"), encoding="utf-8") as file:
        words = set(re.findall(r"`(\w+IT)`", file.read()))
    return words & {os.path.basename(path)[: -len(".java")] for path in on_lab(root)}


def tagged(root):
    found = set()
    for path in on_lab(root):
        with open(path, encoding="utf-8") as file:
            if '@Tag("long")' in file.read():
                found.add(os.path.basename(path)[: -len(".java")])
    return found
