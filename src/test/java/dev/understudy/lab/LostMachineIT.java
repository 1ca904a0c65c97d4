package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The service's machine is lost; another one takes over with the copy that is in the archive. */
@OnLab
@Tag("long")
class LostMachineIT {
  private static final String[] HOSTS = {"alpha", "delta"};
  private static final String COPIES =
      "service: { listen: none, store_backup: { passphrase: correct-horse-battery } }\n";

  @Test
  void anotherOneGoesOnWithTheCopyInTheArchive(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    try (LabS3 s3 = LabS3.start(lab)) {
      String yaml = new Site(lab, HOSTS).with("archive", s3.archive()).yaml() + COPIES;
      try (Product lost = new Product(lab, new Site(lab, HOSTS));
          Product other = new Product(lab, new Site(lab, HOSTS))) {
        lost.configure(yaml);
        other.configure(yaml);
        lost.done("provision", "orders");
        Child service = lost.start("serve");
        Eventually.that(
            "copied",
            60,
            () -> s3.objects().stream().anyMatch(o -> o.contains("understudy-store")));
        service.signal("KILL");
        service.await(30);

        Outcome restored = other.done("store", "restore", "--from-archive", "orders");
        assertThat(restored.all()).contains("take-over orders");
        Outcome refused = other.run("provision", "orders");
        assertThat(refused.exit()).as(refused.toString()).isEqualTo(1);
        assertThat(refused.all()).contains("take-over orders");

        other.done("take-over", "orders");
        assertThat(other.json("status", "orders").path("nodes").findValuesAsText("state"))
            .containsExactlyInAnyOrder("running", "streaming");
        assertThat(other.run("plan", "orders").exit()).as("the same passwords").isZero();

        Outcome back = lost.run("provision", "orders");
        assertThat(back.exit()).as(back.toString()).isEqualTo(1);
        assertThat(back.all()).contains("another Understudy is in charge", "take-over orders");
      }
    }
  }
}
