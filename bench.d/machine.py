"""The machine that is measured on, and running commands on it."""

import datetime
import os
import subprocess
import sys
import time


class Failed(Exception):
    """A benchmark that could not be carried out."""


def say(text):
    print(f"   {text}", file=sys.stderr, flush=True)


def run(*command, check=True, **options):
    """Runs a command and returns what it printed; Failed with its last words."""
    result = subprocess.run(
        [str(word) for word in command],
        stdin=None if "input" in options else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )
    if check and result.returncode != 0:
        words = (result.stderr or result.stdout).strip().splitlines()[-8:]
        raise Failed(f"{command[0]} failed ({result.returncode}): " + "\n".join(words))
    return result.stdout


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def until(condition, what, seconds=30):
    """Waits for a condition, which must come true within this time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise Failed(f"waited {seconds} s in vain: {what}")
        time.sleep(0.02)


def _field(path, name):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            key, _, value = line.partition(":")
            if key.strip() == name:
                return value.strip()
    return "unknown"


def describe():
    """Facts as of now: the load average is the one before the benchmark adds its own."""
    memory = int(_field("/proc/meminfo", "MemTotal").split()[0]) / (1 << 20)
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "cpu": _field("/proc/cpuinfo", "model name"),
        "cores": os.cpu_count(),
        "memory_gib": round(memory),
        "kernel": os.uname().release,
        "load_average": os.getloadavg()[0],
    }


def java(*arguments):
    """The words that start Java."""
    return [os.path.join(os.environ["JAVA_HOME"], "bin", "java"), *arguments]


def need_root():
    if os.geteuid() != 0:
        raise Failed("this benchmark needs root, since its hosts are made of namespaces and mounts")
