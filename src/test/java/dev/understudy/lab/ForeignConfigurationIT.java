package dev.understudy.lab;

import org.junit.jupiter.api.Test;

/** Configuration files that Understudy cannot or should not write. */
@OnLab
class ForeignConfigurationIT {
  @Test
  void eachIsNamedWithItsRemedy(Lab lab) {
    lab.fresh("alpha=pg15", "foxtrot=pg15", "hotel=pg15");
    lab.exec(
        "alpha",
        """
        cd /etc/postgresql/15/main
        useradd -M puppet && chown puppet pg_hba.conf && chmod 644 pg_hba.conf
        mv conf.d ours && mkdir conf.d && mount --bind conf.d conf.d
        mount -o remount,bind,ro conf.d && rmdir ours
        """);
    lab.exec("foxtrot", "chattr +i /etc/postgresql/15/main/pg_hba.conf");
    lab.exec(
        "hotel",
        """
        cd /etc/postgresql/15/main
        mv pg_hba.conf /srv/ && ln -s /srv/pg_hba.conf pg_hba.conf
        rmdir conf.d
        """);
    new Refusals(lab, "alpha", "foxtrot", "hotel")
        .assertRefused(
            new Site(lab, "alpha", "foxtrot", "hotel"),
            "5 problems, nothing was changed",
            "alpha: /etc/postgresql/15/main/pg_hba.conf belongs to puppet, not to postgres or root",
            "chown postgres it",
            "alpha: /etc/postgresql/15/main/conf.d is read-only",
            "mount its file system writable, or chattr -i it",
            "foxtrot: /etc/postgresql/15/main/pg_hba.conf is read-only",
            "hotel: /etc/postgresql/15/main/pg_hba.conf is a symbolic link",
            "hotel: /etc/postgresql/15/main/conf.d does not exist");
  }
}
