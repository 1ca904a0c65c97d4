"""Ending a lab, whatever state it is in, and finding what is left of any."""

import fcntl
import glob
import os
import shutil
import signal
import time

from . import cgroups, disk
from .state import Lab, labs_of, opened
from .tools import LabError, read_file, run, wait_until


def down(lab):
    """Ends a lab and everything that was started for it. Does nothing if there is no such lab."""
    with opened(lab.lock_path) as lock:
        stop_workers(lab, lock)
        kill_in_namespaces(lab)
        cgroups.kill(lab.cgroup)
        # What was in the cgroups may have started something in a namespace meanwhile.
        kill_in_namespaces(lab)
        disk.wait_detached(lab.dir + "/")
        unmount_below(lab.dir + "/")
        cgroups.remove(lab.cgroup)
        remove_empty(cgroups.path(os.path.dirname(lab.cgroup)))
        for namespace in namespaces(lab):
            run("ip", "netns", "del", namespace, check=False)
            if os.path.exists(f"/run/netns/{namespace}"):
                os.unlink(f"/run/netns/{namespace}")
        shutil.rmtree(lab.dir, ignore_errors=True)
        if os.path.exists(lab.dir):
            raise LabError(f"{lab.dir} cannot be removed")


def stop_workers(lab, lock):
    """Kills whoever is at work on the lab, with all it has started, and locks the lab."""
    end = time.monotonic() + 20
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            pass
        for pid in lock_holders(lab.lock_path):
            if pid != os.getpid():
                kill_tree(pid)
        if time.monotonic() > end:
            raise LabError(f"somebody keeps {lab.lock_path} locked")
        time.sleep(0.02)


def lock_holders(path):
    """PIDs that hold a lock on a file."""
    status = os.stat(path)
    wanted = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
    found = []
    for line in read_file("/proc/locks").splitlines():
        words = line.replace("-> ", "").split()
        if words[5] == wanted and "->" not in line:
            found.append(int(words[4]))
    return found


def kill_tree(pid):
    """Stops a process, then kills it and its descendants."""
    send(pid, signal.SIGSTOP)
    for child in children(pid):
        kill_tree(child)
    send(pid, signal.SIGKILL)


def send(pid, number):
    """A signal to a process that may be gone."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def parent(pid):
    """PID of the parent; 0 if the process is gone."""
    fields = read_file(f"/proc/{pid}/stat").rpartition(")")[2].split()
    return int(fields[1]) if fields else 0


def all_pids():
    """Every process of this machine."""
    return [int(entry) for entry in os.listdir("/proc") if entry.isdigit()]


def children(pid):
    """PIDs of the children."""
    return [other for other in all_pids() if parent(other) == pid]


def namespaces(lab):
    """Names of the lab's network namespaces."""
    pattern = glob.escape(f"/run/netns/{lab.prefix}") + "*"
    return [os.path.basename(path) for path in glob.glob(pattern)]


def ancestors():
    """This process and those above it: `down` may be called from inside the lab."""
    found, pid = set(), os.getpid()
    while pid > 1:
        found.add(pid)
        pid = parent(pid)
    return found


def inside(names):
    """PIDs that live in network namespaces of these names, without this one's ancestors."""
    wanted = {identity(f"/run/netns/{name}") for name in names}
    spared = ancestors()
    return [pid for pid in all_pids() if wanted and pid not in spared
            and identity(f"/proc/{pid}/ns/net") in wanted]


def identity(path):
    """What makes two paths of one namespace equal."""
    try:
        facts = os.stat(path)
    except OSError:
        return path
    return facts.st_dev, facts.st_ino


def kill_in_namespaces(lab):
    """Kills what still runs in the lab's network, such as a service started in the controller."""

    def gone():
        found = inside(namespaces(lab))
        for pid in found:
            send(pid, signal.SIGKILL)
        return not found

    wait_until(gone, 20, f"the processes in the network of lab '{lab.name}' are gone")


def unmount_below(prefix):
    """Unmounts what is mounted below a directory in this mount namespace."""
    for point in reversed(mounts_below(prefix)):
        run("umount", "--lazy", point, check=False)


def mounts_below(prefix):
    """Mount points below a directory."""
    points = [line.split()[4] for line in read_file("/proc/self/mountinfo").splitlines()]
    return [point for point in points if point.startswith(prefix)]


def remove_empty(folder):
    """Removes a directory if it is empty."""
    try:
        os.rmdir(folder)
    except OSError:
        pass


def all_labs(state):
    """Names of all labs that have left a trace: a directory, a cgroup, a namespace."""
    some = Lab(state, "x")
    tree = cgroups.path(os.path.dirname(some.cgroup))
    found = set(labs_of(state))
    if os.path.isdir(tree):
        found |= {entry.name for entry in os.scandir(tree) if entry.is_dir()}
    start = f"us-{some.tag}-"
    for path in glob.glob(f"/run/netns/{start}*"):
        found.add(os.path.basename(path)[len(start):].partition(".")[0])
    return sorted(found)


def leftovers(state):
    """A line for everything that still exists of any lab of this state directory."""
    some = Lab(state, "x")
    tree = os.path.dirname(some.cgroup)
    folder = f"{state}/labs/"
    spaces = [os.path.basename(path) for path in glob.glob(f"/run/netns/us-{some.tag}-*")]
    pids = set(cgroups.pids(tree)) | set(inside(spaces)) | set(workers(state))
    found = [f"lab {name}: {folder}{name}" for name in labs_of(state)]
    found += [f"network namespace {name}" for name in spaces]
    for depth in ("", "/*", "/*/*"):
        paths = glob.glob(cgroups.path(tree) + depth)
        found += [f"cgroup {path}" for path in paths if os.path.isdir(path)]
    found += [f"process {pid} of {owner(pid, tree)}: {command(pid)}" for pid in sorted(pids)]
    found += [f"mount {point}" for point in mounts_below(folder)]
    found += [f"loop device {device}: {file}" for device, file in disk.loops(folder)]
    return found


def workers(state):
    """PIDs of the lab's own helpers that serve this state directory."""
    marks = ("-m understudylab.", state)
    return [pid for pid in all_pids() if all(mark in command(pid) for mark in marks)]


def owner(pid, tree):
    """LAB/HOST that a process belongs to, by its cgroup."""
    for line in read_file(f"/proc/{pid}/cgroup").splitlines():
        if line.startswith(f"0::/{tree}/"):
            return "/".join(line.removeprefix(f"0::/{tree}/").split("/")[:2])
    return "a lab's network"


def command(pid):
    """A process's command line."""
    return read_file(f"/proc/{pid}/cmdline").replace("\0", " ").strip()
