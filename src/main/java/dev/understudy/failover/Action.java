package dev.understudy.failover;

import java.util.Locale;

/** What a verdict allows, before anything speaks against it. */
public enum Action {
  /** All is as it should be. */
  NOTHING,
  /** It is looked at again; nobody needs to know. */
  WAIT,
  /** A person has to look. */
  ALARM,
  /** The registered primary may be started where it was. */
  START_PRIMARY,
  /** Another node may take over, once the primary is fenced. */
  FAILOVER;

  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
