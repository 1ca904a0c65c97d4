package dev.understudy.simulation;

import dev.understudy.config.Configuration;
import dev.understudy.config.ConfigurationReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a run finds before it begins; a copy of it is made for every run.
 *
 * @param directory with the configuration file and, in {@code var}, the store and its secrets
 * @param name the workflow's, or another where there are several situations for it
 */
record Stage(
    World world, Path directory, String name, String workflow, Map<String, String> inputs) {
  private static final String FILE = "understudy.yaml";
  private static final String CONFIGURATION =
      """
      data: ./var
      ssh: { user: admin, identity: ./key, known_hosts: ./known }
      clusters:
        orders:
          postgresql: 15
          primary: alpha
          restart_primary: allow
          tls: verify-full
          settings: { work_mem: 8MB }
          clients: [ { user: app, database: app, from: 10.77.0.0/24 } ]
          nodes:
            alpha: { host: 10.77.0.11 }
            bravo: { host: 10.77.0.12 }
            charlie: { host: 10.77.0.13 }
            delta: { host: 10.77.0.14 }
      """;

  static Configuration configuration(Path directory) {
    try {
      Files.createDirectories(directory);
      Path file = directory.resolve(FILE);
      if (!Files.exists(file)) {
        Files.writeString(file, CONFIGURATION);
      }
      return new ConfigurationReader(Map.of(), directory).read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with other lines for the cluster, where its archive stands. */
  Stage withArchive(String archive) {
    try {
      Files.writeString(directory.resolve(FILE), CONFIGURATION + archive.indent(4));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link #inCloud}, where bravo is to be launched. */
  Stage launching(String lines) {
    inCloud(lines);
    try {
      Path file = directory.resolve(FILE);
      String launch =
          "image: debian-12, type: m7g.large, subnet: subnet-01234567, security_groups: [sg-01234567]";
      Files.writeString(
          file, Files.readString(file).replace("instance: " + SimCloud.id("bravo"), launch));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with machines that are instances, and other lines for the cluster. */
  Stage inCloud(String lines) {
    try {
      String nodes = CONFIGURATION;
      for (String node : List.of("alpha", "bravo", "charlie", "delta")) {
        nodes =
            nodes.replaceAll(
                "(?m)(" + node + ": \\{ host: [0-9.]+) }",
                "$1, ec2: { instance: " + SimCloud.id(node) + " } }");
      }
      Files.writeString(directory.resolve(FILE), nodes + lines.indent(4));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Stage copy(Path to) {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.toList()) {
        Path target = to.resolve(directory.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Stage(world.copy(), to, name, workflow, inputs);
  }
}
