package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;

/**
 * Fencing by lease in milliseconds of true time: a service that renews over a link that loses and
 * holds up, one or two standbys that vouch over links that are cut in one direction or both, a
 * primary whose clock drifts and whose host may be frozen. At some moment the service fences. Its
 * wait is the real one ({@link LeaseWait}); what the node does is what lease.sh does.
 */
final class LeaseProtocol {
  private static final int CUT = 20_000;

  private final Random random;
  private final LeaseWait wait;
  private final long lease;
  private final long check;

  /** The primary's uptime runs faster or slower than true time, by less than one in a thousand. */
  private final double drift;

  private final List<Voucher> vouchers = new ArrayList<>();
  private final Queue<long[]> renewals = new ArrayDeque<>();
  private final boolean service;
  private final long fencedAt;
  private final long freezeAt;
  private final long thawAt;

  private long now;
  private long granted;
  private long vouched;
  private boolean killed;
  private long reading = Long.MIN_VALUE / 4;
  private long lastAcknowledged;

  private static final class Voucher {
    private boolean follows = true;
    private boolean reachable;
    private long cutFrom;
    private long askedAt = -1;
    private long answersAt;
    private long heldUntil;
    private long heldAsked;
  }

  LeaseProtocol(Random random, LeaseWait wait) {
    this.random = random;
    this.wait = wait;
    this.lease = wait.lease().toMillis();
    this.check = wait.check().toMillis();
    this.drift = 1 + (random.nextDouble() - 0.5) / 1000;
    this.service = random.nextInt(4) > 0;
    this.fencedAt = 3_000 + random.nextInt(8_000);
    this.freezeAt = random.nextInt(3) == 0 ? random.nextInt(12_000) : Long.MAX_VALUE;
    this.thawAt = freezeAt + random.nextInt(15_000);
    for (int i = 0; i <= random.nextInt(2); i++) {
      Voucher voucher = new Voucher();
      voucher.reachable = random.nextInt(6) > 0;
      voucher.cutFrom = random.nextInt(3) == 0 ? CUT : random.nextInt(10_000);
      vouchers.add(voucher);
    }
  }

  private long uptime() {
    return (long) (now * drift);
  }

  private boolean frozen() {
    return now >= freezeAt && now < thawAt;
  }

  void run(String seed) {
    granted = uptime() + lease;
    long proof = Long.MAX_VALUE;
    long phase = 1 + random.nextInt((int) check);
    for (now = 0; now < CUT; now++) {
      if (now < fencedAt) {
        renew();
      } else if (now == fencedAt) {
        proof = fence();
      }
      deliver();
      if (!frozen() && now % check == phase % check) {
        look();
      }
      acknowledge(seed, proof);
    }
  }

  /** The uptime is read before it is sent; the answer may have been on its way for long. */
  private void renew() {
    if (!service || now % (lease / 4) != 0 || frozen()) {
      return;
    }
    long read = uptime();
    int way = random.nextInt(5) == 0 ? random.nextInt(6_000) : random.nextInt(50);
    reading = now + random.nextInt(50);
    if (random.nextInt(8) > 0) {
      renewals.add(new long[] {now + way, read + lease});
    }
  }

  private void deliver() {
    renewals.removeIf(
        renewal -> {
          if (renewal[0] <= now && !frozen()) {
            granted = Math.max(granted, renewal[1]);
            return true;
          }
          return false;
        });
  }

  /** One round of the unit. */
  private void look() {
    vouched = 0;
    for (Voucher voucher : vouchers) {
      answer(voucher);
      if (voucher.heldUntil > uptime()) {
        vouched = Math.max(vouched, voucher.heldUntil);
      } else {
        voucher.heldAsked = -1;
      }
    }
    long until = Math.max(granted, vouched);
    if (uptime() >= until) {
      killed = true;
    } else if (until - uptime() <= lease * 5 / 8) {
      vouchers.forEach(this::ask);
    }
  }

  private void ask(Voucher voucher) {
    if (voucher.askedAt < 0) {
      voucher.askedAt = uptime();
      voucher.answersAt = now + random.nextInt(200);
    }
  }

  private void answer(Voucher voucher) {
    if (voucher.askedAt >= 0 && now >= voucher.answersAt) {
      if (voucher.answersAt < voucher.cutFrom && voucher.follows) {
        voucher.heldUntil = voucher.askedAt + lease;
        voucher.heldAsked = voucher.askedAt;
      }
      voucher.askedAt = -1;
    }
  }

  /** When the service may promote; never, where a voucher cannot be reached. */
  private long fence() {
    if (vouchers.stream().anyMatch(voucher -> !voucher.reachable)) {
      return Long.MAX_VALUE;
    }
    boolean traces = vouchers.stream().anyMatch(this::connected);
    // A question that was answered before counts; one that is answered later hears no.
    vouchers.forEach(
        voucher -> {
          if (voucher.askedAt >= 0 && voucher.answersAt > now) {
            voucher.follows = false;
          }
        });
    vouchers.forEach(this::settleThenApart);
    long known = service ? reading : 0;
    return wait.over(known * 1_000_000, now * 1_000_000, traces) / 1_000_000;
  }

  private void settleThenApart(Voucher voucher) {
    if (voucher.askedAt >= 0 && voucher.answersAt <= now) {
      boolean heard = voucher.answersAt < voucher.cutFrom && voucher.follows;
      if (heard) {
        voucher.heldUntil = voucher.askedAt + lease;
        voucher.heldAsked = voucher.askedAt;
      }
      voucher.askedAt = -1;
    }
    voucher.follows = false;
  }

  /** What the standby shows: the connection of a vouch that counts, or of a question. */
  private boolean connected(Voucher voucher) {
    return voucher.askedAt >= 0 || voucher.heldAsked >= 0 && voucher.heldUntil > uptime();
  }

  private void acknowledge(String seed, long proof) {
    if (!killed && !frozen()) {
      lastAcknowledged = now;
      // A host that thaws may acknowledge until its next look, and no longer.
      boolean thawing = now >= thawAt && now < thawAt + check + LeaseWait.KILL.toMillis();
      assertThat(now < proof || thawing).as("%s: at %d, proof at %d", seed, now, proof).isTrue();
    }
  }

  long lastAcknowledged() {
    return lastAcknowledged;
  }
}
