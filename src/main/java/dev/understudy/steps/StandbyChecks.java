package dev.understudy.steps;

import dev.understudy.host.Command;
import dev.understudy.host.FileSpec;
import dev.understudy.postgres.FileSetting;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.Psql;
import dev.understudy.postgres.ReadOrder;
import dev.understudy.postgres.ReceiverState;
import dev.understudy.postgres.ReplicationSql;
import dev.understudy.postgres.SenderState;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What must hold of a node that is to be a standby. Looks, and changes nothing. */
final class StandbyChecks {
  private static final int MAX_BYTES = 4 << 20;

  private final Site site;
  private final PrimaryFacts primary;
  private final List<String> libraries;

  /**
   * @param libraries what the primary preloads
   */
  StandbyChecks(Site site, PrimaryFacts primary, List<String> libraries) {
    this.site = site;
    this.primary = primary;
    this.libraries = libraries;
  }

  List<Problem> find(Node node, HostFacts facts) {
    PgCluster cluster = node.expected();
    DataDirectoryFacts directory = DataDirectoryFacts.read(node, cluster);
    DataDirectoryVerdict verdict =
        DataDirectoryVerdict.judge(directory, primary.systemId(), primary.timeline());
    List<Problem> problems = new ArrayList<>();
    if (verdict instanceof DataDirectoryVerdict.Refused refused) {
      problems.add(new Problem(node.name(), refused.why(), refused.remedy()));
    }
    if (!(verdict instanceof DataDirectoryVerdict.Standby)
        && !(verdict instanceof DataDirectoryVerdict.Unfinished)) {
      List<Room.Place> places = Room.look(node, cluster.dataDirectory(), primary);
      problems.addAll(Room.problems(node.name(), places, facts.keptBytes()));
    }
    if (verdict instanceof DataDirectoryVerdict.Standby && directory.running()) {
      problems.addAll(running(node, cluster));
    }
    problems.addAll(libraries(node));
    return problems;
  }

  private List<Problem> running(Node node, PgCluster cluster) {
    Psql psql = node.psql();
    ReplicationSql sql = new ReplicationSql(site.dialect());
    String conf =
        node.files()
            .read(cluster.postgresqlConf(), MAX_BYTES)
            .map(FileSpec::contentText)
            .orElse("");
    ReadOrder order = new ReadOrder(cluster, conf);
    List<FileSetting> files = FileSetting.list(psql.query(FileSetting.SELECT));
    List<Problem> problems =
        new ArrayList<>(
            FollowingChecks.overrides(
                node.name(), cluster, order, files, site.archive().isPresent()));
    ReceiverState.of(psql.query(sql.receiver()))
        .flatMap(
            receiver ->
                FollowingChecks.upstream(
                    node.name(),
                    receiver.senderHost(),
                    addresses(receiver.senderHost()),
                    site.primaryName(),
                    addresses(site.primary().address()),
                    seen(node, sql)))
        .ifPresent(problems::add);
    return problems;
  }

  private boolean seen(Node node, ReplicationSql sql) {
    Set<String> own = addresses(node.address());
    return SenderState.list(site.primary().psql().query(sql.senders())).stream()
        .anyMatch(
            sender ->
                sender.applicationName().equals(node.name()) || own.contains(sender.address()));
  }

  private static Set<String> addresses(String host) {
    Set<String> found = new TreeSet<>();
    try {
      Arrays.stream(InetAddress.getAllByName(host)).forEach(a -> found.add(a.getHostAddress()));
    } catch (UnknownHostException e) {
      // A name that only the hosts know says nothing here; the proof in the run decides.
      return Set.of();
    }
    return found;
  }

  /** Only where PostgreSQL is installed can be said whether a module is missing. */
  private List<Problem> libraries(Node node) {
    List<Problem> problems = new ArrayList<>();
    String directory = "/usr/lib/postgresql/" + node.version() + "/lib";
    for (String library : libraries) {
      String name = library.replaceFirst("^\\$libdir/", "");
      String script = "[ ! -d \"$1\" ] || [ -e \"$1/$2.so\" ] || [ -e \"$2\" ]";
      boolean there =
          node.host().run(Command.of("sh", "-c", script, "-", directory, name).asRoot()).ok();
      if (!there) {
        problems.add(
            new Problem(
                node.name(),
                "lacks the module " + name + ", which the primary preloads",
                "install its package: a standby cannot start without it"));
      }
    }
    return problems;
  }
}
