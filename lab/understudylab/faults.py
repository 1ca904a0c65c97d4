"""Faults of the network and of disks. All of them can be taken back."""

import json
import os
import subprocess
import sys

from . import cgroups, delay, kernel, network
from .tools import LabError, UsageError, read_file, run, write_file

FILL_NAME = ".lab-fill"

# Cuts and dark ports: elements of sets in the switch, where they outlive the hosts.


def ends(lab, name, other=None):
    """The ends that a name on the command line means; 'all' is everyone but the other."""
    if name != "all":
        lab.octet(name)
        return [name]
    return [end for end in ("controller", *lab.hosts) if end != other]


def pairs(lab, one, two, one_way):
    """The directed pairs of ports between two ends."""
    found = set()
    for left in ends(lab, one, two):
        for right in ends(lab, two, one):
            if left != right:
                found.add((lab.port(left), lab.port(right)))
                if not one_way:
                    found.add((lab.port(right), lab.port(left)))
    return sorted(found)


def cut(lab, one, two, one_way=False):
    """Drops all frames from one end to another, and back unless one_way."""
    elements = ", ".join(f'"{a}" . "{b}"' for a, b in pairs(lab, one, two, one_way))
    if elements:
        network.nft(network.switch(lab), f"add element bridge lab cuts {{ {elements} }}\n")


def heal(lab, one=None, two=None):
    """Takes back the cuts between two ends; without ends, every fault of the network."""
    if one is None:
        script = "flush set bridge lab cuts\nflush set bridge lab dark\n"
        network.nft(network.switch(lab), script)
        for name in lab.hosts:
            faults = kept(lab, name)
            if faults["delay"]:
                set_delay(lab, name, 0)
            if faults["rate"]:
                set_rate(lab, name, 0)
            if faults["refuse"]:
                _set_refusals(lab, name, [])
        return
    elements = ", ".join(f'"{a}" . "{b}"' for a, b in pairs(lab, one, two, False))
    # Adding first makes the deletion of what is not there harmless.
    script = "".join(f"{v} element bridge lab cuts {{ {elements} }}\n" for v in ("add", "delete"))
    network.nft(network.switch(lab), script)


def dark(lab, name, on):
    """Drops everything to and from an end, or stops doing so."""
    element = f'element bridge lab dark {{ "{lab.port(name)}" }}\n'
    network.nft(network.switch(lab), f"add {element}" + ("" if on else f"delete {element}"))


def _elements(lab):
    """The present cuts as pairs of ports, and the dark ports."""
    text = run("nsenter", f"--net={lab.netns('switch')}", "nft", "-j", "list", "table", "bridge",
               "lab")
    found = {}
    for entry in json.loads(text)["nftables"]:
        if "set" in entry:
            found[entry["set"]["name"]] = entry["set"].get("elem", [])
    return [tuple(element["concat"]) for element in found["cuts"]], found["dark"]


def describe(lab):
    """The network's faults, a line each, as the verbs that make them."""
    if not network.there(lab):
        return []
    names = {lab.port(name): name for name in ("controller", *lab.hosts)}
    cuts, darks = _elements(lab)
    lines = []
    for left, right in cuts:
        both = (right, left) in cuts
        if left in names and right in names and (not both or left < right):
            way = "" if both else " --one-way"
            lines.append(f"cut {names[left]} {names[right]}{way}")
    lines += [f"dark {names[port]}" for port in darks if port in names]
    for name in lab.hosts:
        faults = kept(lab, name)
        lines += [f"{kind} {name} {faults[kind]:g}" for kind in ("delay", "rate") if faults[kind]]
        for port, source in faults["refuse"]:
            lines.append(f"refuse {name} {port}" + (f" --from {source}" if source else ""))
        lines += [f"fill {name} {path}" for path in faults["fill"]]
    return lines


def cut_off(lab, name):
    """Whether the controller cannot reach a host's sshd on purpose."""
    cuts, darks = _elements(lab)
    here, there = lab.port("controller"), lab.port(name)
    refused = any(port == 22 for port, _ in kept(lab, name)["refuse"])
    return bool({(here, there), (there, here)} & set(cuts)) or bool(
        {here, there} & set(darks)) or refused


def forget_port(lab, name):
    """Called when a host is removed."""
    cuts, darks = _elements(lab)
    port = lab.port(name)
    script = ""
    for left, right in cuts:
        if port in (left, right):
            script += f'delete element bridge lab cuts {{ "{left}" . "{right}" }}\n'
    if port in darks:
        script += f'delete element bridge lab dark {{ "{port}" }}\n'
    if script:
        network.nft(network.switch(lab), script)


# Faults inside a host's namespace. They are kept in a file, since a boot makes a new namespace.


def _file(lab, name):
    return f"{lab.host_dir(name)}/faults.json"


def kept(lab, name):
    """The faults of one host that come back at its next boot."""
    lab.host(name)
    empty = {"delay": 0, "rate": 0, "refuse": [], "fill": []}
    return {**empty, **json.loads(read_file(_file(lab, name)) or "{}")}


def _keep(lab, name, **changed):
    write_file(_file(lab, name), json.dumps({**kept(lab, name), **changed}) + "\n")


def _has_namespace(lab, name):
    return os.path.exists(network.end_path(lab, name))


def reapply(lab, name):
    """Brings a booting host's faults back."""
    faults = kept(lab, name)
    if faults["delay"]:
        set_delay(lab, name, faults["delay"])
    if faults["rate"]:
        set_rate(lab, name, faults["rate"])
    if faults["refuse"]:
        _set_refusals(lab, name, faults["refuse"])


