package dev.understudy.lab;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.understudy.common.Shell;
import dev.understudy.web.Chromium;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person watches a real cluster come to be on the status page, fall behind, and catch up. */
@OnLab
class StatusPageIT {
  private static final double SECONDS = 1_000;

  /**
   * Within which a lag has to show; of several, since the machine may be busy with other things.
   */
  private static final long SHOWN_MILLIS = 2_000;

  private Chromium chromium;
  private Lab lab;

  @BeforeEach
  void patient() {
    PlaywrightAssertions.setDefaultAssertionTimeout(150 * SECONDS);
  }

  @AfterEach
  void asBefore() {
    PlaywrightAssertions.setDefaultAssertionTimeout(5 * SECONDS);
  }

  @Test
  void theClusterIsSeenAsItIs(Lab given) {
    lab = given;
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    Site site =
        new Site(lab, "alpha", "delta")
            .with("base_backup", "{ max_rate: 4MB }")
            .with("checks", "{ replay-paused: { every: 1s } }");
    try (Product product = new Product(lab, site);
        Chromium browser = new Chromium(inTheLab(product))) {
      chromium = browser;
      product.start("serve");
      Page page = chromium.page(1280, 900, ColorScheme.LIGHT);
      page.setDefaultTimeout(150 * SECONDS);
      Eventually.that("the page is there", 60, () -> opens(page));
      product.done("provision", "orders", "--no-follow");

      theProgressOfTheCopyMoves(page);
      theTopologyAppears(page);
      aLagShowsSoon(page);
      aFindingIsReadByKeyboard(page);
      onAPhoneAndInTheDark();
      itIsOver(page);
    }
  }

  /** A browser that is in the controller's network, as the service is. */
  private Path inTheLab(Product product) {
    Path script = product.directory().resolve("chromium");
    String words = Shell.words(lab.controller(List.of("/usr/bin/chromium")));
    try {
      Files.writeString(script, "#!/bin/sh\nexec " + words + " \"$@\"\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private static boolean opens(Page page) {
    try {
      page.navigate("http://127.0.0.1:8460/");
      return true;
    } catch (PlaywrightException e) {
      // The service has not come up yet.
      return false;
    }
  }

  private static void theProgressOfTheCopyMoves(Page page) {
    Locator copying =
        page.locator(".underway li", new Page.LocatorOptions().setHasText("base-backup"));
    assertThat(copying).containsText("%");
    double before = share(copying);
    page.waitForCondition(() -> share(copying) > before);
  }

  /** In percent; all of it when it is no longer there. */
  private static double share(Locator item) {
    List<String> texts = item.allInnerTexts();
    String text = texts.isEmpty() ? "100%" : texts.get(0);
    return Double.parseDouble(text.replaceAll("(?s).*?([0-9]+)%.*", "$1"));
  }

  private static void theTopologyAppears(Page page) {
    assertThat(page.locator(".run .badge").first()).containsText("done");
    assertThat(page.locator("svg[role=img]"))
        .hasAttribute(
            "aria-label",
            Pattern.compile(".*alpha, primary, accepts writes; delta, standby, streaming.*"));
    assertThat(page.locator("svg .lag")).hasText("in step");
    assertThat(page.locator("#verdict")).hasText("The cluster is well");
  }

  private void aLagShowsSoon(Page page) {
    lab.sql("delta", "SELECT pg_wal_replay_pause()");
    assertThat(page.locator("svg .node.standby .word")).hasText("replay paused");
    long quickest = Long.MAX_VALUE;
    for (int i = 0; i < 10 && quickest > SHOWN_MILLIS; i++) {
      Locator lag = page.locator("svg .lag");
      String before = lag.textContent();
      lab.sql("alpha", "SELECT pg_logical_emit_message(false, 'lag', repeat('x', 8000000))");
      long written = System.nanoTime();
      page.waitForCondition(
          () -> lag.textContent().matches("[1-9].* MiB behind") && !same(lag, before));
      quickest = Math.min(quickest, (System.nanoTime() - written) / 1_000_000);
    }
    System.out.println("status page: a lag shows after " + quickest + " ms");
    assertThat(quickest).isLessThan(SHOWN_MILLIS);
  }

  private static boolean same(Locator element, String text) {
    return element.textContent().equals(text);
  }

  private static void aFindingIsReadByKeyboard(Page page) {
    Locator finding = page.locator(".checks li[data-finding]");
    assertThat(finding).containsText("replay-paused/delta");
    assertThat(page.locator(".cluster .badge").first()).hasText("look at it");
    assertThat(page).hasTitle("warning · Understudy");
    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
    page.keyboard().press("Enter");
    page.keyboard().press("Tab");
    assertThat(finding.locator("summary")).isFocused();
    page.keyboard().press("Enter");
    assertThat(finding.locator(".history li")).containsText("warning:");
    Chromium.shoot(page, "lab-finding");
  }

  private void onAPhoneAndInTheDark() {
    Page phone = chromium.page(360, 740, ColorScheme.DARK);
    assertThat(opens(phone)).isTrue();
    assertThat(phone.locator("svg .lag")).containsText("behind");
    assertThat(phone.locator(".checks li[data-finding]")).isVisible();
    Object width = phone.evaluate("() => document.documentElement.scrollWidth");
    assertThat(width).isEqualTo(360);
    assertThat(ground(phone)).isLessThan(80);
    Chromium.shoot(phone, "lab-phone");
    phone.context().close();
    Page light = chromium.page(360, 740, ColorScheme.LIGHT);
    assertThat(opens(light)).isTrue();
    assertThat(ground(light)).isGreaterThan(200);
    light.context().close();
  }

  /** How bright the page's ground is: 0 for black, 255 for white. */
  private static int ground(Page page) {
    String colour = (String) page.evaluate("() => getComputedStyle(document.body).backgroundColor");
    return Integer.parseInt(colour.replaceAll("rgba?\\(([0-9]+).*", "$1"));
  }

  private void itIsOver(Page page) {
    lab.sql("delta", "SELECT pg_wal_replay_resume()");
    assertThat(page.locator("svg .lag")).hasText("in step");
    assertThat(page.locator(".checks li[data-finding]")).hasCount(0);
    assertThat(page.locator("#verdict")).hasText("The cluster is well");
    Chromium.shoot(page, "lab-well");
  }
}
