package dev.understudy.api;

import dev.understudy.config.Configuration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Everything that the faces ask of the product. Opening one costs nothing: whatever a method needs
 * is made when it is first called, so that reading stays quick.
 *
 * <p>Every method may throw a {@link dev.understudy.common.UnderstudyException}: USAGE for a
 * cluster, node, run or step that does not exist.
 */
public interface Understudy extends AutoCloseable {
  /**
   * The same product; what is started or ordered through it is recorded as somebody else's wish.
   * Closing one closes both.
   *
   * @param requester who asks, in words for the event log
   */
  Understudy onBehalfOf(String requester);

  /** What provisioning the cluster would change. Changes nothing anywhere. */
  Plan plan(String cluster);

  /** Starts provisioning, or goes on with the run that does it already. */
  Started provision(String cluster);

  /**
   * What a base backup would do, expiry included. Changes nothing anywhere.
   *
   * @param type full, incremental or differential
   */
  Plan planBackup(String cluster, String type);

  /**
   * Starts a base backup of the primary into the archive, or joins the one that is under way,
   * whatever its type.
   *
   * @param type full, incremental or differential
   */
  Started backup(String cluster, String type);

  /** Starts taking one standby out of the cluster. */
  Started removeNode(String cluster, String node);

  /** Starts copying a standby anew that no longer streams; its directory is kept. */
  Started copyAnew(String cluster, String node);

  /**
   * Whether a switchover would be quick and lossless, and what it would change. Changes nothing.
   *
   * @param node the standby that is to be the primary
   */
  Plan planSwitchover(String cluster, String node);

  /**
   * Starts making a standby the primary, and the primary its standby. Refused while another run of
   * the cluster is under way: nobody wants one at an hour that he did not choose.
   *
   * @param node the standby that is to be the primary
   */
  Started switchover(String cluster, String node);

  /** Who would take over if the primary were given up now, and what would be lost; only looks. */
  FailoverView previewFailover(FailoverOrder order);

  /** Starts a failover, whatever else the cluster's runs do; refused without proof of fencing. */
  Started failover(FailoverOrder order);

  /** Starts making an old primary a standby of the new one. */
  Started rejoin(String cluster, String node);

  /** What a restore would do, and whether its target can be reached. Changes nothing anywhere. */
  Plan restorePlan(RestoreOrder order);

  /** Starts restoring a backup into a directory of a host. */
  Started restore(RestoreOrder order);

  /**
   * Starts a restore drill.
   *
   * @param node whose host does it; empty: the one that the configuration names
   */
  Started drill(String cluster, String node);

  /**
   * Has a primary ship the WAL that the archive lacks.
   *
   * @param node the node that is the primary now; empty: the one that the store knows
   */
  Started shipMissing(String cluster, String node);

  /** Starts taking Understudy off every node; the servers keep running as they are. */
  Started detach(String cluster);

  /** Makes this store the owner of the cluster's hosts. */
  TakeOver takeOver(String cluster);

  /** The data directories that were moved aside and still exist. */
  List<KeptCopy> keptCopies(String cluster);

  /**
   * Removes such directories for good. A run that was to do so and was interrupted is brought to
   * its end first, also when none are given.
   */
  void prune(String cluster, List<KeptCopy> copies);

  /** The cluster as it is now, seen from its hosts. */
  Status status(String cluster);

  /** The base backups in the cluster's archive, and what can be restored to now. */
  Backups backups(String cluster);

  /**
   * Carries out checks of a cluster now.
   *
   * @param checks their ids; none: all that there is something to judge by
   */
  CheckReport check(String cluster, List<String> checks);

  /** The same for every cluster that there is something to check of. */
  List<CheckReport> checkAll(List<String> checks);

  /**
   * What the audits by schedule have found, the gravest first, then the newest.
   *
   * @param cluster empty: of all clusters
   * @param all with those that were closed
   */
  List<FindingView> findings(Optional<String> cluster, boolean all);

  /** One of them with its history. */
  FindingView finding(long id);

