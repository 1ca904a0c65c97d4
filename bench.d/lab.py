"""The benchmark's own lab, and the product's configuration for its hosts."""

import contextlib
import json
import os
import subprocess
import time

import machine

NAME = "bench"
SUBNET = "10.86.0"
CLUSTER = "orders"


class Lab:
    def __init__(self, root, place, name=NAME, subnet=SUBNET):
        self.name = name
        self.subnet = subnet
        self.tool = os.path.join(root, "lab", "lab")
        self.launcher = os.path.join(root, "understudy")
        self.place = place
        self.hosts = {}
        self.status = {}

    def verb(self, *words, **options):
        return machine.run(self.tool, "--lab", self.name, *words, **options)

    def up(self, *specs):
        self.verb("up", "--subnet", self.subnet, *specs)
        self.status = json.loads(self.verb("status", "--json"))
        self.hosts = {host["name"]: host["ip"] for host in self.status["hosts"]}

    def down(self):
        self.verb("down")

    def reset(self, *names):
        """Fresh disks; returns when systemd has nothing more to start there."""
        for name in names:
            self.verb("reset", name)
            self.root(name, "systemctl is-system-running --wait >/dev/null || true")

    def root(self, host, script):
        return self.verb("exec", host, "--", "sh", "-c", script)

    def sql(self, host, sql):
        script = "cd /; exec runuser -u postgres -- psql -qAtX -v ON_ERROR_STOP=1 -f -"
        return self.verb("exec", host, "--", "sh", "-c", script, input=sql).strip()

    def controller(self, *words):
        """The words that run a command in the controller's network, with nothing in between."""
        return ["nsenter", f"--net={self.status['controller']['netns_path']}", *words]

    def timed(self, *words, **options):
        """Seconds that a command in the controller's network takes; it must succeed."""
        begun = time.monotonic()
        machine.run(*self.controller(*words), cwd=self.place, **options)
        return time.monotonic() - begun

    def product(self, *words):
        return self.timed(self.launcher, *words)

    @contextlib.contextmanager
    def service(self):
        """The product's service, in its controller's network, for as long as it is needed."""
        log = os.path.join(self.place, "serve.log")
        with open(log, "w", encoding="utf-8") as output:
            words = self.controller(self.launcher, "serve")
            service = subprocess.Popen(words, cwd=self.place, stdout=output, stderr=output)
        try:
            machine.until(lambda: "listening on" in machine.read(log), "the service listens")
            yield service
        finally:
            service.terminate()
            service.wait(60)

    def ssh(self, host, *options):
        """The words of a login as a person has it."""
        return ["ssh", "-i", self.status["identity"], "-o", "IdentitiesOnly=yes", "-o"] + [
            f"UserKnownHostsFile={self.status['known_hosts']}",
            *options,
            f"admin@{self.hosts[host]}",
        ]

    def configure(self, *nodes):
        """A configuration of the first node as the primary, and the others."""
        lines = [
            "data: ./var",
            "ssh:",
            "  user: admin",
            f"  identity: {self.status['identity']}",
            f"  known_hosts: {self.status['known_hosts']}",
            "clusters:",
            f"  {CLUSTER}:",
            "    postgresql: 15",
            f"    primary: {nodes[0]}",
            "    restart_primary: allow",
            f"    service_address: {self.status['controller']['ip']}",
            "    nodes:",
        ]
        lines += [f"      {name}: {{ host: {self.hosts[name]} }}" for name in nodes]
        with open(os.path.join(self.place, "understudy.yaml"), "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")

    def fill(self, host, mebibytes):
        """A database of about this size, made by pgbench (15 MiB a unit)."""
        scale = max(1, round(mebibytes / 15))
        self.root(
            host,
            "cd /; runuser -u postgres -- createdb app"
            f" && runuser -u postgres -- pgbench -q -i -I dtgp -s {scale} app 2>/dev/null",
        )
        self.sql(host, "CHECKPOINT;")
        sizes = "SELECT sum(pg_database_size(oid))::bigint / 1048576 FROM pg_database"
        return int(self.sql(host, sizes))

    def settle(self, primary, *standbys):
        """Takes back what the last measurement left, so that the next finds the same hosts."""
        self.reset(*standbys)
        self.sql(
            primary,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_replication;"
            "DO $$ BEGIN FOR i IN 1..100 LOOP"
            " EXIT WHEN NOT EXISTS (SELECT FROM pg_replication_slots WHERE active);"
            " PERFORM pg_sleep(0.1); END LOOP; END $$;"
            "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots;"
            "CHECKPOINT;",
        )


