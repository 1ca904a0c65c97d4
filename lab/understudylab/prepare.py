"""What a host's fresh root gets before its first boot, and /etc/hosts before every boot."""

import os
import shutil
import uuid

from . import kernel
from .tools import read_file, run, write_file

BEGIN, END = "# lab: begin", "# lab: end"


def ensure_identity(folder, name):
    """Keys and machine-id of a host, kept outside its disk so that a reset host is still known."""
    os.makedirs(f"{folder}/keys", mode=0o700, exist_ok=True)
    for kind in ("ed25519", "rsa", "ecdsa"):
        file = f"{folder}/keys/ssh_host_{kind}_key"
        if not os.path.exists(file + ".pub"):
            if os.path.exists(file):
                os.unlink(file)
            bits = ["-b", "2048"] if kind == "rsa" else []
            run("ssh-keygen", "-q", "-t", kind, *bits, "-N", "", "-C", f"root@{name}", "-f", file)
    if not os.path.exists(f"{folder}/machine-id"):
        write_file(f"{folder}/machine-id", uuid.uuid4().hex + "\n")


def hosts_text(lab, old):
    """/etc/hosts with the lab's names in one block."""
    kept, inside = [], False
    for line in old.splitlines():
        if line == BEGIN:
            inside = True
        elif line == END:
            inside = False
        elif not inside:
            kept.append(line)
    if not kept:
        kept = ["127.0.0.1\tlocalhost"]
    names = ["controller", *lab.hosts]
    block = [BEGIN, *(f"{lab.ip(name)}\t{name}" for name in names), END]
    return "\n".join(kept + block) + "\n"


def write_hosts(lab, root):
    """Puts the lab's names into a root's /etc/hosts if they are not there yet."""
    old = read_file(f"{root}/etc/hosts")
    new = hosts_text(lab, old)
    if new != old:
        write_file(f"{root}/etc/hosts", new)


def fresh_root(lab, name, root):
    """Makes a clone of the image this host: names, keys, login; with pg15 also a cluster."""
    record, folder = lab.host(name), lab.host_dir(name)
    write_file(f"{root}/etc/hostname", name + "\n")
    write_file(f"{root}/etc/machine-id", read_file(f"{folder}/machine-id"), 0o444)
    for key in os.listdir(f"{folder}/keys"):
        target = f"{root}/etc/ssh/{key}"
        shutil.copyfile(f"{folder}/keys/{key}", target)
        os.chmod(target, 0o644 if key.endswith(".pub") else 0o600)
    authorized = f"{root}/home/admin/.ssh/authorized_keys"
    write_file(authorized, read_file(lab.identity + ".pub"), 0o600)
    os.chown(authorized, 1000, 1000)
    if record["image"] == "pg15":
        _prepare_postgresql(root, record["cluster"])


def _prepare_postgresql(root, with_cluster):
    """A certificate and, unless unwanted, a cluster with a system identifier of its own."""
    kernel.mount("proc", f"{root}/proc", "proc")
    kernel.mount("/dev", f"{root}/dev", flags=kernel.MS_BIND | kernel.MS_REC)
    try:
        jobs = [["make-ssl-cert", "generate-default-snakeoil", "--force-overwrite"]]
        if with_cluster:
            # The whole disk is synced afterwards.
            jobs.append(["pg_createcluster", "--locale", "C.UTF-8", "15", "main", "--", "-N"])
        path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        # One after another: a cluster made before the certificate is there gets no ssl.
        for job in jobs:
            run("chroot", root, "env", "-i", path, "LANG=C.UTF-8", *job)
    finally:
        kernel.unmount(f"{root}/dev", kernel.MNT_DETACH)
        kernel.unmount(f"{root}/proc")
