package dev.understudy.audit;

import dev.understudy.common.Finding;
import dev.understudy.common.Measure;
import dev.understudy.common.Severity;
import dev.understudy.common.Sizes;
import dev.understudy.config.CheckId;
import dev.understudy.config.Units;
import dev.understudy.postgres.SlotName;
import dev.understudy.postgres.SlotState;
import dev.understudy.watch.HostReading;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Physical replication slots on the primary, each that of a standby. Pure. */
final class Slots {
  private static final List<CheckId> CHECKS =
      List.of(
          CheckId.SLOT_MISSING, CheckId.SLOT_INACTIVE, CheckId.SLOT_LOST, CheckId.SLOT_RETENTION);

  private Slots() {}

  static List<Finding> of(WatchFacts facts) {
    Optional<NodeSnapshot> primary = facts.writer();
    if (primary.isEmpty()) {
      return CHECKS.stream()
          .map(check -> Finding.unknown(check.id(), "no primary answers, which has the slots"))
          .toList();
    }
    NodeReading reading = primary.get().lastReading().orElseThrow();
    List<Finding> findings = new ArrayList<>();
    for (NodeSnapshot standby : facts.standbys()) {
      String node = standby.node();
      Optional<SlotState> slot = slot(reading, SlotName.of(node));
      findings.add(missing(node, slot).on(node));
      slot.ifPresent(
          own -> {
            findings.add(inactive(node, own).on(node));
            findings.add(lost(node, own).on(node));
            findings.add(retention(facts, node, own, limit(primary.get(), reading, own)));
          });
    }
    findings.add(others(facts, reading));
    return findings;
  }

  private static Optional<SlotState> slot(NodeReading primary, String name) {
    return primary.slots().stream().filter(slot -> slot.name().equals(name)).findFirst();
  }

  private static Finding missing(String node, Optional<SlotState> slot) {
    String check = CheckId.SLOT_MISSING.id();
    return slot.isPresent()
        ? Finding.ok(check, node + " has its slot")
        : Finding.critical(
            check,
            "the primary has no slot "
                + SlotName.of(node)
                + " for "
                + node
                + ": nothing keeps the WAL that it still needs");
  }

  private static Finding inactive(String node, SlotState slot) {
    String check = CheckId.SLOT_INACTIVE.id();
    return slot.active() || slot.lost()
        ? Finding.ok(check, slot.name() + (slot.active() ? " is in use" : " is lost"))
        : Finding.warning(
            check, "nobody uses " + slot.name() + ", which keeps " + kept(slot) + " for " + node);
  }

  private static Finding lost(String node, SlotState slot) {
    String check = CheckId.SLOT_LOST.id();
    return slot.lost()
        ? Finding.critical(
            check, "WAL that " + node + " needs is gone: its slot " + slot.name() + " is lost")
        : Finding.ok(check, slot.name() + " has its WAL");
  }

  /** What it may keep: by the setting, else until the disk is full; empty when neither is known. */
  private static OptionalLong limit(NodeSnapshot primary, NodeReading reading, SlotState slot) {
    OptionalLong setting =
        Units.size(reading.settings().getOrDefault("max_slot_wal_keep_size", ""));
    if (setting.isPresent() || primary.host() == null || slot.retainedBytes().isEmpty()) {
      return setting;
    }
    HostReading host = primary.host().value();
    return host.walDisk().totalBytes() == 0
        ? OptionalLong.empty()
        : OptionalLong.of(slot.retainedBytes().getAsLong() + host.walDisk().freeBytes());
  }

  private static Finding retention(
      WatchFacts facts, String node, SlotState slot, OptionalLong limit) {
    String check = CheckId.SLOT_RETENTION.id();
    if (slot.lost() || slot.retainedBytes().isEmpty()) {
      return Finding.ok(check, slot.name() + " keeps nothing").on(node);
    }
    if (slot.walStatus().equals("unreserved")) {
      return Finding.critical(
              check, slot.name() + " has passed its limit: its WAL goes at the next checkpoint")
          .on(node);
    }
    String sentence = slot.name() + " keeps " + kept(slot);
    if (limit.isEmpty() || limit.getAsLong() == 0) {
      return Finding.ok(check, sentence).on(node);
    }
    long kept = slot.retainedBytes().getAsLong();
    long percent = Math.min(100, Math.round(100.0 * kept / limit.getAsLong()));
    return facts
        .limits(CheckId.SLOT_RETENTION)
        .finding(
            node,
            percent,
            sentence + " of " + Sizes.bytes(limit.getAsLong()),
            Measure.of("slot_retained_percent", percent, Measure.Unit.COUNT));
  }

  /** Slots of nobody that is configured: they keep WAL until somebody drops them. */
  private static Finding others(WatchFacts facts, NodeReading reading) {
    List<String> own =
        facts.standbys().stream().map(standby -> SlotName.of(standby.node())).toList();
    List<SlotState> idle =
        reading.slots().stream()
            .filter(slot -> !own.contains(slot.name()) && !slot.active())
            .filter(slot -> slot.retainedBytes().orElse(0) > 0)
            .toList();
    String check = CheckId.SLOT_INACTIVE.id();
    if (idle.isEmpty()) {
      return Finding.ok(check, "no other slot keeps WAL for nobody");
    }
    return new Finding(
        check,
        Severity.WARNING,
        idle.stream()
            .map(slot -> slot.name() + " keeps " + kept(slot))
            .collect(Collectors.joining(", ", "slots of no standby here, and not in use: ", "")));
  }

  private static String kept(SlotState slot) {
    return Sizes.bytes(Math.max(0, slot.retainedBytes().orElse(0)));
  }
}
