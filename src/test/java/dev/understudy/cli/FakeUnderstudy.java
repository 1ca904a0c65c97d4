package dev.understudy.cli;

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
import dev.understudy.api.RunEvent;
import dev.understudy.api.RunSummary;
import dev.understudy.api.ScheduleView;
import dev.understudy.api.SilenceOrder;
import dev.understudy.api.SilenceView;
import dev.understudy.api.Started;
import dev.understudy.api.Status;
import dev.understudy.api.TakeOver;
import dev.understudy.api.Understudy;
import dev.understudy.config.Configuration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers what a test has put in, and records what it was asked. */
public final class FakeUnderstudy implements Understudy {
  public final List<String> asked = new ArrayList<>();
  public final List<RunEvent> events = new ArrayList<>();
  public final List<RunSummary> runs = new ArrayList<>();
  public final List<ScheduleView> schedules = new ArrayList<>();
  public Charts charts = new Charts("orders", Instant.EPOCH, Instant.EPOCH, List.of(), List.of());
  public final List<RoleChange> history = new ArrayList<>();
  public @Nullable Explanation explanation;
  public boolean acknowledges = true;
  public final List<Activity> activities = new ArrayList<>();
  public final List<ClusterView> views = new ArrayList<>();
  public final List<KeptCopy> copies = new ArrayList<>();
  public final List<CheckReport> reports = new ArrayList<>();
  public final List<FindingView> findings = new ArrayList<>();
  public final List<DeliveryView> deliveries = new ArrayList<>();
  public final List<ChannelTest> channelTests = new ArrayList<>();
  public final List<SilenceView> silences = new ArrayList<>();
  public final List<Consumer<Configuration>> reloads = new ArrayList<>();
  public final List<Examined> examined = new ArrayList<>();
  public volatile @Nullable String stuck;
  public @Nullable Reload reload;
  public @Nullable Backups backups;
  public @Nullable Plan plan;
  public @Nullable Status status;
  public @Nullable RunDetail detail;
  public @Nullable RuntimeException failure;
  public @Nullable String note;
  public @Nullable Runnable whileFollowing;
  public boolean here = true;
  public int closed;

  @Override
  public List<Activity> activity() {
    return List.copyOf(activities);
  }

  @Override
  public Understudy onBehalfOf(String requester) {
    asked.add("as " + requester);
    return this;
  }

  private <T> T answer(String call, Supplier<@Nullable T> answer) {
    asked.add(call);
    if (failure != null) {
      throw failure;
    }
    return Objects.requireNonNull(answer.get(), call);
  }

  private Started started(String call) {
    return answer(call, () -> new Started(Objects.requireNonNull(detail).id(), here, note));
  }

  @Override
  public List<Examined> examine() {
    return answer("examine", () -> examined);
  }

  @Override
  public Optional<String> stuck() {
    return Optional.ofNullable(stuck);
  }

  @Override
  public Reload reload() {
    return answer("reload", () -> reload);
  }

  @Override
  public void onReload(Consumer<Configuration> listener) {
    reloads.add(listener);
  }

  @Override
  public Optional<ClusterView> watched(String cluster) {
    return views.stream().filter(view -> view.cluster().equals(cluster)).findFirst();
  }

  @Override
  public Explanation explain(String cluster, Optional<Instant> at) {
    return answer(
        "explain " + cluster + at.map(time -> " " + time).orElse(""),
        () -> Objects.requireNonNull(explanation));
  }

  @Override
  public boolean acknowledgeFailover(String cluster) {
    return answer("acknowledge failover " + cluster, () -> acknowledges);
  }

  @Override
  public void watch(String cluster, Consumer<ClusterView> listener) {
    asked.add("watch " + cluster);
    views.forEach(listener);
  }

  @Override
  public Plan plan(String cluster) {
    return answer("plan " + cluster, () -> plan);
  }

  @Override
  public Started provision(String cluster) {
    return started("provision " + cluster);
  }

  @Override
  public Plan planBackup(String cluster, String type) {
    return answer("plan backup " + cluster + " " + type, () -> plan);
  }

  @Override
  public Started backup(String cluster, String type) {
    return started("backup " + cluster + " " + type);
  }

  @Override
  public Started removeNode(String cluster, String node) {
    return started("remove-node " + cluster + " " + node);
  }

  @Override
  public Started copyAnew(String cluster, String node) {
    return started("copy-anew " + cluster + " " + node);
  }

  @Override
  public Plan planSwitchover(String cluster, String node) {
    return answer("plan switchover " + cluster + " " + node, () -> plan);
  }

  @Override
  public Started switchover(String cluster, String node) {
    return started("switchover " + cluster + " " + node);
  }

