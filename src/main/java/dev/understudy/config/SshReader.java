package dev.understudy.config;

import java.nio.file.Path;

/** Reads the section {@code ssh}. */
final class SshReader {
  private final Locations locations;

  SshReader(Locations locations) {
    this.locations = locations;
  }

  SshConfig read(Section section) {
    String user =
        section.required("user", "a login with passwordless sudo", Values::text).orElse("");
    SshConfig ssh =
        new SshConfig(
            user,
            path(section, "identity", "~/.ssh/id_ed25519"),
            path(section, "known_hosts", "~/.ssh/known_hosts"),
            section.choice(
                "unknown_hosts", SshConfig.UnknownHosts.class, SshConfig.UnknownHosts.REFUSE));
    section.close();
    return ssh;
  }

  private Path path(Section section, String key, String otherwise) {
    return locations.resolve(
        section.optional(key, "the path of a file", Values::text).orElse(otherwise));
  }
}
