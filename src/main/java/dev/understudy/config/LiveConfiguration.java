package dev.understudy.config;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The configuration that holds now; a service may be given another one while it runs. */
public final class LiveConfiguration implements Supplier<Configuration> {
  private final List<Consumer<Configuration>> listeners = new CopyOnWriteArrayList<>();
  private volatile Configuration current;

  public LiveConfiguration(Configuration configuration) {
    this.current = configuration;
  }

  @Override
  public Configuration get() {
    return current;
  }

  /** From now on this one holds; tells all listeners, who must not block. */
  public void set(Configuration next) {
    current = next;
    listeners.forEach(listener -> listener.accept(next));
  }

  /** Tells a listener of each one that holds from now on. */
  public void subscribe(Consumer<Configuration> listener) {
    listeners.add(listener);
  }
}
