package dev.understudy.lab;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import java.util.ArrayList;
import java.util.List;

/** The base backups of the cluster {@code orders}, as pgBackRest tells of them on a host. */
record BackupRepo(Lab lab, String host) {
  private static final String PGBACKREST =
      "cd /; runuser -u postgres -- pgbackrest --config=/etc/understudy/orders/pgbackrest.conf"
          + " --stanza=orders ";

  /** What it says of each finished backup, oldest first. */
  List<JsonNode> backups() {
    List<JsonNode> backups = new ArrayList<>();
    Json.read(lab.exec(host, PGBACKREST + "--output=json info"))
        .get(0)
        .path("backup")
        .forEach(backups::add);
    return backups;
  }

  List<String> labels() {
    return backups().stream().map(backup -> backup.path("label").asText()).toList();
  }

  /** The runs that took them. */
  List<String> runs() {
    return backups().stream()
        .map(backup -> backup.path("annotation").path("understudy-run").asText())
        .toList();
  }

  /** What a check of all files says. */
  String verify() {
    return lab.exec(host, PGBACKREST + "--output=text verify");
  }

  /** The process that takes a backup and has copied something; empty when there is none. */
  String process() {
    return lab.exec(
        host,
        "pid=$(sed -n 's/.*\"pctCplt\".*\"pid\":\\([0-9]*\\).*/\\1/p'"
            + " /tmp/pgbackrest/orders-backup.lock 2>/dev/null);"
            + " [ -z \"$pid\" ] || ! kill -0 \"$pid\" 2>/dev/null || echo \"$pid\"");
  }

  String awaitProcess() {
    Eventually.that("a backup is being taken on " + host, 120, () -> !process().isEmpty());
    return process();
  }
}
