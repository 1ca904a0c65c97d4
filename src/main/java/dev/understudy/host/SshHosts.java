package dev.understudy.host;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Sleeper;
import dev.understudy.common.Tally;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.Configuration;
import dev.understudy.config.NodeConfig;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configured nodes over SSH. The private key is read from the configured file; an ssh-agent is
 * not asked.
 */
public final class SshHosts implements Hosts {
  private static final Logger LOG = LoggerFactory.getLogger(SshHosts.class);

  private final Supplier<Configuration> configuration;
  private final GuardTiming timing;
  private final Sleeper sleeper;
  private final SshConnector connector;
  private final Tally tally;
  private final Map<SshTarget, Line> lines = new ConcurrentHashMap<>();

  /** A connection and the host behind it. */
  private record Line(SshSessions sessions, Host host) {}

  public SshHosts(Configuration configuration, Sleeper sleeper) {
    this(configuration, sleeper, GuardTiming.DEFAULT);
  }

  public SshHosts(Configuration configuration, Sleeper sleeper, GuardTiming timing) {
    this(() -> configuration, sleeper, timing, new Tally());
  }

  /** Of whatever nodes are configured now; how to log in stays as it is now. */
  public SshHosts(Supplier<Configuration> configuration, Sleeper sleeper) {
    this(configuration, sleeper, new Tally());
  }

  /**
   * The same.
   *
   * @param tally counts {@code ssh login} and {@code ssh command}
   */
  public SshHosts(Supplier<Configuration> configuration, Sleeper sleeper, Tally tally) {
    this(configuration, sleeper, GuardTiming.DEFAULT, tally);
  }

  private SshHosts(
      Supplier<Configuration> configuration, Sleeper sleeper, GuardTiming timing, Tally tally) {
    this.tally = tally;
    this.configuration = configuration;
    this.sleeper = sleeper;
    this.timing = timing;
    this.connector = new SshConnector(configuration.get().ssh(), SshConnector.CONNECT);
  }

  @Override
  public Host host(String cluster, String node) {
    return lines.computeIfAbsent(target(cluster, node), this::line).host();
  }

  @Override
  public HostFiles files(String cluster, String node) {
    return new RemoteFiles(host(cluster, node));
  }

  @Override
  public DetachedJobs jobs(String cluster, String node) {
    return new RemoteJobs(host(cluster, node));
  }

  /** Ends all connections; what runs on hosts goes on there, its outcome unknown here. */
  @Override
  public void close() {
    lines.values().forEach(line -> line.sessions().close());
  }

  /**
   * Begins to connect to a cluster's nodes, and does not wait. An error is met again, and told, by
   * whoever needs the connection.
   */
  public void approach(String cluster) {
    approach(cluster, configuration.get().clusters().get(cluster).nodes().keySet());
  }

  /** As {@link #approach(String)}, for some of the nodes. */
  public void approach(String cluster, Set<String> nodes) {
    for (String node : nodes) {
      Line line = lines.computeIfAbsent(target(cluster, node), this::line);
      Thread thread = new Thread(() -> connect(node, line), "approach-" + node);
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Ends the connections to nodes that are not configured any more as they were. */
  public void forgetOthers() {
    Set<SshTarget> configured =
        configuration.get().clusters().values().stream()
            .flatMap(c -> c.nodes().keySet().stream().map(node -> target(c.name(), node)))
            .collect(Collectors.toSet());
    lines.forEach(
        (target, line) -> {
          if (!configured.contains(target)) {
            lines.remove(target);
            line.sessions().close();
          }
        });
  }

  /** Ends the connection to a node, if there is one; the next command makes another. */
  public void hangUp(String cluster, String node) {
    ClusterConfig configured = configuration.get().clusters().get(cluster);
    boolean known = configured != null && configured.nodes().containsKey(node);
    Line line = known ? lines.get(target(cluster, node)) : null;
    if (line != null) {
      line.sessions().hangUp();
    }
  }

  private static void connect(String node, Line line) {
    try {
      line.sessions().approach();
      // So that a shell of root's stands ready.
      line.host().run(Command.of("true").asRoot());
    } catch (HostException e) {
      LOG.debug("{}: not reached beforehand: {}", node, e.getMessage());
    }
  }

  private Line line(SshTarget target) {
    SshSessions sessions =
        new SshSessions(target, there -> tally.of("ssh login", "", () -> connector.connect(there)));
    return new Line(
        sessions, new CountedHost(new SshHost(target, sessions, timing, sleeper), tally));
  }

  private SshTarget target(String cluster, String node) {
    ClusterConfig found = configuration.get().clusters().get(cluster);
    if (found == null) {
      throw unknown(cluster, "there is no cluster " + cluster);
    }
    NodeConfig config = found.nodes().get(node);
    if (config == null) {
      throw unknown(node, "cluster " + cluster + " has no node " + node);
    }
    String user = config.sshUser().orElse(configuration.get().ssh().user());
    return new SshTarget(node, user, config.host(), config.sshPort());
  }

  private UnderstudyException unknown(String subject, String message) {
    return new UnderstudyException(
        ErrorClass.USAGE, subject, message, "see " + configuration.get().file(), null);
  }
}
