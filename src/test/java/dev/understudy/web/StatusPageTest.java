package dev.understudy.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.understudy.api.ClusterView;
import dev.understudy.api.ErrorView;
import dev.understudy.api.ProgressView;
import dev.understudy.api.RunDetail;
import dev.understudy.api.RunSummary;
import dev.understudy.api.StepDetail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The status page as a person uses it, in a real browser. */
@Timeout(120)
class StatusPageTest {
  private static Chromium chromium;

  @TempDir Path directory;
  private final List<String> complaints = new ArrayList<>();
  private TestWeb web;

  @BeforeAll
  static void browser() {
    chromium = new Chromium();
  }

  @AfterAll
  static void end() {
    chromium.close();
  }

  @BeforeEach
  void start() throws IOException {
    web = new TestWeb(directory);
    web.watched(TestWeb.primary("alpha", "0/5000148"), TestWeb.standby("bravo", "0/5000148"));
  }

  @AfterEach
  void stop() {
    web.close();
    assertThat(complaints).isEmpty();
  }

  private Page open(ColorScheme scheme) {
    return open(chromium.page(1280, 900, scheme));
  }

  private Page open(Page page) {
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") && !message.text().contains("ERR_")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.navigate(web.uri("/").toString());
    assertThat(page.locator("#live")).hasText("live");
    return page;
  }

  @Test
  void theTopologyIsAPictureAndInWords() {
    Page page = open(ColorScheme.LIGHT);

    assertThat(page.locator("svg[role=img]"))
        .hasAttribute(
            "aria-label",
            "Cluster orders: alpha, primary, accepts writes; bravo, standby, streaming,"
                + " nothing behind. Archive: none.");
    assertThat(page.locator("svg .lag")).hasText("in step");
    assertThat(page.locator("#verdict")).hasText("The cluster is well");
  }

  @Test
  void lagAndSilenceShowAtOnce() {
    Page page = open(ColorScheme.LIGHT);

    web.watched(TestWeb.primary("alpha", "0/9000000"), TestWeb.standby("bravo", "0/5000000"));

    assertThat(page.locator("svg .lag")).hasText("64 MiB behind");
    assertThat(page.locator(".findings li")).hasText("warning bravo: 64 MiB behind");

    web.watched(TestWeb.silent("alpha", "primary", "timed out"), TestWeb.standby("bravo", "0/9"));

    assertThat(page.locator(".findings li").first()).hasText("critical no primary answers");
    assertThat(page).hasTitle("critical · Understudy");

    web.watched(TestWeb.primary("alpha", "0/9"), TestWeb.primary("bravo", "0/9"));

    assertThat(page.locator(".findings li").first())
        .hasText("critical alpha and bravo accept writes: two primaries");

    web.watched(TestWeb.primary("alpha", "0/9"), TestWeb.standby("bravo", "0/9"));

    assertThat(page.locator(".findings li")).hasCount(0);
  }

  @Test
  void aFindingOfTheChecksOpensTellsItsHistoryIsAcknowledgedAndGoes() {
    Page page = open(ColorScheme.LIGHT);
    assertThat(page.locator("#verdict")).hasText("The cluster is well");

    web.understudy.findings.add(TestWeb.finding(null));

    Locator item = page.locator(".checks li[data-finding]");
    assertThat(item).containsText("critical slot-lost/bravo: WAL that bravo needs is gone");
    assertThat(page.locator(".cluster .badge").first()).hasText("needs help");
    assertThat(page).hasTitle("critical · Understudy");
    item.locator("summary").focus();
    page.keyboard().press("Enter");
    assertThat(item.locator(".history li")).containsText("critical: WAL is gone");
    Chromium.shoot(page, "status-page-finding");

    web.understudy.findings.set(0, TestWeb.finding(TestWeb.acknowledgement()));

    assertThat(item).containsText("acknowledgement by maria");
    assertThat(item.locator("summary")).isFocused();
    assertThat(page.locator("#verdict")).hasText("The cluster is well");

    web.understudy.findings.clear();

    assertThat(item).hasCount(0);
  }

  @Test
  void theVerdictAndTheHistoryOfRolesAreTold() {
    Page page = open(ColorScheme.LIGHT);

    assertThat(page.locator(".judgement")).isEmpty();

    web.judged("host lost", "failover", "Nobody reaches alpha.", List.of("automatic is off"));

    Locator judgement = page.locator(".judgement");
    assertThat(judgement).hasClass("judgement critical");
    assertThat(judgement).containsText("host lost Nobody reaches alpha.");
    assertThat(judgement.locator("li")).hasText("automatic is off");
    assertThat(judgement.locator("code")).hasText("understudy failover orders");
    Chromium.shoot(page, "status-page-verdict");

    Locator history = page.locator("details", new Page.LocatorOptions().setHasText("History"));
    assertThat(history).isHidden();
    web.understudy.history.add(TestWeb.CHANGE);
    history.locator("summary").click();
    assertThat(history.locator("tbody tr")).containsText("alpha → bravo");
    assertThat(history.locator("tbody tr")).containsText("alpha is unplugged");
  }

