package dev.understudy.simulation.failover;

import java.util.Map;
import java.util.TreeMap;

/**
 * Plays schedules for as long as is wanted, or one with its events: {@code SECONDS FIRST} or {@code
 * seed NUMBER}.
 */
public final class Simulate {
  private Simulate() {}

  public static void main(String[] arguments) {
    boolean one = arguments[0].equals("seed");
    System.exit(one ? replay(Long.parseLong(arguments[1])) : play(arguments) ? 0 : 1);
  }

  private static int replay(long seed) {
    Schedule.Result result = Schedule.play(seed, true);
    System.out.println("seed " + seed + ": " + result.setup());
    result.log().forEach(System.out::println);
    System.out.println(result.violation().map(what -> "violated: " + what).orElse(result.ending()));
    return result.violation().isPresent() ? 1 : 0;
  }

  private static boolean play(String[] arguments) {
    long end = System.nanoTime() + Long.parseLong(arguments[0]) * 1_000_000_000L;
    long first = Long.parseLong(arguments[1]);
    Map<String, Integer> endings = new TreeMap<>();
    long count = 0;
    long failovers = 0;
    long bad = 0;
    while (System.nanoTime() - end < 0) {
      Schedule.Result result = Schedule.play(first + count, false);
      count++;
      failovers += result.failovers();
      endings.merge(result.ending(), 1, Integer::sum);
      if (result.violation().isPresent()) {
        bad++;
        System.out.println("violation seed=" + result.seed() + " " + result.violation().get());
      }
    }
    System.out.println("schedules=" + count);
    System.out.println("failovers=" + failovers);
    System.out.println("violations=" + bad);
    endings.forEach((ending, times) -> System.out.println("ending " + times + " " + ending));
    return bad == 0;
  }
}
