package dev.understudy.lab;

import dev.understudy.archive.FaultProxy.Fault;
import dev.understudy.archive.S3Process;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An S3 server over TLS in the lab's controller: the product and the hosts reach it there, and its
 * objects are files that a test may spoil. It can be stopped and started again, and can have faults
 * in front. Each test has its own.
 */
final class LabS3 implements AutoCloseable {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** Where a host has the certificates by which the server is trusted, see {@link #trustedBy}. */
  static final String HOSTS_CA = "/etc/ssl/certs/lab-s3.pem";

  /** What the server calls a file that it still receives. */
  private static final Pattern UPLOAD =
      Pattern.compile("-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$");

  private final Lab lab;
  private final Path directory;
  private final List<String> java;
  private Child process;
  private int port;
  private int faultyPort;

  private LabS3(Lab lab, Path directory, List<String> java) {
    this.lab = lab;
    this.directory = directory;
    this.java = java;
  }

  /** Starts one; the lab must have its hosts. Its bucket is there, and empty. */
  static LabS3 start(Lab lab) {
    return start(lab, List.of(JAVA, "-XX:TieredStopAtLevel=1"));
  }

  /**
   * One for benchmarks that has as little as possible of the hosts' processors, as if elsewhere.
   */
  static LabS3 startAside(Lab lab) {
    return start(lab, List.of("nice", "-n", "19", JAVA));
  }

  private static LabS3 start(Lab lab, List<String> java) {
    try {
      Path directory = Files.createTempDirectory("understudy-lab-s3-");
      Files.createDirectories(directory.resolve(S3Process.OBJECTS).resolve(S3Process.BUCKET));
      LabS3 s3 = new LabS3(lab, directory, java);
      s3.start();
      return s3;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it again, at the ports that it had. */
  void start() {
    Path ports = directory.resolve(S3Process.PORTS);
    process = Child.start(null, lab.controller(command()));
    Eventually.that(process::soFar, 60, () -> Files.exists(ports) || !process.runs());
    String[] words = read(ports).split(" ");
    port = Integer.parseInt(words[0]);
    faultyPort = Integer.parseInt(words[1]);
  }

  private List<String> command() {
    List<String> words = new ArrayList<>(java);
    words.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            S3Process.class.getName(),
            directory.toString(),
            lab.controllerAddress(),
            Integer.toString(port),
            Integer.toString(faultyPort)));
    return words;
  }

  /** Nobody listens any more: connections are refused. */
  void stop() {
    if (process.runs()) {
      process.kill();
      process.close();
    }
    delete(directory.resolve(S3Process.PORTS));
  }

  /** What becomes of requests by way of {@link #faultyPort}, over and over; nothing: no faults. */
  void faults(Fault... cycle) {
    Path file = directory.resolve(S3Process.FAULTS);
    if (cycle.length == 0) {
      delete(file);
    } else {
      write(file, Stream.of(cycle).map(Fault::name).collect(Collectors.joining(" ")));
    }
  }

  String address() {
    return lab.controllerAddress();
  }

  int port() {
    return port;
  }

  /** The port where {@link #faults} are. */
  int faultyPort() {
    return faultyPort;
  }

  /** The certificates by which the server is trusted, a file of this machine. */
  Path caFile() {
    return directory.resolve(S3Process.CA);
  }

  /** Brings the certificates to a host, for tests that configure its pgBackRest by hand. */
  void trustedBy(String... hosts) {
    for (String host : hosts) {
      lab.exec(host, "umask 022; printf %s \"$1\" >" + HOSTS_CA, read(caFile()));
    }
  }

  /** The value of a cluster's {@code archive}, with pgBackRest and this server. */
  String archive() {
    return archive(port, "archive_timeout: 60s");
  }

  /**
   * The same by way of a port.
   *
   * @param options more of {@code archive}, as YAML of a flow mapping; may be empty
   */
  String archive(int by, String options) {
    return "{ kind: pgbackrest, repository: { s3: "
        + repository(by)
        + " }"
        + (options.isEmpty() ? "" : ", " + options)
        + " }";
  }

  /** The value of {@code repository.s3}. */
  String repository(int by) {
    return """
        { bucket: %s, prefix: prod, region: eu-west-1, endpoint: "%s:%d", path_style: true, \
        ca_file: %s, access_key: "%s", secret_key: "%s" }"""
        .formatted(S3Process.BUCKET, address(), by, caFile(), S3Process.ACCESS, S3Process.SECRET);
  }

  /** The global section of a {@code pgbackrest.conf}, for hosts that {@link #trustedBy} knows. */
  String pgBackRest(int by) {
    return """
        [global]
        repo1-type=s3
        repo1-path=/prod
        repo1-s3-bucket=%s
        repo1-s3-region=eu-west-1
        repo1-s3-endpoint=%s
        repo1-storage-host=%s
        repo1-storage-port=%d
        repo1-s3-uri-style=path
        repo1-storage-ca-file=%s
        repo1-s3-key=%s
        repo1-s3-key-secret=%s
        """
        .formatted(
            S3Process.BUCKET,
            address(),
            address(),
            by,
            HOSTS_CA,
            S3Process.ACCESS,
            S3Process.SECRET);
  }

  /** The names of the bucket's objects, in their order, such as {@code prod/archive/...}. */
  List<String> objects() {
    List<String> names = new ArrayList<>();
    try {
      Files.walkFileTree(
          bucket(),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              String name = bucket().relativize(file).toString();
              if (!UPLOAD.matcher(name).find()) {
                names.add(name);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure)
                throws IOException {
              if (failure instanceof NoSuchFileException) {
                // Taken away while it was listed, as parts of an upload are.
                return FileVisitResult.CONTINUE;
              }
              throw failure;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Collections.sort(names);
    return names;
  }

  /** Takes an object away behind everybody's back. */
  void delete(String object) {
    delete(bucket().resolve(object));
  }

  /** Leaves only so many bytes of an object. */
  void truncate(String object, int bytes) {
    Path file = bucket().resolve(object);
    try {
      byte[] content = Files.readAllBytes(file);
      // Anew, since what the server keeps about the file must not say more than the file.
      Files.delete(file);
      Files.write(file, Arrays.copyOf(content, bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path bucket() {
    return directory.resolve(S3Process.OBJECTS).resolve(S3Process.BUCKET);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Path written = Files.writeString(file.resolveSibling("faults-new"), text);
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(LabS3::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
