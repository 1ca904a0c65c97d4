package dev.understudy.steps;

import java.util.Optional;

/** What may be done with a data directory that lies where a standby's is to be. */
sealed interface DataDirectoryVerdict {
  /** There is nothing in the way. */
  record Free() implements DataDirectoryVerdict {}

  /** A run made it and never finished; nothing ever ran in it. */
  record Unfinished(String run) implements DataDirectoryVerdict {}

  /** It is a standby of this very cluster, and stays. */
  record Standby() implements DataDirectoryVerdict {}

  /** It may be moved aside. */
  record Replaceable(String why) implements DataDirectoryVerdict {}

  /** It must not be touched. */
  record Refused(String why, String remedy) implements DataDirectoryVerdict {}

  /**
   * Judges a directory by facts alone.
   *
   * @param systemId the cluster's own
   * @param primaryTimeline the timeline of the node that is the primary
   */
  static DataDirectoryVerdict judge(
      DataDirectoryFacts facts, String systemId, int primaryTimeline) {
    if (!facts.exists()) {
      return new Free();
    }
    if (facts.unfinished()) {
      return new Unfinished(facts.marker());
    }
    if (facts.systemId().isEmpty()) {
      return refused(
          facts,
          "is not empty and holds no PostgreSQL data",
          facts.mountPoint()
              ? "empty it by hand; lost+found of a new file system may be removed"
              : "move it away by hand");
    }
    return facts.systemId().equals(systemId)
        ? judgeOwn(facts, primaryTimeline)
        : judgeForeign(facts, systemId);
  }

  private static DataDirectoryVerdict judgeOwn(DataDirectoryFacts facts, int primaryTimeline) {
    if (facts.timeline() > primaryTimeline) {
      return refused(
          facts,
          "is on timeline %d, newer than the primary's %d"
              .formatted(facts.timeline(), primaryTimeline),
          "find out which node is the true primary before anything else");
    }
    if (facts.standby()) {
      return new Standby();
    }
    if (facts.running()) {
      return refused(
          facts,
          "is a writable server of this very cluster: there would be two primaries",
          "stop it, find out which of the two is right, and name that one as primary");
    }
    return movable(facts, "it is an old copy of this cluster in which no server runs");
  }

  private static DataDirectoryVerdict judgeForeign(DataDirectoryFacts facts, String systemId) {
    if (facts.standby()) {
      return refused(
          facts,
          "is a standby of another cluster (system identifier %s, this cluster's is %s)"
              .formatted(facts.systemId(), systemId),
          "take the node out of that cluster first");
    }
    if (!facts.neverUsed()) {
      return refused(
          facts,
          "holds data of its own (system identifier %s, this cluster's is %s)"
              .formatted(facts.systemId(), systemId),
          "save what is needed, then drop that cluster by hand with pg_dropcluster");
    }
    return movable(facts, "it is a new cluster in which nothing was ever created");
  }

  private static DataDirectoryVerdict movable(DataDirectoryFacts facts, String why) {
    Optional<Refused> immovable = immovable(facts);
    return immovable.isPresent() ? immovable.get() : new Replaceable(why);
  }

  /** Why a directory cannot be renamed with all that is in it, whatever that is. */
  static Optional<Refused> immovable(DataDirectoryFacts facts) {
    if (facts.link()) {
      return Optional.of(
          refused(
              facts,
              "is a symbolic link, which would be moved aside without its data",
              "empty the directory that it leads to by hand"));
    }
    return facts.mountPoint()
        ? Optional.of(
            refused(
                facts,
                "is a mount point, which cannot be moved aside",
                "stop its server, move what is in it away by hand, and provision again; or mount"
                    + " the file system one level higher"))
        : Optional.empty();
  }

  private static Refused refused(DataDirectoryFacts facts, String what, String remedy) {
    return new Refused(facts.path() + " " + what, remedy);
  }
}
