package dev.understudy.store;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.nio.file.Path;
import java.util.Optional;

/** Another process, or another part of this one, has the store open for writing. */
public final class LockedException extends UnderstudyException {
  private final transient Optional<LockHolder> holder;

  LockedException(Path data, Optional<LockHolder> holder) {
    super(
        ErrorClass.PRECONDITION,
        data.toString(),
        "the store " + data + " is in use by " + describe(holder),
        "Use the running service, or stop it first.",
        null);
    this.holder = holder;
  }

  /** Who has it; empty when that cannot be read. */
  public Optional<LockHolder> holder() {
    return holder;
  }

  private static String describe(Optional<LockHolder> holder) {
    return holder
        .map(h -> "process " + h.holder().pid() + " since " + InstantText.format(h.since()))
        .orElse("another process");
  }
}
