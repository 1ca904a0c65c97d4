package dev.understudy.workflow;

/** Who holds leases: this process, and what is known of others. */
public interface Holders {
  /** This process, as leases name it. */
  String current();

  /** Whether the holder certainly does nothing any more. Unsure means no. */
  boolean provablyGone(String holder);
}
