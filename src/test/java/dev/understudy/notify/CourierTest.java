package dev.understudy.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.Severity;
import dev.understudy.config.NotifyConfig;
import dev.understudy.config.NotifyConfig.Channel;
import dev.understudy.config.NotifyConfig.Command;
import dev.understudy.config.NotifyConfig.Heartbeat;
import dev.understudy.config.NotifyConfig.Webhook;
import dev.understudy.config.Secrets;
import dev.understudy.outbox.Delivery;
import dev.understudy.outbox.Matter;
import dev.understudy.outbox.Notification;
import dev.understudy.outbox.Outbox;
import dev.understudy.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries through a real store to real receivers. */
@Timeout(60)
class CourierTest {
  @TempDir Path data;
  private final List<Matter> matters = new ArrayList<>();
  private Receiver receiver;
  private Store store;

  @BeforeEach
  void open() throws IOException {
    receiver = new Receiver();
    store = Store.openForWriting(data);
  }

  @AfterEach
  void close() {
    store.close();
    receiver.close();
  }

  @Test
  void whatFailedIsTriedAgainAlsoByTheNextService() {
    receiver.status = 500;
    put("lag/bravo");
    try (Courier courier = start(webhook())) {
      await(() -> newest().attempts() > 0);
      assertThat(newest().state()).isEqualTo(Delivery.State.WAITING);
      assertThat(newest().failure()).isEqualTo("the receiver answered with status 500");
      assertThat(newest().next()).isAfter(newest().notification().at());
    }
    receiver.status = 200;
    dueNow();

    try (Courier courier = start(webhook())) {
      await(() -> newest().state() == Delivery.State.DELIVERED);
    }

    assertThat(receiver.bodies).hasSize(2);
    try (Courier courier = start(webhook())) {
      put("lag/charlie");
      await(() -> newest().state() == Delivery.State.DELIVERED);
    }
    assertThat(receiver.bodies).hasSize(3);
    assertThat(receiver.bodies.get(2)).contains("lag/charlie").doesNotContain("lag/bravo");
  }

  @Test
  void whatIsDueTogetherIsOneMessage() {
    put("lag/bravo");
    put("lag/charlie");

    try (Courier courier = start(webhook())) {
      await(() -> newest().state() == Delivery.State.DELIVERED);
    }

    assertThat(receiver.bodies).hasSize(1);
    assertThat(receiver.bodies.get(0)).contains("lag/bravo").contains("lag/charlie");
  }

  @Test
  void whatWaitsForAChannelThatIsGoneIsGivenUp() {
    put("lag/bravo");

    try (Courier courier = start(new NotifyConfig(List.of(), List.of()))) {
      assertThat(newest().state()).isEqualTo(Delivery.State.GIVEN_UP);
    }
  }

  @Test
  void aSecretInTheWordsOfACommandIsNotKept() {
    put("lag/bravo");
    Channel channel =
        new Channel("hook", Severity.WARNING, Set.of(), new Command("echo hunter2 wrong; exit 1"));
    NotifyConfig config = new NotifyConfig(List.of(channel), List.of());

    try (Courier courier =
        Courier.start(
            outbox(config),
            config,
            Secrets.of(List.of("hunter2")),
            Clock.systemUTC(),
            () -> true)) {
      await(() -> newest().attempts() > 0);
    }

    assertThat(newest().failure()).contains("****** wrong").doesNotContain("hunter2");
  }

  @Test
  void aTransportThatBreaksIsNotTriedAgainAtOnce() {
    put("lag/bravo");
    int[] sent = new int[1];
    Transport broken =
        message -> {
          sent[0]++;
          throw new IllegalStateException("hunter2 is no address");
        };
    ChannelLoop loop =
        new ChannelLoop(
            "hook", broken, outbox(webhook()), Secrets.of(List.of("hunter2")), Clock.systemUTC());

    loop.look();
    loop.look();

    assertThat(sent[0]).isEqualTo(1);
    assertThat(newest().state()).isEqualTo(Delivery.State.WAITING);
    assertThat(newest().failure()).contains("****** is no address");
  }

  @Test
  void theSignOfLifeEndsWithTheServicesHealth() {
    AtomicBoolean well = new AtomicBoolean(true);
    NotifyConfig config =
        new NotifyConfig(List.of(), List.of(new Heartbeat(receiver.url(), Duration.ofMillis(20))));
    try (Courier courier =
        Courier.start(outbox(config), config, Secrets.none(), Clock.systemUTC(), asked(well))) {
      await(() -> receiver.bodies.size() >= 2);
      assertThat(receiver.bodies.get(0)).isEqualTo("GET ");

      well.set(false);
      int before = questions;
      await(() -> questions > before + 1);
      int told = receiver.bodies.size();
      int then = questions;
      await(() -> questions > then + 5);

      assertThat(receiver.bodies).hasSize(told);
    }
  }

  private volatile int questions;

  private BooleanSupplier asked(AtomicBoolean well) {
    return () -> {
      questions++;
      return well.get();
    };
  }

  private NotifyConfig webhook() {
    Webhook hook = new Webhook(receiver.url(), Webhook.Format.JSON);
    return new NotifyConfig(
        List.of(new Channel("hook", Severity.WARNING, Set.of(), hook)), List.of());
  }

  private Courier start(NotifyConfig config) {
    return Courier.start(outbox(config), config, Secrets.none(), Clock.systemUTC(), () -> true);
  }

  private void put(String subject) {
    Notification notification =
        new Notification("orders", subject, Severity.WARNING, "behind", "", Instant.now());
    matters.add(new Matter(notification, false));
    outbox(webhook()).settle(matters, Instant.now());
  }

  private Outbox outbox(NotifyConfig config) {
    return new Outbox(store, config.channels());
  }

  private void dueNow() {
    store.note(
        handle -> handle.execute("UPDATE delivery SET next_at = '2026-01-01T00:00:00.000Z'"));
  }

  private Delivery newest() {
    return Outbox.newest(store, 1).get(0);
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }
}
