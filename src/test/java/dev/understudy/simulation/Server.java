package dev.understudy.simulation;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A running server: what it has read of its files, and whom it streams from. */
final class Server implements Serializable {
  final Map<String, String> inForce = new TreeMap<>();

  /** Settings of the files that wait for a restart. */
  final Map<String, String> pending = new TreeMap<>();

  /** The rules that it goes by. */
  String rules = "";

  /** When it last read its files, in the world's time. */
  long loaded;

  /** The machine that its receiver is connected to. */
  @Nullable String upstream;
}
