package dev.understudy.steps;

/** How other replication managers show themselves on a host. */
final class OtherManagers {
  /**
   * Shell that prints one line {@code manager=NAME} for each that runs or is enabled, perhaps more
   * than once. Units: those that are active, and those that a boot would start, as their symbolic
   * links say (for instances of a template list-unit-files is silent). Processes: by their name, or
   * by what an interpreter or a virtual machine was told to run.
   */
  static final String LOOK =
      """
      manager_of_units() {
        while read -r unit _; do
          case $unit in
            patroni.service|patroni@*|patroni-*) echo manager=patroni;;
            repmgrd.service|repmgrd@*|repmgrd-*|repmgr.service|repmgr-*) echo manager=repmgrd;;
            pgautofailover*|pg_auto_failover*|pg-auto-failover*|pg_autoctl*)
              echo manager=pg_auto_failover;;
            stolon-keeper*|stolon.service) echo manager=stolon;;
            edb-efm*|efm.service|efm-*) echo manager=EFM;;
          esac
        done
      }
      systemctl list-units --plain --no-legend --type=service \\
        --state=active,activating,reloading 2>/dev/null | manager_of_units
      ls /etc/systemd/system/*.wants /run/systemd/*/*.wants 2>/dev/null | manager_of_units
      for name in $(cat /proc/[0-9]*/comm 2>/dev/null | sort -u); do
        case $name in
          patroni|repmgrd) echo "manager=$name";;
          pg_autoctl) echo manager=pg_auto_failover;;
          stolon-keeper) echo manager=stolon;;
        esac
      done
      for comm in $(grep -lxE 'python[0-9.]*' /proc/[0-9]*/comm 2>/dev/null); do
        if tr '\\0' '\\n' <"${comm%comm}cmdline" 2>/dev/null | sed 1d | head -n 4 \\
          | grep -qxE '(.*/)?patroni'; then
          echo manager=patroni
        fi
      done
      if grep -lE 'com\\.enterprisedb\\.ef[m]' /proc/[0-9]*/cmdline 2>/dev/null | grep -q .; then
        echo manager=EFM
      fi
      """;

  private OtherManagers() {}
}
