package dev.understudy.host;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Base64;

/**
 * The file of known hosts, strictly: a host with any known key is never accepted with another one,
 * not even of another type, and a new key is appended only where the configuration says so.
 */
final class KnownHosts implements HostKeyRepository {
  private final HostKeyRepository file;
  private final Path path;
  private final boolean acceptNew;
  private String offered = "";

  KnownHosts(HostKeyRepository file, Path path, boolean acceptNew) {
    this.file = file;
    this.path = path;
    this.acceptNew = acceptNew;
  }

  @Override
  public int check(String host, byte[] key) {
    offered = describe(host, key);
    HostKey[] known = file.getHostKey(host, null);
    String encoded = Base64.getEncoder().encodeToString(key);
    if (Arrays.stream(known).anyMatch(each -> each.getKey().equals(encoded))) {
      return OK;
    }
    if (known.length > bare(host)) {
      return CHANGED;
    }
    if (!acceptNew) {
      return NOT_INCLUDED;
    }
    append(host, key);
    return OK;
  }

  /**
   * How many keys JSch counts for {@code [host]:port} that are of the bare host. They may prove the
   * host but not disprove it, since another port may be another machine behind one address.
   */
  private int bare(String host) {
    int end = host.indexOf("]:");
    return host.startsWith("[") && end > 1
        ? file.getHostKey(host.substring(1, end), null).length
        : 0;
  }

  private synchronized void append(String host, byte[] key) {
    try {
      HostKey entry = new HostKey(host, key);
      Path parent = path.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      String line = host + " " + entry.getType() + " " + entry.getKey() + "\n";
      boolean cut = Files.exists(path) && Files.size(path) > 0 && !endsLine();
      try (FileChannel out =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.APPEND)) {
        out.write(ByteBuffer.wrap(((cut ? "\n" : "") + line).getBytes(StandardCharsets.UTF_8)));
        out.force(true);
      }
      file.add(entry, null);
    } catch (IOException | JSchException e) {
      throw new KnownHostsUnwritable(path, e);
    }
  }

  private boolean endsLine() throws IOException {
    try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      in.read(last, in.size() - 1);
      return last.get(0) == '\n';
    }
  }

  private static String describe(String host, byte[] key) {
    String type = "key";
    try {
      type = new HostKey(host, key).getType();
    } catch (JSchException e) {
      // A key of a kind that JSch does not know; its fingerprint still says which one it is.
    }
    String hash = Base64.getEncoder().withoutPadding().encodeToString(Sha256.digest(key));
    return type + " SHA256:" + hash;
  }

  /** Type and fingerprint of the key that the host offered last. */
  String offered() {
    return offered;
  }

  @Override
  public void add(HostKey key, UserInfo user) {
    throw new UnsupportedOperationException("keys are only appended by check");
  }

  @Override
  public void remove(String host, String type) {
    throw new UnsupportedOperationException("known keys are never removed");
  }

  @Override
  public void remove(String host, String type, byte[] key) {
    throw new UnsupportedOperationException("known keys are never removed");
  }

  @Override
  public String getKnownHostsRepositoryID() {
    return path.toString();
  }

  @Override
  public HostKey[] getHostKey() {
    return file.getHostKey();
  }

  @Override
  public HostKey[] getHostKey(String host, String type) {
    return file.getHostKey(host, type);
  }

  /** The new key could not be kept, so the host is not accepted. */
  static final class KnownHostsUnwritable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KnownHostsUnwritable(Path path, Throwable cause) {
      super("cannot write " + path, cause);
    }
  }
}
