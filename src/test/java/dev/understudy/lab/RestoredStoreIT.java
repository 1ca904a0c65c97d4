package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;

/** A store that was restored from an older copy does not act until it has taken over. */
@OnLab
class RestoredStoreIT {
  private static final String[] HOSTS = {"alpha", "delta"};

  @Test
  void doesNotActHoweverOftenItTries(Lab lab) throws IOException {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    Site site = new Site(lab, HOSTS);
    try (Product product = new Product(lab, site)) {
      product.done("provision", "orders");
      Path store = product.data().resolve("understudy.db");
      Path copy = product.directory().resolve("copy.db");
      Files.copy(store, copy);
      lab.verb("reset", "delta");
      product.done("provision", "orders");
      lab.verb("reset", "delta");
      product.done("provision", "orders");

      Files.copy(copy, store, StandardCopyOption.REPLACE_EXISTING);
      HostImage before = HostImage.of(lab, HOSTS);
      for (int tries = 0; tries < 4; tries++) {
        Outcome refused = product.run("provision", "orders");
        assertThat(refused.exit()).as(refused.toString()).isEqualTo(1);
        assertThat(refused.all()).contains("it is an older copy", "take-over orders");
      }
      before.assertUnchanged(lab, HOSTS);

      product.done("take-over", "orders");
      product.done("provision", "orders");
      assertThat(product.json("status", "orders").path("nodes").findValuesAsText("state"))
          .containsExactlyInAnyOrder("running", "streaming");
    }
  }
}
