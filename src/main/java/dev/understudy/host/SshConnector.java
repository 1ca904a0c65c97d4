package dev.understudy.host;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.Session;
import dev.understudy.common.ErrorClass;
import dev.understudy.config.SshConfig;
import java.nio.file.Files;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Logs in. Key and known hosts are read afresh each time, so that a person's repair works. */
final class SshConnector {
  /** For connecting, and for each answer until the login is done. */
  static final Duration CONNECT = Duration.ofSeconds(10);

  private static final int ALIVE_MILLIS = 5_000;
  private static final int ALIVE_MISSED = 3;

  private final SshConfig config;
  private final Duration limit;

  SshConnector(SshConfig config, Duration limit) {
    this.config = config;
    this.limit = limit;
  }

  /**
   * @return a connected session
   * @throws HostException CONNECTION, AUTHENTICATION or HOST_KEY
   */
  Session connect(SshTarget target) {
    JSch jsch = new JSch();
    addIdentity(jsch, target);
    KnownHosts known = knownHosts(jsch, target);
    try {
      Session session = jsch.getSession(target.user(), target.address(), target.port());
      session.setHostKeyRepository(known);
      session.setConfig("StrictHostKeyChecking", "yes");
      session.setConfig("PreferredAuthentications", "publickey");
      session.setConfig("HashKnownHosts", "no");
      session.setDaemonThread(true);
      session.setServerAliveInterval(ALIVE_MILLIS);
      session.setServerAliveCountMax(ALIVE_MISSED);
      session.connect((int) limit.toMillis());
      return session;
    } catch (JSchException | KnownHosts.KnownHostsUnwritable e) {
      throw SshFailure.connecting(target, config, known.offered(), e);
    }
  }

  private void addIdentity(JSch jsch, SshTarget target) {
    String path = config.identity().toString();
    if (!Files.isReadable(config.identity())) {
      throw identity(target, "the private key " + path + " cannot be read", null);
    }
    try {
      if (KeyPair.load(jsch, path).isEncrypted()) {
        throw identity(target, "the private key " + path + " has a passphrase", null);
      }
      jsch.addIdentity(path);
    } catch (JSchException e) {
      throw identity(target, path + " is not a private key of a known kind", e);
    }
  }

  private static HostException identity(
      SshTarget target, String message, @Nullable JSchException cause) {
    return new HostException(
        ErrorClass.AUTHENTICATION,
        target.node(),
        message,
        "name a key of its own, without a passphrase, as ssh.identity",
        cause);
  }

  private KnownHosts knownHosts(JSch jsch, SshTarget target) {
    try {
      jsch.setKnownHosts(config.knownHosts().toString());
    } catch (JSchException e) {
      throw new HostException(
          ErrorClass.HOST_KEY,
          target.node(),
          "the file of known hosts " + config.knownHosts() + " cannot be read",
          "repair or remove the line that is not one of known_hosts",
          e);
    }
    boolean acceptNew = config.unknownHosts() == SshConfig.UnknownHosts.ACCEPT_NEW;
    return new KnownHosts(jsch.getHostKeyRepository(), config.knownHosts(), acceptNew);
  }
}