  @Override
  public FailoverView previewFailover(FailoverOrder order) {
    return answer(
        "preview failover " + order,
        () ->
            new FailoverView(
                order.cluster(),
                "alpha",
                false,
                "bravo",
                1024L,
                Map.of("charlie", "its replay is paused"),
                List.of("ssh")));
  }

  @Override
  public Started failover(FailoverOrder order) {
    return started("failover " + order);
  }

  @Override
  public Started rejoin(String cluster, String node) {
    return started("rejoin " + cluster + " " + node);
  }

  @Override
  public Plan restorePlan(RestoreOrder order) {
    return answer("restore-plan " + order, () -> plan);
  }

  @Override
  public Started restore(RestoreOrder order) {
    return started("restore " + order);
  }

  @Override
  public Started drill(String cluster, String node) {
    return started("drill " + cluster + " " + node);
  }

  @Override
  public Started shipMissing(String cluster, String node) {
    return started("ship-missing " + cluster + " " + node);
  }

  @Override
  public Started detach(String cluster) {
    return started("detach " + cluster);
  }

  @Override
  public TakeOver takeOver(String cluster) {
    return answer(
        "take-over " + cluster,
        () ->
            new TakeOver(
                cluster,
                "5d1c",
                List.of(
                    new TakeOver.TakenNode("alpha", "77aa"),
                    new TakeOver.TakenNode("bravo", null))));
  }

  @Override
  public List<KeptCopy> keptCopies(String cluster) {
    return answer("kept-copies " + cluster, () -> copies);
  }

  @Override
  public void prune(String cluster, List<KeptCopy> removed) {
    answer("prune " + cluster + " " + removed.size(), () -> removed);
  }

  @Override
  public Status status(String cluster) {
    return answer("status " + cluster, () -> status);
  }

  @Override
  public Backups backups(String cluster) {
    return answer("backups " + cluster, () -> backups);
  }

  @Override
  public CheckReport check(String cluster, List<String> checks) {
    return answer(
        String.join(" ", "check", cluster, String.join(" ", checks)).strip(), () -> reports.get(0));
  }

  @Override
  public List<CheckReport> checkAll(List<String> checks) {
    return answer(("check * " + String.join(" ", checks)).strip(), () -> reports);
  }

  @Override
  public List<FindingView> findings(Optional<String> cluster, boolean all) {
    return answer("findings " + cluster.orElse("*") + (all ? " all" : ""), () -> findings);
  }

  @Override
  public FindingView finding(long id) {
    return answer("finding " + id, () -> findings.get(0));
  }

  @Override
  public List<DeliveryView> notifications(int most) {
    return answer("notifications " + most, () -> deliveries);
  }

  @Override
  public List<ChannelTest> testChannels() {
    return answer("test channels", () -> channelTests);
  }

  @Override
  public List<SilenceView> silence(SilenceOrder order) {
    return answer("silence " + order, () -> silences);
  }

  @Override
  public List<SilenceView> silences(Optional<String> cluster, boolean all) {
    return answer("silences " + cluster.orElse("*") + (all ? " all" : ""), () -> silences);
  }

  @Override
  public SilenceView endSilence(long id) {
    return answer("end silence " + id, () -> silences.get(0));
  }

  @Override
  public List<RunSummary> runs(Optional<String> cluster, int most) {
    return answer("runs " + cluster.orElse("*"), () -> runs.stream().limit(most).toList());
  }

  @Override
  public List<ScheduleView> schedules() {
    return answer("schedules", () -> schedules);
  }

  @Override
  public Charts charts(String cluster) {
    return answer("charts " + cluster, () -> charts);
  }

  @Override
  public List<RoleChange> history(String cluster) {
    return answer("history " + cluster, () -> history);
  }

  @Override
  public RunDetail run(String run) {
    return answer("run " + run, () -> detail);
  }

  @Override
  public EventPage events(String run, long after) {
    return answer(
        "events " + run + " " + after,
        () ->
            new EventPage(
                events.size(),
                events.subList((int) Math.min(after, events.size()), events.size())));
  }

  @Override
  public Started control(String run, RunControl control) {
    return started("control " + run + " " + control);
  }

  @Override
  public RunDetail follow(String run, FollowListener listener) {
    asked.add("follow " + run);
    events.forEach(listener::onEvent);
    if (whileFollowing != null) {
      whileFollowing.run();
    }
    return answer("rest " + run, () -> detail);
  }

  @Override
  public void serve(Runnable serving) {
    asked.add("serve");
    serving.run();
    if (whileFollowing != null) {
      whileFollowing.run();
    }
  }

  @Override
  public void close() {
    closed++;
  }
}
