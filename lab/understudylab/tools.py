"""Running commands and waiting, with errors that a person can read."""

import os
import subprocess
import time


class LabError(Exception):
    """A failure with a message for the person at the keyboard."""


class UsageError(LabError):
    """The command line makes no sense (exit status 64)."""


def run(*command, feed=None, check=True, log=None):
    """Runs a command and returns its output; raises LabError with its last words if it fails."""
    result = subprocess.run(
        [str(word) for word in command],
        input=feed,
        stdin=subprocess.DEVNULL if feed is None else None,
        stdout=log or subprocess.PIPE,
        stderr=subprocess.STDOUT if log else subprocess.PIPE,
        text=True,
    )
    if check and result.returncode != 0:
        words = (result.stderr or "").strip().splitlines()[-3:]
        raise LabError(
            f"{os.path.basename(str(command[0]))} failed ({result.returncode}): "
            + (" / ".join(words) or " ".join(str(word) for word in command))
        )
    return result.stdout or ""


def wait_until(condition, seconds, what, pause=0.01):
    """Waits until condition() is true and returns its value; LabError after that many seconds."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise LabError(f"gave up after {seconds:g} s waiting until {what}")
        time.sleep(pause)


def size(text):
    """Bytes of a size such as 400M or 8G."""
    units = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
    number = text.strip().upper().removesuffix("B").removesuffix("I")
    factor = units.get(number[-1:], 1)
    digits = number[:-1] if factor > 1 else number
    if not digits.isdigit():
        raise UsageError(f"'{text}' is no size; write it like 400M or 8G")
    return int(digits) * factor


def write_file(path, text, mode=0o644):
    """Replaces a file atomically and durably."""
    temporary = f"{path}.new.{os.getpid()}"
    with open(temporary, "w", encoding="utf-8") as out:
        os.fchmod(out.fileno(), mode)
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    os.replace(temporary, path)


def read_file(path):
    """The text of a small file; empty when it does not exist or has just gone."""
    try:
        with open(path, encoding="utf-8") as source:
            return source.read()
    except (FileNotFoundError, ProcessLookupError, NotADirectoryError):
        return ""
    except OSError as error:
        if error.errno == 19:  # ENODEV: a cgroup removed while it was open
            return ""
        raise
