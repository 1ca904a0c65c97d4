package dev.understudy.simulation;

import dev.understudy.postgres.ManagedRole;
import dev.understudy.postgres.Passwords;
import dev.understudy.store.ClusterRegistry;
import dev.understudy.store.Store;
import dev.understudy.store.SynchronousRow;
import dev.understudy.workflow.Leases;
import dev.understudy.workflow.definition.Definition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * For every packaged workflow situations in which its steps have something to do, each of them in
 * one at least.
 */
final class Stages {
  private static final String KEPT = Machine.DATA + ".understudy-20260301T100000Z";

  private final Path root;
  private static final String ARCHIVE =
      "archive: { kind: pgbackrest, repository: { path: /srv/wal }, cipher: open sesame }";

  private static final String TO_HOSTS =
      "archive: { kind: directory, repository: { path: /srv/wal } }";

  private static final String CLOUD =
      """
      ec2: { region: eu-west-1, address: eipalloc-0123456789abcdef0 }
      failover: { fencing: [ssh, ec2] }
      """;

  private static final String LEASE = "failover: { fencing: [ssh, lease] }";

  private static final String SYNC = "replication: { mode: sync }";

  private final Map<String, Stage> stages = new TreeMap<>();
  private List<Definition> workflows = List.of();

  Stages(Path root) {
    this.root = root;
    Stage bare = bare();
    Stage provisioned = provisioned(bare);
    add(bare);
    add(provisioned, "remove-node", Map.of("node", "delta"));
    add(provisioned, "detach", Map.of());
    add(provisioned, "switchover", Map.of("node", "delta"));
    Stage lost = lost(provisioned);
    add(lost);
    Stage failedOver = played(lost.copy(root.resolve("failed-over")));
    add(comingBack(failedOver, "rejoin, rewound"));
    add(comingBackStarted(failedOver));
    add(launching(bare));
    Stage inCloud = inCloud(provisioned);
    add(inCloud);
    add(inCloud, "switchover, in the cloud", "switchover", Map.of("node", "delta"));
    Stage powerless = powerless(played(inCloud.copy(root.resolve("in-the-cloud-played"))));
    add(powerless);
    Stage fenced = played(powerless.copy(root.resolve("fenced-by-the-cloud")));
    add(comingBack(fenced, "rejoin, started by the cloud"));
    add(provisioned, "prune", Map.of("copies", "{\"charlie\":[\"" + KEPT + "\"]}"));
    add(anotherStore(provisioned.world(), "another", "take-over"));
    add(standingStill(provisioned));
    Stage archiving = archiving(provisioned);
    Stage waiting = waiting(provisioned);
    add(waiting);
    Stage synchronous = played(waiting.copy(root.resolve("synchronous"))).withArchive(SYNC);
    add(waitingNoMore(synchronous));
    add(standbyGone(synchronous));
    add(standbyBack(synchronous));
    add(primaryGone(synchronous));
    add(synchronous, "remove-node, of those waited for", "remove-node", Map.of("node", "delta"));
    add(synchronous, "detach, with some waited for", "detach", Map.of());
    add(archiving);
    add(archivingNoMore(archiving));
    add(backedUp(archiving));
    Stage toHosts = archivingToHosts(provisioned);
    add(toHosts);
    add(leavingAnArchive(toHosts));
    Stage archived = played(archiving.copy(root.resolve("archived"))).withArchive(ARCHIVE);
    archived.world().backups().put(RestoreScripts.LABEL, "an older run");
    add(archived, "restore", "restore", restoring("name", "here", "no"));
    add(archived, "restore-drill", "restore-drill", Map.of("node", "delta"));
    add(archived, "ship-missing", "ship-missing", Map.of("node", "alpha"));
    Stage leased = leased(provisioned);
    add(leased);
    add(leasedNoMore(leased));
    add(leavingALease(leased, "remove-node", Map.of("node", "delta")));
    add(leavingALease(leased, "detach", Map.of()));
    World leasing = played(leased.copy(root.resolve("leasing"))).world();
    add(anotherStore(leasing, "another-leasing", "take-over, with a lease").withArchive(LEASE));
    add(inItsOwnPlace(archived));
    add(archived, "restore, kept running", "restore", restoring("end", "", "yes"));
  }

