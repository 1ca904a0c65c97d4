package dev.understudy.audit;

import dev.understudy.common.Finding;
import dev.understudy.config.CheckId;

/** A check and what it found. */
public record Checked(CheckId check, Finding finding) {
  static Checked of(Finding finding) {
    return new Checked(CheckId.of(finding.check()).orElseThrow(), finding);
  }

  /** What a person can do about it. */
  public String remedy() {
    return Remedies.of(check);
  }

  FindingKey key() {
    return FindingKey.of(check, finding.node());
  }
}
