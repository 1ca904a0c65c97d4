package dev.understudy.steps;

import dev.understudy.cloud.Cloud;
import dev.understudy.cloud.Instance;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What makes sure that a node has one instance, whatever happens between order and record: EC2
 * launches no second one with the same token. After an instance was terminated the next token
 * counts.
 *
 * @param stem of the tokens: follows from cluster, node and address
 */
record LaunchToken(String stem) {
  private static final int MOST = 20;

  static LaunchToken of(Site site, Node node) {
    return of(site.name(), node.name(), node.address());
  }

  static LaunchToken of(String cluster, String node, String address) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((cluster + "\n" + node + "\n" + address).getBytes(StandardCharsets.UTF_8));
      return new LaunchToken("understudy-" + HexFormat.of().formatHex(hash, 0, 16) + "-");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The id of the instance that was launched and not terminated; empty when there is none. */
  String launched(Cloud cloud) {
    return cloud.launchedWith(next(cloud)).stream().map(Instance::id).findFirst().orElse("");
  }

  /** The token that counts: the first with which no instance was launched that is gone. */
  String next(Cloud cloud) {
    int number = 0;
    while (number < MOST && gone(cloud.launchedWith(stem + number))) {
      number++;
    }
    return stem + number;
  }

  private static boolean gone(List<Instance> launched) {
    return launched.stream()
        .map(Instance::state)
        .anyMatch(
            state -> state == Instance.State.TERMINATED || state == Instance.State.SHUTTING_DOWN);
  }
}