  private void add(Stage stage) {
    stages.put(stage.name(), stage);
  }

  private void add(Stage stage, String workflow, Map<String, String> inputs) {
    add(new Stage(stage.world(), stage.directory(), workflow, workflow, inputs));
  }

  private void add(Stage stage, String name, String workflow, Map<String, String> inputs) {
    add(new Stage(stage.world(), stage.directory(), name, workflow, inputs));
  }

  /** A standby that was stopped, in whose place a backup comes. */
  private Stage inItsOwnPlace(Stage archived) {
    Stage stage = archived.copy(root.resolve("own-place")).withArchive(ARCHIVE);
    stage.world().machine("delta").stop();
    return new Stage(
        stage.world(),
        stage.directory(),
        "restore, in its own place",
        "restore",
        Map.of("node", "delta", "to", "name", "value", "here"));
  }

  private static Map<String, String> restoring(String to, String value, String keep) {
    return Map.of(
        "node", "delta", "directory", "/srv/back", "to", to, "value", value, "keep", keep);
  }

  /** All packaged workflows. */
  List<Definition> workflows() {
    return workflows;
  }

  List<Stage> all() {
    return List.copyOf(stages.values());
  }

  /** The situations for a workflow. */
  List<Stage> of(String workflow) {
    List<Stage> found = all().stream().filter(stage -> stage.workflow().equals(workflow)).toList();
    if (found.isEmpty()) {
      throw new AssertionError(
          "the workflow " + workflow + " has no situation here in which to die: add one");
    }
    return found;
  }

  Stage named(String name) {
    return Objects.requireNonNull(stages.get(name), name);
  }

  private Stage bare() {
    Path directory = root.resolve("bare");
    makeStore(directory);
    return new Stage(Machines.world(), directory, "provision", "provision", Map.of());
  }

  /** With its secrets, so that the files that hold them do not differ from run to run. */
  private static void makeStore(Path directory) {
    Path data = Stage.configuration(directory).data();
    Store.openForWriting(data).close();
    Passwords passwords = new Passwords(data);
    for (ManagedRole role : ManagedRole.values()) {
      passwords.of(Service.CLUSTER, role.roleName());
    }
  }

  private Stage provisioned(Stage bare) {
    Stage stage = bare.copy(root.resolve("provisioned"));
    try (Play play = new Play(stage)) {
      workflows = play.workflows();
    }
    return played(stage);
  }

  private static Stage played(Stage stage) {
    try (Play play = new Play(stage)) {
      play.undisturbed();
    }
    stage.world().forgetEffects();
    return stage;
  }

  /** A running cluster that is to have an archive from now on. */
  private Stage archiving(Stage provisioned) {
    Stage stage = provisioned.copy(root.resolve("archiving")).withArchive(ARCHIVE);
    return new Stage(
        stage.world(), stage.directory(), "provision, archive on", "provision", Map.of());
  }

  /** A running cluster whose commits are to wait for a standby from now on. */
  private Stage waiting(Stage provisioned) {
    Stage stage = provisioned.copy(root.resolve("waiting")).withArchive(SYNC);
    return new Stage(stage.world(), stage.directory(), "provision, sync on", "provision", Map.of());
  }

  /** The last one of those waited for has died. */
  private Stage standbyGone(Stage synchronous) {
    Stage stage = synchronous.copy(root.resolve("standby-gone"));
    stage.world().machine("delta").stop();
    return new Stage(
        stage.world(),
        stage.directory(),
        "sync-degrade",
        "sync-degrade",
        Map.of("standbys", "", "reason", "delta confirmed nothing"));
  }

