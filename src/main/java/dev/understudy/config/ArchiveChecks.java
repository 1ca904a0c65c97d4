package dev.understudy.config;

import java.util.List;
import java.util.Locale;
import org.snakeyaml.engine.v2.nodes.Node;

/** What must hold among the values of an archive. */
final class ArchiveChecks {
  private static final List<String> REPOSITORY = List.of("repository");
  private static final List<String> COMMANDS = List.of("archive_command", "restore_command");
  private static final List<String> BACKUPS = List.of("cipher", "backups", "restore_drill");

  private final Section section;
  private final ArchiveConfig archive;

  ArchiveChecks(Section section, ArchiveConfig archive) {
    this.section = section;
    this.archive = archive;
  }

  void check() {
    switch (archive.kind()) {
      case NONE -> {
        withoutMeaning(REPOSITORY, "kind: pgbackrest or directory");
        withoutMeaning(COMMANDS, "kind: command");
        withoutMeaning(BACKUPS, "kind: pgbackrest");
        withoutMeaning(List.of("archive_timeout"), "a kind");
      }
      case PGBACKREST -> {
        needed(REPOSITORY);
        withoutMeaning(COMMANDS, "kind: command, or no such key");
      }
      case DIRECTORY -> {
        needed(REPOSITORY);
        directory();
        withoutMeaning(COMMANDS, "kind: command, or no such key");
        withoutMeaning(BACKUPS, "kind: pgbackrest, or no such key");
      }
      case COMMAND -> {
        needed(COMMANDS);
        withoutMeaning(REPOSITORY, "kind: pgbackrest or directory, or no such key");
        withoutMeaning(BACKUPS, "kind: pgbackrest, or no such key");
      }
    }
  }

  private void needed(List<String> keys) {
    for (String key : keys) {
      if (section.node(key).isEmpty()) {
        section.problem(
            section.where(), section.name(key) + " is missing", "it with kind: " + kind());
      }
    }
  }

  private void withoutMeaning(List<String> keys, String expected) {
    for (String key : keys) {
      section.key(key).ifPresent(where -> without(where, key, expected));
    }
  }

  private void without(Node where, String key, String expected) {
    section.problem(where, section.name(key) + " has no meaning with kind: " + kind(), expected);
  }

  private void directory() {
    if (archive.repository().filter(RepositoryConfig.S3.class::isInstance).isPresent()) {
      section
          .node("repository")
          .ifPresent(
              where ->
                  section.problem(where, "kind: directory cannot ship to S3", "repository.path"));
    }
  }

  private String kind() {
    return archive.kind().name().toLowerCase(Locale.ROOT);
  }
}