  @Test
  void theLastDayIsDrawnAndTold() {
    web.understudy.charts = TestWeb.charts();
    Page page = open(ColorScheme.LIGHT);

    page.locator("details", new Page.LocatorOptions().setHasText("The last day")).first().click();

    Locator chart = page.locator(".charts svg");
    assertThat(chart).hasCount(2);
    assertThat(chart.first())
        .hasAttribute(
            "aria-label",
            "Behind the primary, the last day. bravo: now 0 B, at most 23 MiB; charlie: now 0 B,"
                + " at most 5.8 MiB.");
    assertThat(page.locator(".charts .line")).hasCount(3);
    Chromium.shoot(page, "status-page-charts");
  }

  @Test
  void theProgressOfARunMoves() {
    run(30);
    Page page = open(ColorScheme.DARK);
    assertThat(page.locator(".underway li").first()).containsText("30% · 30 MiB of 100 MiB");

    run(80);

    assertThat(page.locator(".underway li").first()).containsText("80% · 80 MiB of 100 MiB");
    assertThat(page.locator(".underway progress").first()).hasAttribute("value", "83886080");
    assertThat(page.locator(".run .badge")).hasText("▶ running");
  }

  @Test
  void theKeyboardIsEnough() {
    run(30);
    Page page = open(ColorScheme.LIGHT);
    assertThat(page.locator(".run summary")).isVisible();

    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
    page.keyboard().press("Enter");
    for (int i = 0; i < 10 && page.locator(".run summary:focus").count() == 0; i++) {
      page.keyboard().press("Tab");
    }
    assertThat(page.locator(".run summary")).isFocused();
    page.keyboard().press("Enter");

    assertThat(page.locator(".run tbody tr").first()).isVisible();
    assertThat(page.locator(".run summary")).isFocused();
    run(60);
    assertThat(page.locator(".underway li").first()).containsText("60%");
    assertThat(page.locator(".run summary")).isFocused();
  }

  @Test
  void aTokenGivesOrders() {
    run(30);
    Page page = open(ColorScheme.LIGHT);
    page.locator("#access summary").click();
    page.locator("#token").fill(web.tokens.get(Role.OPERATE));
    page.locator("#token").press("Enter");
    page.locator(".run summary").click();

    page.locator("button[data-order=pause]").click();

    page.waitForCondition(
        () -> web.understudy.asked.contains("control " + TestWeb.RUN + " Pause[]"));
  }

  @Test
  void aNarrowScreenIsFilledAndNotExceeded() {
    run(30);
    web.watched(TestWeb.primary("alpha", "0/9000000"), TestWeb.standby("bravo", "0/5000000"));
    Page page = open(chromium.page(360, 740, ColorScheme.DARK));
    assertThat(page.locator("svg .lag")).hasText("64 MiB behind");
    assertThat(page.locator(".underway li").first()).containsText("30%");

    Object width = page.evaluate("() => document.documentElement.scrollWidth");

    assertThat(width).isEqualTo(360);
    Chromium.shoot(page, "status-page-phone");
  }

  @Test
  void bothColourSchemesAreLegible() throws IOException {
    web.close();
    web =
        new TestWeb(
            Files.createDirectory(directory.resolve("more")),
            Limits.USUAL,
            "",
            """
              stock:
                postgresql: 16
                primary: alpha
                nodes:
                  alpha: { host: 10.0.1.1 }
                  bravo: { host: 10.0.1.2 }
                  charlie: { host: 10.0.1.3 }
                archive: { kind: pgbackrest, repository: { path: /backup } }
            """);
    run(43);
    web.watched(TestWeb.primary("alpha", "0/9000000"), TestWeb.standby("bravo", "0/5000000"));
    web.understudy.views.add(
        new ClusterView(
            "stock",
            TestWeb.NOW,
            List.of(
                TestWeb.primary("alpha", "2F/81000148"),
                TestWeb.standby("bravo", "2F/81000148"),
                TestWeb.standby("charlie", "2F/80F00000"))));
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = open(scheme);
      assertThat(page.locator(".underway li").first()).containsText("43%");
      assertThat(page.getByText("bravo: 64 MiB behind").first()).isVisible();
      Chromium.shoot(page, "status-page-" + scheme.name().toLowerCase(Locale.ROOT));
      page.context().close();
    }
  }

  @Test
  void aServiceThatIsGoneIsNotTakenForOneThatIsWell() {
    Page page = open(ColorScheme.LIGHT);

    web.close();

    assertThat(page.locator("#live")).hasText(Pattern.compile("connection lost.*"));
  }

  private void run(long percent) {
    Instant begun = Instant.now().minusSeconds(41);
    ProgressView progress = new ProgressView(percent << 20, 100 << 20, "bytes", "", null);
    ErrorView error = new ErrorView("remote exit", "bravo", "apt is locked", "wait for it");
    List<StepDetail> steps =
        List.of(
            step("preflight", "alpha", "satisfied", null, null),
            step("packages", "bravo", "done", null, null),
            step("slot", "bravo", "done", null, null),
            step("base-backup", "bravo", "running", null, progress),
            step("packages", "charlie", "failed", error, null));
    web.understudy.detail =
        new RunDetail(TestWeb.RUN, "provision", "orders", "running", begun, null, null, steps);
    web.understudy.runs.set(
        0, new RunSummary(TestWeb.RUN, "provision", "orders", "running", begun, null, null));
  }

  private static StepDetail step(
      String id,
      String node,
      String status,
      @Nullable ErrorView error,
      @Nullable ProgressView progress) {
    return new StepDetail(
        id, node, status, 1, Map.of("slot", "understudy_bravo"), error, null, null, progress);
  }
}
