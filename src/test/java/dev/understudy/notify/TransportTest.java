package dev.understudy.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Json;
import dev.understudy.common.Severity;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Hidden;
import dev.understudy.config.NotifyConfig.Command;
import dev.understudy.config.NotifyConfig.Email;
import dev.understudy.config.NotifyConfig.Webhook;
import dev.understudy.config.NotifyConfig.Webhook.Format;
import dev.understudy.outbox.Notification;
import jakarta.mail.internet.MimeMessage;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each transport against a real receiver. */
@Timeout(60)
class TransportTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final Message MESSAGE =
      new Message(
          List.of(
              new Notification("orders", "lag/bravo", Severity.WARNING, "a < b & ü", "wait", AT),
              new Notification("orders", "slot/bravo", Severity.CRITICAL, "slot lost", "", AT)));

  @TempDir Path directory;

  @Test
  void aWebhookGetsJson() throws Exception {
    try (Receiver receiver = new Receiver()) {
      new WebhookTransport("hook", new Webhook(receiver.url(), Format.JSON), LIMIT).send(MESSAGE);

      JsonNode body = Json.read(receiver.bodies.get(0).substring("POST ".length()));
      assertThat(body.get("status").asText()).isEqualTo("firing");
      assertThat(body.get("severity").asText()).isEqualTo("critical");
      assertThat(body.get("title").asText()).isEqualTo("[critical] orders: slot lost (and 1 more)");
      assertThat(body.get("notifications").get(0).get("sentence").asText()).isEqualTo("a < b & ü");
      assertThat(body.get("notifications").get(0).get("at").asText())
          .isEqualTo("2026-03-01T12:00:00Z");
    }
  }

  @Test
  void slackGetsItsOwnForm() throws Exception {
    try (Receiver receiver = new Receiver()) {
      new WebhookTransport("hook", new Webhook(receiver.url(), Format.SLACK), LIMIT).send(MESSAGE);

      JsonNode body = Json.read(receiver.bodies.get(0).substring("POST ".length()));
      assertThat(body.get("text").asText())
          .startsWith("*[critical] orders: slot lost (and 1 more)*\n")
          .contains("a &lt; b &amp; ü\nWhat to do: wait");
    }
  }

  @Test
  void aReceiverThatRefusesIsNamedWithoutItsAddress() throws Exception {
    try (Receiver receiver = new Receiver()) {
      receiver.status = 503;
      Webhook webhook = new Webhook(receiver.url(), Format.JSON);

      UnderstudyException error = failure(new WebhookTransport("hook", webhook, LIMIT));

      assertThat(error.errorClass()).isEqualTo(ErrorClass.REMOTE_EXIT);
      assertThat(error).hasMessage("the receiver answered with status 503");
      assertThat(error.toString() + error.subject() + error.remedy()).doesNotContain("secretPart");
    }
  }

  @Test
  void aReceiverThatNeverAnswersIsNotWaitedForLong() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      Hidden url = new Hidden("http://127.0.0.1:" + silent.getLocalPort() + "/");
      Webhook webhook = new Webhook(url, Format.JSON);

      UnderstudyException error =
          failure(new WebhookTransport("hook", webhook, Duration.ofSeconds(1)));

      assertThat(error.errorClass()).isEqualTo(ErrorClass.TIMEOUT);
    }
  }

  @Test
  void aReceiverThatIsNotThere() throws Exception {
    int port;
    try (ServerSocket gone = new ServerSocket(0)) {
      port = gone.getLocalPort();
    }
    Webhook webhook = new Webhook(new Hidden("http://127.0.0.1:" + port + "/"), Format.JSON);

    UnderstudyException error = failure(new WebhookTransport("hook", webhook, LIMIT));

    assertThat(error.errorClass()).isEqualTo(ErrorClass.CONNECTION);
    assertThat(error).hasMessage("the receiver takes no connection");
  }

  @Test
  void mailArrives() throws Exception {
    GreenMail server = mailServer();
    try {
      server.setUser("understudy@example.com", "understudy", "s3cret");
      new EmailTransport("mail", email(server, "s3cret"), LIMIT).send(MESSAGE);

      MimeMessage mail = server.getReceivedMessages()[0];
      assertThat(mail.getSubject()).isEqualTo("[critical] orders: slot lost (and 1 more)");
      assertThat(mail.getAllRecipients())
          .extracting(Object::toString)
          .containsExactly("dba@example.com");
      assertThat(mail.getContent().toString())
          .contains("[warning] orders lag/bravo, 2026-03-01T12:00:00Z")
          .contains("a < b & ü");
    } finally {
      server.stop();
    }
  }

  @Test
  void aMailServerThatRefusesTheLogin() {
    GreenMail server = mailServer();
    try {
      server.setUser("understudy@example.com", "understudy", "s3cret");

      UnderstudyException error =
          failure(new EmailTransport("mail", email(server, "wrongOne"), LIMIT));

      assertThat(error.errorClass()).isEqualTo(ErrorClass.AUTHENTICATION);
      assertThat(error.toString()).doesNotContain("wrongOne");
    } finally {
      server.stop();
    }
  }

  @Test
  void mailGoesToNoServerThatCannotProtectIt() {
    GreenMail server = mailServer();
    try {
      Email email = email(server, "s3cret");
      Email protectedOne =
          new Email(
              new Email.Server("127.0.0.1", email.server().port(), Email.Security.STARTTLS),
              email.credentials(),
              email.from(),
              email.to());

      assertThatThrownBy(() -> new EmailTransport("mail", protectedOne, LIMIT).send(MESSAGE))
          .isInstanceOf(UnderstudyException.class)
          .hasMessageContaining("STARTTLS");
      assertThat(server.getReceivedMessages()).isEmpty();
    } finally {
      server.stop();
    }
  }

  @Test
  void aCommandGetsJsonAndATitle() throws Exception {
    Path got = directory.resolve("got");
    Command command =
        new Command("cat > '" + got + "'; echo \"$UNDERSTUDY_TITLE\" >> '" + got + "'");

    new CommandTransport("command", command, LIMIT).send(MESSAGE);

    assertThat(Files.readString(got))
        .startsWith("{\"version\":1,")
        .endsWith("[critical] orders: slot lost (and 1 more)\n");
  }

  @Test
  void aCommandThatFailsIsToldWithItsLastWords() {
    UnderstudyException error =
        failure(
            new CommandTransport(
                "command", new Command("echo begun; echo no such pager >&2; exit 7"), LIMIT));

    assertThat(error).hasMessage("the command ended with status 7: no such pager");
  }

  @Test
  void aCommandThatHangsIsEndedWithItsChildren() throws Exception {
    Path pid = directory.resolve("pid");
    Command command = new Command("sleep 600 & echo $! > '" + pid + "'; wait");

    UnderstudyException error =
        failure(new CommandTransport("command", command, Duration.ofSeconds(2)));

    assertThat(error.errorClass()).isEqualTo(ErrorClass.TIMEOUT);
    Optional<ProcessHandle> child = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
    child.ifPresent(process -> process.onExit().join());
  }

  private static UnderstudyException failure(Transport transport) {
    return catchThrowableOfType(UnderstudyException.class, () -> transport.send(MESSAGE));
  }

  private static GreenMail mailServer() {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    return server;
  }

  private static Email email(GreenMail server, String password) {
    return new Email(
        new Email.Server("127.0.0.1", server.getSmtp().getPort(), Email.Security.NONE),
        Optional.of(new Email.Credentials("understudy", new Hidden(password))),
        "understudy@example.com",
        List.of("dba@example.com"));
  }
}
