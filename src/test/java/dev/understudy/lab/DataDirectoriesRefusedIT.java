package dev.understudy.lab;

import org.junit.jupiter.api.Test;

/** Data directories that lie where a standby's is to be, and must not be touched. */
@OnLab
class DataDirectoriesRefusedIT {
  /** A standby that streams from foxtrot. */
  private static final String FOLLOW =
      """
      pg_createcluster 15 main >/dev/null
      cd /var/lib/postgresql/15 && rm -r main && runuser -u postgres -- pg_basebackup -R -D main \
        -c fast -d "host=$1 user=copier password=copier"
      systemctl start postgresql@15-main
      """;

  @Test
  void eachIsNamedWithItsRemedy(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster", "foxtrot=pg15", "echo=pg15,nocluster");
    lab.exec(
        "delta", "install -o postgres -d /var/lib/postgresql/15/main; touch $_/somebodys-file");
    lab.sql("foxtrot", "CREATE ROLE copier LOGIN REPLICATION PASSWORD 'copier'");
    lab.sql("foxtrot", "CREATE DATABASE own");
    lab.sql("foxtrot", "ALTER SYSTEM SET listen_addresses = '*'");
    lab.exec(
        "foxtrot",
        """
        echo 'host replication copier samenet scram-sha-256' >>/etc/postgresql/15/main/pg_hba.conf
        systemctl restart postgresql@15-main
        """);
    lab.exec("echo", FOLLOW, lab.ip("foxtrot"));
    Eventually.that("echo follows foxtrot", 30, () -> lab.streams("echo"));
    String other = lab.sql("foxtrot", "SELECT system_identifier FROM pg_control_system()");

    new Refusals(lab, "alpha", "delta", "foxtrot", "echo")
        .assertRefused(
            new Site(lab, "alpha", "delta", "foxtrot", "echo"),
            "3 problems, nothing was changed",
            "delta: /var/lib/postgresql/15/main is not empty and holds no PostgreSQL data",
            "move it away by hand",
            "foxtrot: /var/lib/postgresql/15/main holds data of its own (system identifier "
                + other,
            "save what is needed, then drop that cluster by hand with pg_dropcluster",
            "echo: /var/lib/postgresql/15/main is a standby of another cluster (system identifier "
                + other,
            "take the node out of that cluster first");
  }
}
