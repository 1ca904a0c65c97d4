package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is in an archive is one cluster's, and stays as it is, whoever else comes along. */
@OnLab
class ForeignArchiveIT {
  private static final String DATA = "/var/lib/postgresql/15/main";
  private static final List<String> PLACES = List.of(DATA, "/var/spool/pgbackrest/orders");

  @Test
  void belongsToOneClusterAndKeepsWhatItHas(Lab lab) {
    lab.fresh("alpha=pg15", "foxtrot=pg15");
    try (LabS3 s3 = LabS3.start(lab);
        Product product = new Product(lab, new Site(lab, "alpha").with("archive", s3.archive()));
        Product second = new Product(lab, new Site(lab, "foxtrot").with("archive", s3.archive()))) {
      product.done("provision", "orders");
      List<String> before = s3.objects();

      Outcome refused = second.run("provision", "orders");

      assertThat(refused.exit()).isNotZero();
      assertThat(refused.toString()).contains("another cluster's", systemId(lab, "alpha"));
      assertThat(s3.objects()).isEqualTo(before);
      assertThat(lab.exec("foxtrot", "ls /etc/understudy 2>/dev/null || true")).isEmpty();
      assertThat(lab.sql("foxtrot", "SHOW archive_command")).isEqualTo("(disabled)");

      anOldStateThatComesBackOverwritesNothing(lab, s3);
    }
  }

  /** As a snapshot of the machine does that somebody starts: same system, same timeline. */
  private static void anOldStateThatComesBackOverwritesNothing(Lab lab, LabS3 s3) {
    service(lab, "stop");
    for (String place : PLACES) {
      lab.exec("alpha", "cp -a $1 $1-old", place);
    }
    service(lab, "start");
    String segment = finish(lab, "SELECT 1 AS true_history");
    Eventually.that(segment + " arrives", 90, () -> holds(s3, segment).size() == 1);
    List<String> shipped = holds(s3, segment);

    service(lab, "stop");
    for (String place : PLACES) {
      lab.exec("alpha", "rm -rf $1 && mv $1-old $1", place);
    }
    service(lab, "start");
    assertThat(finish(lab, "SELECT 2 AS another_history")).isEqualTo(segment);

    Eventually.that(
        "the old state's segment is refused",
        90,
        () ->
            lab.exec("alpha", "tail -n 50 /var/log/postgresql/postgresql-15-main.log")
                .contains("already exists in the repo1 archive with a different checksum"));
    assertThat(holds(s3, segment)).isEqualTo(shipped);
    assertThat(lab.exec("alpha", "ls " + DATA + "/pg_wal/archive_status"))
        .as("WAL that was refused is kept")
        .contains(segment + ".ready");
  }

  private static List<String> holds(LabS3 s3, String segment) {
    return s3.objects().stream().filter(name -> name.contains(segment)).toList();
  }

  private static String finish(Lab lab, String history) {
    lab.sql("alpha", "CREATE TABLE IF NOT EXISTS told AS " + history);
    String segment = lab.sql("alpha", "SELECT pg_walfile_name(pg_create_restore_point('here'))");
    lab.sql("alpha", "SELECT pg_switch_wal()");
    return segment;
  }

  private static void service(Lab lab, String verb) {
    lab.exec("alpha", "systemctl " + verb + " postgresql@15-main");
  }

  private static String systemId(Lab lab, String host) {
    return lab.sql(host, "SELECT system_identifier FROM pg_control_system()");
  }
}
