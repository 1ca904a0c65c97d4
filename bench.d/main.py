"""The command line of the benchmarks. A benchmark is a module here that `BENCHMARKS` names."""

import argparse
import importlib
import json
import os
import sys
import time

import machine
import report

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BENCHMARKS = (
    "engine",
    "startup",
    "provision",
    "crash-matrix",
    "faults",
    "archive",
    "watch",
    "soak",
    "simulate",
)


def module(name):
    return importlib.import_module(name.replace("-", "_"))


def listing():
    lines = ["Benchmarks, run with ./bench NAME:", ""]
    for name in BENCHMARKS:
        bench = module(name)
        lines.append(f"  {name:<12} {bench.WHAT}")
        lines += [f"  {'':<12} target: {target}" for target in bench.TARGETS]
    return "\n".join(lines)


def parser():
    top = argparse.ArgumentParser(
        prog="./bench",
        description="Without a name: lists the benchmarks. Exit status: 0 all targets met, 1 not.",
    )
    names = top.add_subparsers(dest="name", metavar="NAME")
    for name in BENCHMARKS:
        bench = module(name)
        sub = names.add_parser(name, help=bench.WHAT, description=bench.WHAT)
        sub.add_argument("--json", action="store_true", help="print one JSON value, no table")
        sub.add_argument(
            "--no-write", action="store_true", help="leave docs/benchmarks.md as it is"
        )
        bench.options(sub)
    return top


def main():
    arguments = parser().parse_args()
    if arguments.name is None:
        print(listing())
        return 0
    before = machine.describe()
    bench = module(arguments.name)
    result = report.Result(arguments.name, bench.WHAT, before)
    begun = time.monotonic()
    bench.run(arguments, result, ROOT)
    result.took = round(time.monotonic() - begun)
    print(json.dumps(result.json(), indent=2) if arguments.json else result.text())
    if not arguments.no_write:
        report.write(os.path.join(ROOT, "docs", "benchmarks.md"), result)
    return 0 if result.met() else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except machine.Failed as failure:
        print(f"bench: {failure}", file=sys.stderr)
        sys.exit(1)
