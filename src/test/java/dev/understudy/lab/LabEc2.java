package dev.understudy.lab;

import dev.understudy.cloud.Ec2Endpoint;
import dev.understudy.cloud.Ec2Process;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An EC2 endpoint in the lab's controller, whose instances are the lab's hosts. */
final class LabEc2 implements AutoCloseable {
  private final Lab lab;
  private final Path directory;
  private final Child process;
  private final int port;

  private LabEc2(Lab lab, long stopMillis, String... hosts) {
    this.lab = lab;
    try {
      this.directory = Files.createTempDirectory("understudy-lab-ec2-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.process = Child.start(null, lab.controller(command(stopMillis, hosts)));
    Path file = directory.resolve(Ec2Process.PORT);
    Eventually.that(process::soFar, 60, () -> Files.exists(file) || !process.runs());
    this.port = Integer.parseInt(read(file));
  }

  /**
   * @param stopMillis how long a stop takes
   */
  static LabEc2 start(Lab lab, long stopMillis, String... hosts) {
    return new LabEc2(lab, stopMillis, hosts);
  }

  private List<String> command(long stopMillis, String... hosts) {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Ec2Process.class.getName(),
                directory.toString(),
                "0",
                Long.toString(stopMillis)));
    words.addAll(lab.toolAndName());
    Stream.of(hosts).forEach(host -> words.add(host + "=" + lab.ip(host)));
    return words;
  }

  /** The configuration of a cluster's site, its nodes being instances. */
  Site site(String... nodes) {
    Site site =
        new Site(lab, nodes)
            .with(
                "ec2",
                "{ region: eu-west-1, endpoint: \"http://127.0.0.1:%d\", address: %s }"
                    .formatted(port, Ec2Process.ADDRESS));
    for (String node : nodes) {
      site.instance(node, Ec2Process.instance(lab.ip(node)));
    }
    return site;
  }

  /** Java's settings with the credentials, where the SDK looks for them. */
  static String[] credentials() {
    return new String[] {
      "-Daws.accessKeyId=" + Ec2Endpoint.ACCESS, "-Daws.secretAccessKey=" + Ec2Endpoint.SECRET
    };
  }

  /**
   * A line for each instance, such as {@code alpha stopped}, and one such as {@code address bravo}.
   */
  List<String> state() {
    Path file = directory.resolve(Ec2Process.STATE);
    return Files.exists(file) ? read(file).lines().toList() : List.of();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.kill();
    process.close();
    for (String name : List.of(Ec2Process.PORT, Ec2Process.STATE, "new", "")) {
      try {
        Files.deleteIfExists(directory.resolve(name));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