  /** Nobody asked; what confirmed its commits has all of them. */
  private Stage primaryGone(Stage synchronous) {
    Stage stage = synchronous.copy(root.resolve("primary-gone"));
    stage.world().machine("alpha").stop();
    return new Stage(
        stage.world(),
        stage.directory(),
        "failover, of commits that waited",
        "failover",
        Map.of("automatic", "yes", "timeline", "1"));
  }

  /** Of those that could be waited for one is. */
  private Stage standbyBack(Stage synchronous) {
    Stage stage = synchronous.copy(root.resolve("standby-back"));
    try (Store store = Store.openForWriting(Stage.configuration(stage.directory()).data())) {
      ClusterRegistry registry = new ClusterRegistry(store, Service.CLOCK);
      SynchronousRow row = registry.synchronous(Service.CLUSTER).orElseThrow();
      registry.change(
          handle -> {},
          changes ->
              changes.putSynchronous(
                  new SynchronousRow(row.cluster(), row.epoch(), List.of(), "", "", row.since())));
    }
    return new Stage(
        stage.world(),
        stage.directory(),
        "sync-restore",
        "sync-restore",
        Map.of("standbys", "charlie,delta"));
  }

  private Stage waitingNoMore(Stage synchronous) {
    Stage stage = synchronous.copy(root.resolve("waiting-no-more")).withArchive("");
    return new Stage(
        stage.world(), stage.directory(), "provision, sync off", "provision", Map.of());
  }

  /** One with an archive that is to have none any more. */
  private Stage archivingNoMore(Stage archiving) {
    Stage stage = played(archiving.copy(root.resolve("archiving-no-more"))).withArchive("");
    return new Stage(
        stage.world(), stage.directory(), "provision, archive off", "provision", Map.of());
  }

  /** One with an archive and two backups, of which one is to be kept beside the next. */
  private Stage backedUp(Stage archiving) {
    Stage stage =
        played(archiving.copy(root.resolve("backed-up")))
            .withArchive(ARCHIVE.replace(", cipher", ", backups: { keep_full: 2 }, cipher"));
    stage.world().backups().put("20260301-100001F", "");
    stage.world().backups().put("20260301-100002F", "an older run");
    return new Stage(
        stage.world(), stage.directory(), "base-backup", "base-backup", Map.of("type", "full"));
  }

  /** One that is to have an archive in directories of its own machines. */
  private Stage archivingToHosts(Stage provisioned) {
    Stage stage = provisioned.copy(root.resolve("archiving-to-hosts")).withArchive(TO_HOSTS);
    return new Stage(
        stage.world(), stage.directory(), "provision, archive on hosts", "provision", Map.of());
  }

  /** A running cluster that is to be fenced by lease from now on. */
  private Stage leased(Stage provisioned) {
    Stage stage = provisioned.copy(root.resolve("leased")).withArchive(LEASE);
    return new Stage(
        stage.world(), stage.directory(), "provision, lease on", "provision", Map.of());
  }

  private Stage leasedNoMore(Stage leased) {
    Stage stage = played(leased.copy(root.resolve("leased-no-more"))).withArchive("");
    return new Stage(
        stage.world(), stage.directory(), "provision, lease off", "provision", Map.of());
  }

  private Stage leavingALease(Stage leased, String workflow, Map<String, String> inputs) {
    Stage stage = played(leased.copy(root.resolve("leased-" + workflow)));
    String name = workflow + ", with a lease";
    return new Stage(stage.world(), stage.directory(), name, workflow, inputs);
  }

  /** One of those machines leaves. */
  private Stage leavingAnArchive(Stage toHosts) {
    Stage stage = played(toHosts.copy(root.resolve("leaving-an-archive")));
    return new Stage(
        stage.world(),
        stage.directory(),
        "remove-node, archive on hosts",
        "remove-node",
        Map.of("node", "delta"));
  }

  /** The server of the primary has died, its machine has not. */
  private Stage lost(Stage provisioned) {
    Stage stage = provisioned.copy(root.resolve("lost"));
    stage.world().machine("alpha").stop();
    return new Stage(
        stage.world(), stage.directory(), "failover", "failover", Map.of("node", "delta"));
  }

