"""What the self test looks at hosts with."""

import json
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
LAB = [f"{HERE}/lab", "--lab", "selftest"]
SUBNET = os.environ.get("SELFTEST_SUBNET", "10.77.201")


def lab(*words, ok=(0,), **options):
    """Runs a verb; returns its output."""
    result = subprocess.run([*LAB, *words], capture_output=True, text=True, **options)
    if result.returncode not in ok:
        raise AssertionError(
            f"lab {' '.join(words)}: status {result.returncode}\n{result.stdout}{result.stderr}")
    return result.stdout


def code(*words):
    """Runs a verb; returns its exit status."""
    return subprocess.run([*LAB, *words], capture_output=True).returncode


def inside(host, script, ok=(0,)):
    """Runs a shell script on a host."""
    return lab("exec", host, "--", "sh", "-c", script, ok=ok)


def report():
    """What `status --json` says."""
    return json.loads(lab("status", "--json"))


def states():
    """The hosts' states by name."""
    return {entry["name"]: entry["state"] for entry in report()["hosts"]}


def ip(host):
    """A host's address."""
    return next(entry["ip"] for entry in report()["hosts"] if entry["name"] == host)


def ssh(host, command):
    """Logs in as admin with strict host keys."""
    facts = report()
    return lab(
        "controller", "--", "ssh", "-F", "/dev/null", "-o", "BatchMode=yes",
        "-o", "StrictHostKeyChecking=yes", "-o", f"UserKnownHostsFile={facts['known_hosts']}",
        "-i", facts["identity"], f"admin@{ip(host)}", command)


PROBE = r"""
import socket, sys
try:
    with socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=1.2) as c:
        print("open" if c.recv(4) else "closed")
except ConnectionRefusedError:
    print("refused")
except (TimeoutError, socket.timeout) as e:
    print("silent")
except OSError as e:
    print("unreachable", e)
"""


def port(host, number=22, source="controller"):
    """What happens to a connection from the controller: open, silent, refused, unreachable."""
    return lab("controller", "--", sys.executable, "-c", PROBE, ip(host), str(number)).split()[0]


def pings(target, source="controller", count=1):
    """Whether pings are answered."""
    command = ["ping", "-n", "-q", "-i", "0.2", "-c", str(count), "-W", "1", target]
    words = ["controller"] if source == "controller" else ["exec", source]
    return code(*words, "--", *command) == 0


def round_trip(target):
    """Smallest round trip to an address, in ms."""
    text = lab("controller", "--", "ping", "-n", "-q", "-i", "0.05", "-c", "5", target)
    return float(text.rpartition("= ")[2].split("/")[0])


def until(condition, seconds=10):
    """Waits for a condition."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def own_leftovers():
    """Leftovers of this lab (others may run beside it)."""
    return [line for line in lab("leftovers", ok=(0, 1)).splitlines() if "selftest" in line]


RECEIVE = "import socket;s=socket.create_server(('',9000));c,_=s.accept()\nwhile c.recv(65536):pass"
SEND = r"""
import socket, sys, time
end = time.monotonic() + 10
while True:
    try:
        c = socket.create_connection((sys.argv[1], 9000)); break
    except ConnectionRefusedError:
        if time.monotonic() > end: raise
        time.sleep(0.05)
started = time.monotonic()
c.sendall(bytes(2000000)); c.shutdown(socket.SHUT_WR); c.recv(1)
print(2000000 * 8 / 1e6 / (time.monotonic() - started))
"""


def transfer(host):
    """Mbit/s from the controller to a host, measured with 2 MB."""
    # The receiver is this machine's python3 in the host's network: hosts have none.
    enter = ["nsenter", f"--net=/proc/{pid_of(host)}/ns/net"]
    with subprocess.Popen([*enter, sys.executable, "-c", RECEIVE]) as receiver:
        try:
            return float(lab("controller", "--", sys.executable, "-c", SEND, ip(host)))
        finally:
            receiver.kill()


def pid_of(host):
    """PID of a host's systemd."""
    return next(entry["pid"] for entry in report()["hosts"] if entry["name"] == host)
