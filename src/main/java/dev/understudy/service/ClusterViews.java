package dev.understudy.service;

import dev.understudy.api.ClusterView;
import dev.understudy.api.HostView;
import dev.understudy.api.NodeView;
import dev.understudy.postgres.ReceiverState;
import dev.understudy.postgres.SenderState;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.HostReading;
import dev.understudy.watch.Moment;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import dev.understudy.watch.Part;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Snapshots as the faces print them. */
final class ClusterViews {
  private ClusterViews() {}

  /**
   * @param now what ages are counted to
   */
  static ClusterView of(ClusterSnapshot snapshot, Moment now) {
    return new ClusterView(
        snapshot.cluster(),
        now.instant(),
        null,
        snapshot.nodes().values().stream().map(node -> node(node, now)).toList(),
        synchronous(snapshot));
  }

  private static List<String> synchronous(ClusterSnapshot snapshot) {
    return snapshot.nodes().values().stream()
        .filter(NodeSnapshot::answers)
        .flatMap(node -> node.lastReading().stream())
        .filter(NodeReading::primary)
        .flatMap(reading -> reading.senders().stream())
        .filter(sender -> sender.streaming() && sender.synchronous())
        .map(SenderState::applicationName)
        .distinct()
        .toList();
  }

  private static NodeView node(NodeSnapshot node, Moment now) {
    Optional<NodeReading> reading = node.lastReading();
    Optional<ReceiverState> receiver = reading.flatMap(NodeReading::receiver);
    return new NodeView(
        node.node(),
        node.observedSince().age(now).toMillis(),
        age(node.reading(), now),
        get(reading, read -> read.primary() ? "primary" : "standby"),
        get(reading, read -> read.state().systemIdentifier()),
        get(reading, read -> read.state().timeline()),
        text(reading, read -> read.state().lsn()),
        text(reading, read -> read.state().received()),
        text(reading, read -> read.state().replayed()),
        get(reading, read -> read.primary() ? null : read.state().paused()),
        get(receiver, ReceiverState::status),
        get(receiver, ClusterViews::messageAge),
        get(reading, read -> read.senders().stream().map(SenderState::applicationName).toList()),
        get(reading, read -> read.slots().size()),
        get(reading, NodeReading::connections),
        text(reading, NodeReading::upstream),
        node.trouble() == null ? null : node.trouble().value().failure().label(),
        node.trouble() == null ? null : node.trouble().value().message(),
        node.troubledSince() == null ? null : node.troubledSince().age(now).toMillis(),
        node.door() == null ? null : node.door().value().failure().label(),
        node.host() == null ? null : host(node.host(), now),
        node.hostTrouble() == null ? null : node.hostTrouble().value().message());
  }

  private static @Nullable Long messageAge(ReceiverState receiver) {
    return receiver.lastMessageMillis().isPresent()
        ? receiver.lastMessageMillis().getAsLong()
        : null;
  }

  private static HostView host(Part<HostReading> part, Moment now) {
    HostReading host = part.value();
    return new HostView(
        part.age(now).toMillis(),
        host.bootId(),
        host.uptimeSeconds(),
        host.postmaster().isPresent() ? host.postmaster().getAsInt() : null,
        host.processes(),
        host.controlState(),
        host.unitState(),
        host.unitResult(),
        host.dataDisk().freeBytes(),
        host.walDisk().freeBytes(),
        host.oomKills());
  }

  private static @Nullable Long age(@Nullable Part<?> part, Moment now) {
    return part == null ? null : part.age(now).toMillis();
  }

  private static <S, T> @Nullable T get(Optional<S> known, Function<S, @Nullable T> what) {
    return known.isPresent() ? what.apply(known.get()) : null;
  }

  private static <S> @Nullable String text(Optional<S> known, Function<S, String> what) {
    String text = get(known, what);
    return text == null || text.isEmpty() ? null : text;
  }
}
