package dev.understudy.workflow;

import dev.understudy.store.Holder;

/** Lease holders that are processes. */
final class ProcessHolders implements Holders {
  @Override
  public String current() {
    return Holder.current().toString();
  }

  @Override
  public boolean provablyGone(String holder) {
    try {
      return Holder.parse(holder).provablyGone();
    } catch (IllegalArgumentException e) {
      // Written by some other version: nothing is proved.
      return false;
    }
  }
}
