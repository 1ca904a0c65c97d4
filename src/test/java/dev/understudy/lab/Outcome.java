package dev.understudy.lab;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import java.util.List;

/** How a child process ended. */
record Outcome(List<String> command, int exit, String out, String err) {
  /** Its output, if it ended well. */
  String orFail() {
    if (exit != 0) {
      throw new AssertionError("failed: " + this);
    }
    return out;
  }

  JsonNode json() {
    try {
      return Json.read(out);
    } catch (RuntimeException e) {
      throw new AssertionError("no JSON: " + this, e);
    }
  }

  String all() {
    return out + err;
  }

  @Override
  public String toString() {
    return String.join(" ", command) + "\nexit status " + exit + "\n" + out + "\n" + err;
  }
}
