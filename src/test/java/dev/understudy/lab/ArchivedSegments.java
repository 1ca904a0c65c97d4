package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The segments in pgBackRest's part of a bucket, as the S3 server has them. */
record ArchivedSegments(LabS3 s3) {
  private static final Pattern SEGMENT =
      Pattern.compile("(\\w+)/archive/orders/15-1/[0-9A-F]{16}/([0-9A-F]{24})-.*");

  /** In their order. */
  Set<String> below(String prefix) {
    return s3.objects().stream()
        .map(SEGMENT::matcher)
        .filter(Matcher::matches)
        .filter(name -> name.group(1).equals(prefix))
        .map(name -> name.group(2))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static boolean isSegment(String object) {
    return SEGMENT.matcher(object).matches();
  }

  /** Ends the current segment of a server; its name. */
  static String finish(Lab lab, String host) {
    String segment = lab.sql(host, "SELECT pg_walfile_name(pg_create_restore_point('here'))");
    lab.sql(host, "SELECT pg_switch_wal()");
    return segment;
  }

  void awaitArrival(String segment, String prefix, long seconds) {
    Eventually.that(
        () -> segment + " arrives among " + s3.objects(),
        seconds,
        () -> below(prefix).contains(segment));
  }

  /** Of one timeline, each segment follows the one before. */
  static void assertUnbroken(Collection<String> segments) {
    long expected = -1;
    for (String name : new TreeSet<>(segments)) {
      long number = Long.parseLong(name.substring(8, 16) + name.substring(22), 16);
      assertThat(number).as(name).isEqualTo(expected < 0 ? number : expected);
      expected = number + 1;
    }
  }
}
