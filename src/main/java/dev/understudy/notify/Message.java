package dev.understudy.notify;

import dev.understudy.common.Json;
import dev.understudy.common.Severity;
import dev.understudy.outbox.Notification;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is told at once: one notification, or several that came together.
 *
 * @param notifications at least one, oldest first
 */
record Message(List<Notification> notifications) {
  private static final int VERSION = 1;

  Message {
    notifications = List.copyOf(notifications);
  }

  private record Item(
      String cluster,
      String subject,
      String status,
      String severity,
      String sentence,
      String remedy,
      Instant at) {}

  private record Body(
      int version, String status, String severity, String title, List<Item> notifications) {}

  /** One line for the list of a mail program. */
  String title() {
    Notification first = gravest();
    String more = notifications.size() > 1 ? " (and " + (notifications.size() - 1) + " more)" : "";
    return label(first) + " " + first.cluster() + ": " + first.sentence() + more;
  }

  /** For people: each notification with its remedy. */
  String text() {
    return notifications.stream().map(Message::paragraph).collect(Collectors.joining("\n\n"));
  }

  /** For programs. */
  String json() {
    List<Item> items = notifications.stream().map(Message::item).toList();
    return Json.write(new Body(VERSION, status(gravest()), gravest().word(), title(), items));
  }

  /** As Slack's incoming webhooks take it, and those of others that are made like them. */
  String slack() {
    return Json.write(Map.of("text", "*" + escaped(title()) + "*\n" + escaped(text())));
  }

  private Notification gravest() {
    Severity worst = Severity.worst(notifications.stream().map(Notification::severity).toList());
    return notifications.stream().filter(n -> n.severity() == worst).findFirst().orElseThrow();
  }

  private static Item item(Notification notification) {
    return new Item(
        notification.cluster(),
        notification.subject(),
        status(notification),
        notification.word(),
        notification.sentence(),
        notification.remedy(),
        notification.at());
  }

  private static String paragraph(Notification notification) {
    String remedy = notification.remedy().isEmpty() ? "" : "\nWhat to do: " + notification.remedy();
    return label(notification)
        + " "
        + notification.cluster()
        + " "
        + notification.subject()
        + ", "
        + notification.at()
        + "\n"
        + notification.sentence()
        + remedy;
  }

  private static String label(Notification notification) {
    return "[" + (notification.isResolved() ? "resolved" : notification.word()) + "]";
  }

  private static String status(Notification notification) {
    return notification.isResolved() ? "resolved" : "firing";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