  /** A standby whose machine does not exist yet, and one whose machine was stopped. */
  private Stage launching(Stage bare) {
    Stage stage = bare.copy(root.resolve("launching")).launching(CLOUD);
    stage.world().machine("bravo").power = "to be launched";
    stage.world().machine("charlie").stop();
    stage.world().machine("charlie").power = "stopped";
    return new Stage(
        stage.world(), stage.directory(), "provision, launching", "provision", Map.of());
  }

  /** One whose machines are instances, with an address that follows the primary. */
  private Stage inCloud(Stage provisioned) {
    Stage stage = provisioned.copy(root.resolve("in-the-cloud")).inCloud(CLOUD);
    return new Stage(
        stage.world(), stage.directory(), "provision, in the cloud", "provision", Map.of());
  }

  /** The machine of the primary hangs: only the cloud can do anything about it. */
  private Stage powerless(Stage inCloud) {
    Stage stage = inCloud.copy(root.resolve("powerless"));
    Machine alpha = stage.world().machine("alpha");
    alpha.stop();
    alpha.power = "hung";
    return new Stage(
        stage.world(),
        stage.directory(),
        "failover, fenced by the cloud",
        "failover",
        Map.of("node", "delta"));
  }

  /** An old primary with a record that the new one lacks. */
  private Stage comingBack(Stage failedOver, String name) {
    Stage stage = failedOver.copy(root.resolve(name.replace(", ", "-").replace(' ', '-')));
    DataDirectory data = stage.world().machine("alpha").ownData().orElseThrow();
    data.ahead = data.lsn + 0x1000;
    return new Stage(stage.world(), stage.directory(), name, "rejoin", Map.of("node", "alpha"));
  }

  /** One that somebody started and in which a rewind broke off; its slot is gone, too. */
  private Stage comingBackStarted(Stage failedOver) {
    Stage stage = comingBack(failedOver, "rejoin, copied anew");
    Machine alpha = stage.world().machine("alpha");
    ChangeScripts.start(alpha);
    alpha.put(SwitchScripts.REWINDING, "an older run\n", "root", "0644");
    stage.world().machine("delta").ownData().orElseThrow().slots.remove("understudy_alpha");
    try (Store store = Store.openForWriting(Stage.configuration(stage.directory()).data())) {
      new ClusterRegistry(store, Service.CLOCK)
          .change(handle -> {}, changes -> changes.removeNode(Service.CLUSTER, "alpha"));
    }
    return stage;
  }

  /** A standby that was stopped, has lost its slot and its settings, and is not in the store. */
  private Stage standingStill(Stage provisioned) {
    Stage stage = provisioned.copy(root.resolve("standing-still"));
    Machine delta = stage.world().machine("delta");
    delta.stop();
    delta.remove(Machine.CONF_D + "/91-understudy-standby.conf");
    stage.world().machine("alpha").ownData().orElseThrow().slots.remove("understudy_delta");
    try (Store store = Store.openForWriting(Stage.configuration(stage.directory()).data())) {
      new ClusterRegistry(store, Service.CLOCK)
          .change(handle -> {}, changes -> changes.removeNode(Service.CLUSTER, "delta"));
    }
    return new Stage(
        stage.world(), stage.directory(), "copy-anew", "copy-anew", Map.of("node", "delta"));
  }

  /** A store that knows nothing and has counted on from what the machines have seen. */
  private Stage anotherStore(World provisioned, String folder, String name) {
    Path directory = root.resolve(folder);
    makeStore(directory);
    try (Store store = Store.openForWriting(Stage.configuration(directory).data())) {
      new ClusterRegistry(store, Service.CLOCK)
          .change(
              handle -> Leases.countFrom(handle, Service.CLUSTER, 100),
              changes ->
                  changes.register(
                      Service.CLUSTER,
                      "alpha",
                      provisioned.machine("alpha").ownData().orElseThrow().systemId));
    }
    return new Stage(provisioned, directory, name, "take-over", Map.of());
  }
}
