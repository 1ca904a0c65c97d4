package dev.understudy.host;

import java.util.Map;

/**
 * A permission to be primary as a host is told of it.
 *
 * @param boot the boot that it is for, as {@link LeaseView} names it
 * @param until hundredths of a second since that boot; {@link NodeLease#EVER} without an end
 * @param list the number of the list of vouchers; 0: the host keeps the one it has
 * @param vouchers connection strings by node
 */
public record LeaseRenewal(
    String owner,
    String cluster,
    long epoch,
    long generation,
    String boot,
    long until,
    long list,
    Map<String, String> vouchers) {

  /** The list as the host keeps it. */
  String lines() {
    StringBuilder lines = new StringBuilder();
    vouchers.forEach((node, conninfo) -> lines.append(node + " " + conninfo + "\n"));
    return lines.toString();
  }
}
