package dev.understudy.schedule;

import dev.understudy.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Sets alarms until it is killed, and gets stuck in the listener when one rings. */
final class AlarmProcess {
  private AlarmProcess() {}

  /** Arguments: the data directory, then for each alarm its key and its time. */
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
    for (int i = 1; i < arguments.length; i += 2) {
      alarms.set(arguments[i], Instant.parse(arguments[i + 1]));
    }
    alarms.every("sweep", Duration.ofHours(1));
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
