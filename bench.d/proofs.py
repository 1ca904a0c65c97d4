"""Runs the proofs on lab hosts that carry a tag, and reads what their reports say."""

import glob
import os
import subprocess
import sys
import xml.etree.ElementTree as tree

import lab
import machine


def run(root, tag, *settings):
    """
    Builds, runs what carries the tag in a lab of its own, and returns the proofs.

    tag: an expression of tags, as JUnit has them
    settings: further words for Maven
    """
    machine.need_root()
    machine.run(os.path.join(root, "scripts", "install-tools"), "build", "lab", "test")
    machine.say("building")
    _maven([], root, "verify", "-DskipITs", "-Dtest=ArchitectureTest")
    tool = [os.path.join(root, "lab", "lab"), "--lab", lab.NAME]
    reports = os.path.join(root, "target", "failsafe-reports")
    for old in glob.glob(os.path.join(reports, "TEST-*.xml")):
        os.remove(old)
    machine.run(*tool, "down")
    machine.run(*tool, "up", "--subnet", lab.SUBNET)
    try:
        machine.say("running; each class is named when it ends")
        words = [*tool, "controller", "--"]
        goal = "failsafe:integration-test"
        groups = ["-Dtests.excluded=", f"-Dgroups={tag}", *settings]
        _maven(words, root, "-o", goal, *groups)
    finally:
        machine.run(*tool, "down")
    return _proofs(reports)


def _maven(before, root, *words):
    environment = dict(
        os.environ, UNDERSTUDY_TEST_LAB=lab.NAME, UNDERSTUDY_TEST_SUBNET=lab.SUBNET
    )
    command = [*before, "mvn", "-B", "-ntp", "-Dmaven.test.redirectTestOutputToFile=true", *words]
    process = subprocess.Popen(
        command,
        cwd=root,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    last = []
    for line in process.stdout:
        last = last[-20:] + [line.rstrip()]
        if "Tests run:" in line and "Time elapsed" in line:
            print("   " + line.strip(), file=sys.stderr, flush=True)
    if process.wait() != 0:
        raise machine.Failed("mvn failed: " + "\n".join(last))


def _proofs(reports):
    found = []
    for path in sorted(glob.glob(os.path.join(reports, "TEST-*.xml"))):
        suite = tree.parse(path).getroot()
        found += [Proof(case) for case in suite.iter("testcase")]
    if not found:
        raise machine.Failed("no proof ran")
    return found


class Proof:
    def __init__(self, case):
        bad = [child for child in case if child.tag in ("failure", "error")]
        self.type = case.get("classname").rpartition(".")[2]
        self.name = case.get("name")
        self.seconds = float(case.get("time").replace(",", ""))
        self.passed = not bad
        self.words = (bad[0].get("message") or "").splitlines()[:1] if bad else []
        self.output = "".join(part.text or "" for part in case.iter("system-out"))

    def result(self):
        return "passed" if self.passed else "FAILED: " + " ".join(self.words)
