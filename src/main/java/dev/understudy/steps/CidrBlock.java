package dev.understudy.steps;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A network in CIDR notation.
 *
 * @param bits how many bits of the address count
 */
record CidrBlock(String address, int bits) {
  /**
   * @param text such as {@code 10.77.0.0/24}; a single address counts as a whole
   */
  static CidrBlock of(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new CidrBlock(text, -1)
        : new CidrBlock(text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)));
  }

  /** Whether PostgreSQL's address and netmask say the same network, in whatever notation. */
  boolean sameAs(String otherAddress, String netmask) {
    byte[] own = bytes(address);
    byte[] other = bytes(otherAddress);
    byte[] mask = bytes(netmask);
    return own.length > 0
        && Arrays.equals(own, other)
        && ones(mask) == (bits < 0 ? own.length * 8 : bits);
  }

  private static int ones(byte[] mask) {
    int count = 0;
    for (byte part : mask) {
      count += Integer.bitCount(part & 0xff);
    }
    return count;
  }

  /** Of an address in figures; none for names, which are never looked up here. */
  private static byte[] bytes(String text) {
    if (!text.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
      return new byte[0];
    }
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException e) {
      return new byte[0];
    }
  }
}
