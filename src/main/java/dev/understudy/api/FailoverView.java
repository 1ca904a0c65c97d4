package dev.understudy.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a failover would do now.
 *
 * @param primary whose place would be taken
 * @param serving whether it answers and takes writes
 * @param candidate null when nobody may take over
 * @param behindBytes how much the candidate lacks of the primary's last known position; null when
 *     that is not known
 * @param refused why the others may not, by name
 * @param fencing the methods that would be tried
 */
public record FailoverView(
    String cluster,
    String primary,
    boolean serving,
    @Nullable String candidate,
    @Nullable Long behindBytes,
    Map<String, String> refused,
    List<String> fencing) {}
