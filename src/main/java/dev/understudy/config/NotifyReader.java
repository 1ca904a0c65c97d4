package dev.understudy.config;

import dev.understudy.common.Severity;
import dev.understudy.config.NotifyConfig.Channel;
import dev.understudy.config.NotifyConfig.Command;
import dev.understudy.config.NotifyConfig.Email;
import dev.understudy.config.NotifyConfig.Heartbeat;
import dev.understudy.config.NotifyConfig.Target;
import dev.understudy.config.NotifyConfig.Webhook;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the list {@code notify}. */
final class NotifyReader {
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final String URL = "an address such as https://alerts.example.com/hook";
  private static final String MAIL = "an address such as dba@example.com";
  private static final int SUBMISSION = 587;

  private final Set<String> clusters;
  private final Set<String> names = new HashSet<>();
  private final List<Channel> channels = new ArrayList<>();
  private final List<Heartbeat> heartbeats = new ArrayList<>();

  private NotifyReader(Set<String> clusters) {
    this.clusters = clusters;
  }

  private enum Type {
    WEBHOOK,
    SLACK,
    EMAIL,
    COMMAND,
    HEARTBEAT
  }

  private enum Least {
    WARNING,
    CRITICAL,
    UNKNOWN
  }

  /**
   * @param clusters the names that the file has
   */
  static NotifyConfig read(List<Section> items, Set<String> clusters) {
    NotifyReader reader = new NotifyReader(clusters);
    items.forEach(reader::item);
    return new NotifyConfig(reader.channels, reader.heartbeats);
  }

  private void item(Section item) {
    if (item.node("type").isEmpty()) {
      item.problem(
          item.where(),
          item.name("type") + " is missing",
          "webhook, slack, email, command or heartbeat");
    }
    Type type = item.choice("type", Type.class, Type.WEBHOOK);
    if (type == Type.HEARTBEAT) {
      heartbeats.add(heartbeat(item));
    } else {
      channels.add(channel(item, type));
    }
    item.close();
  }

  private static Heartbeat heartbeat(Section item) {
    return new Heartbeat(
        url(item),
        item.optional("every", "a time such as 1min, from 5s to 1d", NotifyReader::every)
            .orElse(EVERY));
  }

  private Channel channel(Section item, Type type) {
    String name =
        item.optional("name", Values.NAME, text -> Optional.of(text).filter(Values::name))
            .orElse(type.name().toLowerCase(java.util.Locale.ROOT));
    if (!names.add(name)) {
      item.problem(
          item.node("name").orElse(item.where()),
          "two channels are named '" + name + "'",
          "a name of its own for each channel, such as name: " + name + "-2");
    }
    Severity least = Severity.valueOf(item.choice("severity", Least.class, Least.WARNING).name());
    return new Channel(name, least, clusters(item), target(item, type));
  }

  private Set<String> clusters(Section item) {
    String expected = "names of clusters that this file has: " + String.join(", ", clusters);
    return Set.copyOf(
        item.items(
            "clusters",
            expected,
            text -> Optional.of(text).filter(clusters::contains),
            mapping -> Optional.empty()));
  }

  private static Target target(Section item, Type type) {
    return switch (type) {
      case SLACK -> new Webhook(url(item), Webhook.Format.SLACK);
      case EMAIL -> email(item);
      case COMMAND ->
          new Command(
              item.required("command", "a command as a shell takes it", Values::text).orElse(""));
      default -> new Webhook(url(item), Webhook.Format.JSON);
    };
  }

  private static Email email(Section item) {
    String server =
        item.required("smtp", "a host and port such as mail.example.com:587", Values::endpoint)
            .orElse("localhost");
    int colon = server.indexOf(':');
    Email.Server place =
        new Email.Server(
            colon < 0 ? server : server.substring(0, colon),
            colon < 0 ? SUBMISSION : Integer.parseInt(server.substring(colon + 1)),
            item.choice("security", Email.Security.class, Email.Security.STARTTLS));
    Optional<String> user = item.optional("user", Values.TEXT, Values::text);
    Optional<Hidden> password = item.secret("password", Values.TEXT);
    if (user.isPresent() != password.isPresent()) {
      item.problem(
          item.where(), item.name("") + " has one of user and password", "both of them, or none");
    }
    Optional<Email.Credentials> credentials =
        user.flatMap(name -> password.map(secret -> new Email.Credentials(name, secret)));
    String from = item.required("from", MAIL, NotifyReader::mail).orElse("");
    List<String> to = item.items("to", MAIL, NotifyReader::mail, mapping -> Optional.empty());
    if (to.isEmpty()) {
      item.problem(item.where(), item.name("to") + " names nobody", "a list of mail addresses");
    }
    return new Email(place, credentials, from, to);
  }

  private static Hidden url(Section item) {
    if (item.node("url").isEmpty()) {
      item.problem(item.where(), item.name("url") + " is missing", URL);
    }
    Optional<Hidden> url = item.secret("url", URL);
    if (url.filter(hidden -> !isUrl(hidden.value())).isPresent()) {
      item.problem(item.node("url").orElseThrow(), item.name("url") + " is no address", URL);
    }
    return url.orElse(new Hidden(""));
  }

  private static boolean isUrl(String text) {
    try {
      URI uri = URI.create(text);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<String> mail(String text) {
    return Optional.of(text).filter(mail -> mail.matches("[^\\s@<>\",;]+@[^\\s@<>\",;]+"));
  }

  private static Optional<Duration> every(String text) {
    return Units.duration(text)
        .filter(time -> time.toSeconds() >= 5 && time.compareTo(Duration.ofDays(1)) <= 0);
  }
}
