package dev.understudy.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.Severity;
import dev.understudy.config.NotifyConfig.Channel;
import dev.understudy.config.NotifyConfig.Command;
import dev.understudy.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is put on its way, in a real store. */
class OutboxTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Channel ALL = channel("all", Severity.WARNING);
  private static final Channel PAGER = channel("pager", Severity.CRITICAL);

  @TempDir Path data;
  private Outbox outbox;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.openForWriting(data);
    outbox = new Outbox(store, List.of(ALL, PAGER));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aMatterThatGetsWorseAndEndsIsToldToEachAsFarAsItConcernsThem() {
    settle(matter("lag/bravo", Severity.WARNING));
    settle(matter("lag/bravo", Severity.CRITICAL));
    settle(matter("lag/bravo", Severity.WARNING));
    settle();

    assertThat(told("all"))
        .containsExactly(
            "warning lag/bravo", "critical lag/bravo", "warning lag/bravo", "ok lag/bravo");
    assertThat(told("pager"))
        .containsExactly("critical lag/bravo", "warning lag/bravo", "ok lag/bravo");
  }

  @Test
  void whatStaysAsItIsIsToldOnce() {
    settle(matter("lag/bravo", Severity.WARNING));
    settle(matter("lag/bravo", Severity.WARNING));

    assertThat(told("all")).hasSize(1);
    assertThat(told("pager")).isEmpty();
  }

  @Test
  void whatComesBackIsToldAgain() {
    settle(matter("lag/bravo", Severity.WARNING));
    settle();
    settle();
    settle(matter("lag/bravo", Severity.WARNING));

    assertThat(told("all"))
        .containsExactly("warning lag/bravo", "ok lag/bravo", "warning lag/bravo");
  }

  @Test
  void oneMatterIsOverAndTheOtherStays() {
    settle(matter("lag/bravo", Severity.WARNING), matter("lag/charlie", Severity.WARNING));
    settle(matter("lag/charlie", Severity.WARNING));

    assertThat(told("all"))
        .containsExactly("warning lag/bravo", "warning lag/charlie", "ok lag/bravo");
  }

  @Test
  void whatEndedLongAgoIsForgottenButNotThatItIsStillTheMatter() {
    settle(matter("lag/bravo", Severity.WARNING));
    settle();
    settle(matter("lag/bravo", Severity.CRITICAL));
    outbox.delivered(Outbox.newest(store, 100), NOW);

    outbox.tidy(NOW.plus(Duration.ofDays(91)));

    assertThat(told("all")).containsExactly("critical lag/bravo");
    settle(matter("lag/bravo", Severity.CRITICAL));
    assertThat(told("all")).hasSize(1);
  }

  @Test
  void whatStillWaitsIsNotForgotten() {
    settle(matter("lag/bravo", Severity.WARNING));
    settle();

    outbox.tidy(NOW.plus(Duration.ofDays(91)));

    assertThat(told("all")).hasSize(2);
  }

  @Test
  void whatIsSilencedIsNeitherToldNorOver() {
    settle(matter("lag/bravo", Severity.WARNING));
    quiet(matter("lag/bravo", Severity.CRITICAL));
    assertThat(told("all")).containsExactly("warning lag/bravo");

    settle(matter("lag/bravo", Severity.CRITICAL));

    assertThat(told("all")).containsExactly("warning lag/bravo", "critical lag/bravo");
  }

  private void settle(Notification... open) {
    List<Matter> matters = Stream.of(open).map(one -> new Matter(one, false)).toList();
    outbox.settle(matters, NOW);
  }

  private void quiet(Notification notification) {
    outbox.settle(List.of(new Matter(notification, true)), NOW);
  }

  private static Notification matter(String subject, Severity severity) {
    return new Notification("orders", subject, severity, "12 MiB behind", "wait", NOW);
  }

  /** Oldest first. */
  private List<String> told(String channel) {
    return Outbox.newest(store, 100).stream()
        .filter(delivery -> delivery.channel().equals(channel))
        .sorted(Comparator.comparingLong(Delivery::id))
        .map(delivery -> delivery.notification().word() + " " + delivery.notification().subject())
        .toList();
  }

  private static Channel channel(String name, Severity least) {
    return new Channel(name, least, Set.of(), new Command("true"));
  }
}
