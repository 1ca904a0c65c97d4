package dev.understudy.archive;

import dev.understudy.archive.FaultProxy.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.gaul.s3proxy.S3Proxy;

/**
 * An S3 server with a {@link FaultProxy} before it, as a process of its own, so that it can be in
 * another network and be killed. The file {@code faults} in its directory holds the faults of
 * requests, one word each, over and over again; without the file there are none.
 */
public final class S3Process {
  public static final String BUCKET = TestS3.BUCKET;
  public static final String ACCESS = TestS3.ACCESS;
  public static final String SECRET = TestS3.SECRET;

  /** Certificates by which the server is trusted, in the directory. */
  public static final String CA = TestS3.CA;

  /** The folder of the directory that has a folder for each bucket. */
  public static final String OBJECTS = TestS3.OBJECTS;

  /** The file of faults, in the directory. */
  public static final String FAULTS = "faults";

  /** The file that says both ports once the server listens: its own, and that with faults. */
  public static final String PORTS = "ports";

  private static final AtomicInteger REQUESTS = new AtomicInteger();

  private S3Process() {}

  /** Arguments: directory, address, the two ports or 0 for any. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    String address = arguments[1];
    S3Proxy server = TestS3.serve(directory, address, Integer.parseInt(arguments[2]));
    FaultProxy proxy =
        new FaultProxy(
            TestS3.tls(directory),
            address,
            server.getSecurePort(),
            Integer.parseInt(arguments[3]),
            () -> next(directory.resolve(FAULTS)));
    Path ports = directory.resolve(PORTS);
    Path written = Files.writeString(directory.resolve("new"), ports(server, proxy));
    Files.move(written, ports);
    Thread.currentThread().join();
  }

  private static String ports(S3Proxy server, FaultProxy proxy) {
    return server.getSecurePort() + " " + proxy.port();
  }

  private static Fault next(Path faults) {
    if (!Files.exists(faults)) {
      return Fault.NONE;
    }
    try {
      String[] words = Files.readString(faults).strip().split(" ");
      return Fault.valueOf(words[REQUESTS.getAndIncrement() % words.length]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
