"""Latency: holds every packet that arrives in a network namespace for some milliseconds.

A user-space stand-in for netem, which kernels may lack: packets wait in a netfilter queue, only
their numbers come here, and the kernel lets them go when this program says so.
"""

import collections
import select
import socket
import struct
import sys
import time

from . import kernel

QUEUE = 7
NETLINK_NETFILTER, SOL_NETLINK, NETLINK_NO_ENOBUFS, SO_RCVBUFFORCE = 12, 270, 5, 33
PACKET, CONFIG, VERDICT_BATCH = 0x300, 0x302, 0x303
CFG_CMD, CFG_PARAMS, CFG_MAXLEN, CFG_MASK, CFG_FLAGS = 1, 2, 3, 4, 5
BIND, COPY_META, FLAG_GSO = 1, 1, 4
PACKET_HDR, VERDICT_HDR, ACCEPT = 1, 2, 1


def attribute(kind, data):
    """A netlink attribute, padded."""
    text = struct.pack("HH", 4 + len(data), kind) + data
    return text + b"\0" * (-len(text) % 4)


def message(kind, *attributes):
    """A netlink message to the queue."""
    body = struct.pack(">BBH", 0, 0, QUEUE) + b"".join(attributes)
    return struct.pack("IHHII", 16 + len(body), kind, 1, 0, 0) + body


def packet_ids(data):
    """Numbers of the packets that a datagram from the kernel announces."""
    while len(data) >= 16:
        length, kind = struct.unpack_from("IH", data)
        if kind == PACKET:
            # The packet's number stands in the first attribute, after both headers.
            at = 20
            while at + 4 <= length:
                size, attribute_kind = struct.unpack_from("HH", data, at)
                if attribute_kind & 0x7FFF == PACKET_HDR:
                    yield struct.unpack_from(">I", data, at + 4)[0]
                    break
                at += max(4, (size + 3) & ~3)
        data = data[max(16, (length + 3) & ~3):]


def open_queue():
    """A socket bound to the queue of the present network namespace."""
    queue = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER)
    queue.bind((0, 0))
    queue.setsockopt(SOL_NETLINK, NETLINK_NO_ENOBUFS, 1)
    queue.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 16 << 20)
    queue.send(message(CONFIG, attribute(CFG_CMD, struct.pack(">BBH", BIND, 0, socket.AF_INET))))
    queue.send(message(CONFIG, attribute(CFG_PARAMS, struct.pack(">IB", 0, COPY_META))))
    queue.send(message(CONFIG, attribute(CFG_MAXLEN, struct.pack(">I", 1 << 16))))
    # Large segments stay whole: the kernel need not cut them up for us.
    flags = struct.pack(">I", FLAG_GSO)
    queue.send(message(CONFIG, attribute(CFG_FLAGS, flags), attribute(CFG_MASK, flags)))
    queue.setblocking(False)
    return queue


def hold(queue, seconds):
    """Lets each packet go after that time, for ever."""
    waiting = collections.deque()
    while True:
        timeout = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
        if select.select([queue], [], [], timeout)[0]:
            try:
                data = queue.recv(1 << 16)
            except OSError:
                data = b""
            due = time.monotonic() + seconds
            waiting.extend((due, number) for number in packet_ids(data))
        last, now = None, time.monotonic()
        while waiting and waiting[0][0] <= now:
            last = waiting.popleft()[1]
        if last is not None:
            verdict = struct.pack(">II", ACCEPT, last)
            queue.send(message(VERDICT_BATCH, attribute(VERDICT_HDR, verdict)))


def main(namespace, milliseconds):
    """Runs until killed."""
    kernel.enter_net(namespace)
    queue = open_queue()
    print("ready", flush=True)
    hold(queue, float(milliseconds) / 1000)


if __name__ == "__main__":
    main(*sys.argv[1:])
