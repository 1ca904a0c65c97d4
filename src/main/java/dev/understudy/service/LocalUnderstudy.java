package dev.understudy.service;

import dev.understudy.api.Activity;
import dev.understudy.api.Backups;
import dev.understudy.api.ChannelTest;
import dev.understudy.api.Charts;
import dev.understudy.api.CheckReport;
import dev.understudy.api.ClusterView;
import dev.understudy.api.DeliveryView;
import dev.understudy.api.EventPage;
import dev.understudy.api.Examined;
import dev.understudy.api.Explanation;
import dev.understudy.api.FailoverOrder;
import dev.understudy.api.FailoverView;
import dev.understudy.api.FindingView;
import dev.understudy.api.FollowListener;
import dev.understudy.api.KeptCopy;
import dev.understudy.api.Plan;
import dev.understudy.api.Reload;
import dev.understudy.api.RestoreOrder;
import dev.understudy.api.RoleChange;
import dev.understudy.api.RunControl;
import dev.understudy.api.RunDetail;
import dev.understudy.api.RunSummary;
import dev.understudy.api.ScheduleView;
import dev.understudy.api.SilenceOrder;
import dev.understudy.api.SilenceView;
import dev.understudy.api.Started;
import dev.understudy.api.Status;
import dev.understudy.api.TakeOver;
import dev.understudy.api.Understudy;
import dev.understudy.audit.Archived;
import dev.understudy.config.Configuration;
import dev.understudy.config.LiveConfiguration;
import dev.understudy.failover.Verdicts;
import dev.understudy.provision.Requests;
import dev.understudy.steps.Site;
import dev.understudy.store.ClusterRegistry;
import dev.understudy.store.DrillRow;
import dev.understudy.store.Store;
import dev.understudy.timetable.Entries;
import dev.understudy.timetable.Schedules;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.Moments;
import dev.understudy.workflow.Runs;
import dev.understudy.workflow.Signal;
import dev.understudy.workflow.SignalResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The product on this machine's store. What a method needs is made when it is first called. */
public final class LocalUnderstudy implements Understudy {
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private final LiveConfiguration live;
  private final Clock clock;
  private final Sessions sessions;
  private final String who;
  private final Requests requests;

  public LocalUnderstudy(Configuration configuration) {
    this(new LiveConfiguration(configuration), Clock.systemUTC(), Requester.words());
  }

  private LocalUnderstudy(LiveConfiguration live, Clock clock, String who) {
    this(live, clock, new Sessions(live, clock), who);
  }

  private LocalUnderstudy(LiveConfiguration live, Clock clock, Sessions sessions, String who) {
    this.live = live;
    this.clock = clock;
    this.sessions = sessions;
    this.who = who;
    this.requests = new Requests(who);
  }

  @Override
  public Understudy onBehalfOf(String requester) {
    return new LocalUnderstudy(live, clock, sessions, requester);
  }

  @Override
  public Plan plan(String cluster) {
    return planned(Requests.PROVISION, cluster, Plans.inputs(cluster));
  }

  private Plan planned(String workflow, String cluster, Map<String, String> inputs) {
    Workshop workshop = looking().workshop();
    var plan = workshop.planner().plan(workflow, cluster, inputs);
    return Plans.view(plan, workshop.sites().site(cluster).primaryName());
  }

  @Override
  public Started provision(String cluster) {
    return start(requests.provision(cluster));
  }

  @Override
  public Plan planBackup(String cluster, String type) {
    return planned(Requests.BACKUP, cluster, Plans.inputs(requests.backup(cluster, type)));
  }

  @Override
  public Started backup(String cluster, String type) {
    Optional<Started> other =
        BackupUnderWay.another(session(cluster).runs(), cluster, type, session().hasEngine());
    return other.orElseGet(() -> start(requests.backup(cluster, type)));
  }

  @Override
  public Started removeNode(String cluster, String node) {
    return start(requests.removeNode(cluster, node));
  }

  @Override
  public Started copyAnew(String cluster, String node) {
    return start(requests.copyAnew(cluster, node));
  }

  @Override
  public Plan planSwitchover(String cluster, String node) {
    return planned(Requests.SWITCHOVER, cluster, Plans.inputs(requests.switchover(cluster, node)));
  }

  @Override
  public Started switchover(String cluster, String node) {
    withRuns(runs -> RunsUnderWay.refuse(runs, cluster, Requests.SWITCHOVER));
    return start(requests.switchover(cluster, node));
  }

  @Override
  public FailoverView previewFailover(FailoverOrder order) {
    return Failovers.preview(looking().workshop().sites().site(order.cluster()), order);
  }

