package dev.understudy.host;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import dev.understudy.common.ErrorClass;
import dev.understudy.config.SshConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What the file of known hosts says of one host, and may be told of it from a trusted source. */
public final class TrustedHosts {
  private final SshConfig config;
  private final String host;

  /**
   * @param address as the configuration has it
   */
  public TrustedHosts(SshConfig config, String address, int port) {
    this.config = config;
    this.host = port == 22 ? address : "[" + address + "]:" + port;
  }

  /** Whether any key is known. */
  public boolean known() {
    if (!Files.exists(config.knownHosts())) {
      return false;
    }
    try {
      JSch jsch = new JSch();
      jsch.setKnownHosts(config.knownHosts().toString());
      return jsch.getHostKeyRepository().getHostKey(host, null).length > 0;
    } catch (JSchException e) {
      throw unusable("cannot be read", e);
    }
  }

  /**
   * Appends keys; they are on the disk when this returns.
   *
   * @param keys type and key of each
   */
  public void trust(List<String> keys) {
    Path path = config.knownHosts();
    StringBuilder lines = new StringBuilder();
    keys.forEach(key -> lines.append(host).append(' ').append(key).append('\n'));
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      String before = Files.exists(path) ? Files.readString(path) : "";
      String cut = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
      try (FileChannel out =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.APPEND)) {
        out.write(ByteBuffer.wrap((cut + lines).getBytes(StandardCharsets.UTF_8)));
        out.force(true);
      }
    } catch (IOException e) {
      throw unusable("cannot be written", e);
    }
  }

  private HostException unusable(String what, Exception cause) {
    return new HostException(
        ErrorClass.CONFIGURATION,
        host,
        "the file of known hosts " + config.knownHosts() + " " + what,
        "repair it, or name another as ssh.known_hosts",
        cause);
  }
}
