"""The lab's network: a namespace as switch, one for the controller, one per host."""

import os

from . import kernel
from .tools import read_file, run

TABLE = """
add table bridge lab
add set bridge lab cuts { type ifname . ifname; }
add set bridge lab dark { type ifname; }
add set bridge lab off { type ifname; }
add chain bridge lab forward { type filter hook forward priority 0; policy accept; }
flush chain bridge lab forward
add rule bridge lab forward iifname . oifname @cuts drop
add rule bridge lab forward iifname @dark drop
add rule bridge lab forward oifname @dark drop
add rule bridge lab forward iifname @off drop
add rule bridge lab forward oifname @off drop
"""


def switch(lab):
    """Name of the switch's namespace."""
    return os.path.basename(lab.netns("switch"))


def there(lab):
    """Whether the switch exists; it does not after a reboot of this machine."""
    return os.path.ismount(lab.netns("switch"))


def end(lab, name):
    """Name of the namespace of a host or of 'controller'."""
    part = name if name == "controller" else f"host.{name}"
    return os.path.basename(lab.netns(part))


def end_path(lab, name):
    """Path of the namespace of a host or of 'controller'."""
    return f"/run/netns/{end(lab, name)}"


def ip_batch(namespace, *lines):
    """Several ip commands in one namespace."""
    run("ip", "-n", namespace, "-batch", "-", feed="\n".join(lines) + "\n")


def nft(namespace, script):
    """An nftables script in a namespace, atomically."""
    run("nsenter", f"--net=/run/netns/{namespace}", "nft", "-f", "-", feed=script)


def _prepare(namespace):
    """Makes a namespace without IPv6, if it is not there."""
    path = f"/run/netns/{namespace}"
    if os.path.ismount(path):
        return
    if os.path.exists(path):
        # Somebody was killed between making the file and mounting the namespace on it.
        os.unlink(path)
    run("ip", "netns", "add", namespace)

    def no_ipv6():
        for scope in ("all", "default"):
            file = f"/proc/sys/net/ipv6/conf/{scope}/disable_ipv6"
            if os.path.exists(file):
                with open(file, "w", encoding="ascii") as out:
                    out.write("1")

    kernel.in_net(f"/run/netns/{namespace}", no_ipv6)


def ensure_switch(lab):
    """Makes switch and controller."""
    name = switch(lab)
    _prepare(name)
    if "br0" not in links(name):
        ip_batch(
            name, "link set lo up",
            "link add br0 type bridge stp_state 0 forward_delay 0 mcast_snooping 0",
            "link set br0 up",
        )
    nft(name, TABLE)
    attach(lab, "controller")


def links(namespace):
    """The names of a namespace's network interfaces."""
    text = kernel.in_net(f"/run/netns/{namespace}", lambda: read_file("/proc/thread-self/net/dev"))
    return [line.split(":")[0].strip() for line in text.splitlines()[2:]]


def attach(lab, name):
    """Gives a host (or the controller) its namespace with a cable to the switch."""
    port, namespace, octet = lab.port(name), end(lab, name), lab.octet(name)
    _prepare(namespace)
    if port in links(switch(lab)) and "eth0" in links(namespace):
        return
    if port in links(switch(lab)):
        ip_batch(switch(lab), f"link del {port}")
    mac = "02:75:%02x:%02x:%02x:%02x" % tuple(int(n) for n in (*lab.subnet.split("."), octet))
    ip_batch(
        switch(lab),
        f"link add {port} type veth peer name eth0 address {mac} netns {namespace}",
        f"link set {port} master br0",
        f"link set {port} up",
    )
    ip_batch(
        namespace, "link set lo up", f"addr add {lab.ip(name)}/24 dev eth0", "link set eth0 up"
    )


def detach(lab, name):
    """Takes a host's cable and namespace away, with every socket that still hangs in it."""
    if there(lab) and lab.port(name) in links(switch(lab)):
        ip_batch(switch(lab), f"link del {lab.port(name)}")
    if os.path.exists(end_path(lab, name)):
        run("ip", "netns", "del", end(lab, name))


def port_off(lab, name, off):
    """Lets no frame through to or from a host whose power is off."""
    element = f'element bridge lab off {{ "{lab.port(name)}" }}\n'
    # Adding first makes the deletion of what is not there harmless.
    nft(switch(lab), f"add {element}" + ("" if off else f"delete {element}"))
