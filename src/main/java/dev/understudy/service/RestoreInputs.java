package dev.understudy.service;

import dev.understudy.api.RestoreOrder;
import dev.understudy.archive.RecoveryTarget;
import java.util.Map;
import java.util.TreeMap;

/** A wish to restore as the inputs of the run that does it. */
final class RestoreInputs {
  private RestoreInputs() {}

  /**
   * @throws dev.understudy.common.UnderstudyException USAGE for a target that is none
   */
  static Map<String, String> of(RestoreOrder order) {
    RecoveryTarget target = RecoveryTarget.parse(order.to(), order.value());
    Map<String, String> inputs = new TreeMap<>();
    inputs.put("node", order.node());
    inputs.put("directory", order.directory());
    inputs.put("to", target.kind());
    inputs.put("value", target.value());
    inputs.put("set", order.set());
    inputs.put("port", Integer.toString(order.port()));
    inputs.put("paused", order.paused() ? "yes" : "no");
    inputs.put("keep", order.keep() ? "yes" : "no");
    return inputs;
  }
}
