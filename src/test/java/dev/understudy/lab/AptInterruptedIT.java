package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** dpkg and then the whole installation are killed in the middle. */
@OnLab
class AptInterruptedIT {
  private static final String UNPACKED =
      "dpkg-query -W -f '${db:Status-Status}\\n' | grep -qx unpacked && pgrep -x dpkg || true";

  @Test
  void whatWasInterruptedIsRepairedAndTheRunCompletes(Lab lab) {
    lab.fresh("alpha=pg15", "bravo=bare");
    try (Product product = new Product(lab, new Site(lab, "alpha", "bravo"))) {
      product.workflow("provision", "attempts: 4, backoff: 10s", "attempts: 4, backoff: 1s");
      Child run = product.start("provision", "orders");
      awaitAttempt(lab, product, 1);
      lab.exec("bravo", "pkill -KILL -x dpkg");
      assertThat(lab.exec("bravo", "dpkg --audit")).isNotEmpty();

      awaitAttempt(lab, product, 2);
      lab.exec("bravo", "pkill -KILL -x 'apt-get|dpkg' ; pkill -KILL -f understudy/jobs");

      run.await(240).orFail();
      assertThat(product.records().attempts("packages", "bravo")).isEqualTo(3);
      assertThat(lab.exec("bravo", "dpkg --audit")).isEmpty();
      assertThat(lab.exec("bravo", "pg_lsclusters -h | wc -l")).isEqualTo("1");
      assertThat(lab.streams("bravo")).isTrue();
    }
  }

  private static void awaitAttempt(Lab lab, Product product, int number) {
    Eventually.that(
        () -> "attempt " + number + " unpacks\n" + String.join("\n", product.records().story()),
        120,
        () ->
            product.records().attempts("packages", "bravo") == number
                && !lab.exec("bravo", UNPACKED).isEmpty());
  }
}
