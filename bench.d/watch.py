"""What watching costs the service, and how punctual it is."""

import os
import re
import shutil
import subprocess
import tempfile
import time

import machine

WHAT = "watching nodes at one beat a second, one in ten of them a black hole, on real servers"
CORES = 0.5
MEMORY = 500
LATE = 250
FLAT = 1.2
TARGETS = (
    f"at most {CORES:g} cores and {MEMORY} MiB for 500 nodes",
    f"99 % of beats less than {LATE} ms late",
    f"a node costs at most {FLAT:g} times as much among 500 as among 50",
)
SIZES = (50, 100, 250, 500)
IN_A_CLUSTER = 5
PROGRAMS = "/usr/lib/postgresql/15/bin"
NAMESPACE = "understudy-watch-bench"
PORTS = tuple(range(5432, 5437))
# Nothing from here on, whoever is asked, comes back.
HOLES = "127.9.0.0/16"
LINE = re.compile(r"watching (\d+) nodes: (\d+) beats, late by (\d+), (\d+), (\d+) ms")
TICKS = os.sysconf("SC_CLK_TCK")


def options(parser):
    parser.add_argument("--seconds", type=int, default=60, help="measured for each size (60)")
    parser.add_argument("--warm-up", type=int, default=20, help="seconds before that (20)")


def run(arguments, result, root):
    machine.need_root()
    launcher = os.path.join(root, "understudy")
    machine.run(launcher, "--version")
    place = tempfile.mkdtemp(prefix="understudy-watch-", dir="/var/tmp")
    os.chmod(place, 0o755)
    servers = []
    try:
        _network()
        for port in PORTS:
            servers.append(_server(place, port))
        rows = [_measure(arguments, launcher, place, nodes) for nodes in SIZES]
    finally:
        for data in servers:
            _postgres("pg_ctl", "-D", data, "-m", "immediate", "-s", "stop", check=False)
        machine.run("ip", "netns", "delete", NAMESPACE, check=False)
        shutil.rmtree(place, ignore_errors=True)
    _report(arguments, result, rows)


def _network():
    """A network of its own, in which some addresses swallow everything."""
    machine.run("ip", "netns", "delete", NAMESPACE, check=False)
    machine.run("ip", "netns", "add", NAMESPACE)
    _inside("ip", "link", "set", "lo", "up")
    rules = (
        f"add table ip holes; add chain ip holes in {{ type filter hook input priority 0; }};"
        f" add rule ip holes in ip daddr {HOLES} drop"
    )
    _inside("nft", rules)


def _inside(*command, **options):
    return machine.run("ip", "netns", "exec", NAMESPACE, *command, **options)


def _postgres(program, *words, **options):
    command = ["runuser", "-u", "postgres", "--", f"{PROGRAMS}/{program}", *words]
    return _inside(*command, cwd="/", **options)


def _server(place, port):
    """A server that serves many addresses, with TLS and a monitoring role."""
    machine.say(f"server at port {port}")
    data = os.path.join(place, str(port))
    machine.run("install", "-d", "-o", "postgres", "-m", "0700", data)
    _postgres("initdb", "-D", data, "-A", "trust", "-N", "--locale=C")
    machine.run(
        *("openssl", "req", "-new", "-x509", "-nodes", "-newkey", "rsa:2048", "-days", "2"),
        *("-subj", "/CN=bench", "-out", f"{data}/server.crt", "-keyout", f"{data}/server.key"),
    )
    machine.run("chown", "postgres", f"{data}/server.crt", f"{data}/server.key")
    with open(f"{data}/postgresql.conf", "a", encoding="utf-8") as file:
        file.write(
            f"port = {port}\nlisten_addresses = '0.0.0.0'\nmax_connections = 200\nssl = on\n"
            f"fsync = off\nunix_socket_directories = '{data}'\nshared_buffers = 16MB\n"
        )
    with open(f"{data}/pg_hba.conf", "w", encoding="utf-8") as file:
        file.write("local all all trust\nhostssl all all all scram-sha-256\n")
    _postgres("pg_ctl", "-D", data, "-l", f"{data}/log", "-w", "-s", "start")
    role = "CREATE ROLE understudy_monitor LOGIN PASSWORD 'bench'; GRANT pg_monitor TO understudy_monitor"
    _postgres("psql", "-qX", "-h", data, "-p", str(port), "-c", role, "postgres")
    return data


