package dev.understudy.workflow.definition;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A workflow: what is done, in which order.
 *
 * @param source the file it came from, for messages
 * @param text the file's content, which a run is pinned to
 * @param mutates whether its runs change hosts, and so exclude each other per cluster
 */
public record Definition(
    String name,
    String source,
    String text,
    String description,
    Urgency urgency,
    boolean mutates,
    Map<String, InputSpec> inputs,
    List<StepSpec> steps) {

  /** The SHA-256 of the text, in hexadecimal digits. */
  public String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public StepSpec step(String id) {
    return steps.stream()
        .filter(step -> step.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " has no step " + id));
  }

  /**
   * The given inputs with the defaults of those not given.
   *
   * @throws UnderstudyException CONFIGURATION for a missing or unknown input
   */
  public Map<String, String> complete(Map<String, String> given) {
    for (String key : given.keySet()) {
      if (!inputs.containsKey(key)) {
        throw wrong("has no input " + key + Nearest.hint(key, inputs.keySet()));
      }
    }
    Map<String, String> complete = new LinkedHashMap<>();
    inputs.forEach(
        (key, spec) -> {
          String value = given.getOrDefault(key, spec.defaultValue());
          if (value != null) {
            complete.put(key, value);
          } else if (spec.required()) {
            throw wrong("needs the input " + key);
          }
        });
    return complete;
  }

  private UnderstudyException wrong(String message) {
    return new UnderstudyException(
        ErrorClass.CONFIGURATION,
        "workflow " + name,
        "workflow " + name + " " + message,
        null,
        null);
  }
}
