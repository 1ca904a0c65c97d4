"""The command line."""

import argparse
import json
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor

from . import host as hosts
from . import faults, kernel, network, teardown
from .host import Host
from .images import NAMES, Images
from .state import NAME, Lab, labs_of, state_directory
from .tools import LabError, UsageError, size

DEFAULT_SUBNET = "10.77.0"
RESERVED = ("controller", "all")


class Parser(argparse.ArgumentParser):
    """Wrong usage is exit status 64."""

    def error(self, message):
        self.print_usage(sys.stderr)
        print(f"{self.prog}: {message}", file=sys.stderr)
        sys.exit(64)


def say(text):
    """Tells the person what takes so long."""
    print(f"lab: {text}", file=sys.stderr, flush=True)


def parse_spec(text, disk):
    """A host as `name=image,option=value,...` says it."""
    name, equals, rest = text.partition("=")
    image, *options = rest.split(",") if equals else ["bare"]
    if not NAME.fullmatch(name) or name in RESERVED:
        raise UsageError(f"'{name}' is no name for a host")
    if image not in NAMES:
        raise UsageError(f"unknown image '{image}' (there are: {', '.join(NAMES)})")
    record = {"image": image, "disk": disk, "pgdisk": None, "cluster": image == "pg15"}
    for option in options:
        key, _, value = option.partition("=")
        if key in ("disk", "pgdisk"):
            size(value)
            record[key] = value
        elif key == "nocluster" and image == "pg15":
            record["cluster"] = False
        else:
            raise UsageError(f"unknown option '{option}' of host {name}")
    return name, record


def up(lab, arguments):
    """Makes the lab if it is not there, adds hosts, boots them, waits for them."""
    specs = [parse_spec(text, arguments.disk) for text in arguments.hosts]
    images = Images(lab.state).ensure(say)
    with lab.shared():
        with lab.topology():
            made = _enlist(lab, specs, images, arguments.subnet)
            hosts.make_login_key(lab)
            network.ensure_switch(lab)
        together([Host(lab, name).boot for name, _ in specs])
        with lab.topology():
            hosts.write_known_hosts(lab)
            if made:
                hosts.update_names(lab)
        together([
            lambda n=name, r=record: Host(lab, n).wait_ready(n in made and r["cluster"])
            for name, record in specs
        ])


def _enlist(lab, specs, images, subnet):
    """Writes new hosts into lab.json; returns their names."""
    if not lab.exists:
        subnet = subnet or DEFAULT_SUBNET
        _check_subnet(lab, subnet)
        lab.data = {"subnet": subnet, "images": images, "hosts": {}}
    elif subnet and subnet != lab.subnet:
        raise LabError(f"lab '{lab.name}' has the subnet {lab.subnet}")
    made = set()
    for name, record in specs:
        old = lab.hosts.get(name)
        if old and {**old, "octet": 0} != {**record, "octet": 0}:
            raise LabError(f"{name} exists with other options; remove it first")
        if not old:
            lab.hosts[name] = {"octet": lab.free_octet(), **record}
            made.add(name)
            os.makedirs(lab.host_dir(name), exist_ok=True)
    lab.save()
    return made


def _check_subnet(lab, subnet):
    numbers = subnet.split(".")
    if not re.fullmatch(r"\d+\.\d+\.\d+", subnet) or any(int(part) > 255 for part in numbers):
        raise UsageError(f"'{subnet}' is no subnet; write its first three numbers, as in 10.77.0")
    for other in labs_of(lab.state):
        data = Lab(lab.state, other).data
        if other != lab.name and data and data["subnet"] == subnet:
            raise LabError(f"lab '{other}' uses {subnet}; give this one another --subnet")


def together(jobs):
    """Runs all jobs at once; the first error after all have ended."""
    if not jobs:
        return
    with ThreadPoolExecutor(len(jobs)) as pool:
        futures = [pool.submit(job) for job in jobs]
    for future in futures:
        future.result()


