package dev.understudy.store;

import java.nio.file.Path;
import java.time.Clock;

/** Opens a store for writing and keeps it until it is killed. */
final class HoldingProcess {
  private HoldingProcess() {}

  @SuppressWarnings("resource") // what a process leaves behind that is killed
  public static void main(String[] arguments) throws InterruptedException {
    Store store = Store.openForWriting(Path.of(arguments[0]));
    new ClusterRegistry(store, Clock.systemUTC())
        .change(handle -> {}, changes -> changes.register("c", "alpha", "7"));
    System.out.println("ready");
    Thread.currentThread().join();
  }
}
