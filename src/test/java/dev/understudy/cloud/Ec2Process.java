package dev.understudy.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An EC2 endpoint whose instances are hosts of a lab, as a process of its own in the lab's
 * controller: it boots them and powers them off. It needs nothing but the JDK.
 */
public final class Ec2Process {
  /** The file that says the port once it listens, in the directory. */
  public static final String PORT = "port";

  /** The file with the state of each instance, and where the Elastic IP leads. */
  public static final String STATE = "state";

  public static final String ADDRESS = "eipalloc-0123456789abcdef0";

  private final List<String> lab;
  private final Map<String, String> hosts = new HashMap<>();

  private Ec2Process(List<String> lab) {
    this.lab = lab;
  }

  /** The instance that stands for the host at an address. */
  public static String instance(String ip) {
    StringBuilder id = new StringBuilder("i-000000000");
    for (String part : ip.split("\\.")) {
      id.append("%02x".formatted(Integer.parseInt(part)));
    }
    return id.toString();
  }

  /**
   * Arguments: directory; port or 0; milliseconds that a stop takes, the lab's tool, the lab's
   * name, and {@code HOST=IP} of each host.
   */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    Duration stopping = Duration.ofMillis(Long.parseLong(arguments[2]));
    Ec2Process process = new Ec2Process(List.of(arguments[3], "--lab", arguments[4]));
    Ec2Account account =
        new Ec2Account(
            new Ec2Account.Timing(Duration.ofSeconds(1), stopping, Duration.ZERO),
            process.machines());
    account.allocated(ADDRESS);
    for (String host : List.of(arguments).subList(5, arguments.length)) {
      String[] parts = host.split("=");
      String id = instance(parts[1]);
      process.hosts.put(id, parts[0]);
      account.running(id, parts[1], "lab-1" + (char) ('a' + process.hosts.size() - 1));
    }
    try (Ec2Endpoint endpoint =
        Ec2Endpoint.start(account, "127.0.0.1", Integer.parseInt(arguments[1]))) {
      write(directory.resolve(PORT), Integer.toString(endpoint.uri().getPort()));
      String told = "";
      while (Files.exists(directory)) {
        String now = process.state(account);
        if (!now.equals(told)) {
          write(directory.resolve(STATE), now);
          told = now;
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }

  private String state(Ec2Account account) {
    StringBuilder state = new StringBuilder();
    hosts.forEach((id, host) -> state.append(host + " " + account.state(id) + "\n"));
    return state + "address " + hosts.getOrDefault(account.elastic(ADDRESS), "") + "\n";
  }

  private Machines machines() {
    return new Machines() {
      @Override
      public String boot(String instance, String privateIp) {
        verb("boot", hosts.get(instance));
        return "";
      }

      @Override
      public void powerOff(String instance, String privateIp) {
        verb("power-off", hosts.get(instance));
      }
    };
  }

  private void verb(String verb, String host) {
    try {
      List<String> words = new java.util.ArrayList<>(lab);
      words.addAll(List.of(verb, host));
      Process process = new ProcessBuilder(words).inheritIO().start();
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(Path file, String text) throws IOException {
    Path written = Files.writeString(file.resolveSibling("new"), text);
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
