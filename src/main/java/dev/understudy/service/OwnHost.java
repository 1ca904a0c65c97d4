package dev.understudy.service;

import dev.understudy.watch.NodeSnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Whether a node's host is the machine that this process runs on. */
final class OwnHost {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final Map<String, Boolean> byAddress = new ConcurrentHashMap<>();
  private final String bootId;

  OwnHost() {
    this.bootId = bootId();
  }

  /** By the address, which may be one of this machine's, or by the boot that both speak of. */
  boolean is(String host, Optional<NodeSnapshot> node) {
    boolean sameBoot =
        node.map(NodeSnapshot::host)
            .filter(part -> !bootId.isEmpty() && part.value().bootId().equals(bootId))
            .isPresent();
    return sameBoot || byAddress.computeIfAbsent(host, OwnHost::local);
  }

  private static boolean local(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException e) {
      // A name that does not resolve, or no list of interfaces: then it is not known to be ours.
      return false;
    }
  }

  private static String bootId() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      // Not Linux, or hidden: the address alone tells.
      return "";
    }
  }
}
