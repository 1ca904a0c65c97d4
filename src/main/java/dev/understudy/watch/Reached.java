package dev.understudy.watch;

import java.util.Locale;
import java.util.Optional;

/** How far a new connection to another node's PostgreSQL came that was tried from a host. */
public enum Reached {
  /** The server lets connections in. */
  ACCEPTS,
  /** The server answers that it lets nobody in, for it starts, ends or is full. */
  REJECTS,
  /** Its port is open, and the server says nothing. */
  CONNECTS,
  /** Its port is closed, or rejected by something on the way. */
  REFUSED,
  /** No way there, or no answer in time. */
  NOTHING;

  /** Whether a server answered. */
  public boolean alive() {
    return this == ACCEPTS || this == REJECTS;
  }

  static Optional<Reached> of(String word) {
    for (Reached one : values()) {
      if (one.name().toLowerCase(Locale.ROOT).equals(word)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }
}