  /**
   * What people were told, newest first.
   *
   * @param most so many at most
   */
  List<DeliveryView> notifications(int most);

  /** Sends a test message through every channel of the configuration. */
  List<ChannelTest> testChannels();

  /**
   * Sees to it that findings are not told for some time; they are found and kept all the same.
   *
   * @return one for each finding that is acknowledged, else one
   */
  List<SilenceView> silence(SilenceOrder order);

  /**
   * What was said so, newest first.
   *
   * @param cluster empty: about all clusters
   * @param all with those that have ended
   */
  List<SilenceView> silences(Optional<String> cluster, boolean all);

  /** Ends one before its time. */
  SilenceView endSilence(long id);

  /**
   * The runs, newest first.
   *
   * @param cluster empty: of all clusters
   */
  default List<RunSummary> runs(Optional<String> cluster) {
    return runs(cluster, Integer.MAX_VALUE);
  }

  /** As {@link #runs(Optional)}, the newest of them, so many at most. */
  List<RunSummary> runs(Optional<String> cluster, int most);

  /** What happens by schedule while a service runs, in the order of the configuration. */
  List<ScheduleView> schedules();

  /** The cluster over the last day, as far as a service watched it. */
  Charts charts(String cluster);

  /**
   * Who was the primary since the cluster is in this store's charge: its changes, oldest first.
   *
   * @throws UnderstudyException USAGE for a cluster that the configuration does not have
   */
  List<RoleChange> history(String cluster);

  /**
   * A run with its steps.
   *
   * @param run its whole id
   */
  RunDetail run(String run);

  /**
   * What happened in a run.
   *
   * @param run its whole id
   * @param after the {@link EventPage#last} of the page before, 0 from the beginning
   */
  EventPage events(String run, long after);

  /**
   * Tells a run what to do.
   *
   * @param run its whole id
   */
  Started control(String run, RunControl control);

  /**
   * Tells the listener what happens in a run, from its beginning, until the run rests: it is done,
   * failed, cancelled, paused, or waits for a person. Carries the run out where no service does.
   *
   * @param run its whole id
   * @return the run as it rests
   */
  RunDetail follow(String run, FollowListener listener);

  /**
   * Carries out runs until {@link #close} is called by another thread.
   *
   * @param serving called once this process does so, before anybody waits
   */
  void serve(Runnable serving);

  /**
   * Reads the configuration again in this process, which serves, and goes on with what it says.
   *
   * @throws dev.understudy.common.UnderstudyException CONFIGURATION when the file is not good; the
   *     former configuration stays. PRECONDITION when this process does not serve
   */
  Reload reload();

  /** Tells a listener of each configuration that holds from now on. */
  void onReload(Consumer<Configuration> listener);

  /**
   * Looks at all that this installation stands on: data directory, store, keys, hosts. Changes
   * nothing, and makes no store.
   */
  List<Examined> examine();

  /**
   * What does not go on any more in this process, which serves, although it should; empty while all
   * does. Costs nothing.
   */
  Optional<String> stuck();

  /** What the steps and SSH connections of this process did so far. Costs nothing. */
  List<Activity> activity();

  /**
   * What the watching of this process knows of a cluster now; costs nothing. Empty while it does
   * not serve.
   */
  Optional<ClusterView> watched(String cluster);

  /**
   * Why a failover happened or did not, from what was written down, and what would happen now.
   *
   * @param at the time to explain; empty: now, for which the cluster is looked at too
   */
  Explanation explain(String cluster, Optional<Instant> at);

  /**
   * Takes note of the automatic failovers of a cluster; another one may follow at once.
   *
   * @return whether there was one that nobody had taken note of
   */
  boolean acknowledgeFailover(String cluster);

  /**
   * Watches a cluster, and tells what is known of it at every beat, until {@link #close} is called
   * by another thread. Needs no store and no service.
   */
  void watch(String cluster, Consumer<ClusterView> listener);

  /** Stops at safe points and lets go of the store. Safe to call twice, and from any thread. */
  @Override
  void close();
}