def refuse(lab, name, port, source):
    """Answers every packet to a TCP port with a reset, for one sender or for all."""
    rule = [port, source]
    if source:
        lab.octet(source)
    refusals = kept(lab, name)["refuse"]
    _set_refusals(lab, name, refusals + ([rule] if rule not in refusals else []))


def accept(lab, name, port):
    """Takes every refusal of a port back."""
    _set_refusals(lab, name, [rule for rule in kept(lab, name)["refuse"] if rule[0] != port])


def _set_refusals(lab, name, refusals):
    _keep(lab, name, refuse=refusals)
    if not _has_namespace(lab, name):
        return
    script = "add table inet lab_refuse\ndelete table inet lab_refuse\n"
    if refusals:
        script += "add table inet lab_refuse\nadd chain inet lab_refuse input "
        script += "{ type filter hook input priority -10; }\n"
    for port, source in refusals:
        sender = f"ip saddr {lab.ip(source)} " if source else ""
        script += f'add rule inet lab_refuse input iifname "eth0" {sender}tcp dport {port} '
        script += "reject with tcp reset\n"
    network.nft(network.end(lab, name), script)


def set_rate(lab, name, megabits):
    """Limits what a host receives and what it sends, each to that many Mbit/s; 0 for no limit."""
    _keep(lab, name, rate=megabits)
    if not _has_namespace(lab, name):
        return
    burst = max(16384, int(megabits * 1e6 / 8 / 100))
    for namespace, device in (
        (network.switch(lab), lab.port(name)), (network.end(lab, name), "eth0"),
    ):
        if megabits:
            run("tc", "-n", namespace, "qdisc", "replace", "dev", device, "root", "tbf",
                "rate", f"{megabits}mbit", "burst", burst, "latency", "200ms")
        elif "tbf" in run("tc", "-n", namespace, "qdisc", "show", "dev", device):
            run("tc", "-n", namespace, "qdisc", "del", "dev", device, "root")


def set_delay(lab, name, milliseconds):
    """Holds every packet that a host receives for that long; 0 for no delay."""
    _keep(lab, name, delay=milliseconds)
    if not _has_namespace(lab, name):
        return
    cgroup = f"{lab.cgroup}/{name}/delay"
    cgroups.make(cgroup)
    cgroups.kill(cgroup)
    if milliseconds:
        _start_delay(lab, name, milliseconds, cgroup)
    _queue_packets(lab, name, bool(milliseconds))


def _start_delay(lab, name, milliseconds, cgroup):
    environment = dict(os.environ, PYTHONPATH=os.path.dirname(os.path.dirname(__file__)))
    with open(f"{lab.host_dir(name)}/delay.log", "wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "understudylab.delay", network.end_path(lab, name),
             str(milliseconds)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, cwd="/", env=environment,
            start_new_session=True, preexec_fn=lambda: cgroups.join(cgroup),
        )
    if process.stdout.readline() != b"ready\n":
        raise LabError(f"delaying {name} failed: {read_file(log.name).strip()}")


def _queue_packets(lab, name, on):
    rule = f"INPUT -i eth0 -j NFQUEUE --queue-num {delay.QUEUE} --queue-bypass".split()
    enter = ["nsenter", f"--net={network.end_path(lab, name)}", "iptables", "-w", "-t", "mangle"]
    there = subprocess.run(
        [*enter, "-C", *rule], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ).returncode == 0
    if on != there:
        run(*enter, "-A" if on else "-D", *rule)


# Full disks


def fill(lab, name, root, path, leave):
    """Fills the filesystem that holds a path of the host, all but so many bytes."""
    if path is None:
        path = "/var/lib/postgresql"
        if not os.path.isdir(root + path):
            path = "/"
    folder = os.path.normpath(path)
    if not folder.startswith("/") or not os.path.isdir(root + folder):
        raise UsageError(f"{path} is no directory of {name}")
    file = f"{folder.rstrip('/')}/{FILL_NAME}"
    fills = kept(lab, name)["fill"]
    # Written down first: a fill that was killed half-way can be taken back too.
    _keep(lab, name, fill=sorted({*fills, file}))
    handle = os.open(root + file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        kernel.sync_filesystem(root + folder)
        # Allocating takes some blocks for itself, so it takes two or three rounds.
        for _ in range(4):
            facts = os.statvfs(root + folder)
            # What is left is counted as an ordinary user sees it: root's reserve stays.
            missing = facts.f_bavail * facts.f_frsize - leave
            grown = os.fstat(handle).st_blocks * 512
            if missing >= facts.f_frsize:
                _allocate(handle, grown, missing)
        os.fsync(handle)
    finally:
        os.close(handle)


def _allocate(handle, start, length):
    """Grows a file as far as it goes."""
    step = length
    while step >= 4096:
        try:
            os.posix_fallocate(handle, start, step)
            start += step
            length -= step
            step = min(step, length)
        except OSError as error:
            if error.errno != 28:
                raise
            step //= 2


def unfill(lab, name, root):
    """Gives the space back."""
    for file in kept(lab, name)["fill"]:
        if os.path.exists(root + file):
            os.unlink(root + file)
    _keep(lab, name, fill=[])


def forget_fills(lab, name):
    """Called when a host's disks are thrown away."""
    _keep(lab, name, fill=[])