def _measure(arguments, launcher, place, nodes):
    machine.say(f"{nodes} nodes")
    directory = os.path.join(place, f"service-{nodes}")
    _configure(directory, nodes)
    log = os.path.join(directory, "log")
    with open(log, "w", encoding="utf-8") as out:
        service = subprocess.Popen(
            ["ip", "netns", "exec", NAMESPACE, launcher, "-v", "serve"],
            cwd=directory,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        time.sleep(arguments.warm_up)
        before, begun = _processor(service.pid), time.monotonic()
        seen = len(_lines(log))
        time.sleep(arguments.seconds)
        used = (_processor(service.pid) - before) / (time.monotonic() - begun)
        memory = _memory(service.pid)
    finally:
        service.terminate()
        service.wait(30)
    lines = _lines(log)[seen:]
    if not lines:
        with open(log, encoding="utf-8") as file:
            last = "".join(file.readlines()[-20:])
        raise machine.Failed(f"the service did not tell how punctual it is:\n{last}")
    beats = sum(line[1] for line in lines)
    return {
        "nodes": nodes,
        "cores": used,
        "per_node": used / nodes * 1e6,
        "memory": memory,
        "beats": beats,
        "median": max(line[2] for line in lines),
        "p99": max(line[3] for line in lines),
        "worst": max(line[4] for line in lines),
    }


def _lines(log):
    with open(log, encoding="utf-8") as file:
        return [tuple(map(int, match)) for match in LINE.findall(file.read())]


def _configure(directory, nodes):
    """Clusters of five nodes; each tenth node is a black hole."""
    os.mkdir(directory)
    machine.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{directory}/id")
    text = [
        "data: ./var",
        "ssh: { user: nobody, identity: ./id, known_hosts: ./known_hosts }",
        "clusters:",
    ]
    for number in range(nodes):
        cluster = number // IN_A_CLUSTER
        if number % IN_A_CLUSTER == 0:
            port = PORTS[cluster % len(PORTS)]
            text += [
                f"  c{cluster}:",
                f"    postgresql: 15\n    port: {port}\n    primary: n{number}\n    nodes:",
            ]
            secrets = f"{directory}/var/secrets/c{cluster}"
            os.makedirs(secrets, mode=0o700)
            with open(f"{secrets}/understudy_monitor", "w", encoding="utf-8") as file:
                file.write("bench")
            os.chmod(f"{secrets}/understudy_monitor", 0o600)
        network = "127.9" if number % 10 == 0 else "127.1"
        text.append(f"      n{number}: {{ host: {network}.{number // 250}.{number % 250 + 1} }}")
    with open(f"{directory}/understudy.yaml", "w", encoding="utf-8") as file:
        file.write("\n".join(text) + "\n")


def _processor(pid):
    """Seconds of processor time of the process, all its threads."""
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _memory(pid):
    """The most that was resident, in MiB."""
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return int(re.search(r"VmHWM:\s+(\d+)", file.read()).group(1)) / 1024


def _report(arguments, result, rows):
    columns = ["nodes", "cores", "µs a node and second", "MiB", "beats"]
    columns += ["median ms late", "p99 ms late", "worst ms late"]
    result.table(
        f"The service's process alone, {arguments.seconds} s after {arguments.warm_up} s",
        columns,
        [[row["nodes"], round(row["cores"], 3), row["per_node"], round(row["memory"])]
         + [row["beats"], row["median"], row["p99"], row["worst"]] for row in rows],
    )
    most, least = rows[-1], rows[0]
    result.check("cores, 500 nodes", f"{most['cores']:.2f}", most["cores"] <= CORES, f"<= {CORES:g}")
    result.check(
        "memory, 500 nodes", f"{most['memory']:.0f} MiB", most["memory"] <= MEMORY, f"<= {MEMORY} MiB"
    )
    result.check(
        "p99 lateness, 500 nodes", f"{most['p99']} ms", most["p99"] < LATE, f"< {LATE} ms"
    )
    flat = most["per_node"] / least["per_node"]
    result.check("a node among 500 to one among 50", f"{flat:.2f}", flat <= FLAT, f"<= {FLAT:g}")
    result.note(
        "Servers: five, PostgreSQL 15 with TLS and SCRAM, each node a connection of its own under an "
        "address of its own; a black hole drops whatever is sent to it, for SQL and SSH. Other nodes' "
        "SSH is refused. The median and p99 are of the worst of the ten-second spans that were measured."
    )
