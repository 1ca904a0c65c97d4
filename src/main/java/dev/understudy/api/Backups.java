package dev.understudy.api;

import java.util.List;

/**
 * The base backups of a cluster, as its repository holds them now.
 *
 * @param repository its name
 * @param backups oldest first
 * @param restorable what can be restored to now, in order
 */
public record Backups(
    String cluster, String repository, List<BackupView> backups, List<RestoreRange> restorable) {
  public Backups {
    backups = List.copyOf(backups);
    restorable = List.copyOf(restorable);
  }
}