  @Override
  public Started failover(FailoverOrder order) {
    Session session = session(order.cluster());
    long epoch = session.workshop().sites().site(order.cluster()).epoch();
    return Failovers.underWay(session.runs(), order, session.hasEngine())
        .orElseGet(
            () -> start(requests.failover(order.cluster(), Failovers.inputs(order, epoch, who))));
  }

  @Override
  public Started rejoin(String cluster, String node) {
    return start(requests.rejoin(cluster, node));
  }

  @Override
  public Plan restorePlan(RestoreOrder order) {
    Map<String, String> inputs = new TreeMap<>(RestoreInputs.of(order));
    inputs.put("cluster", order.cluster());
    return planned(Requests.RESTORE, order.cluster(), inputs);
  }

  @Override
  public Started restore(RestoreOrder order) {
    return start(requests.restore(order.cluster(), RestoreInputs.of(order)));
  }

  @Override
  public Started drill(String cluster, String node) {
    return start(
        requests.drill(cluster, node.isEmpty() ? DrillHost.of(live.get(), cluster) : node));
  }

  @Override
  public Started shipMissing(String cluster, String node) {
    String primary =
        node.isEmpty() ? looking().workshop().sites().site(cluster).primaryName() : node;
    return start(requests.shipMissing(cluster, primary));
  }

  @Override
  public Started detach(String cluster) {
    return start(requests.detach(cluster));
  }

  @Override
  public TakeOver takeOver(String cluster) {
    return new TakeOvers(session(), clock)
        .takeOver(cluster, () -> complete(requests.takeOver(cluster)));
  }

  @Override
  public List<KeptCopy> keptCopies(String cluster) {
    return KeptCopies.of(looking().workshop().sites().site(cluster));
  }

  @Override
  public void prune(String cluster, List<KeptCopy> copies) {
    Optional<String> interrupted = interruptedPrune(cluster);
    interrupted.ifPresent(named -> complete(requests.prune(cluster, named)));
    List<KeptCopy> left = interrupted.isEmpty() ? copies : stillThere(cluster, copies);
    if (!left.isEmpty()) {
      complete(requests.prune(cluster, KeptCopies.json(left)));
    }
  }

  /** What a run names that did not come to its end; its copies may be gone all the same. */
  private Optional<String> interruptedPrune(String cluster) {
    return withRuns(
        runs ->
            runs.list(cluster).stream()
                .filter(run -> run.workflow().equals(Requests.PRUNE) && !run.status().isFinal())
                .map(run -> run.inputs().get(Requests.COPIES))
                .findFirst());
  }

  private List<KeptCopy> stillThere(String cluster, List<KeptCopy> copies) {
    List<String> paths = copies.stream().map(KeptCopy::path).toList();
    return keptCopies(cluster).stream().filter(copy -> paths.contains(copy.path())).toList();
  }

  @Override
  public Status status(String cluster) {
    return StatusReader.read(looking().workshop().sites().site(cluster), live.get().data());
  }

  @Override
  public Backups backups(String cluster) {
    Session session = looking();
    Site site = session.workshop().sites().site(cluster);
    List<DrillRow> drills = new ClusterRegistry(session.store(), clock).drills(cluster);
    return BackupList.of(
        cluster, Archived.inventory(site, session.store(), clock), BackupList.verified(drills));
  }

  @Override
  public CheckReport check(String cluster, List<String> checks) {
    return checks().one(cluster, checks);
  }

  @Override
  public List<CheckReport> checkAll(List<String> checks) {
    return checks().all(live.get().clusters().keySet(), checks);
  }

  private Checks checks() {
    Session session = looking();
    Workshop workshop = session.workshop();
    return new Checks(workshop.sites(), workshop.auditor(session.store(), clock, this::snapshot));
  }

  /** Of the watching that there is, else of one for this look alone. */
  private ClusterSnapshot snapshot(String cluster) {
    Optional<Watching> serving = sessions.watching();
    if (serving.isPresent()) {
      return serving.get().settled(cluster);
    }
    try (Watching watching = Watching.start(live, clock, Set.of(cluster))) {
      return watching.settled(cluster);
    }
  }

  @Override
  public List<FindingView> findings(Optional<String> cluster, boolean all) {
    return findingList().list(cluster, all);
  }

  @Override
  public FindingView finding(long id) {
    return findingList().one(id);
  }

  @Override
  public List<DeliveryView> notifications(int most) {
    return Told.newest(looking().store(), most);
  }

  @Override
  public List<ChannelTest> testChannels() {
    return Told.test(live.get(), clock);
  }

  private FindingList findingList() {
    return new FindingList(looking().store(), clock);
  }

  @Override
  public List<SilenceView> silence(SilenceOrder order) {
    return silencing().order(order, who);
  }

  @Override
  public List<SilenceView> silences(Optional<String> cluster, boolean all) {
    return silencing().list(cluster, all);
  }

