package dev.understudy.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a take-over did.
 *
 * @param owner the UUID of the store that is in charge now
 */
public record TakeOver(String cluster, String owner, List<TakenNode> nodes) {
  /**
   * A host that recognises this store now.
   *
   * @param previous the owner until now; null when there was none
   */
  public record TakenNode(String node, @Nullable String previous) {}
}
