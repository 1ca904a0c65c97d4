package dev.understudy.audit;

import dev.understudy.config.CheckId;

/**
 * What a finding is about: there is one at a time.
 *
 * @param check the id of its check
 * @param node empty: the whole cluster
 */
public record FindingKey(String check, String node) {
  static FindingKey of(CheckId check, String node) {
    return new FindingKey(check.id(), node);
  }

  /** As people write it: {@code replication-lag/bravo}. */
  @Override
  public String toString() {
    return node.isEmpty() ? check : check + "/" + node;
  }
}
