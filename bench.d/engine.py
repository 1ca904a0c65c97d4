"""How fast the engine records what it does."""

import json
import os
import tempfile

import machine

WHAT = "durable steps that do nothing, beside a ringing Quartz"
TARGETS = ("at least 500 steps/s", "p99 of one step under 50 ms")
LEAST = 500
P99 = 50
SOURCES = "src/test/java/dev/understudy/bench"


def options(parser):
    parser.add_argument("--steps", type=int, default=1000, help="steps of each run (1000)")
    parser.add_argument("--runs", type=int, default=4, help="runs side by side (4)")
    parser.add_argument("--rings", type=int, default=50, help="alarms a second (50)")


def run(arguments, result, root):
    machine.run(os.path.join(root, "understudy"), "--version")
    jar = os.path.join(root, "target", "run", "understudy.jar")
    classes = os.path.join(root, "target", "bench-classes")
    sources = [os.path.join(root, SOURCES, name) for name in os.listdir(os.path.join(root, SOURCES))]
    javac = os.path.join(os.environ["JAVA_HOME"], "bin", "javac")
    machine.run(javac, "-cp", jar, "-d", classes, *sources)
    # On the file system of the checkout, since a store in memory commits to nothing.
    with tempfile.TemporaryDirectory(prefix="engine-", dir=os.path.join(root, "target")) as place:
        words = machine.java(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            "-cp",
            f"{classes}:{jar}",
            "dev.understudy.bench.EngineBenchmark",
            place,
            arguments.steps,
            arguments.runs,
            arguments.rings,
        )
        figures = json.loads(machine.run(*words).splitlines()[-1])
    _report(arguments, result, figures)


def _report(arguments, result, figures):
    raw = figures["raw_commits_per_second"]
    rows = []
    for name, words, commits in (
        ("applied", "looked at, applied, looked at again", 4),
        ("found", "looked at, found met", 2),
    ):
        one = figures[name]
        rate = one["steps_per_second"]
        rows.append(
            [words, commits, round(rate), one["median_ms"], one["p99_ms"], one["worst_ms"]]
            + [one["processor_ms"], round(one["rings_per_second"]), rate / raw, rate * commits / raw]
        )
        result.check(f"steps/s, {words}", f"{rate:,.0f}", rate >= LEAST, f">= {LEAST}")
        result.check(
            f"p99 of one step, {words}", f"{one['p99_ms']:.1f} ms", one["p99_ms"] < P99, f"< {P99} ms"
        )
    columns = ["a step that is", "commits", "steps/s", "median ms", "p99 ms", "worst ms"]
    columns += ["processor ms", "alarms/s", "steps to raw commits", "commits to raw commits"]
    title = f"{arguments.runs} runs side by side, {arguments.steps} steps each, one after another"
    result.table(title, columns, rows)
    result.note(
        f"Raw: {raw:,.0f} commits/s of one small row each, by one connection with the store's own "
        "settings (WAL, synchronous=FULL, immediate transactions), mean of before and after."
    )
