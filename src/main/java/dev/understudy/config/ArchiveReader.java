package dev.understudy.config;

import dev.understudy.config.ArchiveConfig.Backups;
import dev.understudy.config.ArchiveConfig.Commands;
import dev.understudy.config.ArchiveConfig.Kind;
import dev.understudy.config.ArchiveConfig.ProbeQuery;
import dev.understudy.config.ArchiveConfig.RestoreDrill;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the section {@code archive} of a cluster. */
final class ArchiveReader {
  private static final String TIMEOUT = "whole seconds from 1s to 1d, such as 60s";
  private static final String COMMAND = "a command as postgresql.conf would have it";
  private static final int MOST_BACKUPS = 9999;

  private final Section section;
  private final Locations locations;

  ArchiveReader(Section section, Locations locations) {
    this.section = section;
    this.locations = locations;
  }

  /**
   * @param nodes the names of the cluster's nodes
   */
  ArchiveConfig read(Set<String> nodes) {
    Kind kind = section.choice("kind", Kind.class, Kind.NONE);
    ArchiveConfig archive =
        new ArchiveConfig(
            kind,
            new RepositoryReader(section, locations).read(),
            section
                .optional("archive_timeout", TIMEOUT, ArchiveReader::timeout)
                .orElse(ArchiveConfig.ARCHIVE_TIMEOUT),
            section.secret("cipher", Values.TEXT),
            backups(section.section("backups")),
            drill(section.section("restore_drill"), nodes),
            commands());
    section.close();
    new ArchiveChecks(section, archive).check();
    return archive;
  }

  private static Optional<Duration> timeout(String text) {
    return Units.duration(text)
        .filter(time -> time.toMillisPart() == 0)
        .filter(time -> time.toSeconds() >= 1 && time.toDays() <= 1);
  }

  private Optional<Commands> commands() {
    Optional<String> archive = section.optional("archive_command", COMMAND, Values::text);
    Optional<String> restore = section.optional("restore_command", COMMAND, Values::text);
    return archive.isPresent() || restore.isPresent()
        ? Optional.of(new Commands(archive.orElse(""), restore.orElse("")))
        : Optional.empty();
  }

  private static Backups backups(Section section) {
    Backups backups =
        new Backups(
            section.optional("full", CronText.EXPECTED, CronText::parse),
            section.optional("incremental", CronText.EXPECTED, CronText::parse),
            section
                .optional(
                    "keep_full",
                    "a number from 1 to " + MOST_BACKUPS,
                    Values.integer(1, MOST_BACKUPS))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty()));
    section.close();
    return backups;
  }

  private static List<ProbeQuery> queries(List<Section> sections) {
    List<ProbeQuery> queries = new ArrayList<>();
    for (Section section : sections) {
      queries.add(
          new ProbeQuery(
              section.optional("database", Values.DATABASE, Values::pgName).orElse("postgres"),
              section
                  .required("sql", "a SELECT without a semicolon", ArchiveReader::select)
                  .orElse("")));
      section.close();
    }
    return queries;
  }

  private static Optional<String> select(String text) {
    return Values.text(text).filter(sql -> !sql.contains(";"));
  }

  private static Optional<RestoreDrill> drill(Section section, Set<String> nodes) {
    if (section.isEmpty()) {
      return Optional.empty();
    }
    RestoreDrill drill =
        new RestoreDrill(
            section.required("schedule", CronText.EXPECTED, CronText::parse).orElse(""),
            section.required("on", "the name of a node", Values::text).orElse(""),
            queries(section.list("queries")));
    section.close();
    if (!drill.on().isEmpty() && !nodes.contains(drill.on())) {
      section
          .node("on")
          .ifPresent(
              where ->
                  section.problem(
                      where, "there is no such node", "one of " + String.join(", ", nodes)));
    }
    return Optional.of(drill);
  }
}
