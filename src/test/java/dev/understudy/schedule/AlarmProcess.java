package dev.understudy.schedule;

import dev.understudy.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Sets alarms until it is killed, and gets stuck in the listener when one rings. */
final class AlarmProcess {
  private AlarmProcess() {}

  /** Arguments: the data directory, then for each alarm its key and its time from now. */
  @SuppressWarnings("resource") // what a process leaves behind that is killed
  public static void main(String[] arguments) throws InterruptedException {
    Store store = Store.openForWriting(Path.of(arguments[0]));
    QuartzAlarms alarms =
        new QuartzAlarms(
            store,
            (key, scheduled) -> {
              System.out.println("ringing " + key);
              stay();
            });
    alarms.start();
    alarms.every("sweep", Duration.ofHours(1));
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    for (int i = 1; i < arguments.length; i += 2) {
      Instant at = now.plus(Duration.parse(arguments[i + 1]));
      System.out.println(arguments[i] + "=" + at);
      alarms.set(arguments[i], at);
    }
    System.out.println("set");
    stay();
  }

  private static void stay() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
