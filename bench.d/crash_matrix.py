"""Every step of every workflow, killed at each of its crash points, on real hosts."""

import re

import proofs

WHAT = "the service dies at every point of every step of every workflow, on lab hosts"
LAB = ("matrix", "10.88.0")
TARGETS = ("each life of a cluster ends like an undisturbed one",)


def options(parser):
    del parser


def run(arguments, result, root):
    del arguments
    rows = []
    for proof in proofs.run(root, LAB, "-Dtests.excluded=long", "-Dgroups=crash-matrix"):
        deaths = re.search(r"deaths at ([a-z-]+): (\d+)", proof.output)
        point = deaths.group(1) if deaths else proof.name
        rows.append([point, int(deaths.group(2)) if deaths else 0, proof.seconds, proof.result()])
        result.check(point, "like it" if proof.passed else "not", proof.passed, "like it")
        if not proof.passed:
            result.note(f"{point}: {proof.words}")
    result.table("Lives", ["the service dies", "deaths", "seconds", "result"], rows)
    result.note(
        "A life: two standbys are provisioned (one bare, one with an empty cluster of its own), a "
        "setting that needs a restart is changed, a standby that was stopped is copied anew, kept "
        "copies are pruned, a node is removed, the cluster is taken over by another store and "
        "detached. Each command is given again after each death. Compared with a life without "
        "deaths: files, roles, rules, slots, settings, packages and server starts of every host "
        "after every command; that the store tells of each run without a gap; that no act that "
        "had ended was done again. The matrix on simulated hosts, with a run for each death, is "
        "part of `./test`."
    )
