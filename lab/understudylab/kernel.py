"""The few system calls that Python 3.9 to 3.11 have no name for."""

import ctypes
import fcntl
import os
import struct
import threading

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWNET = 0x40000000
MS_RDONLY, MS_BIND, MS_REC, MS_SLAVE, MS_PRIVATE = 1, 4096, 16384, 1 << 19, 1 << 18
MNT_DETACH = 2
EXT4_IOC_SHUTDOWN = 0x8004587D
EXT4_SHUTDOWN_NO_LOG_FLUSH = 2

_libc = ctypes.CDLL(None, use_errno=True)


def _call(name, subject, *arguments):
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}", subject)


def unshare(flags):
    """Gives the calling thread namespaces of its own."""
    _call("unshare", None, ctypes.c_int(flags))


def enter_net(path):
    """Moves the calling thread into the network namespace that path names."""
    handle = os.open(path, os.O_RDONLY)
    try:
        _call("setns", path, ctypes.c_int(handle), ctypes.c_int(CLONE_NEWNET))
    finally:
        os.close(handle)


def in_net(path, work):
    """Runs work() in a network namespace, on a thread of its own, and returns its value."""
    outcome = {}

    def body():
        try:
            enter_net(path)
            outcome["value"] = work()
        except BaseException as error:  # handed to the caller below, nothing is swallowed
            outcome["error"] = error

    thread = threading.Thread(target=body)
    thread.start()
    thread.join()
    if "error" in outcome:
        raise outcome["error"]
    return outcome["value"]


def mount(source, target, kind="", flags=0, data=""):
    """mount(2)."""
    _call(
        "mount", target, source.encode(), target.encode(), kind.encode() or None,
        ctypes.c_ulong(flags), data.encode() or None,
    )


def unmount(target, flags=0):
    """umount2(2)."""
    _call("umount2", target, target.encode(), ctypes.c_int(flags))


def sync_filesystem(path):
    """Writes out everything of the filesystem that holds path."""
    handle = os.open(path, os.O_RDONLY)
    try:
        _call("syncfs", path, ctypes.c_int(handle))
    finally:
        os.close(handle)


def cut_power_of_disk(mountpoint):
    """Ends an ext4 filesystem at once: neither dirty pages nor its log reach the disk any more."""
    handle = os.open(mountpoint, os.O_RDONLY)
    try:
        fcntl.ioctl(handle, EXT4_IOC_SHUTDOWN, struct.pack("I", EXT4_SHUTDOWN_NO_LOG_FLUSH))
    finally:
        os.close(handle)
