"""Runs tests on real hosts, in a lab of their own, and reads what their reports say."""

import glob
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as tree

import machine

TESTS = os.path.join("src", "test", "java")
REPORTS = os.path.join("target", "failsafe-reports")


class Proof:
    """One test: its class, its name, how it ended, seconds, and its first words if it failed."""

    def __init__(self, case):
        found = [case.find(tag) for tag in ("failure", "error", "skipped")]
        bad = next((one for one in found if one is not None), None)
        self.type = case.get("classname").rpartition(".")[2]
        self.name = re.sub(r"\((\w+, )*Lab\)", "", case.get("name"))
        self.seconds = float(case.get("time").replace(",", ""))
        self.passed = bad is None
        words = "" if bad is None else (bad.get("message") or bad.text or "").strip()
        self.words = words.splitlines()[0] if words else "no message"
        self.output = "".join(part.text or "" for part in case.iter("system-out"))

    def result(self):
        return "passed" if self.passed else "FAILED"


def run(root, lab, *selection):
    """
    Builds, runs the tests that are selected and returns them.

    lab: its name and its subnet
    selection: words that tell Maven which
    """
    machine.need_root()
    os.chdir(root)
    _build()
    shutil.rmtree(REPORTS, ignore_errors=True)
    status = _tests(*lab, selection)
    proofs = [
        Proof(case)
        for path in glob.glob(os.path.join(REPORTS, "TEST-*.xml"))
        for case in tree.parse(path).getroot().iter("testcase")
    ]
    if not proofs:
        raise machine.Failed(f"no test ran; Maven ended with exit status {status}")
    return sorted(proofs, key=lambda proof: (proof.type, proof.name))


def _maven(*words):
    return ["mvn", "-B", "-ntp", "-Dmaven.test.redirectTestOutputToFile=true", *words]


def _build():
    """The package, and one test class so that Maven has fetched what it needs offline."""
    machine.say("building")
    machine.run("scripts/install-tools", "build", "lab", "test")
    names = glob.glob(os.path.join(TESTS, "**", "*Test.java"), recursive=True)
    first = os.path.basename(sorted(names)[0])[: -len(".java")]
    machine.run(*_maven("verify", "-DskipITs", "-Pdeb", f"-Dtest={first}"))


def _tests(name, subnet, selection):
    """Runs the tests in the lab's network; Maven's exit status."""
    environment = {**os.environ, "UNDERSTUDY_TEST_LAB": name, "UNDERSTUDY_TEST_SUBNET": subnet}
    lab = (os.path.join("lab", "lab"), "--lab", name)
    machine.run(*lab, "down")
    try:
        machine.run(*lab, "up", "--subnet", subnet)
        machine.say("running the tests, each with its report in " + REPORTS)
        command = _maven("-o", "failsafe:integration-test", "failsafe:verify", *selection)
        return subprocess.run(
            [*lab, "controller", "--", *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            check=False,
        ).returncode
    finally:
        machine.run(*lab, "down")
