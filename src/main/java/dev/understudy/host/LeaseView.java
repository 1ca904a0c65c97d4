package dev.understudy.host;

/**
 * What a host says about its permission to be primary. Times are hundredths of a second since its
 * boot.
 *
 * @param uptime when it answered, at the earliest
 * @param boot names this boot of the host
 * @param list the number of its list of vouchers
 * @param enforced whether its unit keeps watch
 * @param granted until when the service's or a person's word permits it; {@link NodeLease#EVER}
 *     without an end
 */
public record LeaseView(long uptime, String boot, long list, boolean enforced, long granted) {}
