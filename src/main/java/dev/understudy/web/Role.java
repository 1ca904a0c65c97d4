package dev.understudy.web;

import java.util.Locale;
import java.util.Optional;

/** What a token may do; each role may do what those before it may. */
public enum Role {
  /** Look. */
  READ,
  /** Start what adds to a cluster, and control runs. */
  OPERATE,
  /** Start what takes something away too. */
  ADMIN;

  boolean covers(Role other) {
    return compareTo(other) >= 0;
  }

  /** The word used in files, output and documents. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Role> of(String label) {
    for (Role role : values()) {
      if (role.label().equals(label)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
