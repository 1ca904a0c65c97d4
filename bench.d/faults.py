"""Faults of the world on lab hosts: the tests that are too long for ./test."""

import glob
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as tree

import machine

WHAT = "faults of hosts, network, time and service on lab hosts, each in a test of its own"
TARGETS = ("every run ends completed, or waits for a person with the reason named",)
REPORTS = os.path.join("target", "failsafe-reports")
NAME = "faults"
SUBNET = "10.87.0"
TESTS = os.path.join("src", "test", "java")


def options(parser):
    parser.add_argument("--all", action="store_true", help="also the faults that ./test runs")
    parser.add_argument("--only", default="", help="test classes, separated by commas")


def run(arguments, result, root):
    machine.need_root()
    os.chdir(root)
    build()
    shutil.rmtree(REPORTS, ignore_errors=True)
    status = tests(selection(arguments))
    cases = reports()
    if not cases:
        raise machine.Failed(f"no test ran; Maven ended with exit status {status}")
    rows = [[name, test, outcome, seconds] for name, test, outcome, seconds, _ in cases]
    result.table("Each fault by its test", ["class", "test", "result", "seconds"], rows)
    good = sum(outcome == "passed" for _, _, outcome, _, _ in cases)
    what = "faults that ended as they should"
    met = good == len(cases) and status == 0
    result.check(what, f"{good} of {len(cases)}", met, "all")
    for name, test, outcome, _, words in cases:
        if outcome != "passed":
            result.note(f"{name}.{test}: {words}")
    result.note("Seconds with fresh hosts each time, their boot included.")


def maven(*words):
    return ["mvn", "-B", "-ntp", "-Dmaven.test.redirectTestOutputToFile=true", *words]


def build():
    """The package, and one test class so that Maven has fetched what it needs offline."""
    machine.say("building")
    machine.run("scripts/install-tools", "build", "lab", "test")
    names = glob.glob(os.path.join(TESTS, "**", "*Test.java"), recursive=True)
    first = os.path.basename(sorted(names)[0])[: -len(".java")]
    machine.run(*maven("verify", "-DskipITs", f"-Dtest={first}"))


def selection(arguments):
    """What tells Maven which tests to run."""
    if arguments.only:
        return ["-Dtests.excluded=", f"-Dit.test={arguments.only}"]
    if arguments.all:
        return ["-Dtests.excluded=", "-Dit.test=" + ",".join(sorted(named() | tagged()))]
    return ["-Dtests.excluded=", "-Dgroups=long"]


def on_lab():
    return glob.glob(os.path.join(TESTS, "dev", "understudy", "lab", "*IT.java"))


def named():
    """The lab's test classes that docs/failure-modes.md names."""
    with open(os.path.join("docs", "failure-modes.md"), encoding="utf-8") as file:
        words = set(re.findall(r"`(\w+IT)`", file.read()))
    return words & {os.path.basename(path)[: -len(".java")] for path in on_lab()}


def tagged():
    found = set()
    for path in on_lab():
        with open(path, encoding="utf-8") as file:
            if '@Tag("long")' in file.read():
                found.add(os.path.basename(path)[: -len(".java")])
    return found


def tests(words):
    """Runs the tests in the network of a lab of their own; Maven's exit status."""
    environment = {
        **os.environ,
        "UNDERSTUDY_TEST_LAB": NAME,
        "UNDERSTUDY_TEST_SUBNET": SUBNET,
    }
    lab = (os.path.join("lab", "lab"), "--lab", NAME)
    machine.run(*lab, "down")
    try:
        machine.run(*lab, "up", "--subnet", SUBNET)
        machine.say("running the tests, each with its report in " + REPORTS)
        command = maven("-o", "failsafe:integration-test", "failsafe:verify", *words)
        return subprocess.run(
            [*lab, "controller", "--", *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            check=False,
        ).returncode
    finally:
        machine.run(*lab, "down")


def reports():
    """Class, test, result, seconds and last words of each test, by class and test."""
    cases = []
    for path in glob.glob(os.path.join(REPORTS, "TEST-*.xml")):
        for case in tree.parse(path).getroot().iter("testcase"):
            found = [case.find(tag) for tag in ("failure", "error")]
            bad = next((one for one in found if one is not None), None)
            skipped = case.find("skipped") is not None
            outcome = "FAILED" if bad is not None else "skipped" if skipped else "passed"
            words = "" if bad is None else (bad.get("message") or bad.text or "").strip()
            test = re.sub(r"\((\w+, )*Lab\)", "", case.get("name"))
            name = case.get("classname").rsplit(".", 1)[-1]
            first = words.splitlines()[0] if words else "no message"
            cases.append((name, test, outcome, float(case.get("time")), first))
    return sorted(cases)
