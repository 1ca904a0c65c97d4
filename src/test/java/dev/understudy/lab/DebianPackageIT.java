package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Debian package on a host: installed, started, reloaded, hung, upgraded, removed. */
@OnLab
@Tag("long")
class DebianPackageIT {
  private static final String HOST = "golf";
  private static final Path PACKAGE = Path.of("target/understudy.deb");
  private static final String CONFIGURATION =
      """
      data: /var/lib/understudy-service
      ssh: { user: admin, identity: ./key, known_hosts: ./known }
      clusters:
        orders:
          postgresql: 15
          primary: alpha
          nodes: { alpha: { host: 192.0.2.1 } }
      """;

  /**
   * The lab's repository has no Java: the tests' own is brought, and a package that stands for it.
   */
  private static final String RUNTIME =
      """
      mkdir -p /tmp/jre/DEBIAN
      printf '%s\\n' 'Package: a-java' 'Version: 17' 'Architecture: all' 'Maintainer: nobody <nobody@localhost>' \
        'Provides: java17-runtime-headless' 'Description: stands for a Java runtime' >/tmp/jre/DEBIAN/control
      dpkg-deb -b /tmp/jre /tmp/jre.deb >/dev/null
      dpkg -i /tmp/jre.deb >/dev/null
      """;

  @TempDir Path directory;

  @Test
  void itsWholeLife(Lab lab) throws IOException {
    assertThat(PACKAGE).as("mvn -Pdeb package").exists();
    lab.fresh(HOST + "=bare");
    runtime(lab);
    copy(lab, PACKAGE, "/tmp/understudy.deb");

    install(lab, "/tmp/understudy.deb");
    assertThat(lab.exec(HOST, "understudy --version")).startsWith("understudy ");
    assertThat(state(lab)).as("without a configuration").isEqualTo("inactive");
    assertThat(lab.exec(HOST, "stat -c '%U %G %a' /var/lib/understudy-service /etc/understudy"))
        .isEqualTo("understudy understudy 700\nroot understudy 750");
    assertThat(lab.exec(HOST, "systemd-analyze verify --man=no understudy.service 2>&1 || true"))
        .isEmpty();

    configure(lab, CONFIGURATION);
    lab.exec(HOST, "systemctl start understudy");
    assertThat(state(lab)).as("started once it answers").isEqualTo("active");
    assertThat(understudy(lab, "runs --json")).isEqualTo("[]");
    assertThat(lab.exec(HOST, "ps -o user= -p " + process(lab))).isEqualTo("understudy");

    configure(lab, CONFIGURATION.replace("192.0.2.1", "192.0.2.2"));
    lab.exec(HOST, "systemctl reload understudy");
    Eventually.that(
        "reloaded",
        30,
        () -> journal(lab).contains("clusters.orders.nodes.alpha.host: 192.0.2.1 -> 192.0.2.2"));
    assertThat(understudy(lab, "reload")).isEqualTo("The configuration is as it was.");

    aServiceThatHangsIsStartedAgain(lab);
    upgrade(lab);
    remove(lab);
  }

  private static void aServiceThatHangsIsStartedAgain(Lab lab) {
    lab.exec(
        HOST,
        """
        mkdir -p /run/systemd/system/understudy.service.d
        printf '[Service]\\nWatchdogSec=6\\nRestartSec=1\\n' >/run/systemd/system/understudy.service.d/watch.conf
        systemctl daemon-reload
        systemctl restart understudy
        """);
    String hung = process(lab);
    lab.exec(HOST, "kill -STOP " + hung);
    String alive = another(lab, hung);
    assertThat(journal(lab)).contains("Watchdog timeout");
    // One that does its work is left alone for longer than the watchdog waits.
    String seconds = "ps -o etimes= -p " + alive + " || echo 0";
    Eventually.that("old", 60, () -> Integer.parseInt(lab.exec(HOST, seconds).strip()) > 8);
    assertThat(process(lab)).isEqualTo(alive);
  }

  /** The process that takes a former one's place, once it is ready. */
  private static String another(Lab lab, String former) {
    Eventually.that(
        "another process",
        60,
        () -> !List.of(former, "0").contains(process(lab)) && state(lab).equals("active"));
    return process(lab);
  }

  private void upgrade(Lab lab) {
    String before = process(lab);
    String owner = owner(lab);
    lab.exec(
        HOST,
        """
        cd /tmp && dpkg-deb -R understudy.deb next
        sed -i 's/^Version: .*/Version: 99.1/' next/DEBIAN/control
        dpkg-deb -Znone -b next next.deb >/dev/null
        """);

    install(lab, "/tmp/next.deb");

    another(lab, before);
    assertThat(owner(lab)).as("the same store").isEqualTo(owner);
  }

  private static void remove(Lab lab) {
    lab.exec(HOST, "dpkg -r understudy >/dev/null");
    assertThat(state(lab)).isEqualTo("inactive");
    assertThat(lab.exec(HOST, "pgrep -u understudy java || true")).isEmpty();
    assertThat(lab.exec(HOST, "dpkg -P understudy 2>&1")).contains("stay");
    assertThat(lab.exec(HOST, "ls /usr/share/understudy /usr/bin/understudy 2>&1 || true"))
        .contains("No such file");
    assertThat(lab.exec(HOST, "ls /var/lib/understudy-service /etc/understudy"))
        .contains("understudy.db", "understudy.yaml");
  }

  private static void runtime(Lab lab) {
    String home = System.getProperty("java.home");
    String brought =
        "tar -C %s -chf - --ignore-failed-read --exclude=src.zip --exclude=ct.sym bin conf lib release 2>/dev/null"
            .formatted(home);
    pipe(lab, brought, "mkdir -p /usr/lib/jvm/test && tar -C /usr/lib/jvm/test -xf -");
    lab.exec(HOST, RUNTIME);
  }

  private static void copy(Lab lab, Path file, String to) {
    pipe(lab, "cat " + file, "cat >" + to);
  }

  private static void pipe(Lab lab, String from, String script) {
    String to = String.join(" ", quoted(lab.shell(HOST, script)));
    Child.run(null, List.of("bash", "-o", "pipefail", "-c", from + " | " + to), 120).orFail();
  }

  private static List<String> quoted(List<String> words) {
    return words.stream().map(word -> "'" + word.replace("'", "'\\''") + "'").toList();
  }

  private static void install(Lab lab, String file) {
    lab.exec(HOST, "DEBIAN_FRONTEND=noninteractive apt-get install -qq -y " + file + " 2>&1");
  }

  private void configure(Lab lab, String text) throws IOException {
    copy(
        lab,
        Files.writeString(directory.resolve("understudy.yaml"), text),
        "/etc/understudy/understudy.yaml");
  }

  private static String understudy(Lab lab, String words) {
    return lab.exec(HOST, "cd /; runuser -u understudy -- understudy " + words);
  }

  private static String owner(Lab lab) {
    return lab.exec(HOST, "cd /; stat -c %i /var/lib/understudy-service/understudy.db");
  }

  private static String state(Lab lab) {
    return lab.exec(HOST, "systemctl is-active understudy || true");
  }

  private static String process(Lab lab) {
    return lab.exec(HOST, "systemctl show -p MainPID --value understudy");
  }

  private static String journal(Lab lab) {
    return lab.exec(HOST, "journalctl -u understudy --no-pager -o cat");
  }
}
