package dev.understudy.watch;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks one server. All but {@link #abort} is called by one thread at a time. */
interface SqlProbe extends AutoCloseable {
  /** One question, answered or not within a limit. */
  SqlAnswer ask();

  /** What there is to do now and then, after an answer. Empty when nothing was due. */
  Optional<Door> tend();

  /** Ends what {@link #ask} waits for, as far as can be; from any thread. */
  void abort();

  @Override
  void close();

  /**
   * Whether the server lets new connections in.
   *
   * @param trouble why not; null when it does
   */
  record Door(@Nullable SqlTrouble trouble) {}
}