def status(lab, arguments):
    """Prints what there is."""
    lab.require()
    entries = []
    for name, record in lab.hosts.items():
        one = Host(lab, name)
        state = one.state()
        entries.append({
            "name": name, "ip": lab.ip(name), "image": record["image"], "state": state,
            "pid": one.pid() if state != "off" else None,
        })
    path = network.end_path(lab, "controller")
    report = {
        "lab": lab.name, "dir": lab.dir, "subnet": lab.subnet,
        "controller": {
            "ip": lab.ip("controller"), "netns": os.path.basename(path), "netns_path": path,
        },
        "identity": lab.identity, "known_hosts": f"{lab.dir}/known_hosts", "hosts": entries,
        "faults": faults.describe(lab),
    }
    if arguments.json:
        print(json.dumps(report, indent=2))
        return
    print(f"lab {lab.name}  {lab.subnet}.0/24  {lab.dir}")
    print(f"  {'controller':<14}{lab.ip('controller')}")
    for entry in entries:
        print(f"  {entry['name']:<14}{entry['ip']:<16}{entry['image']:<6}{entry['state']}")
    for line in report["faults"]:
        print(f"  fault: {line}")


def controller(lab, command):
    """Becomes a command in the controller's network namespace. Does not return."""
    if not network.there(lab.require()):
        raise LabError("this machine was rebooted meanwhile; switch the hosts on with lab up")
    kernel.enter_net(network.end_path(lab, "controller"))
    try:
        os.execvp(command[0], command)
    except FileNotFoundError:
        print(f"lab: {command[0]}: command not found", file=sys.stderr)
        sys.exit(127)


def build_parser():
    """All verbs and their arguments."""
    parser = Parser(prog="lab", description="Hosts on one machine, to rehearse with.")
    parser.add_argument("--lab", default="lab", metavar="NAME", help="which lab (default: lab)")
    verbs = parser.add_subparsers(dest="verb", required=True, parser_class=Parser)

    def verb(name, text, *words):
        one = verbs.add_parser(name, help=text, description=text)
        for word in words:
            one.add_argument(word)
        return one

    images = verb("images", "build or refresh the cached images")
    images.add_argument("--rebuild", action="store_true")
    one = verb("up", "make the lab, add hosts, boot them")
    one.add_argument("hosts", nargs="*", metavar="NAME=IMAGE[,OPTION...]")
    one.add_argument("--subnet")
    one.add_argument("--disk", default="8G")
    verb("controller", "run a command in the controller's network: controller -- CMD...")
    verb("exec", "run a command as root on a host: exec HOST -- CMD...")
    verb("ssh", "log in as admin from the controller: ssh HOST [-- CMD...]")
    verb("status", "what there is").add_argument("--json", action="store_true")
    for name, text in (
        ("boot", "switch a host on"), ("power-off", "power loss"),
        ("shutdown", "clean shutdown"), ("reset", "fresh disks, same keys and address; boots"),
        ("remove", "take a host out of the lab"),
    ):
        verb(name, text, "host")
    for name, text in (
        ("freeze", "stop every process of a host; its kernel still answers"),
        ("thaw", "let a frozen host go on"), ("dark", "no frame to or from a host"),
        ("light", "end of dark"), ("unfill", "give the filled space back"),
    ):
        verb(name, text, "host")
    one = verb("cut", "drop all frames between two ends", "one", "two")
    one.add_argument("--one-way", action="store_true", help="only from the first to the other")
    one = verb("heal", "take cuts back; without ends every fault of the network")
    one.add_argument("ends", nargs="*")
    one = verb("refuse", "answer a TCP port with resets", "host")
    one.add_argument("port", type=port)
    one.add_argument("--from", dest="source", metavar="END")
    verb("accept", "end of refuse", "host").add_argument("port", type=port)
    verb("delay", "hold what a host receives", "host").add_argument(
        "value", type=amount, metavar="MS")
    verb("rate", "limit what a host receives and sends", "host").add_argument(
        "value", type=amount, metavar="MBIT")
    one = verb("fill", "fill a host's disk", "host")
    one.add_argument("path", nargs="?")
    one.add_argument("--leave", default="0", metavar="BYTES")
    verb("down", "end the lab").add_argument("--all", action="store_true")
    verb("leftovers", "what still exists of any lab")
    return parser


def port(text):
    """A TCP port."""
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"'{text}' is no port")
    return int(text)


def amount(text):
    """A number from 0 up."""
    if not re.fullmatch(r"\d+(\.\d+)?", text):
        raise argparse.ArgumentTypeError(f"'{text}' is no amount")
    return float(text) if "." in text else int(text)


