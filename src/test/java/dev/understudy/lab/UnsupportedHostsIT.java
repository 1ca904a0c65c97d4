package dev.understudy.lab;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Systems, versions and libraries that do not fit. */
@OnLab
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnsupportedHostsIT {
  private Refusals refusals;

  @BeforeAll
  void hosts(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster", "foxtrot=pg15");
    refusals = new Refusals(lab, "alpha", "delta", "foxtrot");
  }

  @AfterEach
  void takeBack() {
    refusals.takeBack();
  }

  /** Databases sort by the C library and by ICU; the look asks getconf and the package for both. */
  @Test
  void anotherSystemAndOtherLibrariesThatSort(Lab lab) {
    refusals.shell(
        "delta",
        "rm /etc/os-release; printf 'ID=rocky\nPRETTY_NAME=\"Rocky Linux 9\"\n' >/etc/os-release",
        "ln -sf ../usr/lib/os-release /etc/os-release");
    refusals.shell(
        "foxtrot",
        """
        cp -p /var/lib/dpkg/status /root/status
        sed -i 's/libicu72/libicu70/' /var/lib/dpkg/status
        printf '#!/bin/sh\necho glibc 2.31\n' >/usr/local/bin/getconf
        chmod 755 /usr/local/bin/getconf
        """,
        "mv /root/status /var/lib/dpkg/status; rm /usr/local/bin/getconf");
    String template = " TEMPLATE template0 ";
    refusals.sql(
        "alpha", "CREATE DATABASE one" + template + "LC_COLLATE 'C.utf8'", "DROP DATABASE one");
    refusals.sql(
        "alpha",
        "CREATE DATABASE two" + template + "LOCALE_PROVIDER icu ICU_LOCALE 'sv'",
        "DROP DATABASE two");
    refusals.assertRefused(
        new Site(lab, "alpha", "delta", "foxtrot"),
        "3 problems, nothing was changed",
        "delta: Rocky Linux 9 is not supported",
        "Debian and Ubuntu",
        "foxtrot: has glibc 2.31, the primary glibc 2.36",
        "foxtrot: has libicu70, the primary libicu72",
        "use the same release of the operating system on every node");
  }

  @Test
  void aVersionThatIsNotThere(Lab lab) {
    refusals.assertRefused(
        new Site(lab, "alpha", "delta").with("postgresql", "14"),
        "alpha: is to be the primary, but has no cluster of PostgreSQL 14 on port 5432;"
            + " it has 15/main on port 5432",
        "correct postgresql and port in the configuration",
        "delta: PostgreSQL 14 is neither installed nor offered by its package sources");
  }
}
