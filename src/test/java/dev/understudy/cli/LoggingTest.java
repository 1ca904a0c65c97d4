package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.understudy.common.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LoggingTest {
  private static final IllegalStateException ERROR =
      new IllegalStateException("outer", new IllegalArgumentException("inner"));

  @AfterEach
  void asBefore() {
    Logging.commands(false);
  }

  /** What stands on standard error after the usual things were logged. */
  private static String logged() throws JoranException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    try {
      JoranConfigurator configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(LoggingTest.class.getResource("/logback.xml"));
      Logger own = context.getLogger("dev.understudy.service");
      own.debug("a detail");
      own.info("a step\nin two lines");
      own.warn("odd", ERROR);
      Logger library = context.getLogger("org.quartz.core");
      library.info("library is starting");
      library.warn("library is odd");
    } finally {
      context.stop();
      System.setErr(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void commandsLogOnlyWhatIsWrong() throws JoranException {
    Logging.commands(false);

    assertThat(logged().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .matches("[0-9-]+T[0-9:.]+Z WARN  understudy odd \\| .*: outer \\| .*: inner"));
  }

  @Test
  void aServiceLogsOneLineForEachEvent() throws JoranException {
    Logging.service(false);

    assertThat(logged().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("INFO  understudy a step | in two lines"),
            line -> assertThat(line).contains("WARN  understudy odd | "),
            line -> assertThat(line).contains("WARN  understudy library is odd"));
  }

  @Test
  void asJsonALineIsOneValue() throws JoranException {
    Logging.service(false);
    Logging.asJson();
    try {
      assertThat(logged().lines())
          .hasSize(3)
          .allSatisfy(line -> assertThat(Json.read(line).isObject()).isTrue())
          .anySatisfy(
              line ->
                  assertThat(Json.read(line).path("formattedMessage").asText())
                      .isEqualTo("a step\nin two lines"));
    } finally {
      System.clearProperty("understudy.log.form");
    }
  }

  @Test
  void verboseShowsDetailsAndTraces() throws JoranException {
    Logging.commands(true);

    assertThat(logged()).contains("a detail", "\tat ", "Caused by: ", "library is starting");
  }
}
