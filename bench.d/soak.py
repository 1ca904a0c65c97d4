"""Whether a service that runs for long stays as it is, with faults on and off."""

import os
import re
import statistics
import tempfile
import time

import lab as labs
import machine

WHAT = "a service for long, with hosts cut off and frozen now and then: what grows"
TARGETS = (
    "memory, threads, file descriptors and the store are in the end as after warming up",
)
# Each with how much more the last quarter's median may be than the second quarter's.
MEASURES = (
    ("memory, MiB", 1.15, 8),
    ("threads", 1.15, 4),
    ("file descriptors", 1.15, 6),
    # SQLite's log beside the store grows to 4 MiB before it is begun again.
    ("store, KiB", 1.25, 4608),
)
FAULTS = (("cut", "alpha", "controller"), ("freeze", "bravo"), ("cut", "bravo", "alpha"))
UNITS = {"s": 1, "m": 60, "h": 3600}


def seconds(text):
    match = re.fullmatch(r"([1-9][0-9]*)([smh])", text)
    if not match:
        raise ValueError(text)
    return int(match[1]) * UNITS[match[2]]


def options(parser):
    parser.add_argument(
        "--for", dest="time", type=seconds, default="1h", metavar="TIME", help="how long (1h)"
    )
    parser.add_argument("--fault", type=int, default=20, help="seconds of a fault, and after it")


def run(arguments, result, root):
    machine.need_root()
    machine.run(os.path.join(root, "understudy"), "--version")
    with tempfile.TemporaryDirectory(prefix="understudy-soak-") as place:
        lab = labs.Lab(root, place, "soak", "10.88.0")
        try:
            lab.down()
            lab.up("alpha=pg15", "bravo=pg15,nocluster")
            lab.configure("alpha", "bravo")
            lab.product("provision", labs.CLUSTER)
            with lab.service() as service:
                samples, faults = soak(lab, service, arguments)
                alive = service.poll() is None
            result.check("the service runs to the end", "yes" if alive else "no", alive, "yes")
            report(result, samples, faults, arguments.time)
        finally:
            lab.down()


def soak(lab, service, arguments):
    """What the service was like each few seconds, and how many faults there were."""
    samples, faults = [], 0
    store = os.path.join(lab.place, "var")
    end = time.monotonic() + arguments.time
    turn = time.monotonic() + arguments.fault
    active = None
    while time.monotonic() < end and service.poll() is None:
        samples.append(sample(service.pid, store))
        if time.monotonic() >= turn:
            turn = time.monotonic() + arguments.fault
            if active is None:
                active = FAULTS[faults % len(FAULTS)]
                faults += 1
                lab.verb(*active)
            else:
                undo(lab, active)
                active = None
        time.sleep(1)
    if active is not None:
        undo(lab, active)
    return samples, faults


def undo(lab, fault):
    lab.verb(*(("thaw", fault[1]) if fault[0] == "freeze" else ("heal",)))


def sample(pid, store):
    status = machine.read(f"/proc/{pid}/status")
    names = ("VmRSS", "Threads")
    field = {name: int(re.search(rf"^{name}:\s+(\d+)", status, re.M)[1]) for name in names}
    size = sum(
        os.path.getsize(os.path.join(store, name))
        for name in os.listdir(store)
        if name.startswith("understudy.db")
    )
    return (
        field["VmRSS"] / 1024,
        field["Threads"],
        len(os.listdir(f"/proc/{pid}/fd")),
        size / 1024,
    )


def report(result, samples, faults, length):
    quarter = max(1, len(samples) // 4)
    rows = []
    for number, (name, factor, slack) in enumerate(MEASURES):
        values = [sample[number] for sample in samples]
        before = statistics.median(values[quarter : 2 * quarter] or values)
        after = statistics.median(values[-quarter:])
        rows.append([name, before, after, max(values)])
        limit = max(before * factor, before + slack)
        result.check(name + " at the end", f"{after:.0f}", after <= limit, f"<= {limit:.0f}")
    columns = ["what", "second quarter", "last quarter", "most"]
    result.table(f"A service for {length / 60:g} min, {faults} faults", columns, rows)
    result.note("Medians of a sample each second. The first quarter is the time of warming up.")
