package dev.understudy.config;

import java.util.Locale;

/** Checks that stand on one look. */
public enum CheckGroup {
  /** At primary and repository. */
  ARCHIVE,
  /** At what the watching knows of servers and hosts. */
  WATCH,
  /** At every server, as its superuser, and at its host. */
  SERVER,
  /** At what the cloud says of the hosts. */
  CLOUD,
  /** At the service's own store, and at its copies in the archive. */
  STORE,
  /** At all that provisioning looks at: it takes long. */
  PLAN;

  /** As it is written, such as {@code archive}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
