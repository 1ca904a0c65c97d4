package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** A cluster that was written to is restored as it was at several moments. */
@OnLab
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PointInTimeRestoreIT {
  private static final String SPACE = "/srv/space";

  private LabS3 s3;
  private ArchivedSegments archived;
  private Product product;
  private String early;
  private String afterTwo;

  @BeforeAll
  void writeAndBackUp(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    s3 = LabS3.start(lab);
    archived = new ArchivedSegments(s3);
    for (String host : List.of("alpha", "delta")) {
      lab.exec(host, "install -d -o postgres -g postgres " + SPACE);
    }
    lab.sql("alpha", "CREATE TABLESPACE space LOCATION '" + SPACE + "'");
    lab.sql("alpha", "CREATE TABLE orders (id int) TABLESPACE space");
    Site site = new Site(lab, "alpha", "delta").with("archive", s3.archive());
    product = new Product(lab, site.with("settings", "{ max_connections: 120 }"));
    product.done("provision", "orders");
    lab.sql("alpha", "ALTER SYSTEM SET archive_mode = 'on'");
    early = now(lab);
    Backups.take(lab, "alpha");
    insert(lab, 1);
    lab.sql("alpha", "SELECT pg_create_restore_point('after one')");
    insert(lab, 2);
    awaitNextSecond(lab);
    afterTwo = now(lab);
    awaitNextSecond(lab);
    insert(lab, 3);
    archived.awaitArrival(ArchivedSegments.finish(lab, "alpha"), "prod", 60);
  }

  @AfterAll
  void forget() {
    product.close();
    s3.close();
  }

  private static void insert(Lab lab, int id) {
    lab.sql("alpha", "INSERT INTO orders VALUES (" + id + ")");
  }

  private static String now(Lab lab) {
    return lab.sql("alpha", "SELECT to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.USTZH')");
  }

  /** Ends of backups and times of stored files are known to the second. */
  private static void awaitNextSecond(Lab lab) {
    String second = now(lab).substring(0, 19);
    Eventually.that("the next second", 5, () -> !now(lab).startsWith(second));
  }

  private Outcome restore(String... words) {
    String[] all = new String[words.length + 4];
    System.arraycopy(new String[] {"restore", "orders", "--target", "delta"}, 0, all, 0, 4);
    System.arraycopy(words, 0, all, 4, words.length);
    return product.run(all);
  }

  private static String restored(Lab lab, String directory, String sql) {
    String script =
        "cd /; exec runuser -u postgres -- psql -h \"$1\" -qAtX -v ON_ERROR_STOP=1 -c \"$2\"";
    return lab.exec("delta", script, directory, sql);
  }

  @Test
  void toATimeAndItsServerDisturbsNobody(Lab lab) {
    String listening = "ss -Hlnt | wc -l";
    String before = lab.exec("delta", listening);

    restore("--to-time", afterTwo, "--directory", "/srv/timed", "--keep-running").orFail();

    assertThat(restored(lab, "/srv/timed", "SELECT count(*) FROM orders")).isEqualTo("2");
    assertThat(restored(lab, "/srv/timed", "SHOW archive_mode")).isEqualTo("off");
    assertThat(lab.exec("delta", listening)).isEqualTo(before);
    assertThat(lab.exec("delta", "stat -c '%a %U' /srv/timed")).isEqualTo("700 postgres");
    assertThat(lab.streams("delta")).isTrue();
    restored(lab, "/srv/timed", "SELECT pg_switch_wal()");
    assertThat(s3.objects()).noneMatch(name -> name.contains("/00000002"));
    assertThat(product.run("run", "show", "last").toString())
        .contains("recovery stopping before commit of transaction", "timeline");
  }

  @Test
  void toARestorePointAndItsServerIsSafeWheneverItIsStarted(Lab lab) {
    restore("--to-name", "after one", "--directory", "/srv/named").orFail();

    assertThat(lab.exec("delta", "test -e /srv/named/data/postmaster.pid || echo stopped"))
        .isEqualTo("stopped");
    String start = "/usr/lib/postgresql/15/bin/pg_ctl -s -D /srv/named -l /srv/named/log start";
    lab.exec("delta", "cd /; runuser -u postgres -- " + start);
    assertThat(restored(lab, "/srv/named", "SELECT count(*) FROM orders")).isEqualTo("1");
    assertThat(restored(lab, "/srv/named", "SHOW archive_mode")).isEqualTo("off");
    assertThat(restored(lab, "/srv/named", "SHOW listen_addresses")).isEmpty();
    assertThat(restored(lab, "/srv/named", "SELECT pg_is_in_recovery()")).isEqualTo("f");
  }

  @Test
  void toAPositionAndPausedThere(Lab lab) {
    String lsn = lab.sql("alpha", "SELECT pg_current_wal_insert_lsn()");
    insert(lab, 4);
    archived.awaitArrival(ArchivedSegments.finish(lab, "alpha"), "prod", 60);

    restore("--to-lsn", lsn, "--directory", "/srv/paused", "--paused").orFail();

    assertThat(restored(lab, "/srv/paused", "SELECT pg_is_in_recovery()")).isEqualTo("t");
    assertThat(restored(lab, "/srv/paused", "SELECT count(*) FROM orders")).isIn("3", "4");
  }

  @Test
  void toTheEndOfTheArchive(Lab lab) {
    restore("--directory", "/srv/ended", "--port", "6000").orFail();

    String count = "psql -h /srv/ended -p 6000 -qAtX -c 'SELECT count(*) >= 3 FROM orders'";
    assertThat(lab.exec("delta", "cd /; runuser -u postgres -- " + count)).isEqualTo("t");
  }

  @Test
  void refusesWhatCannotBeReachedAndWhatIsNotEmpty(Lab lab) {
    assertRefused("lies before the end of the oldest backup", "--to-time", early);
    assertRefused("lies behind the end of the archive", "--to-time", "2099-01-01T00:00:00Z");
    assertRefused("lies behind the end of the archive", "--to-lsn", "FF/0");
    assertRefused("no sound backup", "--set", "20200101-000000F");
    assertThat(lab.exec("delta", "ls -d /srv/refused 2>/dev/null || true")).isEmpty();

    Outcome over = restore("--directory", "/var/lib/postgresql/15/main");
    assertThat(over.exit()).isNotZero();
    assertThat(over.toString()).contains("is not empty");
    Outcome inside = restore("--directory", "/var/lib/postgresql/15/main/base/restored");
    assertThat(inside.exit()).isNotZero();
    assertThat(inside.toString()).contains("is inside a data directory");
    assertThat(lab.streams("delta")).isTrue();

    Outcome plan = restore("--directory", "/srv/refused", "--dry-run");
    assertThat(plan.exit()).as(plan.toString()).isEqualTo(2);
    assertThat(plan.toString()).contains("/srv/refused", "recovered to the end of the archive");
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void intoThePlaceOfANodesOwnData(Lab lab) {
    Outcome running = restore("--to-name", "after one");
    assertThat(running.exit()).as(running.toString()).isNotZero();
    assertThat(running.toString()).contains("a server runs in");
    lab.exec("delta", "systemctl stop postgresql@15-main");

    restore("--to-name", "after one").orFail();

    assertThat(lab.exec("delta", "ls -d /var/lib/postgresql/15/main.understudy-2*")).isNotEmpty();
    lab.exec("delta", "pg_ctlcluster 15 main start");
    assertThat(lab.sql("delta", "SELECT count(*) FROM orders")).isEqualTo("1");
    assertThat(lab.sql("delta", "SELECT pg_is_in_recovery()")).isEqualTo("f");
    assertThat(lab.sql("delta", "SHOW archive_mode")).isEqualTo("off");
    assertThat(lab.exec("delta", "ss -Hlnt 'sport = 5432'")).isEmpty();
    Outcome primary = product.run("restore", "orders", "--target", "alpha");
    assertThat(primary.toString()).contains("is the primary");
    assertThat(primary.exit()).isNotZero();
    becomesAStandbyAgain(lab);
  }

  /** What was restored has a timeline of its own, so a person takes it away. */
  private void becomesAStandbyAgain(Lab lab) {
    String kept = "ls /etc/postgresql/15/main/conf.d | grep restored || true";
    assertThat(lab.exec("delta", kept)).isEqualTo("99-understudy-restored.conf");
    lab.exec(
        "delta",
        "pg_ctlcluster 15 main stop; cd /var/lib/postgresql/15; mv main looked-at; rm -r $1/*",
        SPACE);

    product.done("provision", "orders");

    assertThat(lab.exec("delta", kept)).isEmpty();
    assertThat(lab.streams("delta")).isTrue();
    assertThat(lab.sql("delta", "SHOW archive_mode")).isEqualTo("on");
  }

  private void assertRefused(String why, String... words) {
    String[] all = new String[words.length + 2];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--directory";
    all[words.length + 1] = "/srv/refused";
    Outcome refused = restore(all);
    assertThat(refused.exit()).as(refused.toString()).isNotZero();
    assertThat(refused.toString()).contains(why);
  }
}
