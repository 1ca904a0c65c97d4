package dev.understudy.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.Activity;
import dev.understudy.api.DeliveryView;
import dev.understudy.api.RunSummary;
import dev.understudy.common.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus gets, and what it makes of it. */
class MetricsTest {
  @TempDir Path directory;

  @Test
  void nodesRunsAndTheServiceItselfAreMeasured() throws Exception {
    try (TestWeb web = new TestWeb(directory)) {
      web.watched(TestWeb.primary("alpha", "0/5000148"), TestWeb.standby("bravo", "0/4F00000"));
      web.get("/api/v1/runs");
      web.understudy.findings.add(TestWeb.finding(null));
      web.understudy.findings.add(TestWeb.finding(null));
      web.understudy.findings.add(TestWeb.finding(TestWeb.acknowledgement()));

      String text = web.get("/metrics").body();

      assertThat(text)
          .contains("understudy_node_up{cluster=\"orders\",node=\"bravo\"} 1")
          .contains("understudy_node_primary{cluster=\"orders\",node=\"alpha\"} 1")
          .contains("understudy_node_lag_bytes{cluster=\"orders\",node=\"bravo\"} 1048904")
          .contains("understudy_node_reading_age_seconds{cluster=\"orders\",node=\"alpha\"} 0.3")
          .contains(
              "understudy_findings{check=\"slot-lost\",cluster=\"orders\",severity=\"critical\"} 2",
              "understudy_findings_quiet{check=\"slot-lost\",cluster=\"orders\",severity=\"critical\"} 1")
          .contains("understudy_runs{cluster=\"orders\",status=\"done\"} 1")
          .contains(
              "http_server_requests_seconds_count{method=\"GET\",status=\"200\",uri=\"/api/v1/runs\"} 1")
          .contains("process_cpu_seconds_total", "understudy_store_size_bytes 0.0")
          .contains("jvm_memory_used_bytes")
          .contains("process_uptime_seconds");
      assertPromtoolAgrees(text, "check", "metrics");

      web.watched(TestWeb.silent("alpha", "primary", "timed out"));

      assertThat(web.get("/metrics").body())
          .contains("understudy_node_up{cluster=\"orders\",node=\"alpha\"} 0")
          .doesNotContain("node=\"bravo\"");
    }
  }

  @Test
  void whatIsThoughtDoneAndToldIsMeasured() throws Exception {
    try (TestWeb web = new TestWeb(directory)) {
      web.understudy.runs.clear();
      web.understudy.runs.add(run("provision", "running", 500, null));
      web.understudy.runs.add(run("provision", "waiting", 400, null));
      web.understudy.runs.add(run("base-backup", "done", 200, 260L));
      web.understudy.runs.add(run("base-backup", "done", 100, 190L));
      web.understudy.deliveries.add(told("given up"));
      web.understudy.deliveries.add(told("waiting"));
      web.understudy.deliveries.add(told("waiting"));
      web.watched(TestWeb.primary("alpha", "0/5000148"), TestWeb.standby("bravo", "0/4F00000"));
      web.judged("host lost", "failover", "alpha is lost", List.of("not automatic"));

      String text = web.get("/metrics").body();

      assertThat(text)
          .contains(
              "understudy_verdict{action=\"failover\",cluster=\"orders\",code=\"host lost\"} 1",
              "understudy_failover_refused{cluster=\"orders\"} 1",
              "understudy_failover_candidate{cluster=\"orders\"} 1",
              "understudy_run_done_timestamp_seconds{cluster=\"orders\",workflow=\"base-backup\"} 260",
              "understudy_run_duration_seconds{cluster=\"orders\",workflow=\"base-backup\"} 60",
              "understudy_run_started_timestamp_seconds{cluster=\"orders\",workflow=\"provision\"} 400",
              "understudy_notifications{channel=\"ops\",state=\"waiting\"} 2",
              "understudy_notifications{channel=\"ops\",state=\"given_up\"} 1");
      assertPromtoolAgrees(text, "check", "metrics");

      web.judged("healthy", "nothing", "all is well", List.of("not automatic"));

      assertThat(web.get("/metrics").body())
          .contains("understudy_failover_refused{cluster=\"orders\"} 0")
          .doesNotContain("host lost");
    }
  }

  @Test
  void whatIsDoneOnHostsIsMeasured() throws Exception {
    try (TestWeb web = new TestWeb(directory)) {
      web.understudy.activities.add(new Activity("step apply", "base-backup", "done", 2, 340.5));
      web.understudy.activities.add(new Activity("step apply", "base-backup", "timeout", 1, 60));
      web.understudy.activities.add(new Activity("ssh login", "", "authentication", 3, 0.9));
      web.understudy.activities.add(new Activity("ssh command", "", "done", 1000, 12.25));
      web.get("/metrics");
      web.understudy.activities.set(3, new Activity("ssh command", "", "done", 1001, 12.5));

      String text = web.get("/metrics").body();

      assertThat(text)
          .contains(
              "understudy_step_duration_seconds_count{act=\"apply\",outcome=\"done\",type=\"base-backup\"} 2",
              "understudy_step_duration_seconds_sum{act=\"apply\",outcome=\"done\",type=\"base-backup\"} 340.5",
              "understudy_step_duration_seconds_count{act=\"apply\",outcome=\"timeout\",type=\"base-backup\"} 1",
              "understudy_ssh_login_duration_seconds_count{outcome=\"authentication\"} 3",
              "understudy_ssh_command_duration_seconds_count{outcome=\"done\"} 1001",
              "understudy_ssh_command_duration_seconds_sum{outcome=\"done\"} 12.5");
      assertPromtoolAgrees(text, "check", "metrics");
    }
  }

  private static RunSummary run(
      String workflow, String status, long started, @Nullable Long finished) {
    Instant end = finished == null ? null : Instant.ofEpochSecond(finished);
    return new RunSummary(
        workflow + started, workflow, "orders", status, Instant.ofEpochSecond(started), end, null);
  }

  private static DeliveryView told(String state) {
    return new DeliveryView(
        Instant.EPOCH, "orders", "host-lost", Severity.CRITICAL, "", "ops", state, 1, "");
  }

  @Test
  void theAlertRulesAreRightAndUseWhatThereIs() throws Exception {
    Path rules = Path.of("docs/alerts.yaml");
    assertPromtoolAgrees("", "check", "rules", rules.toString());
    try (TestWeb web = new TestWeb(directory)) {
      web.watched(TestWeb.primary("alpha", "0/5000148"), TestWeb.standby("bravo", "0/4F00000"));
      web.understudy.findings.add(TestWeb.finding(null));
      web.understudy.runs.add(run("provision", "running", 500, null));
      web.understudy.deliveries.add(told("waiting"));
      web.judged("host lost", "failover", "alpha is lost", List.of());
      String text = web.get("/metrics").body();
      List<String> used =
          Pattern.compile("understudy_[a-z_]+")
              .matcher(Files.readString(rules))
              .results()
              .map(found -> found.group())
              .toList();
      assertThat(used).hasSizeGreaterThan(4);
      assertThat(used).allSatisfy(name -> assertThat(text).contains("# TYPE " + name + " gauge"));
    }
  }

  /** promtool also complains of names and units that are not the usual ones. */
  private static void assertPromtoolAgrees(String input, String... words)
      throws IOException, InterruptedException {
    String[] command = new String[words.length + 1];
    command[0] = "promtool";
    System.arraycopy(words, 0, command, 1, words.length);
    Process promtool = new ProcessBuilder(command).redirectErrorStream(true).start();
    promtool.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    promtool.getOutputStream().close();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor()).as(said).isZero();
  }
}
