package dev.understudy.simulation;

import java.util.TreeSet;

/**
 * Four machines on which every step of a provisioning has something to do: alpha with the data,
 * bravo bare, charlie with the cluster that the package made, running and never used, and delta
 * with a standby that somebody made by hand.
 */
final class Machines {
  private static final String SYSTEM = "7301";

  private Machines() {}

  static World world() {
    World world = new World();
    Machine alpha = installed(world.add("alpha", "10.77.0.11"));
    alpha.put(
        Machine.HBA,
        alpha.text(Machine.HBA) + "host replication byhand 10.77.0.14/32 trust\n",
        "postgres",
        "0640");
    alpha.data().put(Machine.DATA, primaryData());
    ChangeScripts.start(alpha);
    world.add("bravo", "10.77.0.12");
    Machine charlie = installed(world.add("charlie", "10.77.0.13"));
    charlie.data().put(Machine.DATA, new DataDirectory("7303"));
    ChangeScripts.start(charlie);
    standby(installed(world.add("delta", "10.77.0.14")));
    return world;
  }

  private static Machine installed(Machine machine) {
    machine.packages().add("postgresql-15");
    machine.makeDirectory(Machine.parent(Machine.DATA));
    ChangeScripts.layOut(machine, "auto");
    return machine;
  }

  private static DataDirectory primaryData() {
    DataDirectory data = new DataDirectory(SYSTEM);
    data.nextOid = 24576;
    data.roles.put("byhand", new Role(true, null, new TreeSet<>(), ""));
    data.roles.put("app", new Role(false, null, new TreeSet<>(), ""));
    return data;
  }

  private static void standby(Machine delta) {
    DataDirectory data = primaryData();
    data.standby = true;
    delta.data().put(Machine.DATA, data);
    delta.put(
        Machine.CONF + "/postgresql.conf",
        "primary_conninfo = 'host=''10.77.0.11'' user=''byhand'' application_name=''delta'''\n"
            + delta.text(Machine.CONF + "/postgresql.conf"),
        "postgres",
        "0644");
    ChangeScripts.start(delta);
  }
}
