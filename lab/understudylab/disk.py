"""The hosts' disks: sparse ext4 images on loop devices."""

import glob
import os

from .tools import read_file, run, wait_until


def make(image, size):
    """Makes an empty disk of that many bytes."""
    temporary = image + ".new"
    if os.path.exists(temporary):
        os.unlink(temporary)
    with open(temporary, "wb") as out:
        out.truncate(size)
    run("mkfs.ext4", "-q", "-F", "-m", "1", "-E", "lazy_itable_init=1,nodiscard", temporary)
    os.rename(temporary, image)


def attach(image, mountpoint):
    """Mounts a disk; its log is replayed if it was not unmounted."""
    os.makedirs(mountpoint, exist_ok=True)
    # noinit_itable: zeroing inode tables in the background would only cost time.
    run("mount", "-o", "loop,noinit_itable", image, mountpoint)


def loops(prefix):
    """Loop devices on files below a directory, as pairs of device and file."""
    found = []
    for entry in glob.glob("/sys/block/loop*/loop/backing_file"):
        file = read_file(entry).strip()
        if file.startswith(prefix):
            found.append(("/dev/" + entry.split("/")[3], file))
    return found


def wait_detached(prefix):
    """Waits until no loop device uses a file below a directory: all is unmounted then."""
    wait_until(lambda: not loops(prefix), 20, f"the disks in {prefix} are unmounted")
