package dev.understudy.simulation.failover;

import java.util.Random;

/** Which way packets go, and how long they take. The service is the last of the places. */
final class Net {
  private final int[][] cut;
  private final long[][] slow;
  private final Random random;

  Net(int places, Random random) {
    this.cut = new int[places][places];
    this.slow = new long[places][places];
    this.random = random;
  }

  boolean up(int from, int to) {
    return cut[from][to] == 0;
  }

  boolean both(int one, int other) {
    return up(one, other) && up(other, one);
  }

  boolean smooth(int one, int other) {
    return both(one, other) && slow[one][other] == 0 && slow[other][one] == 0;
  }

  /** Milliseconds of one way. */
  long delay(int from, int to) {
    long extra = slow[from][to];
    return 1 + random.nextInt(3) + (extra == 0 ? 0 : extra / 2 + random.nextLong(extra));
  }

  void cut(int from, int to, int by) {
    cut[from][to] += by;
  }

  void slow(int from, int to, long millis) {
    slow[from][to] = millis;
  }

  void heal() {
    for (int i = 0; i < cut.length; i++) {
      for (int j = 0; j < cut.length; j++) {
        cut[i][j] = 0;
        slow[i][j] = 0;
      }
    }
  }
}
