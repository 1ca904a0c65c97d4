package dev.understudy.api;

import java.util.List;

/**
 * What came of reading the configuration again.
 *
 * @param changes what holds from now on, value by value, without anything secret
 * @param atNextStart what the file says too and takes effect when the service is started again
 */
public record Reload(List<String> changes, List<String> atNextStart) {
  public Reload {
    changes = List.copyOf(changes);
    atNextStart = List.copyOf(atNextStart);
  }
}
