package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whatever would win over Understudy's settings is named, with what to do about it. */
@OnLab
class OverriddenSettingsIT {
  private static final String FILES =
      """
      cd /etc/postgresql/15/main
      echo "tcp_keepalives_idle = 77" >conf.d/99-house.conf
      printf "archive_mode = on\narchive_command = 'wal-g push --key s3cr3t %%p'\n" \
        >conf.d/10-archive.conf
      echo "wal_retrieve_retry_interval = 9s" >house.conf
      printf "include 'house.conf'\nwal_receiver_timeout = 33s\n" >>postgresql.conf
      echo "pg_ctl_options = '-o -cmax_replication_slots=6'" >pg_ctl.conf
      systemctl restart postgresql@15-main
      """;

  @Test
  void eachIsNamedWithItsRemedy(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    lab.sql("alpha", "ALTER SYSTEM SET wal_receiver_status_interval = '7s'");
    lab.sql("alpha", "ALTER SYSTEM SET primary_slot_name = 'mine'");
    lab.sql("alpha", "ALTER ROLE postgres SET wal_sender_timeout = '61s'");
    lab.exec("alpha", FILES);
    Refusals refusals = new Refusals(lab, "alpha", "delta");
    String output =
        refusals.assertRefused(
            new Site(lab, "alpha", "delta"),
            "8 problems, nothing was changed",
            "wal_receiver_status_interval is set to 7s by /var/lib/postgresql/15/main/postgresql.auto.conf:",
            "(ALTER SYSTEM RESET wal_receiver_status_interval)",
            "primary_slot_name is set in /var/lib/postgresql/15/main/postgresql.auto.conf:",
            "(ALTER SYSTEM RESET primary_slot_name)",
            "tcp_keepalives_idle is set to 77 by /etc/postgresql/15/main/conf.d/99-house.conf:1",
            "(take tcp_keepalives_idle out of that file)",
            "wal_retrieve_retry_interval is set to 9s by /etc/postgresql/15/main/house.conf:1",
            "wal_receiver_timeout is set to 33s by /etc/postgresql/15/main/postgresql.conf:",
            "max_replication_slots is set to 6 by command line",
            "(take max_replication_slots out of the options",
            "wal_sender_timeout is set to 61000 by user",
            "ALTER ROLE … RESET wal_sender_timeout",
            "archive_command is in use already, by wal-g",
            "put archive_command under settings");
    assertThat(output).doesNotContain("s3cr3t");
  }
}
