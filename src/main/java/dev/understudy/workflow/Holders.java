package dev.understudy.workflow;

/** Who holds leases: this process, and what is known of others. */
public interface Holders {
  /** Processes, as the machine knows them. */
  Holders SYSTEM = new ProcessHolders();

  /** This process, as leases name it. */
  String current();

  /** Whether the holder certainly does nothing any more. Unsure means no. */
  boolean provablyGone(String holder);
}
