package dev.understudy.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.quartz.TriggerKey;

/**
 * What has to be done so that the triggers are what they should be.
 *
 * @param once alarms to set, with their time in milliseconds
 * @param every repeating alarms to set again, as they were
 * @param removed triggers that nobody wants any more
 */
record Reconciliation(Map<String, Long> once, List<TriggerRow> every, List<TriggerKey> removed) {
  /**
   * Compares; pure.
   *
   * @param wanted the one-time alarms that should be set, with their time in milliseconds
   */
  static Reconciliation of(Map<String, Long> wanted, List<TriggerRow> rows, long nowMillis) {
    Map<String, Long> missing = new HashMap<>(wanted);
    List<TriggerRow> every = new ArrayList<>();
    List<TriggerKey> removed = new ArrayList<>();
    for (TriggerRow row : rows) {
      boolean healthy = row.isSet() && !row.stuck(nowMillis);
      Long at = wanted.get(row.key().getName());
      if (!row.once()) {
        if (row.stuck(nowMillis)) {
          every.add(row);
        }
      } else if (at == null) {
        if (row.isSet()) {
          removed.add(row.key());
        }
      } else if (healthy && row.startMillis() == at) {
        missing.remove(row.key().getName());
      }
    }
    return new Reconciliation(missing, every, removed);
  }
}
