package dev.understudy.cloud;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What an EC2 endpoint for tests knows: instances, which take their time for every change of state,
 * and addresses. Everything is synchronized on the account.
 */
public final class Ec2Account implements AutoCloseable {
  /** What takes how long. */
  public record Timing(Duration pending, Duration stopping, Duration unseen) {
    public static final Timing QUICK =
        new Timing(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ZERO);
  }

  /** One instance; changed under the account's lock only. */
  static final class Server {
    final String id;
    final String ip;
    final String zone;
    final String networkInterface;
    final List<String> secondary = new ArrayList<>();
    final Map<String, String> tags = new TreeMap<>();
    final List<Map<String, String>> events = new ArrayList<>();
    String state = "pending";
    String token = "";
    String console = "";
    String systemStatus = "ok";
    String instanceStatus = "ok";
    long seenFrom = System.nanoTime();

    Server(String id, String ip, String zone) {
      this.id = id;
      this.ip = ip;
      this.zone = zone;
      this.networkInterface = "eni-" + id.substring(2);
    }
  }

  private final Timing timing;
  private final Machines machines;
  private final Map<String, Server> servers = new LinkedHashMap<>();
  private final Map<String, String> elastic = new HashMap<>();
  private final Map<String, String> launched = new HashMap<>();
  private final ScheduledExecutorService later =
      Executors.newScheduledThreadPool(
          2,
          work -> {
            Thread thread = new Thread(work, "ec2 account");
            thread.setDaemon(true);
            return thread;
          });

  public Ec2Account(Timing timing, Machines machines) {
    this.timing = timing;
    this.machines = machines;
  }

  /** An instance that somebody launched long ago. */
  public synchronized Ec2Account running(String id, String privateIp, String zone) {
    Server server = new Server(id, privateIp, zone);
    server.state = "running";
    servers.put(id, server);
    return this;
  }

  /** An Elastic IP, which leads nowhere yet. */
  public synchronized Ec2Account allocated(String allocation) {
    elastic.put(allocation, "");
    return this;
  }

  synchronized Server server(String id) {
    Server server = servers.get(id);
    if (server == null || server.seenFrom - System.nanoTime() > 0) {
      throw new Ec2Fault(400, "InvalidInstanceID.NotFound");
    }
    return server;
  }

  synchronized List<Server> servers() {
    return servers.values().stream()
        .filter(server -> server.seenFrom - System.nanoTime() <= 0)
        .toList();
  }

  /** As the owner of the account sees it. */
  public synchronized String state(String id) {
    return servers.get(id).state;
  }

  synchronized void stop(String id) {
    Server server = server(id);
    switch (server.state) {
      case "stopping", "stopped" -> {}
      case "running", "pending" -> {
        server.state = "stopping";
        become(server, timing.stopping(), "stopped");
      }
      default -> throw new Ec2Fault(400, "IncorrectInstanceState");
    }
  }

  public synchronized void start(String id) {
    Server server = server(id);
    switch (server.state) {
      case "running", "pending" -> {}
      case "stopped" -> {
        server.state = "pending";
        become(server, timing.pending(), "running");
      }
      default -> throw new Ec2Fault(400, "IncorrectInstanceState");
    }
  }

  /** The machine follows before the state tells. */
  private void become(Server server, Duration after, String state) {
    later.schedule(
        () -> {
          String console = "";
          if (state.equals("running")) {
            console = machines.boot(server.id, server.ip);
          } else {
            machines.powerOff(server.id, server.ip);
          }
          synchronized (this) {
            server.state = state;
            server.console += console;
          }
        },
        after.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** Where an Elastic IP leads; empty: nowhere. */
  public synchronized String elastic(String allocation) {
    String instance = elastic.get(allocation);
    if (instance == null) {
      throw new Ec2Fault(400, "InvalidAllocationID.NotFound");
    }
    return instance;
  }

  synchronized void moveElastic(String allocation, String instance) {
    elastic(allocation);
    elastic.put(allocation, server(instance).id);
  }

  synchronized void movePrivate(String ip, String networkInterface, boolean takeAway) {
    Server to =
        servers.values().stream()
            .filter(server -> server.networkInterface.equals(networkInterface))
            .findFirst()
            .orElseThrow(() -> new Ec2Fault(400, "InvalidNetworkInterfaceID.NotFound"));
    for (Server server : servers.values()) {
      if (server != to && server.secondary.contains(ip)) {
        if (!takeAway) {
          throw new Ec2Fault(400, "InvalidParameterValue");
        }
        server.secondary.remove(ip);
      }
    }
    if (!to.secondary.contains(ip)) {
      to.secondary.add(ip);
    }
  }

  /** The secondary addresses of an instance. */
  public synchronized List<String> secondary(String id) {
    return List.copyOf(servers.get(id).secondary);
  }

  /** What the cloud's checks are to say. */
  public synchronized void health(String id, String system, String instance) {
    servers.get(id).systemStatus = system;
    servers.get(id).instanceStatus = instance;
  }

  /**
   * Launches an instance, or finds the one of the same token.
   *
   * @param details what was asked for, by which a token must stay the same
   */
  synchronized Server launch(String token, String privateIp, String zone, String details) {
    for (Server server : servers.values()) {
      if (!token.isEmpty() && server.token.equals(token)) {
        if (!details.equals(launched.get(server.id))) {
          throw new Ec2Fault(400, "IdempotentParameterMismatch");
        }
        return server;
      }
    }
    if (servers.values().stream()
        .anyMatch(server -> server.ip.equals(privateIp) && !server.state.equals("terminated"))) {
      throw new Ec2Fault(400, "InvalidIPAddress.InUse");
    }
    String id = "i-%017x".formatted(0x1000 + servers.size());
    Server server = new Server(id, privateIp, zone);
    server.token = token;
    server.seenFrom = System.nanoTime() + timing.unseen().toNanos();
    servers.put(id, server);
    launched.put(id, details);
    become(server, timing.pending(), "running");
    return server;
  }

  /** What the launch of an instance asked for. */
  public synchronized String launched(String id) {
    return launched.get(id);
  }

  /** What an instance writes to its console. */
  public synchronized void console(String id, String text) {
    servers.get(id).console = text;
  }

  /** Something is announced. */
  public synchronized void announce(String id, String code, String description, String notBefore) {
    servers
        .get(id)
        .events
        .add(Map.of("code", code, "description", description, "notBefore", notBefore));
  }

  /** EC2 forgets an instance an hour after it was terminated. */
  public synchronized void terminatedLongAgo(String id) {
    servers.remove(id);
  }

  /** Nobody sees the instance for a while, as right after its launch. */
  public synchronized void unseen(String id) {
    servers.get(id).seenFrom = System.nanoTime() + timing.unseen().toNanos();
  }

  @Override
  public void close() {
    later.shutdownNow();
  }
}
