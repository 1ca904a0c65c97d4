package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.api.CheckReport;
import dev.understudy.api.CheckResult;
import dev.understudy.api.Explanation;
import dev.understudy.api.Reload;
import dev.understudy.api.Understudy;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Severity;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Configuration;
import dev.understudy.config.ConfigurationReader;
import dev.understudy.store.Store;
import dev.understudy.web.Web;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands beside a running service ask it what it knows better, and get the same answers. */
class ServedUnderstudyTest {
  @TempDir Path directory;
  private final FakeUnderstudy serving = new FakeUnderstudy();
  private final FakeUnderstudy local = new FakeUnderstudy();
  private Configuration configuration;
  private Store store;
  private Web web;

  @BeforeEach
  void serve() throws IOException {
    configuration = new ConfigurationReader(Map.of(), directory).read(new Cli(directory).file);
    store = Store.openForWriting(configuration.data());
    web = Web.of(configuration, configuration.service().listen().orElseThrow(), serving);
    web.start();
  }

  @AfterEach
  void end() {
    web.close();
    store.close();
  }

  @Test
  void whatNeedsHostsIsAnsweredByTheServiceAsItIs() {
    serving.status = Samples.status();
    serving.plan = Samples.plan();
    serving.backups = Samples.backups();
    serving.reload = new Reload(List.of("a: 1 -> 2"), List.of("data: x -> y"));
    serving.explanation =
        new Explanation("orders", Cli.NOW, true, "No failover.", null, List.of(), null);
    serving.reports.add(
        new CheckReport(
            "orders",
            Severity.WARNING,
            List.of(new CheckResult("slot-lost", Severity.WARNING, "gone", "do", List.of()))));
    Understudy understudy = served();

    assertThat(understudy.status("orders")).isEqualTo(serving.status);
    assertThat(understudy.plan("orders")).isEqualTo(serving.plan);
    assertThat(understudy.backups("orders")).isEqualTo(serving.backups);
    assertThat(understudy.reload()).isEqualTo(serving.reload);
    assertThat(understudy.explain("orders", Optional.of(Cli.NOW))).isEqualTo(serving.explanation);
    assertThat(understudy.check("orders", List.of("slot-lost"))).isEqualTo(serving.reports.get(0));
    assertThat(understudy.checkAll(List.of())).isEqualTo(serving.reports);
    assertThat(local.asked).isEmpty();
    assertThat(serving.asked).contains("as maria (as postgres)");
  }

  @Test
  void whatTheStoreSaysIsReadFromIt() {
    served().runs(Optional.empty(), 5);

    assertThat(local.asked).hasSize(1);
    assertThat(serving.asked).isEmpty();
  }

  @Test
  void itsErrorsAreThoseThatTheCommandWouldHaveMet() {
    serving.failure = new PreconditionException("orders", "nothing to check", "provision it");

    assertThatThrownBy(() -> served().check("orders", List.of()))
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            e -> {
              assertThat(e.errorClass()).isEqualTo(ErrorClass.PRECONDITION);
              assertThat(e.subject()).isEqualTo("orders");
              assertThat(e).hasMessage("nothing to check");
              assertThat(e.remedy()).isEqualTo("provision it");
            });
  }

  @Test
  void aServiceThatDoesNotAnswerIsDoneWithout() {
    local.status = Samples.status();
    Understudy understudy = served();
    web.close();

    assertThat(understudy.status("orders")).isEqualTo(local.status);
    assertThat(RunningService.of(configuration, "maria")).isEmpty();
  }

  @Test
  void aServiceThatWasKilledLeavesNothingThatIsBelieved() {
    store.close();

    assertThat(RunningService.of(configuration, "maria")).isEmpty();
  }

  @Test
  void onlyTheServicesUserMayReadTheTokenAndItIsANewOneEachTime() throws IOException {
    Path file = configuration.data().resolve("service.json");
    String before = Files.readString(file);

    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    web.close();
    web = Web.of(configuration, configuration.service().listen().orElseThrow(), serving);
    web.start();
    assertThat(Files.readString(file)).isNotEqualTo(before);
  }

  private Understudy served() {
    return ServedUnderstudy.of(
        local, RunningService.of(configuration, "maria (as postgres)").orElseThrow());
  }
}
