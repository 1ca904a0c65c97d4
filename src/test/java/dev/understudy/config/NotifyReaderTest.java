package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.understudy.common.Severity;
import dev.understudy.config.NotifyConfig.Channel;
import dev.understudy.config.NotifyConfig.Command;
import dev.understudy.config.NotifyConfig.Email;
import dev.understudy.config.NotifyConfig.Heartbeat;
import dev.understudy.config.NotifyConfig.Webhook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifyReaderTest {
  @TempDir Path directory;

  private Configuration read(String notify) throws IOException {
    Path file = directory.resolve("understudy.yaml");
    Files.writeString(
        file,
        """
        ssh: { user: admin }
        %s
        clusters:
          orders:
            postgresql: 15
            primary: alpha
            nodes: { alpha: { host: 10.0.0.1 }, bravo: { host: 10.0.0.2 } }
        """
            .formatted(notify));
    return new ConfigurationReader(Map.of("MAIL_PASSWORD", "hunter2"), directory).read(file);
  }

  @Test
  void leftOutNobodyIsTold() throws IOException {
    assertThat(read("").notification()).isEqualTo(NotifyConfig.none());
  }

  @Test
  void everythingIsReadValueForValue() throws IOException {
    Configuration configuration =
        read(
            """
            notify:
              - { type: webhook, url: "https://alerts.example.com/T0/abc", severity: critical, clusters: [orders] }
              - { type: slack, name: room, url: "https://hooks.example.com/x" }
              - { type: email, smtp: "mail.example.com:2525", security: tls, user: us, password: "${env:MAIL_PASSWORD}", from: us@example.com, to: [a@example.com, b@example.com], severity: unknown }
              - { type: command, command: "page --all" }
              - { type: heartbeat, url: "https://ping.example.com/y", every: 30s }
            """);

    Hidden hook = new Hidden("https://alerts.example.com/T0/abc");
    Email email =
        new Email(
            new Email.Server("mail.example.com", 2525, Email.Security.TLS),
            Optional.of(new Email.Credentials("us", new Hidden("hunter2"))),
            "us@example.com",
            List.of("a@example.com", "b@example.com"));
    assertThat(configuration.notification().channels())
        .containsExactly(
            new Channel(
                "webhook",
                Severity.CRITICAL,
                Set.of("orders"),
                new Webhook(hook, Webhook.Format.JSON)),
            new Channel(
                "room",
                Severity.WARNING,
                Set.of(),
                new Webhook(new Hidden("https://hooks.example.com/x"), Webhook.Format.SLACK)),
            new Channel("email", Severity.UNKNOWN, Set.of(), email),
            new Channel("command", Severity.WARNING, Set.of(), new Command("page --all")));
    assertThat(configuration.notification().heartbeats())
        .containsExactly(
            new Heartbeat(new Hidden("https://ping.example.com/y"), Duration.ofSeconds(30)));
    assertThat(configuration.toString()).doesNotContain("T0/abc").doesNotContain("hunter2");
    assertThat(configuration.secrets().mask("POST https://alerts.example.com/T0/abc"))
        .isEqualTo("POST ******");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          { url: "https://a.example.com" }                                    | notify[1].type is missing
          { type: pigeon }                                                    | notify[1].type is 'pigeon'
          { type: webhook }                                                   | notify[1].url is missing
          { type: webhook, url: "ftp://a.example.com" }                       | notify[1].url is no address
          { type: webhook, url: "https://a.example.com", clusters: [stock] }  | notify[1].clusters[1] is 'stock'
          { type: webhook, url: "https://a.example.com", severity: ok }       | notify[1].severity is 'ok'
          { type: command }                                                   | notify[1].command is missing
          { type: email, smtp: "m:25", from: a@b.c }                          | notify[1].to names nobody
          { type: email, smtp: "m:25", from: a@b.c, to: [x@y.z], user: u }    | has one of user and password
          { type: email, smtp: "m:25", from: "a b", to: [x@y.z] }             | notify[1].from is 'a b'
          { type: heartbeat, url: "https://a.example.com", every: 1s }        | notify[1].every is '1s'
          { type: heartbeat, url: "https://a.example.com", severity: warning }| unknown key 'notify[1].severity'
          """)
  void problemsAreNamed(String item, String message) {
    ConfigurationException error =
        catchThrowableOfType(ConfigurationException.class, () -> read("notify: [" + item + "]"));

    assertThat(error).hasMessageContaining(message);
  }

  @Test
  void twoChannelsOfOneNameAreToldApart() {
    ConfigurationException error =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> read("notify: [{ type: command, command: a }, { type: command, command: b }]"));

    assertThat(error).hasMessageContaining("two channels are named 'command'");
  }
}
