package dev.understudy.host;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Takes one output stream of a command and keeps what stands between its markers, a line {@code
 * NONCE begin} and a line {@code NONCE end STATUS}. Memory stays bounded whatever arrives.
 */
final class MarkedStream extends OutputStream {
  private static final int PREAMBLE = 8192;
  private static final int LONGEST_MARK = 4096;

  private final byte[] mark;
  private byte[] preamble = new byte[0];
  private final Kept body;
  private final Runnable whenDone;
  private byte[] carry = new byte[0];
  private final CountDownLatch ready = new CountDownLatch(1);
  private boolean begun;
  private boolean toldReady;
  private boolean done;
  private Optional<String> end = Optional.empty();
  private Optional<String> refusal = Optional.empty();

  /**
   * @param whenDone called once, at the end marker, a refusal, or when the stream closes
   */
  MarkedStream(String nonce, int maxBody, Runnable whenDone) {
    this.mark = ("\n" + nonce + " ").getBytes(StandardCharsets.US_ASCII);
    this.body = new Kept(maxBody);
    this.whenDone = whenDone;
  }

  @Override
  public synchronized void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    byte[] work = Arrays.copyOf(carry, carry.length + length);
    System.arraycopy(bytes, offset, work, carry.length, length);
    int from = 0;
    int at = find(work, from);
    while (at >= 0) {
      emit(work, from, at);
      int stop = lineEnd(work, at + mark.length);
      if (stop < 0) {
        carry = Arrays.copyOfRange(work, at, Math.min(work.length, at + LONGEST_MARK));
        return;
      }
      control(new String(work, at + mark.length, stop - at - mark.length, StandardCharsets.UTF_8));
      from = stop + 1;
      at = find(work, from);
    }
    int keep = Math.max(from, work.length - mark.length + 1);
    emit(work, from, keep);
    carry = Arrays.copyOfRange(work, keep, work.length);
  }

  /** The connection has nothing more to give. */
  @Override
  public synchronized void close() {
    emit(carry, 0, carry.length);
    carry = new byte[0];
    finish();
  }

  private void control(String line) {
    if (line.equals("ready")) {
      toldReady = true;
      ready.countDown();
    } else if (line.equals("begin")) {
      begun = true;
    } else if (line.startsWith("end ") && end.isEmpty()) {
      end = Optional.of(line.substring("end ".length()));
      finish();
    } else if (line.startsWith("refused ") && end.isEmpty() && refusal.isEmpty()) {
      refusal = Optional.of(line.substring("refused ".length()));
      finish();
    }
  }

  private void finish() {
    if (!done) {
      done = true;
      ready.countDown();
      whenDone.run();
    }
  }

  private void emit(byte[] bytes, int from, int to) {
    if (!begun) {
      keepLast(bytes, from, to);
    } else if (end.isEmpty()) {
      body.add(bytes, from, to);
    }
  }

  /** Of the preamble the last part counts: complaints come after banners. */
  private void keepLast(byte[] bytes, int from, int to) {
    int added = Math.min(to - from, PREAMBLE);
    int old = Math.min(preamble.length, PREAMBLE - added);
    byte[] joined = new byte[old + added];
    System.arraycopy(preamble, preamble.length - old, joined, 0, old);
    System.arraycopy(bytes, to - added, joined, old, added);
    preamble = joined;
  }

  private int find(byte[] bytes, int from) {
    for (int i = from; i <= bytes.length - mark.length; i++) {
      if (bytes[i] == mark[0] && Arrays.equals(bytes, i, i + mark.length, mark, 0, mark.length)) {
        return i;
      }
    }
    return -1;
  }

  private static int lineEnd(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** What came before the begin marker: banners, complaints of the login shell and of sudo. */
  synchronized String preamble() {
    return new String(preamble, StandardCharsets.UTF_8);
  }

  synchronized String body() {
    return body.text();
  }

  synchronized boolean begun() {
    return begun;
  }

  synchronized boolean truncated() {
    return body.dropped;
  }

  /** Open until the shell is ready to take the command, or nothing more comes. */
  CountDownLatch ready() {
    return ready;
  }

  synchronized boolean isReady() {
    return toldReady;
  }

  /** The exit status; empty when no end marker came. */
  synchronized Optional<Integer> exit() {
    return end.filter(text -> text.matches("[0-9]{1,3}")).map(Integer::valueOf);
  }

  /** Why the guard did not carry the command out. */
  synchronized Optional<String> refusal() {
    return refusal;
  }

  /** Bytes up to a limit; the rest is dropped. */
  private static final class Kept {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int limit;
    private boolean dropped;

    Kept(int limit) {
      this.limit = limit;
    }

    void add(byte[] source, int from, int to) {
      int room = Math.min(to - from, limit - bytes.size());
      bytes.write(source, from, room);
      dropped |= room < to - from;
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
