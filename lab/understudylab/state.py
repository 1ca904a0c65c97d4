"""What is remembered of a lab, and who may change it when."""

import contextlib
import fcntl
import hashlib
import json
import os
import re

from .tools import LabError, UsageError, read_file, write_file

DEFAULT_STATE = "/var/lib/understudy-lab"
NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
FIRST_HOST = 11


def state_directory():
    """The one directory that everything lives in."""
    return os.path.abspath(os.environ.get("UNDERSTUDY_LAB") or DEFAULT_STATE)


class Lab:
    """One lab: its files, its names in the kernel, its locks."""

    def __init__(self, state, name):
        if not NAME.fullmatch(name):
            raise UsageError(f"'{name}' is no name for a lab (a-z, 0-9 and -, at most 31)")
        self.state, self.name = state, name
        self.dir = f"{state}/labs/{name}"
        # Two state directories may hold labs of the same name.
        self.tag = hashlib.sha256(state.encode()).hexdigest()[:4]
        self.prefix = f"us-{self.tag}-{name}."
        self.data = json.loads(read_file(f"{self.dir}/lab.json") or "null")

    # Names in the kernel

    def netns(self, part):
        """Path of a network namespace: 'switch', 'controller' or 'host.NAME'."""
        return f"/run/netns/{self.prefix}{part}"

    @property
    def cgroup(self):
        """The lab's cgroup, relative to the cgroup2 root."""
        return f"understudy-lab-{self.tag}/{self.name}"

    # What is stored

    @property
    def exists(self):
        """Whether the lab is up."""
        return self.data is not None

    def require(self):
        """LabError unless the lab is up."""
        if not self.exists:
            raise LabError(f"no lab '{self.name}' is up")
        return self

    def reload(self):
        """Reads lab.json again."""
        self.data = json.loads(read_file(f"{self.dir}/lab.json") or "null")

    def save(self):
        """Writes lab.json."""
        write_file(f"{self.dir}/lab.json", json.dumps(self.data, indent=2) + "\n")

    @property
    def subnet(self):
        """The first three numbers of the lab's addresses."""
        return self.data["subnet"]

    @property
    def hosts(self):
        """Records of the hosts by name, in order of creation."""
        return self.data["hosts"]

    def host(self, name):
        """The record of one host; LabError if there is none."""
        if name not in self.require().hosts:
            known = ", ".join(self.hosts) or "none"
            raise LabError(f"lab '{self.name}' has no host '{name}' (hosts: {known})")
        return self.hosts[name]

    def ip(self, name):
        """Address of a host or of 'controller'."""
        return f"{self.subnet}.{self.octet(name)}"

    def octet(self, name):
        """Last number of the address; it also names the port on the switch."""
        return 1 if name == "controller" else self.host(name)["octet"]

    def port(self, name):
        """The switch's port that a host or the controller hangs on."""
        return f"p{self.octet(name)}"

    def free_octet(self):
        """The address that the next host gets: one above the highest ever given."""
        highest = self.data.get("highest", FIRST_HOST - 1)
        if highest >= 254:
            raise LabError("the lab's subnet is used up")
        self.data["highest"] = highest + 1
        return highest + 1

    def host_dir(self, name):
        """The directory with a host's disks, keys and logs."""
        return f"{self.dir}/hosts/{name}"

    @property
    def identity(self):
        """Private key of the login on every host."""
        return f"{self.dir}/id_ed25519"

    # Locks: every verb that changes something holds the lab's lock shared while it runs, `down`
    # holds it alone; so `down` finds whoever is still at work.

    @property
    def lock_path(self):
        """The lab's lock; it survives the lab, else two processes could lock two files."""
        return f"{self.state}/locks/{self.name}"

    @contextlib.contextmanager
    def shared(self):
        """Announces this process as one that changes the lab."""
        with opened(self.lock_path) as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
            self.reload()
            yield self

    @contextlib.contextmanager
    def topology(self):
        """Alone in changing lab.json and the network."""
        os.makedirs(self.dir, exist_ok=True)
        with opened(f"{self.dir}/lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.reload()
            yield self

    @contextlib.contextmanager
    def host_lock(self, name):
        """Alone in changing one host."""
        self.host(name)
        with opened(f"{self.host_dir(name)}/lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def opened(path):
    """A lock file, made if need be."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return open(path, "w", encoding="utf-8")


def labs_of(state):
    """Names of all labs with a directory."""
    folder = f"{state}/labs"
    return sorted(os.listdir(folder)) if os.path.isdir(folder) else []
