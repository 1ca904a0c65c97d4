package dev.understudy.config;

import java.net.URI;
import java.util.Optional;

/**
 * The part of Amazon EC2 that a cluster's hosts are in.
 *
 * @param region such as {@code eu-west-1}
 * @param endpoint where the API answers instead of Amazon's own place; empty: that
 * @param address what follows the primary; empty: nothing
 */
public record Ec2Config(String region, Optional<URI> endpoint, Optional<Address> address) {

  /** An address at which clients find the primary, whichever node that is. */
  public sealed interface Address {
    /** As the configuration file has it. */
    String word();

    /**
     * An Elastic IP.
     *
     * @param allocation its id, such as {@code eipalloc-0abc}
     */
    record Elastic(String allocation) implements Address {
      @Override
      public String word() {
        return allocation;
      }
    }

    /**
     * A secondary private address of the nodes' subnet.
     *
     * @param ip an IPv4 address
     */
    record SecondaryPrivate(String ip) implements Address {
      @Override
      public String word() {
        return ip;
      }
    }
  }
}
