"""Every step of every workflow, killed at each of its crash points, on real hosts."""

import re

import proofs

WHAT = "the service dies at every point of every step of every workflow, on lab hosts"
TARGETS = ("each life of a cluster ends like an undisturbed one",)


def options(parser):
    del parser


def run(arguments, result, root):
    del arguments
    rows = []
    for proof in proofs.run(root, "crash-matrix"):
        deaths = re.search(r"deaths: (\d+)", proof.output)
        rows.append(
            [_point(proof), int(deaths.group(1)) if deaths else 0, proof.seconds, proof.result()]
        )
        result.check(_point(proof), "like it" if proof.passed else "NOT", proof.passed, "like it")
    result.table("Lives", ["the service dies", "deaths", "seconds", "result"], rows)
    result.note(
        "A life: two standbys are provisioned (one bare, one with an empty cluster of its own), a "
        "setting that needs a restart is changed, a kept copy pruned, a node removed, the cluster "
        "taken over by another store and detached. Each command is given again after each death. "
        "Compared: files, roles, rules, slots, settings, packages and server starts of every host "
        "after every command; what the store tells of each run; that no act that had ended was "
        "done again. The whole matrix on simulated hosts, each death in a run of its own, is part "
        "of `./test`."
    )


def _point(proof):
    """As the engine names the point, from the parameter in the proof's name."""
    return re.sub(r"^.*\)\[\d+\]|^.*\[\d+\] *", "", proof.name).strip().lower().replace("_", " ")