  @Override
  public SilenceView endSilence(long id) {
    return silencing().end(id, who);
  }

  private Silencing silencing() {
    return new Silencing(live.get(), looking().store(), clock);
  }

  @Override
  public List<RunSummary> runs(Optional<String> cluster, int most) {
    return withRuns(
        runs -> runs.list(cluster.orElse(null), most).stream().map(Views::summary).toList());
  }

  @Override
  public List<ScheduleView> schedules() {
    Session open = looking();
    return new Schedules(open.store(), clock)
        .list(Entries.of(live.get())).stream()
            .map(line -> ScheduleViews.of(line, open.runs()))
            .toList();
  }

  @Override
  public Charts charts(String cluster) {
    return ChartData.of(looking().store(), cluster, clock.instant());
  }

  @Override
  public List<RoleChange> history(String cluster) {
    RoleHistory.requireKnown(live.get(), cluster);
    Session open = looking();
    ClusterRegistry registry = new ClusterRegistry(open.store(), clock);
    return RoleHistory.of(registry.failovers(cluster), open.runs()::find);
  }

  @Override
  public RunDetail run(String run) {
    return withRuns(
        runs -> Views.detail(runs.find(run).orElseThrow(() -> Follower.unknown(run)), runs));
  }

  @Override
  public EventPage events(String run, long after) {
    return withRuns(
        runs -> {
          if (runs.find(run).isEmpty()) {
            throw Follower.unknown(run);
          }
          return Views.events(runs.events(run, after), after);
        });
  }

  @Override
  public Started control(String run, RunControl control) {
    SignalResult last = null;
    for (Signal signal : Controls.signals(run, control, who)) {
      last = session().signals().ask(signal, ANSWER);
      last.orThrow();
    }
    return new Started(run, session().hasEngine(), last == null ? null : last.message());
  }

  @Override
  public RunDetail follow(String run, FollowListener listener) {
    Session open = session();
    return open.follower(this::attended, clock).follow(run, listener);
  }

  @Override
  public void serve(Runnable serving) {
    sessions.serve(serving);
  }

  @Override
  public Reload reload() {
    return new Reloading(sessions.serving(), session().runs()).reload(live.get(), who);
  }

  @Override
  public void onReload(Consumer<Configuration> listener) {
    live.subscribe(listener);
  }

  @Override
  public List<Examined> examine() {
    return new Doctor(live.get(), clock, this::check).all();
  }

  @Override
  public Optional<String> stuck() {
    return sessions.stuck();
  }

  @Override
  public List<Activity> activity() {
    return sessions.tally().map(Views::activity).orElse(List.of());
  }

  @Override
  public Optional<ClusterView> watched(String cluster) {
    return sessions
        .watching()
        .map(watching -> watching.watch().snapshot(cluster))
        .map(snapshot -> ClusterViews.of(snapshot, Moments.SYSTEM.now()))
        .map(this::judged);
  }

  private ClusterView judged(ClusterView view) {
    return sessions
        .observing()
        .flatMap(observing -> observing.verdict(view.cluster()))
        .map(verdict -> view.judged(Explaining.view(view.at(), verdict, Optional.empty())))
        .orElse(view);
  }

  @Override
  public Explanation explain(String cluster, Optional<Instant> at) {
    return new Explaining(live.get(), looking(), clock)
        .explain(cluster, at, () -> snapshot(cluster));
  }

  @Override
  public boolean acknowledgeFailover(String cluster) {
    return new Verdicts(looking().store()).acknowledge(cluster, clock.instant(), who);
  }

  @Override
  public void watch(String cluster, Consumer<ClusterView> listener) {
    Duration beat = live.get().service().beat();
    try (Watching watching = Watching.start(live, clock, Set.of(cluster))) {
      while (!sessions.closesWithin(beat)) {
        listener.accept(ClusterViews.of(watching.watch().snapshot(cluster), Moments.SYSTEM.now()));
      }
    }
  }

  @Override
  public void close() {
    sessions.close();
  }

  private void complete(Signal signal) {
    Plans.requireDone(follow(start(signal).run(), event -> {}));
  }

  private Started start(Signal signal) {
    SignalResult result = session(signal.cluster()).signals().ask(signal, ANSWER);
    String run = result.orThrow();
    return new Started(run, session().hasEngine(), result.attached() ? result.message() : null);
  }

  private Session session() {
    return session(null);
  }

  private Session session(@Nullable String cluster) {
    return sessions.session(cluster);
  }

  private Session looking() {
    return sessions.looking();
  }

  private boolean attended() {
    return session().hasEngine()
        || Store.lockHolder(live.get().data())
            .filter(lock -> !lock.holder().provablyGone())
            .isPresent();
  }

  private <T> T withRuns(Function<Runs, T> question) {
    return sessions.withRuns(question);
  }
}
