package dev.understudy.steps;

import dev.understudy.archive.AuthorizedKeys;
import dev.understudy.archive.DirectoryEngine;
import dev.understudy.archive.DirectoryPlaces;
import dev.understudy.host.FileSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files by which one host gets at the others, and they at it. Pure.
 *
 * @param self the host that they are for
 * @param peers all others
 */
record SshAccess(DirectoryEngine engine, SshFacts self, List<SshFacts> peers) {
  private static final String HEADER =
      "# Managed by Understudy: written again by every provisioning.\n";

  private static final String ALL =
      """
      Host *
        IdentityFile "%s"
        IdentitiesOnly yes
        UserKnownHostsFile "%s"
        GlobalKnownHostsFile /dev/null
        StrictHostKeyChecking yes
        UpdateHostKeys no
        PreferredAuthentications publickey
        BatchMode yes
        ControlPath none
        ConnectTimeout 5
        ServerAliveInterval 5
        ServerAliveCountMax 3
        LogLevel ERROR
      """;

  /** All but {@link #authorized}, in the order in which they are written. */
  List<FileSpec> files() {
    DirectoryPlaces places = engine.directory();
    String owner = self.node().cluster().owner();
    return List.of(
        engine.receiveScript(self.node().archiveHost()),
        FileSpec.text(places.knownHosts(), knownHosts(), owner, "0644"),
        FileSpec.text(places.sshConfiguration(), configuration(), owner, "0644"));
  }

  /**
   * Its user's authorized_keys.
   *
   * @param current as it is
   */
  FileSpec authorized(Optional<FileSpec> current) {
    String owner = self.node().cluster().owner();
    FileSpec file =
        current.orElseGet(() -> FileSpec.text(self.authorizedKeys(), "", owner, "0600"));
    AuthorizedKeys keys = new AuthorizedKeys(engine.directory().cluster());
    List<String> lines = new ArrayList<>();
    peers.stream()
        .filter(peer -> !peer.key().isEmpty())
        .map(peer -> keys.line(peer.node().name(), peer.key(), engine.directory().receiveScript()))
        .forEach(lines::add);
    byte[] content =
        FileSpec.text(file.path(), keys.with(file.contentText(), lines), owner, "0600").content();
    return new FileSpec(file.path(), content, file.owner(), file.group(), file.mode());
  }

  private String knownHosts() {
    StringBuilder lines = new StringBuilder();
    for (SshFacts peer : peers) {
      peer.hostKeys()
          .forEach(key -> lines.append(peer.node().name()).append(' ').append(key).append('\n'));
    }
    return lines.toString();
  }

  private String configuration() {
    StringBuilder file = new StringBuilder(HEADER);
    for (SshFacts peer : peers) {
      String name = peer.node().name();
      file.append(
          "Host %s\n  HostName %s\n  Port %d\n  User %s\n  HostKeyAlias %s\n"
              .formatted(
                  name,
                  peer.node().address(),
                  peer.node().config().sshPort(),
                  peer.node().cluster().owner(),
                  name));
    }
    DirectoryPlaces places = engine.directory();
    return file + ALL.formatted(places.key(), places.knownHosts());
  }
}
