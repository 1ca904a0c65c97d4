"""Failovers in simulated clusters: schedules of faults, each of which follows from its seed."""

import os
import re
import subprocess
import sys
import tempfile

import machine

WHAT = "failovers in simulated clusters, as many schedules of faults as the time allows"
TARGETS = ("nothing forbidden happens in any schedule",)
MAIN = "dev.understudy.simulation.failover.Simulate"
UNITS = {"s": 1, "m": 60, "h": 3600}


def options(parser):
    parser.add_argument("--for", dest="time", default="3m", help="how long, such as 90s or 8h (3m)")
    parser.add_argument("--first", type=int, default=1_000_001, help="the first seed (1000001)")
    parser.add_argument("--seed", type=int, help="replay one schedule and print what happens in it")


def run(arguments, result, root):
    path = _classes(root)
    if arguments.seed is not None:
        arguments.no_write = True
        done = subprocess.run(_java(path, "seed", arguments.seed), stdout=sys.stderr, check=False)
        result.check(f"seed {arguments.seed}", done.returncode, done.returncode == 0, "0")
        return
    done = subprocess.run(
        _java(path, _seconds(arguments.time), arguments.first),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    found = dict(re.findall(r"^(schedules|failovers|violations)=(\d+)$", done.stdout, re.M))
    if len(found) != 3:
        raise machine.Failed(f"the simulation ended with status {done.returncode}")
    bad = int(found["violations"])
    result.check("schedules with a violation", bad, bad == 0, "0")
    rows = [[name, int(found[name])] for name in ("schedules", "failovers")]
    rows += [
        [f"ended: {ending}", int(times)]
        for times, ending in re.findall(r"^ending (\d+) (.*)$", done.stdout, re.M)
    ]
    result.table(f"In {arguments.time}", ["what", "times"], rows)
    for line in re.findall(r"^violation (seed=.*)$", done.stdout, re.M)[:10]:
        result.note(line)
    result.note("`./bench simulate --seed N` replays one.")


def _seconds(time):
    match = re.fullmatch(r"(\d+)([smh])", time)
    if not match:
        raise machine.Failed(f"--for {time}: write a number and s, m or h")
    return int(match.group(1)) * UNITS[match.group(2)]


def _classes(root):
    os.chdir(root)
    machine.say("building")
    with tempfile.NamedTemporaryFile(mode="r", suffix=".classpath") as file:
        goal = "org.apache.maven.plugins:maven-dependency-plugin:build-classpath"
        machine.run(
            "mvn", "-B", "-q", "-ntp", "test-compile", goal, f"-Dmdep.outputFile={file.name}"
        )
        return os.pathsep.join(["target/test-classes", "target/classes", file.read().strip()])


def _java(path, *words):
    return machine.java("-XX:+UseSerialGC", "-cp", path, MAIN, *map(str, words))
