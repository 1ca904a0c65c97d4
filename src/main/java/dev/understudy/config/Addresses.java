package dev.understudy.config;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses, host names and networks, told apart without asking any name server. */
final class Addresses {
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern V6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:.]{2,45}");
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?");
  private static final Pattern ONLY_DIGITS = Pattern.compile("[0-9.]+");

  private Addresses() {}

  /** The bytes of an IPv4 or IPv6 address in text; empty for anything else, names included. */
  static Optional<byte[]> address(String text) {
    if (!V4.matcher(text).matches() && !V6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text).getAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Whether the text is an address that only its own machine can connect to. */
  static boolean loopback(String text) {
    return address(text)
        .map(
            bytes ->
                bytes.length == 4
                    ? bytes[0] == 127
                    : new BigInteger(1, bytes).equals(BigInteger.ONE))
        .orElse(false);
  }

  /** Whether the text is an address, or can be the name of a host. */
  static boolean host(String text) {
    if (address(text).isPresent()) {
      return true;
    }
    if (text.length() > 253 || ONLY_DIGITS.matcher(text).matches()) {
      return false;
    }
    for (String label : text.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return true;
  }

  /** Whether the text is a network in CIDR notation without bits right of its mask. */
  static boolean network(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,3}")) {
      return false;
    }
    int prefix = Integer.parseInt(text.substring(slash + 1));
    return address(text.substring(0, slash))
        .filter(bytes -> prefix <= bytes.length * 8 && hostBitsAreZero(bytes, prefix))
        .isPresent();
  }

  private static boolean hostBitsAreZero(byte[] address, int prefix) {
    int hostBits = address.length * 8 - prefix;
    BigInteger mask = BigInteger.ONE.shiftLeft(hostBits).subtract(BigInteger.ONE);
    return new BigInteger(1, address).and(mask).signum() == 0;
  }
}
