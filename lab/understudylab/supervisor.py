"""Stands beside one host: mounts its disks, runs systemd-nspawn, boots it again if it reboots.

All mounts live in this process's own mount namespace: when it and the host are dead, they are gone.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import traceback

from . import cgroups, disk, kernel, network, prepare
from .images import Images
from .state import Lab
from .tools import LabError, write_file

REBOOT = 133
PREPARED = "lab-prepared"


def main(state, lab_name, name):
    """Runs until the host is off. Exit status 0 after a clean shutdown."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    lab = Lab(state, lab_name).require()
    host_cgroup = f"{lab.cgroup}/{name}"
    cgroup_root = cgroups.root()
    kernel.unshare(kernel.CLONE_NEWNS | kernel.CLONE_NEWUTS)
    kernel.mount("none", "/", flags=kernel.MS_SLAVE | kernel.MS_REC)
    socket.sethostname(name)
    try:
        if cgroup_root != "/sys/fs/cgroup":
            kernel.unmount("/sys/fs/cgroup", kernel.MNT_DETACH)
            kernel.mount("cgroup2", "/sys/fs/cgroup", "cgroup2")
        # What nspawn keeps there would outlive a host that is killed.
        os.makedirs("/run/systemd/nspawn", exist_ok=True)
        kernel.mount("tmpfs", "/run/systemd/nspawn", "tmpfs", data="mode=755")
        root = mount_root(lab, name)
        while True:
            status = run_nspawn(lab, name, root, f"/sys/fs/cgroup/{host_cgroup}/vm")
            print(f"lab: {name} ended with status {status}", flush=True)
            if status != REBOOT:
                break
        unmount_all(lab, name)
    except (OSError, LabError):
        traceback.print_exc()
        write_file(f"{lab.host_dir(name)}/failed", traceback.format_exc(limit=0))
        return 1
    return status


def mount_root(lab, name):
    """Mounts the host's disks and the overlay on them; makes it this host if it is a fresh one."""
    folder, record = lab.host_dir(name), lab.host(name)
    base = f"{folder}/disk"
    disk.attach(f"{folder}/disk.img", base)
    fresh = not os.path.exists(f"{base}/{PREPARED}")
    if fresh:
        for part in ("upper", "work"):
            shutil.rmtree(f"{base}/{part}", ignore_errors=True)
            os.mkdir(f"{base}/{part}", 0o755)
    root = f"{folder}/root"
    os.makedirs(root, exist_ok=True)
    lower = Images(lab.state).lower(lab.data["images"], record["image"])
    kernel.mount(
        "overlay", root, "overlay",
        data=f"lowerdir={lower},upperdir={base}/upper,workdir={base}/work",
    )
    if record.get("pgdisk"):
        attach_second_disk(folder, root, fresh)
    prepare.write_hosts(lab, root)
    if fresh:
        prepare.fresh_root(lab, name, root)
    if fresh:
        if record.get("pgdisk"):
            kernel.sync_filesystem(f"{folder}/pgdisk")
        write_file(f"{base}/{PREPARED}", "")
        kernel.sync_filesystem(base)
    return root


def attach_second_disk(folder, root, fresh):
    """Mounts the second disk at /var/lib/postgresql."""
    target = f"{root}/var/lib/postgresql"
    existed = os.path.isdir(target)
    disk.attach(f"{folder}/pgdisk.img", f"{folder}/pgdisk")
    os.makedirs(target, exist_ok=True)
    if fresh and existed:
        owner = os.stat(target)
        os.chown(f"{folder}/pgdisk", owner.st_uid, owner.st_gid)
    kernel.mount(f"{folder}/pgdisk", target, flags=kernel.MS_BIND)


def run_nspawn(lab, name, root, cgroup):
    """Boots the host once; returns nspawn's exit status when it is off."""
    repo = Images(lab.state).at(lab.data["images"]) + "/repo"
    command = [
        "systemd-nspawn", "--quiet", f"--directory={root}", f"--machine={lab.name}-{name}",
        f"--hostname={name}", "--register=no", "--keep-unit", "--settings=no",
        f"--network-namespace-path={network.end_path(lab, name)}",
        "--capability=CAP_NET_ADMIN", f"--bind-ro={repo}:/srv/debrepo",
        "--resolv-conf=off", "--timezone=off", "--link-journal=no", "--console=read-only",
    ]
    if lab.host(name).get("pgdisk"):
        command.append(f"--bind={lab.host_dir(name)}/pgdisk:/var/lib/postgresql")
    command.append("--boot")

    def into_cgroup():
        with open(f"{cgroup}/cgroup.procs", "w", encoding="ascii") as out:
            out.write("0")

    # A server has /tmp on its disk.
    environment = {"PATH": os.environ["PATH"], "SYSTEMD_NSPAWN_TMPFS_TMP": "0"}
    os.makedirs(cgroup, exist_ok=True)
    return subprocess.run(command, preexec_fn=into_cgroup, env=environment).returncode


def unmount_all(lab, name):
    """Unmounts cleanly, as a machine that was shut down does."""
    folder = lab.host_dir(name)
    if lab.host(name).get("pgdisk"):
        kernel.unmount(f"{folder}/root/var/lib/postgresql")
    kernel.unmount(f"{folder}/root")
    if lab.host(name).get("pgdisk"):
        kernel.unmount(f"{folder}/pgdisk")
    kernel.unmount(f"{folder}/disk")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
