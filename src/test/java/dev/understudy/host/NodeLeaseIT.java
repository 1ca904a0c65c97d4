package dev.understudy.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Shell;
import dev.understudy.common.UnderstudyException;
import dev.understudy.postgres.VouchSql;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The node's half of fencing by lease: real servers, a real shell, a real sshd. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeLeaseIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final long LEASE = 300;
  private static final long CHECK = 20;
  private static final Map<String, String> VOUCHERS =
      Map.of("bravo", "host=127.0.0.1 port=6002 user=postgres dbname=postgres");

  private String servers;
  private Sandbox sandbox;
  private SshHosts hosts;
  private Host host;

  @BeforeAll
  void boot() throws IOException {
    try (InputStream in = NodeLeaseIT.class.getResourceAsStream("/host/lease-servers.sh")) {
      servers = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    sandbox = Sandbox.start();
    hosts = sandbox.hosts("root");
    host = hosts.host("orders", "alpha");
    inside("make");
    String system = inside("sql 6001 'SELECT system_identifier FROM pg_control_system()'").strip();
    String kept = NodeLease.directory("orders");
    inside("mkdir -p /usr/local/lib/understudy /var/lib/understudy/guard/orders " + kept);
    file(NodeLease.PATH, new String(NodeLease.script(), StandardCharsets.UTF_8));
    file(kept + "/config", config(system));
    inside("chmod 755 " + NodeLease.PATH + "; touch " + kept + "/passfile");
    inside("ln -s " + NodeLease.PATH + " /usr/local/lib/understudy-guard");
    file("/var/lib/understudy/guard/orders/seen", "me 3 1\n");
  }

  private static String config(String system) {
    return String.join(
        "\n",
        "data=/srv/p/a",
        "unit=postgresql@15-main.service",
        "signals='standby.signal recovery.signal'",
        "psql=/usr/lib/postgresql/15/bin/psql",
        "question=" + Shell.quote(VouchSql.question(system, "127.0.0.1", 6001)),
        "apart=" + Shell.quote(VouchSql.followsNobody()),
        "lease=" + LEASE,
        "check=" + CHECK,
        "");
  }

  @AfterAll
  void end() {
    hosts.close();
    sandbox.close();
  }

  /** Both servers run, one follows the other; nobody permits anything; no unit runs. */
  @BeforeEach
  void undisturbed() {
    inside("kill -9 $(cat /run/unit 2>/dev/null) 2>/dev/null; rm -rf /run/understudy-lease; true");
    inside("kill -CONT $(pid b) 2>/dev/null; halt b 2>/dev/null; halt a 2>/dev/null; true");
    inside("rm -f /srv/p/a/standby.signal; follow 6001; launch a; launch b");
    Sandbox.until(() -> sql(6001, "SELECT count(*) FROM pg_stat_replication").equals("1"));
    file(NodeLease.directory("orders") + "/vouchers", "list 1\nbravo " + VOUCHERS.get("bravo"));
  }

  private String inside(String script) {
    return sandbox.inside(servers + script);
  }

  private void file(String path, String content) {
    sandbox.inside("printf '%s\\n' " + Shell.quote(content.stripTrailing()) + " >" + path);
  }

  private String sql(int port, String sql) {
    return inside("sql " + port + " " + Shell.quote(sql)).strip();
  }

  /** Begins to keep watch, as the unit would. */
  private void watch() {
    inside(
        "setsid sh -c 'echo $$ >/run/unit; exec "
            + NodeLease.PATH
            + " watch orders' >/run/log 2>&1 </dev/null &");
    Sandbox.until(() -> look().enforced());
  }

  private LeaseView look() {
    return NodeLease.look(host, "orders", LIMIT);
  }

  private LeaseView renew(long epoch, long generation, String boot, long until) {
    return NodeLease.renew(
        host, new LeaseRenewal("me", "orders", epoch, generation, boot, until, 1, VOUCHERS), LIMIT);
  }

  private void permit(long hundredths) {
    LeaseView seen = look();
    renew(3, 1, seen.boot(), seen.uptime() + hundredths);
  }

  private boolean runs() {
    return !inside("ls -l /proc/[0-9]*/cwd 2>/dev/null | grep -c ' /srv/p/a$' || true")
        .strip()
        .equals("0");
  }

  private long uptime() {
    return Long.parseLong(inside("read u _ </proc/uptime; echo ${u%.*}${u#*.}").strip());
  }

  @Test
  void withoutTheServiceAPrimaryLivesAsLongAsAStandbyVouches() {
    permit(LEASE);
    watch();
    long begun = uptime();

    Sandbox.until(() -> uptime() > begun + 4 * LEASE);

    assertThat(runs()).isTrue();
    assertThat(sql(6001, "SELECT pg_is_in_recovery()")).isEqualTo("f");
    assertThat(sql(6002, VouchSql.readBack())).startsWith("f|").doesNotEndWith("|0");
  }

  @Test
  void onceTheStandbyFollowsNobodyThePrimaryIsKilledWithinLeaseAndCheck() {
    permit(LEASE);
    watch();
    Sandbox.until(() -> !sql(6002, VouchSql.readBack()).endsWith("|0"));

    inside("emptied");
    Sandbox.until(() -> sql(6002, VouchSql.readBack()).startsWith("t|"));
    long apart = uptime();
    Sandbox.until(() -> !runs());

    assertThat(uptime()).isLessThan(apart + LEASE + CHECK + 100);
    assertThat(sandbox.inside("cat /run/log")).contains("has run out: PostgreSQL is killed");
  }

  @Test
  void aStandbyThatFollowsAnotherNodeDoesNotVouch() {
    inside("follow 6003; sql 6002 'SELECT pg_reload_conf()'");
    permit(LEASE);
    watch();

    Sandbox.until(() -> !runs());
  }

  @Test
  void aStandbyThatHangsDoesNotVouchAndHoldsNothingUp() {
    permit(LEASE);
    watch();
    Sandbox.until(() -> !sql(6002, VouchSql.readBack()).endsWith("|0"));

    inside("kill -STOP $(pid b)");
    long frozen = uptime();
    Sandbox.until(() -> !runs());

    assertThat(uptime()).isLessThan(frozen + LEASE + CHECK + 100);
  }

  @Test
  void aPrimaryThatIsRenewedLivesWithoutAnyStandby() {
    inside("halt b");
    LeaseView seen = look();
    renew(3, 1, seen.boot(), NodeLease.EVER);
    watch();
    long begun = uptime();
    Sandbox.until(() -> uptime() > begun + 2 * LEASE);
    assertThat(runs()).isTrue();

    renew(3, 2, seen.boot(), look().uptime());

    Sandbox.until(() -> !runs());
  }

  @Test
  void aRenewalThatWasHeldUpOnItsWayChangesNothing() {
    LeaseView seen = look();
    long later = seen.uptime() + LEASE;
    renew(3, 1, seen.boot(), later);

    assertThat(renew(3, 1, seen.boot(), later - 50).granted()).isEqualTo(later);
    renew(3, 2, seen.boot(), later - 20);
    assertThatThrownBy(() -> renew(3, 1, seen.boot(), NodeLease.EVER))
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.FENCED));
    assertThat(look().granted()).isEqualTo(later - 20);
  }

  @Test
  void aRenewalOfAnotherOwnerEpochOrBootIsRefused() {
    LeaseView seen = look();
    LeaseRenewal foreign =
        new LeaseRenewal("other", "orders", 9, 9, seen.boot(), NodeLease.EVER, 1, VOUCHERS);

    assertThatThrownBy(() -> NodeLease.renew(host, foreign, LIMIT))
        .hasMessageContaining("owner me");
    assertThatThrownBy(() -> renew(2, 9, seen.boot(), NodeLease.EVER))
        .hasMessageContaining("newer");
    assertThatThrownBy(() -> renew(3, 1, "before", NodeLease.EVER)).hasMessageContaining("boot");
    assertThatThrownBy(() -> renew(3, 1, seen.boot(), seen.uptime() + 100 * LEASE))
        .hasMessageContaining("later");
    assertThat(look().granted()).isZero();
  }

  @Test
  void onlyAPermissionLetsANodeStartAsAPrimary() {
    inside("halt b; halt a");
    watch();
    String gate = NodeLease.PATH + " may-start orders && echo yes || echo no";

    assertThat(inside(gate)).endsWith("no\n");
    inside("touch /srv/p/a/standby.signal");
    assertThat(inside(gate)).isEqualTo("yes\n");
    inside("rm /srv/p/a/standby.signal; launch b");
    Sandbox.until(() -> inside(gate).endsWith("yes\n"));
    inside("halt b");
    Sandbox.until(() -> inside(gate).endsWith("no\n"));
    inside("/usr/local/lib/understudy-guard allow-primary orders");
    assertThat(inside(gate)).endsWith("yes\n");
  }

  @Test
  void aFileThatSaysStandbyDoesNotHideARunningPrimary() {
    inside("halt b; touch /srv/p/a/standby.signal");
    watch();

    Sandbox.until(() -> !runs());
  }

  @Test
  void whatAKilledPostmasterLeavesBehindIsKilledToo() {
    inside("halt b");
    LeaseView seen = look();
    renew(3, 1, seen.boot(), NodeLease.EVER);
    watch();
    inside(
        "setsid $B/psql -h /srv/p -p 6001 -U postgres -c 'SELECT pg_sleep(60)'"
            + " >/dev/null 2>&1 </dev/null &");
    Sandbox.until(
        () ->
            sql(6001, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'")
                .equals("1"));
    String backend =
        sql(6001, "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'");
    // A backend that is stopped does not notice that its postmaster is gone.
    inside("kill -STOP " + backend + "; kill -9 $(pid a)");
    renew(3, 2, seen.boot(), look().uptime());

    Sandbox.until(() -> !runs());
  }

  @Test
  void aStandbyIsLeftAlone() {
    inside("halt a; sed -i s,/srv/p/a,/srv/p/b, " + NodeLease.directory("orders") + "/config");
    try {
      watch();
      long begun = uptime();
      Sandbox.until(() -> uptime() > begun + LEASE);
      assertThat(sql(6002, "SELECT pg_is_in_recovery()")).isEqualTo("t");
    } finally {
      inside("sed -i s,/srv/p/b,/srv/p/a, " + NodeLease.directory("orders") + "/config");
    }
  }
}
