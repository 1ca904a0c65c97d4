package dev.understudy.watch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import dev.understudy.postgres.NodeState;
import dev.understudy.postgres.ReceiverState;
import dev.understudy.postgres.SenderState;
import dev.understudy.postgres.SlotState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a server said about itself in one round trip.
 *
 * @param state role, system identifier, timeline, positions
 * @param receiver empty while it receives nothing
 * @param senders who streams from it; before PostgreSQL 10 a role that is no superuser sees none
 * @param archiver empty where it is asked for more rarely and nothing is known yet
 * @param connections of clients, to any database
 * @param settings those that matter to watching, as {@code current_setting} shows them
 * @param upstream the host of primary_conninfo; empty without one, and before PostgreSQL 12
 */
public record NodeReading(
    NodeState state,
    Optional<ReceiverState> receiver,
    List<SenderState> senders,
    List<SlotState> slots,
    Optional<ArchiverReading> archiver,
    int connections,
    Map<String, String> settings,
    String upstream)
    implements SqlAnswer {
  public NodeReading {
    senders = List.copyOf(senders);
    slots = List.copyOf(slots);
    settings = Map.copyOf(settings);
  }

  /**
   * Reads the object.
   *
   * @param json what {@link dev.understudy.postgres.WatchSql#look} gives
   */
  static NodeReading of(String json) {
    JsonNode look = Json.read(json);
    JsonNode receiver = look.path("receiver");
    Map<String, String> settings = new TreeMap<>();
    look.path("settings")
        .properties()
        .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
    return new NodeReading(
        NodeState.of(look.path("node")),
        receiver.isObject() ? Optional.of(ReceiverState.one(receiver)) : Optional.empty(),
        SenderState.list(look.path("senders")),
        SlotState.list(look.path("slots")),
        ArchiverReading.of(look.path("archiver")),
        look.path("connections").asInt(),
        settings,
        look.path("upstream").asText(""));
  }

  NodeReading with(Optional<ArchiverReading> known) {
    return new NodeReading(state, receiver, senders, slots, known, connections, settings, upstream);
  }

  public boolean primary() {
    return !state.inRecovery();
  }

  public boolean streaming() {
    return receiver.filter(ReceiverState::streaming).isPresent();
  }
}
