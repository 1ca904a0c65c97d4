package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The hosts are configured by names, and the service can resolve these no more. */
@OnLab
class UnresolvableNameIT {
  private static final String OWN_NAMES = "mount --bind \"$0\" /etc/hosts && exec \"$@\"";
  private static final String DROP = "pkill -9 -f '^sshd: admin' || true";

  @Test
  void thatComesBackIsWaitedFor(Lab lab) throws IOException {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    try (Product product = new Product(lab, site(lab))) {
      Path names = names(lab, product);
      Child run = product.start("provision", "orders");
      product.records().awaitStep("base-backup", "delta", "running");
      breakNames(lab, names);
      product.records().awaitStory("@delta .*the name delta has no address");
      Files.writeString(names, resolved(lab));

      Ending.completed(lab, product, run);
    }
  }

  @Test
  @Tag("long")
  void thatStaysAwayIsTheReasonForWhichTheRunWaits(Lab lab) throws IOException {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    try (Product product = new Product(lab, site(lab))) {
      Path names = names(lab, product);
      Child run = product.start("provision", "orders");
      product.records().awaitStep("base-backup", "delta", "running");
      breakNames(lab, names);

      Ending.waits(lab, product, run, "the name", "has no address");
      Files.writeString(names, resolved(lab));
      Ending.completed(lab, product, product.start("provision", "orders"));
    }
  }

  @Test
  @Tag("long")
  void onTheStandbyIsRefusedBeforeAnythingIsChanged(Lab lab) throws IOException {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    lab.exec("delta", "sed '/alpha/d' /etc/hosts >/root/hosts && cat /root/hosts >/etc/hosts");
    try (Product product = new Product(lab, site(lab))) {
      names(lab, product);
      Outcome refused = product.run("provision", "orders");

      assertThat(refused.exit()).as(refused.toString()).isEqualTo(1);
      assertThat(refused.all()).containsPattern("delta: cannot reach alpha:5432 \\(.*nam");
      assertThat(product.records().appliedSince(0)).isEmpty();
    }
  }

  private static Site site(Lab lab) {
    return new Site(lab, "alpha", "delta")
        .named("alpha")
        .named("delta")
        .with("base_backup", "{ max_rate: 3MB }");
  }

  /** Names of the product's own, which it resolves with this machine's resolver. */
  private static Path names(Lab lab, Product product) throws IOException {
    Path names = product.directory().resolve("hosts");
    Files.writeString(names, resolved(lab));
    product.within("unshare", "--mount", "sh", "-c", OWN_NAMES, names.toString());
    product.settings("-Dsun.net.inetaddr.ttl=1", "-Dsun.net.inetaddr.negative.ttl=1");
    return names;
  }

  /** New connections are needed, so that somebody asks for the names. */
  private static void breakNames(Lab lab, Path names) throws IOException {
    Files.writeString(names, "127.0.0.1 localhost\n");
    lab.exec("alpha", DROP);
    lab.exec("delta", DROP);
  }

  private static String resolved(Lab lab) {
    return "127.0.0.1 localhost\n%s alpha\n%s delta\n".formatted(lab.ip("alpha"), lab.ip("delta"));
  }
}