def act(lab, arguments):
    """Runs a verb that changes a lab that is up."""
    with lab.shared():
        lab.require()
        verb = arguments.verb
        if verb == "cut":
            faults.cut(lab, arguments.one, arguments.two, arguments.one_way)
        elif verb == "heal":
            if len(arguments.ends) not in (0, 2):
                raise UsageError("usage: lab heal [A B]")
            faults.heal(lab, *arguments.ends)
        elif verb in ("dark", "light"):
            faults.dark(lab, arguments.host, verb == "dark")
        else:
            act_on_host(lab, Host(lab, arguments.host), verb, arguments)


def act_on_host(lab, one, verb, arguments):
    """Runs a verb that changes one host."""
    if verb == "boot":
        one.boot_and_wait()
    elif verb == "power-off":
        one.power_off()
    elif verb == "shutdown":
        one.shutdown()
    elif verb == "reset":
        one.reset()
        one.boot()
        one.wait_ready(lab.host(one.name)["cluster"])
    elif verb == "remove":
        one.remove()
        hosts.write_known_hosts(lab)
        hosts.update_names(lab)
    elif verb in ("freeze", "thaw"):
        one.freeze(verb == "freeze")
    else:
        with lab.host_lock(one.name):
            fault_of_host(lab, one, verb, arguments)


def fault_of_host(lab, one, verb, arguments):
    """Runs a verb for a fault of one host."""
    if verb == "refuse":
        faults.refuse(lab, one.name, arguments.port, arguments.source)
    elif verb == "accept":
        faults.accept(lab, one.name, arguments.port)
    elif verb == "delay":
        faults.set_delay(lab, one.name, arguments.value)
    elif verb == "rate":
        faults.set_rate(lab, one.name, arguments.value)
    elif verb == "fill":
        faults.fill(lab, one.name, one.root(), arguments.path, size(arguments.leave))
    elif verb == "unfill":
        faults.unfill(lab, one.name, one.root())


def split(words):
    """Takes a command line apart: the lab's name, the words, the command after --."""
    command = []
    if "--" in words:
        at = words.index("--")
        words, command = words[:at], words[at + 1:]
    name, rest, left = "lab", [], list(words)
    while left:
        word = left.pop(0)
        if word == "--lab" and left:
            name = left.pop(0)
        elif word.startswith("--lab="):
            name = word.removeprefix("--lab=")
        else:
            rest.append(word)
    return name, rest, command


def become(lab, words, command):
    """Runs the verbs that turn into another command. Do not return."""
    verb, ends = words[0], words[1:]
    if len(ends) != (verb != "controller") or not (command or verb == "ssh"):
        raise UsageError(
            "usage: lab controller -- CMD... | lab exec HOST -- CMD... | lab ssh HOST [-- CMD...]")
    lab.require()
    if verb == "exec":
        Host(lab, ends[0]).execute(command)
    if verb == "ssh":
        options = ("BatchMode=yes", "StrictHostKeyChecking=yes",
                   f"UserKnownHostsFile={lab.dir}/known_hosts")
        login = ["-F", "/dev/null", "-i", lab.identity, f"admin@{lab.ip(ends[0])}"]
        command = ["ssh", *(f"-o{option}" for option in options), *login, *command]
    controller(lab, command)


def dispatch(words):
    """Runs one command line; returns the exit status."""
    name, words, command = split(words)
    lab = Lab(state_directory(), name)
    if words[:1] in (["controller"], ["exec"], ["ssh"]):
        become(lab, words, command)
    arguments = build_parser().parse_args(words)
    verb = arguments.verb
    if os.geteuid() != 0:
        raise LabError("the lab needs root")
    if verb == "images":
        name = Images(lab.state).ensure(say, arguments.rebuild)
        print(Images(lab.state).at(name))
    elif verb == "up":
        up(lab, arguments)
    elif verb == "status":
        status(lab, arguments)
    elif verb == "down":
        for each in teardown.all_labs(lab.state) if arguments.all else [lab.name]:
            teardown.down(Lab(lab.state, each))
    elif verb == "leftovers":
        found = teardown.leftovers(lab.state)
        print("\n".join(found), end="\n" if found else "")
        return 1 if found else 0
    else:
        act(lab, arguments)
    return 0


def main():
    """Entry point."""
    try:
        return dispatch(sys.argv[1:])
    except UsageError as error:
        print(f"lab: {error}", file=sys.stderr)
        return 64
    except (LabError, OSError) as error:
        print(f"lab: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
