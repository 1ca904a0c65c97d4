package dev.understudy.watch;

import java.time.Duration;

/**
 * How often things are looked at, and how long answers are waited for.
 *
 * @param beat between two questions to a server
 * @param answer how long a server may take
 * @param gap from which on a process that did not come to look counts as frozen
 * @param hostInTrouble between two questions to a host whose server does not answer
 * @param hostOtherwise between two questions to a host all of whose is well
 * @param hostAnswer how long a host may take until it counts as silent
 * @param hostPatience how long its answer is waited for all the same
 */
public record Timings(
    Duration beat,
    Duration answer,
    Duration gap,
    Duration hostInTrouble,
    Duration hostOtherwise,
    Duration hostAnswer,
    Duration hostPatience) {
  private static final Duration HOST_ANSWER = Duration.ofSeconds(3);
  private static final Duration LEAST = Duration.ofMillis(500);

  /** The rest follows from the beat. */
  public static Timings of(Duration beat) {
    Duration twice = beat.multipliedBy(2);
    Duration patience = longer(beat.multipliedBy(3), HOST_ANSWER);
    return new Timings(
        beat,
        longer(twice, LEAST),
        longer(beat, LEAST),
        longer(beat.multipliedBy(5), LEAST),
        longer(beat.multipliedBy(300), LEAST),
        patience,
        patience);
  }

  /** The same, where hosts count as silent after this at most. */
  public Timings hostsWithin(Duration limit) {
    Duration host = shorter(limit, hostAnswer);
    return new Timings(beat, answer, gap, hostInTrouble, hostOtherwise, host, hostPatience);
  }

  /** The same, where servers are not waited for longer than this. */
  public Timings serversWithin(Duration limit) {
    Duration server = shorter(limit, answer);
    return new Timings(beat, server, gap, hostInTrouble, hostOtherwise, hostAnswer, hostPatience);
  }

  /** How long a host may try to reach another one, so that it can still tell. */
  Duration peerAnswer() {
    return hostAnswer.dividedBy(2);
  }

  /** When a question counts as unanswered although whoever asked it has not come back. */
  Duration overdue() {
    return answer.plus(answer.dividedBy(8));
  }

  /** How often the process makes sure that it is awake. */
  Duration pulse() {
    return gap.dividedBy(8);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
