"""A host's life: making it, booting it, the ways its power goes, looking inside."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time

from . import cgroups, disk, faults, kernel, network, prepare
from .tools import LabError, read_file, run, size, wait_until, write_file

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Host:
    """One host of a lab."""

    def __init__(self, lab, name):
        lab.host(name)
        self.lab, self.name = lab, name
        self.dir = lab.host_dir(name)
        self.cgroup = f"{lab.cgroup}/{name}"
        self.payload = f"{self.cgroup}/vm/payload"
        self._view = "controller"

    # Looking

    def pid(self):
        """PID of the host's systemd as this machine sees it; None when there is none."""
        found = read_file(f"{cgroups.path(self.payload)}/init.scope/cgroup.procs").split()
        return int(found[0]) if found else None

    def alive(self):
        """Whether anything of the host runs, its supervisor included."""
        return cgroups.populated(f"{self.cgroup}/keeper") or cgroups.populated(f"{self.cgroup}/vm")

    def state(self):
        """running, off or frozen."""
        if not self.alive():
            return "off"
        return "frozen" if cgroups.frozen(self.payload) else "running"

    def need(self, *states):
        """PID of the running host; LabError if it is in none of these states."""
        state = self.state()
        if state not in states:
            raise LabError(f"{self.name} is {state}")
        return wait_until(self.pid, 20, f"{self.name} has booted")

    def root(self):
        """Path to the running host's root directory as seen from this machine."""
        return f"/proc/{self.need('running', 'frozen')}/root"

    # Making

    def make_disks(self):
        """Makes the disks that are missing."""
        record = self.lab.host(self.name)
        os.makedirs(self.dir, exist_ok=True)
        if not os.path.exists(f"{self.dir}/disk.img"):
            disk.make(f"{self.dir}/disk.img", size(record["disk"]))
        if record.get("pgdisk") and not os.path.exists(f"{self.dir}/pgdisk.img"):
            disk.make(f"{self.dir}/pgdisk.img", size(record["pgdisk"]))

    # Power

    def boot(self):
        """Starts the host if it is off and says whether it was; returns at once."""
        with self.lab.host_lock(self.name):
            if self.alive():
                return False
            self._clear()
            if not network.there(self.lab):
                with self.lab.topology():
                    network.ensure_switch(self.lab)
            prepare.ensure_identity(self.dir, self.name)
            self.make_disks()
            network.attach(self.lab, self.name)
            network.port_off(self.lab, self.name, False)
            faults.reapply(self.lab, self.name)
            self._start_supervisor()
            return True

    def boot_and_wait(self):
        """Starts the host if it is off, and waits for its sshd."""
        started = self.boot()
        try:
            self.wait_ready()
        except LabError:
            # It may have been on its way down when it was found alive.
            if started or self.alive():
                raise
            self.boot()
            self.wait_ready()

    def _clear(self):
        """Clears away what a host that died has left."""
        cgroups.kill(self.cgroup)
        disk.wait_detached(self.dir + "/")
        cgroups.remove(self.cgroup)
        network.detach(self.lab, self.name)
        if os.path.exists(f"{self.dir}/failed"):
            os.unlink(f"{self.dir}/failed")

    def _start_supervisor(self):
        for part in ("keeper", "vm"):
            cgroups.make(f"{self.cgroup}/{part}")
        command = [sys.executable, "-m", "understudylab.supervisor", self.lab.state]
        environment = dict(os.environ, PYTHONPATH=os.path.dirname(os.path.dirname(__file__)))
        with open(f"{self.dir}/console.log", "ab") as log:
            subprocess.Popen(
                [*command, self.lab.name, self.name], stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, cwd="/", env=environment, start_new_session=True,
                preexec_fn=lambda: cgroups.join(f"{self.cgroup}/keeper"),
            )

    def wait_ready(self, postgresql=False, seconds=90):
        """Waits until sshd answers the controller, and PostgreSQL accepts connections if asked."""
        end = time.monotonic() + seconds
        # What was cut from the controller on purpose must not hold up a boot.
        self._view = self.name if faults.cut_off(self.lab, self.name) else "controller"
        steps = [(self._sshd_answers, "sshd of {} answers")]
        if postgresql:
            steps.append((self._postgresql_ready, "PostgreSQL of {} accepts connections"))
        for ready, what in steps:
            while not ready():
                self._not_frozen()
                failed = read_file(f"{self.dir}/failed")
                if failed or not self.alive():
                    raise LabError(f"{self.name} did not boot: {failed.strip()}\n{self._console()}")
                if time.monotonic() > end:
                    text = what.format(self.name)
                    raise LabError(f"gave up waiting until {text}\n{self._console()}")
                time.sleep(0.02)

    def _not_frozen(self):
        if self.state() == "frozen":
            raise LabError(f"{self.name} is frozen; thaw it first")

    def _console(self):
        return "".join(read_file(f"{self.dir}/console.log").splitlines(True)[-12:])

    def _sshd_answers(self):
        address = (self.lab.ip(self.name), 22)

        def greeting():
            with socket.create_connection(address, timeout=1) as connection:
                return connection.recv(4) == b"SSH-"

        try:
            return kernel.in_net(network.end_path(self.lab, self._view), greeting)
        except OSError:
            return False

    def _postgresql_ready(self):
        pid = self.pid()
        if not pid:
            return False
        lines = read_file(f"/proc/{pid}/root/var/lib/postgresql/15/main/postmaster.pid").split("\n")
        return len(lines) > 7 and lines[7].strip() in ("ready", "standby")

    def power_off(self):
        """Power loss: dark first, then frozen, then the disks' end, then everything killed."""
        network.port_off(self.lab, self.name, True)
        if cgroups.populated(self.payload):
            cgroups.write(f"{cgroups.path(self.payload)}/cgroup.freeze", "1", check=False)
        with self.lab.host_lock(self.name):
            # A boot that was under way may have lit the port again before the lock was free.
            network.port_off(self.lab, self.name, True)
            if cgroups.populated(self.payload):
                cgroups.freeze(self.payload, True)
            self._cut_disks()
            self._clear()

    def _cut_disks(self):
        keepers = cgroups.pids(f"{self.cgroup}/keeper") + cgroups.pids(f"{self.cgroup}/vm")
        for part in ("disk", "pgdisk"):
            for pid in keepers:
                mountpoint = f"/proc/{pid}/root{self.dir}/{part}"
                if os.path.ismount(mountpoint):
                    kernel.cut_power_of_disk(mountpoint)
                    break

    def shutdown(self, seconds=90):
        """A clean shutdown, as `systemctl poweroff` does it."""
        with self.lab.host_lock(self.name):
            if not self.alive():
                return
            pid = self.need("running")
            os.kill(pid, signal.SIGRTMIN + 4)
            wait_until(lambda: not self.alive(), seconds, f"{self.name} has shut down")
            self._clear()

    def reset(self):
        """Throws the disks away; keys and address stay."""
        self.power_off()
        with self.lab.host_lock(self.name):
            for file in ("disk.img", "pgdisk.img"):
                if os.path.exists(f"{self.dir}/{file}"):
                    os.unlink(f"{self.dir}/{file}")
            faults.forget_fills(self.lab, self.name)

    def remove(self):
        """Takes the host out of the lab."""
        self.power_off()
        with self.lab.topology():
            faults.forget_port(self.lab, self.name)
            shutil.rmtree(self.dir)
            del self.lab.hosts[self.name]
            self.lab.save()

    def freeze(self, on):
        """Stops every process of the host, or lets them go on."""
        with self.lab.host_lock(self.name):
            self.need("running", "frozen")
            cgroups.freeze(self.payload, on)

    # Inside

    def execute(self, command):
        """Becomes a command that runs as root inside the host. Does not return."""
        pid = self.need("running")
        inside = f"{self.payload}/lab-exec"
        cgroups.make(inside)
        cgroups.join(inside)
        environment = {
            "PATH": PATH, "HOME": "/root", "USER": "root", "LOGNAME": "root", "SHELL": "/bin/bash",
            "LANG": "C.UTF-8", "TERM": os.environ.get("TERM", "dumb"),
        }
        # nsenter looks the command up in the PATH it is given, after it has entered.
        arguments = ["nsenter", f"--target={pid}", "--mount", "--uts", "--ipc", "--net", "--pid",
                     "--cgroup", "--root", f"--wd=/proc/{pid}/root/root", "--", *command]
        os.execve(shutil.which("nsenter"), arguments, environment)


def update_names(lab):
    """Tells every running host the names of all; the others learn them when they boot."""
    for name in lab.hosts:
        host = Host(lab, name)
        pid = host.pid()
        if pid and host.state() != "off":
            prepare.write_hosts(lab, f"/proc/{pid}/root")


def write_known_hosts(lab):
    """known_hosts for the controller, by name and by address."""
    lines = []
    for name in lab.hosts:
        folder = f"{lab.host_dir(name)}/keys"
        for file in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
            if file.endswith(".pub"):
                kind, key = read_file(f"{folder}/{file}").split()[:2]
                lines.append(f"{name},{lab.ip(name)} {kind} {key}")
    write_file(f"{lab.dir}/known_hosts", "\n".join(lines) + "\n")


def make_login_key(lab):
    """The key pair that logs in as admin on every host."""
    if not os.path.exists(lab.identity + ".pub"):
        if os.path.exists(lab.identity):
            os.unlink(lab.identity)
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "lab", "-f", lab.identity)
