"""One cgroup per host: what runs in it is known, can be frozen and can be killed at once."""

import functools
import os
import signal
import time

from .tools import LabError, read_file, wait_until


@functools.lru_cache(maxsize=None)
def root():
    """Where this machine has cgroup2 mounted."""
    for line in read_file("/proc/self/mountinfo").splitlines():
        left, _, right = line.partition(" - ")
        if right.split()[0] == "cgroup2" and left.split()[3] == "/":
            return left.split()[4]
    raise LabError("no cgroup2 is mounted; mount one: mount -t cgroup2 none /sys/fs/cgroup/unified")


def path(name):
    """Absolute path of a cgroup."""
    return f"{root()}/{name}"


def make(name):
    """Makes a cgroup and hands down to it what controllers there are."""
    try:
        _make(name)
    except FileNotFoundError:
        # Another lab's end has just taken the common parent away.
        _make(name)


def _make(name):
    parts = name.split("/")
    for depth in range(1, len(parts) + 1):
        folder = path("/".join(parts[:depth]))
        try:
            os.mkdir(folder)
        except FileExistsError:
            pass
        if depth < len(parts):
            for controller in read_file(f"{folder}/cgroup.controllers").split():
                write(f"{folder}/cgroup.subtree_control", "+" + controller, check=False)


def write(file, text, check=True):
    """Writes to a control file."""
    try:
        with open(file, "w", encoding="ascii") as out:
            out.write(text)
        return True
    except OSError:
        if check:
            raise
        return False


def join(name, pid=0):
    """Moves a process (0: the calling one) into a cgroup."""
    write(f"{path(name)}/cgroup.procs", str(pid))


def pids(name):
    """All processes in a cgroup and below."""
    found = []
    for folder, _, _ in os.walk(path(name)):
        found += [int(pid) for pid in read_file(f"{folder}/cgroup.procs").split()]
    return found


def events(name):
    """The cgroup's events: populated, frozen."""
    lines = read_file(f"{path(name)}/cgroup.events").splitlines()
    return {line.split()[0]: line.split()[1] == "1" for line in lines}


def populated(name):
    """Whether any process lives in the cgroup or below."""
    return events(name).get("populated", False)


def frozen(name):
    """Whether the cgroup is frozen or about to be."""
    return read_file(f"{path(name)}/cgroup.freeze").strip() == "1"


def freeze(name, on, wait=10):
    """Freezes or thaws, and waits until it is so."""
    write(f"{path(name)}/cgroup.freeze", "1" if on else "0")
    if populated(name):
        wait_until(lambda: events(name).get("frozen", on) == on, wait, f"{name} is frozen: {on}")


def kill(name):
    """Kills every process in the cgroup and below, frozen or not, and waits until all are gone."""
    if not os.path.isdir(path(name)):
        return
    if not write(f"{path(name)}/cgroup.kill", "1", check=False):
        _kill_one_by_one(name)
    wait_until(lambda: not populated(name), 20, f"the processes of {name} are gone", 0.002)


def _kill_one_by_one(name):
    """For kernels before 5.14."""
    end = time.monotonic() + 10
    while populated(name) and time.monotonic() < end:
        for pid in pids(name):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass


def remove(name):
    """Removes an empty cgroup with all below."""
    if not os.path.isdir(path(name)):
        return
    for folder, _, _ in os.walk(path(name), topdown=False):
        try:
            os.rmdir(folder)
        except FileNotFoundError:
            pass
        except OSError:
            # A process that was just killed may hold its cgroup for another moment.
            wait_until(lambda f=folder: _removed(f), 5, f"{folder} can be removed")


def _removed(folder):
    try:
        os.rmdir(folder)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
