package dev.understudy.simulation;

import dev.understudy.store.ClusterRegistry;
import dev.understudy.store.RegisteredNode;
import dev.understudy.store.Store;
import java.util.ArrayList;
import java.util.List;

/**
 * All that is compared at the end of a run, line by line. Left out is what has to differ: terms,
 * keys and salts, the world's time.
 */
final class Portrait {
  private final List<String> lines = new ArrayList<>();

  private Portrait() {}

  static List<String> of(World world, Store store) {
    Portrait portrait = new Portrait();
    synchronized (world) {
      new Replication(world).settle();
      world.machines().forEach(portrait::machine);
      world
          .stanzas()
          .forEach((name, system) -> portrait.lines.add("stanza " + name + " " + system));
      portrait.lines.add("address " + world.elastic());
      portrait.lines.add("launched " + world.launched());
      world.backups().keySet().forEach(label -> portrait.lines.add("backup " + label));
      world.archived().forEach(segment -> portrait.lines.add("archived " + segment));
    }
    portrait.registry(new ClusterRegistry(store, Service.CLOCK));
    return portrait.lines;
  }

  private void machine(Machine machine) {
    String name = machine.name() + " ";
    machine.packages().forEach(each -> lines.add(name + "package " + each));
    machine.files().forEach((path, file) -> lines.add(name + masked(path) + " " + file(file)));
    machine.data().forEach((path, data) -> data(name + path, data));
    machine
        .server()
        .ifPresentOrElse(
            server -> server(name + "server ", server), () -> lines.add(name + "no server"));
    machine.restored().forEach((path, each) -> lines.add(name + path + " " + each));
    machine.jobs().values().forEach(job -> lines.add(name + "job, exit " + job.exit()));
    lines.add(name + machine.power);
    lines.add(name + "guard installed " + machine.guard().installed());
    machine
        .guard()
        .seen
        .forEach(
            (cluster, seen) ->
                lines.add(name + "guard of " + cluster + " " + seen.owner() + " " + seen.epoch()));
  }

  private static String file(SimFile file) {
    String content =
        file.content().startsWith("-----BEGIN")
            ? file.content().lines().findFirst().orElseThrow()
            : file.content();
    return String.join(" ", file.owner(), file.group(), file.mode(), masked(content));
  }

  /** A restored directory is marked with its run, and kept WAL is named after its own. */
  private static String masked(String text) {
    return text.replaceAll("\\d{8}-\\d{6}-[a-z0-9]{4}", "RUN");
  }

  private void data(String name, DataDirectory data) {
    lines.add(
        "%s system %s timeline %d next %d lsn %X standby %s started %s"
            .formatted(
                name,
                data.systemId,
                data.timeline,
                data.nextOid,
                data.lsn,
                data.standby,
                data.started));
    data.roles.forEach(
        (role, is) ->
            lines.add(
                "%s role %s %s %s %s %s"
                    .formatted(
                        name,
                        role,
                        is.replication(),
                        is.grants(),
                        is.comment(),
                        is.verifier() != null)));
    data.slots.forEach((slot, from) -> lines.add("%s slot %s from %X".formatted(name, slot, from)));
  }

  private void server(String name, Server server) {
    server.inForce.forEach((setting, value) -> lines.add(name + setting + " = " + value));
    server.pending.forEach((setting, value) -> lines.add(name + setting + " waits: " + value));
    lines.add(name + "rules " + server.rules);
    lines.add(name + "streams from " + server.upstream);
  }

  private void registry(ClusterRegistry registry) {
    registry
        .all()
        .forEach(
            cluster -> {
              lines.add(
                  "store: %s epoch %d primary %s system %s"
                      .formatted(
                          cluster.name(),
                          cluster.epoch(),
                          cluster.primaryNode(),
                          cluster.systemId()));
              registry.nodes(cluster.name()).forEach(this::node);
            });
    registry
        .drills(Service.CLUSTER)
        .forEach(
            drill ->
                lines.add(
                    "store: drill of %s passed %s %s %s"
                        .formatted(drill.backup(), drill.passed(), drill.why(), drill.checks())));
    registry
        .permission(Service.CLUSTER)
        .ifPresent(
            permission ->
                lines.add(
                    "store: permission of %s without end %s ended %s vouchers %s"
                        .formatted(
                            permission.node(),
                            permission.unlimited(),
                            permission.ended(),
                            permission.vouchers())));
    registry
        .synchronous(Service.CLUSTER)
        .ifPresent(
            row ->
                lines.add(
                    "store: commits of epoch %d are on one of %s"
                        .formatted(row.epoch(), row.confirmers())));
    registry.outdated(Service.CLUSTER).ifPresent(why -> lines.add("store: outdated " + why));
  }

  private void node(RegisteredNode node) {
    lines.add(
        "store: %s %s %s timeline %s lsn %s"
            .formatted(node.name(), node.role(), node.state(), node.timeline(), node.lsn()));
  }
}
