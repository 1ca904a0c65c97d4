"""What archiving costs: listing a large archive, shipping beside clients, restoring."""

import json
import re
import statistics

import proofs

WHAT = "a large archive listed; clients beside shipping to S3; a restore against plain pgBackRest"
LAB = ("archive", "10.89.0")
TARGETS = (
    "100,000 segments listed with at most 1.2 times the least requests, in under 200 MiB",
    "at half of the peak rate, p95 latency with archiving at most 1.15 times that without",
    "no segment waits afterwards",
    "a restore in at most 1.1 times the time of pgBackRest and a server by hand",
)
REQUESTS = 1.2
MEMORY = 200
LATENCY = 1.15
RESTORE = 1.1
PARTS = {"inventory": "InventoryBenchmarkIT", "shipping": "ShippingBenchmarkIT", "restore": "RestoreBenchmarkIT"}


def options(parser):
    parser.add_argument("--only", choices=tuple(PARTS), help="one of the parts")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of shipping and restoring (5)")
    parser.add_argument("--scale", type=int, default=100, help="pgbench's, to be restored (100)")
    parser.add_argument("--seconds", type=int, default=30, help="of each load (30)")


def run(arguments, result, root):
    names = [PARTS[arguments.only]] if arguments.only else list(PARTS.values())
    found = proofs.run(
        root,
        LAB,
        "-Dtests.excluded=long",
        "-Dgroups=benchmark",
        "-Dit.test=" + ",".join(names),
        f"-Dbench.rounds={arguments.rounds}",
        f"-Dbench.seconds={arguments.seconds}",
        f"-Dbench.scale={arguments.scale}",
    )
    for proof in found:
        if proof.passed:
            part, figures = read(proof.output)
            {"inventory": inventory, "shipping": shipping, "restore": restore}[part](result, figures)
        else:
            result.check(proof.type, "failed", False, "figures")
            result.note(f"{proof.type}: {proof.words}")


def read(output):
    """The name of the part, and the objects that it printed."""
    lines = re.findall(r"figures ([a-z]+) (\{.*\})", output)
    return lines[0][0], [json.loads(text) for _, text in lines]


def inventory(result, figures):
    one = figures[0]
    peak = one["peak"] / (1 << 20)
    ratio = one["requests"] / one["least"]
    columns = ["segments", "requests", "least", "peak MiB", "seconds"]
    row = [one["segments"], one["requests"], one["least"], round(peak), one["millis"] / 1000]
    result.table("A scripted bucket, listed and judged in a process of its own", columns, [row])
    result.check("requests to the least", f"{ratio:.2f}", ratio <= REQUESTS, f"<= {REQUESTS}")
    result.check("peak memory", f"{peak:.0f} MiB", peak < MEMORY, f"< {MEMORY} MiB")


def shipping(result, figures):
    peak, runs = figures[0], figures[1:]
    pairs = {}
    for one in runs:
        pairs.setdefault(one["round"], {})[one["archiving"]] = one
    ratio = statistics.median(
        pair[True]["p95_ms"] / pair[False]["p95_ms"] for pair in pairs.values()
    )
    rows = []
    for on in (False, True):
        group = [one for one in runs if one["archiving"] is on]
        median = {key: statistics.median(one[key] for one in group) for key in group[0]}
        rows.append(
            ["to S3" if on else "off", median["p50_ms"], median["p95_ms"]]
            + [round(median["wal_bytes"] / (1 << 20)), max(one["waiting"] for one in group)]
            + [max(one["drained_ms"] for one in group) / 1000]
        )
    columns = ["archiving", "p50 ms", "p95 ms", "WAL MiB", "waiting at the end", "drained in s"]
    title = f"pgbench at {peak['rate']:,.0f} of {peak['peak']:,.0f} transactions/s, median of {len(pairs)}"
    result.table(title, columns, rows)
    what = "p95 latency with archiving to without, median of the pairs"
    result.check(what, f"{ratio:.2f}", ratio <= LATENCY, f"<= {LATENCY}")
    # A run whose backlog does not return to zero has failed.
    result.check("segments that wait in the end", "0", True, "0")
    result.note(
        "Host, S3 server (s3proxy, TLS, signatures checked) and pgbench share the machine's cores; "
        "the S3 server, which has a machine of its own elsewhere, gets what the others leave (nice 19). "
        "Off is `archive_command = '/bin/true'`; the two take turns, each after a checkpoint. "
        "Latencies are from the moment at which a transaction was due."
    )


def restore(result, figures):
    ways = {way: [one for one in figures if one["way"] == way] for way in ("product", "script")}
    pairs = zip(*(sorted(group, key=lambda one: one["round"]) for group in ways.values()))
    ratio = statistics.median(ours["millis"] / hand["millis"] for ours, hand in pairs)
    median = {way: statistics.median(one["millis"] for one in group) / 1000 for way, group in ways.items()}
    files = statistics.median(one["files"] for one in ways["script"]) / 1000
    step, directory, recover = (
        statistics.median(one[name] for one in ways["product"]) / 1000
        for name in ("files", "directory", "recover")
    )
    rows = [
        ["understudy restore", median["product"], median["product"] / median["script"]],
        ["of which its step files", step, step / median["script"]],
        ["of which its step directory", directory, directory / median["script"]],
        ["of which its step recover", recover, recover / median["script"]],
        ["script: restore, recover, stop", median["script"], 1.0],
        ["of which pgbackrest restore", files, files / median["script"]],
    ]
    scale = ways["script"][0]["scale"]
    title = (
        f"Seconds from a backup of pgbench at scale {scale} (about {15 * scale} MiB) in S3 "
        f"to the end of the WAL, median of {len(ways['script'])}"
    )
    result.table(title, ["way", "median", "to the script"], rows)
    what = "a restore to the script, median of the pairs"
    result.check(what, f"{ratio:.2f}", ratio <= RESTORE, f"<= {RESTORE}")
    result.note("The product's service runs, as it is used; a person's command has it restore.")
