package dev.understudy.lab;

import java.util.Set;
import java.util.TreeSet;

/**
 * A store of WAL on one host, and an archiver that others reach it by: called as WAL-E's documents
 * call WAL-E, by the real envdir.
 *
 * @param host where the store is
 */
record CommandStore(Lab lab, String host) {
  /** Made for the test; where it is and its key it knows from envdir alone. */
  private static final String ARCHIVER =
      """
      #!/bin/sh
      set -u
      [ "$KEY" = s3cr ] || exit 3
      file=$(mktemp) && trap 'rm -f "$file"' EXIT || exit 4
      from() {
        rsync -q "$WALE_PREFIX/$1" "$2" 2>/dev/null
        case $? in 0) ;; 23) return 1 ;; *) exit 5 ;; esac
      }
      case $1 in
        wal-push)
          if from "$(basename "$2")" "$file"; then cmp -s "$2" "$file"; exit; fi
          rsync -q --ignore-existing "$2" "$WALE_PREFIX/"
          ;;
        wal-fetch) from "$2" "$3" ;;
      esac
      """;

  private static final String CALL = "envdir /etc/wal-e.d/env /usr/local/bin/wal-e ";

  /** The section of the configuration. */
  static String archive() {
    return archive(CALL + "wal-fetch \"%f\" \"%p\"");
  }

  /** As {@link #archive()}, with another restore_command. */
  static String archive(String restoreCommand) {
    return "{ kind: command, archive_timeout: 10m, archive_command: '"
        + CALL
        + "wal-push %p', restore_command: '"
        + restoreCommand
        + "' }";
  }

  void start(String... archivers) {
    for (String archiver : archivers) {
      install(archiver);
    }
    lab.exec(
        host,
        "install -d -o postgres -g postgres /srv/remote; printf '%s\\n' uid=postgres gid=postgres"
            + " 'use chroot=no' '[wal]' path=/srv/remote 'read only=no' >/etc/store.conf;"
            + " systemd-run -q --unit=store rsync --daemon --no-detach --port=8730"
            + " --config=/etc/store.conf");
  }

  private void install(String archiver) {
    lab.exec(
        archiver,
        "printf %s \"$1\" >/usr/local/bin/wal-e; chmod +x /usr/local/bin/wal-e",
        ARCHIVER);
    lab.exec(
        archiver,
        "install -d -o root -g postgres -m 0750 /etc/wal-e.d/env && cd /etc/wal-e.d/env"
            + " && echo rsync://$1:8730/wal >WALE_PREFIX && echo s3cr >KEY"
            + " && chgrp postgres * && chmod 0640 *",
        lab.ip(host));
  }

  Set<String> segments() {
    return segmentsIn(lab, host, "/srv/remote");
  }

  /** The segments in a directory of a host. */
  static Set<String> segmentsIn(Lab lab, String host, String directory) {
    Set<String> names = new TreeSet<>(lab.exec(host, "ls $1", directory).lines().toList());
    names.removeIf(name -> !name.matches("[0-9A-F]{24}"));
    return names;
  }

  void awaitArrival(String segment) {
    Eventually.that(segment + " arrives", 120, () -> segments().contains(segment));
  }
}
