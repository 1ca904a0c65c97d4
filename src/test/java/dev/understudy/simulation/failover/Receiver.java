package dev.understudy.simulation.failover;

import org.jspecify.annotations.Nullable;

/** A standby's WAL receiver: connects to whom its server follows, and gets what that one has. */
final class Receiver {
  private static final long TICK = 100;
  private static final long TIMEOUT = 10_000;
  private static final long AGAIN = 5_000;

  private final SimNode me;
  private @Nullable SimNode sender;
  private int senderStart;
  private int session;
  private long retryAt;
  long lastMessage = -1;

  /** Since when nothing has been in its way; -1: something is. */
  long smoothSince = -1;

  Receiver(SimNode me) {
    this.me = me;
  }

  void begin() {
    me.later(TICK, this::tick);
  }

  boolean streams() {
    return sender != null;
  }

  void end() {
    sender = null;
    session++;
    smoothSince = -1;
    retryAt = 0;
  }

  private void tick() {
    me.later(TICK, this::tick);
    if (me.server != SimNode.Server.STANDBY || me.upstream < 0) {
      if (sender != null) {
        end();
      }
      return;
    }
    SimNode wanted = me.world.nodes.get(me.upstream);
    if (sender != null && sender != wanted) {
      end();
    }
    if (sender == null) {
      connect(wanted);
    } else {
      receive(sender);
    }
  }

  private void connect(SimNode wanted) {
    if (me.world.now() < retryAt) {
      return;
    }
    retryAt = me.world.now() + AGAIN;
    if (me.world.net.both(me.id, wanted.id)
        && wanted.answers()
        && wanted.line.follows(me.line, me.lsn)) {
      sender = wanted;
      senderStart = wanted.start;
      session++;
      lastMessage = me.world.now();
    }
  }

  private void receive(SimNode from) {
    Net net = me.world.net;
    boolean runs = from.up && from.start == senderStart;
    if (!runs && from.up && net.both(me.id, from.id)) {
      end();
      return;
    }
    boolean goes = runs && !from.frozen() && net.up(from.id, me.id);
    smooth(goes && net.smooth(me.id, from.id) && from.serves());
    if (goes) {
      long delay = net.delay(from.id, me.id);
      long sent = from.lsn;
      Line line = from.line;
      int then = session;
      me.later(delay, () -> got(then, line, sent));
    }
    if (me.world.now() - lastMessage > TIMEOUT) {
      end();
    }
  }

  private void smooth(boolean now) {
    if (!now) {
      smoothSince = -1;
    } else if (smoothSince < 0) {
      smoothSince = me.world.now();
    }
  }

  private void got(int then, Line line, long sent) {
    if (then != session || sender == null) {
      return;
    }
    boolean fresh = sent > me.lsn || line != me.line;
    if (fresh || me.world.now() - lastMessage >= TIMEOUT / 2) {
      lastMessage = me.world.now();
    }
    me.line = line;
    me.lsn = Math.max(me.lsn, sent);
  }
}
