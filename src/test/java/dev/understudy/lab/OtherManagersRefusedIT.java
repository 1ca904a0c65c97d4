package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Other replication managers, known by their processes or by units that a boot would start. */
@OnLab
class OtherManagersRefusedIT {
  /** Stand-ins that look like the real ones in a list of processes. */
  private static final String PROCESSES =
      """
      mkdir /opt/standin && cd /opt/standin
      run() { systemd-run -q --property=Type=exec --unit "standin-$1" "/opt/standin/$@"; }
      for name in repmgrd pg_autoctl; do
        cp /bin/sleep "$name"
        run "$name" 900
      done
      cp /bin/bash python3.11
      cp /bin/bash java
      printf 'sleep 900\n:\n' | tee patroni >main
      run python3.11 /opt/standin/patroni /etc/patroni/config.yml
      run java /opt/standin/main com.enterprisedb.efm.main.ServiceCommand __int_start /etc/efm
      """;

  /** Not started: the next boot would do it. */
  private static final String UNITS =
      """
      cd /etc/systemd/system
      for unit in patroni@ repmgrd pgautofailover edb-efm-4.9 stolon-keeper; do
        printf '[Service]\nExecStart=/bin/sleep 9\n[Install]\nWantedBy=multi-user.target\n' \
          >"$unit.service"
      done
      systemctl enable -q patroni@15-main repmgrd pgautofailover edb-efm-4.9 stolon-keeper
      """;

  @Test
  void eachIsNamedOnceOnEachHost(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster", "foxtrot=pg15");
    lab.exec("delta", PROCESSES);
    lab.exec("foxtrot", UNITS);
    String output =
        new Refusals(lab, "alpha", "delta", "foxtrot")
            .assertRefused(
                new Site(lab, "alpha", "delta", "foxtrot"),
                "9 problems, nothing was changed",
                "delta: patroni runs here",
                "delta: repmgrd runs here",
                "delta: pg_auto_failover runs here",
                "delta: EFM runs here",
                "foxtrot: patroni runs here, or would after a boot",
                "foxtrot: repmgrd runs here",
                "foxtrot: pg_auto_failover runs here",
                "foxtrot: EFM runs here",
                "foxtrot: stolon runs here",
                "stop and disable patroni first");
    assertThat(output).doesNotContain("alpha: ");
  }
}
