package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.PgVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory with a cluster in Debian's layout, and scripts run on it by a real shell. The
 * programs of PostgreSQL and systemd are small scripts that note how they were called.
 */
final class ScriptHost {
  static final String OWN_SYSTEM = "7000000000000000001";
  static final String OTHER_SYSTEM = "7000000000000000002";

  private final Path root;
  private final PgCluster cluster;

  ScriptHost(Path root) {
    this.root = root;
    String owner = System.getProperty("user.name");
    this.cluster =
        new PgCluster(
            new PgVersion(15, 0),
            "main",
            5432,
            "down",
            owner,
            root.resolve("lib/15/main").toString(),
            root.resolve("log").toString(),
            root.resolve("etc/15/main").toString(),
            root.resolve("run").toString(),
            root.resolve("bin").toString());
    for (String name : List.of("systemctl", "pg_ctlcluster", "pg_createcluster")) {
      program(name, "echo " + name + " \"$@\" >>" + Shell.quote(calls().toString()));
    }
    program("runuser", "shift 3; exec \"$@\"");
    program("pg_controldata", "cat \"$2/control\"");
    write("etc/15/main/start.conf", "auto\n");
  }

  record Outcome(int exit, String stdout, String stderr) {}

  PgCluster cluster() {
    return cluster;
  }

  Path data() {
    return Path.of(cluster.dataDirectory());
  }

  Path marker() {
    return Path.of(UnfinishedMarker.path(cluster));
  }

  Path at(String path) {
    return root.resolve(path);
  }

  private Path calls() {
    return root.resolve("calls");
  }

  /** How the programs were called, one line a call. */
  List<String> called() {
    return Files.exists(calls()) ? read(calls()).lines().toList() : List.of();
  }

  /** A data directory as initdb leaves it, with this in its control file. */
  ScriptHost database(String system, int timeline, long nextOid) {
    write("lib/15/main/global/pg_control", "x");
    write("lib/15/main/base/1/1259", "x");
    write("lib/15/main/base/5/1259", "x");
    write(
        "lib/15/main/control",
        """
        Database system identifier:           %s
        Latest checkpoint's TimeLineID:       %d
        Latest checkpoint's NextXID:          0:722
        Latest checkpoint's NextOID:          %d
        """
            .formatted(system, timeline, nextOid));
    return this;
  }

  Path write(String path, String content) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void program(String name, String script) {
    Path file = write("bin/" + name, "#!/bin/sh\n" + script + "\n");
    if (!file.toFile().setExecutable(true)) {
      throw new IllegalStateException("cannot be made executable: " + file);
    }
  }

  /** The names beside the data directory. */
  List<String> neighbours() {
    try (Stream<Path> paths = Files.list(data().getParent())) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Outcome run(String script) {
    try {
      ProcessBuilder shell = new ProcessBuilder("sh", "-c", script);
      shell.environment().put("PATH", root.resolve("bin") + ":" + System.getenv("PATH"));
      Path out = Files.createTempFile(root, "out", "");
      Path err = Files.createTempFile(root, "err", "");
      Process process = shell.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      int exit = process.waitFor();
      return new Outcome(
          exit,
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while a script ran", e);
    }
  }
}
