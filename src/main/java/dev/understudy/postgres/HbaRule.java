package dev.understudy.postgres;

import java.util.List;

/**
 * One rule of pg_hba.conf for connections over the network, its tokens already quoted.
 *
 * @param type {@code host} or {@code hostssl}
 * @param database a quoted name, or the keywords all or replication
 * @param role a quoted name
 * @param address with mask, or a host name
 * @param method such as scram-sha-256
 */
public record HbaRule(String type, String database, String role, String address, String method) {
  String line() {
    return String.join(" ", List.of(type, database, role, address, method));
  }
}
