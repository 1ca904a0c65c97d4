package dev.understudy.cloud;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked of the cloud that a cluster's hosts are in. Every method throws {@link
 * CloudException}; after TIMEOUT and UNKNOWN an order may have been carried out or not, and a look
 * decides.
 */
public interface Cloud {
  /** The instance of that id; empty when the cloud knows none, such as one that is quite new. */
  Optional<Instance> instance(String id);

  /**
   * Orders an instance to stop by force: its operating system is not asked. Harmless when it is
   * stopping or stopped.
   */
  void stop(String id);

  /**
   * Whether {@link #stop} would be allowed; nothing is stopped.
   *
   * @throws CloudException AUTHENTICATION when it would not
   */
  void requireMayStop(String id);

  /** Orders an instance to start. Harmless when it starts or runs. */
  void start(String id);

  /**
   * The instances that were launched with a token, also those that are terminated. Empty while the
   * cloud does not know a new one yet.
   */
  List<Instance> launchedWith(String token);

  /**
   * Launches an instance, unless one was with the same token: then that one is meant.
   *
   * @param token at most 64 characters
   * @return its id
   */
  String launch(Launch launch, String token);

  /**
   * The newest available image of that owner with a name of that pattern.
   *
   * @param architecture such as {@code arm64}
   */
  Image image(String owner, String name, String architecture);

  /** The image of that id. */
  Image image(String id);

  /** What an instance has written to its console since its boot; may come minutes late. */
  String consoleOutput(String id);

  /** What the cloud's own checks say; instances of which it says nothing are left out. */
  Map<String, InstanceHealth> health(Collection<String> ids);

  /** The Elastic IP of that allocation. */
  ElasticAddress elastic(String allocation);

  /** Has an Elastic IP lead to an instance, wherever it led before. */
  void moveElastic(String allocation, String instance);

  /**
   * Has a secondary private address belong to a network interface, whichever had it before.
   *
   * @param networkInterface its id
   */
  void movePrivate(String ip, String networkInterface);
}
