package dev.understudy.web;

import dev.understudy.api.EventPage;
import dev.understudy.api.Understudy;
import dev.understudy.common.Json;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/**
 * Server-sent events. Each stream holds the thread of its request, so that a client that does not
 * read holds up nobody else.
 */
final class Streams {
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);
  private static final Duration PACE = Duration.ofMillis(250);
  private static final Set<String> AT_REST =
      Set.of("done", "failed", "cancelled", "paused", "waiting");

  private final Understudy understudy;
  private final Board board;
  private final Watching watching;
  private final Predicate<Context> admitted;
  private final Semaphore free;

  /**
   * @param admitted whether a request would be let in now; a stream ends when it is not any more
   */
  Streams(
      Understudy understudy,
      Board board,
      Watching watching,
      Predicate<Context> admitted,
      int most) {
    this.understudy = understudy;
    this.board = board;
    this.watching = watching;
    this.admitted = admitted;
    this.free = new Semaphore(most);
  }

  /** Everything that the status page shows. */
  void board(Context context) throws IOException, InterruptedException {
    watching.looksOn();
    try {
      stream(context, out -> writeBoard(context, out));
    } finally {
      watching.looksAway();
    }
  }

  /** The events of one run until it rests, from after the one that the client saw last. */
  void run(Context context) throws IOException, InterruptedException {
    String run = context.pathParam("run");
    long after = after(context);
    understudy.run(run);
    stream(context, out -> writeRun(context, out, run, after));
  }

  /** Where to go on: the query's or what an interrupted stream ended with. */
  static long after(Context context) {
    String last = context.header("Last-Event-ID");
    String after = last == null ? context.queryParam("after") : last;
    if (after == null) {
      return 0;
    }
    if (!after.matches("[0-9]{1,18}")) {
      throw Refused.wrong("'after' has to be the 'last' of an earlier answer");
    }
    return Long.parseLong(after);
  }

  private void writeBoard(Context context, OutputStream out)
      throws IOException, InterruptedException {
    long seen = 0;
    do {
      for (Board.Part part : board.after(seen)) {
        write(out, part.version(), part.event(), part.json());
        seen = part.version();
      }
      out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
    } while (board.await(seen, SIGN_OF_LIFE) && admitted.test(context));
  }

  private void writeRun(Context context, OutputStream out, String run, long after)
      throws IOException, InterruptedException {
    long seen = after;
    boolean resting = false;
    while (!resting) {
      // The status is read before the events, so nothing that led to it is left untold.
      resting = AT_REST.contains(understudy.run(run).status());
      EventPage page = understudy.events(run, seen);
      if (!page.events().isEmpty()) {
        write(out, page.last(), "events", Json.write(page));
        seen = page.last();
      }
      out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
      if (!resting && !(board.await(Long.MAX_VALUE, PACE) && admitted.test(context))) {
        return;
      }
    }
    write(out, seen, "rest", Json.write(understudy.run(run)));
    out.flush();
  }

  private void stream(Context context, Writing writing) throws IOException, InterruptedException {
    if (!free.tryAcquire()) {
      throw new Refused(HttpStatus.SERVICE_UNAVAILABLE, "too many streams are followed already");
    }
    try {
      context.contentType("text/event-stream").header("X-Accel-Buffering", "no");
      writing.write(context.res().getOutputStream());
    } finally {
      free.release();
    }
  }

  private static void write(OutputStream out, long id, String event, String json)
      throws IOException {
    String text = "id: " + id + "\nevent: " + event + "\ndata: " + json + "\n\n";
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a stream until it ends. */
  @FunctionalInterface
  private interface Writing {
    void write(OutputStream out) throws IOException, InterruptedException;
  }
}
