package dev.understudy.service;

import static dev.understudy.api.Examined.failed;
import static dev.understudy.api.Examined.fine;
import static dev.understudy.api.Examined.warning;

import dev.understudy.api.CheckReport;
import dev.understudy.api.CheckResult;
import dev.understudy.api.Examined;
import dev.understudy.archive.StoreCopies;
import dev.understudy.common.Severity;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ArchiveConfig;
import dev.understudy.config.CheckId;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.Configuration;
import dev.understudy.config.StoreBackupConfig;
import dev.understudy.store.ClusterRegistry;
import dev.understudy.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Looks at all that Understudy stands on. Changes nothing, not even the store. */
final class Doctor {
  private static final List<String> ARCHIVE =
      List.of(CheckId.ARCHIVE_REPOSITORY.id(), CheckId.ARCHIVER_FAILURES.id());
  private static final Set<PosixFilePermission> READERS =
      Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

  private final Configuration configuration;
  private final Clock clock;
  private final BiFunction<String, List<String>, CheckReport> checks;

  /**
   * @param checks carries out checks of a cluster
   */
  Doctor(
      Configuration configuration,
      Clock clock,
      BiFunction<String, List<String>, CheckReport> checks) {
    this.configuration = configuration;
    this.clock = clock;
    this.checks = checks;
  }

  List<Examined> all() {
    List<Examined> found = new ArrayList<>(new ExaminedStore(configuration.data()).all());
    found.add(identity(configuration.ssh().identity()));
    Path known = configuration.ssh().knownHosts();
    found.add(
        Files.isReadable(known)
            ? fine("known hosts", known.toString(), "can be read")
            : warning(
                "known hosts",
                known.toString(),
                "cannot be read",
                "with unknown_hosts: accept-new it is made; else: ssh-keyscan HOST >> " + known));
    found.addAll(new ExaminedNodes(configuration, clock).all());
    configuration.clusters().values().forEach(cluster -> found.addAll(archive(cluster)));
    configuration
        .service()
        .storeBackup()
        .ifPresent(
            config ->
                configuration.clusters().values().stream()
                    .flatMap(cluster -> copies(cluster, config).stream())
                    .forEach(found::add));
    return found;
  }

  private static Examined identity(Path key) {
    if (!Files.isReadable(key)) {
      return failed(
          "ssh key",
          key.toString(),
          "cannot be read",
          "make one: ssh-keygen -t ed25519 -N '' -f " + key);
    }
    try {
      return Files.getPosixFilePermissions(key).stream().anyMatch(READERS::contains)
          ? warning("ssh key", key.toString(), "others can read it", "chmod 0600 " + key)
          : fine("ssh key", key.toString(), "only its owner can read it");
    } catch (IOException e) {
      return warning("ssh key", key.toString(), "its mode cannot be told", "");
    }
  }

  private List<Examined> archive(ClusterConfig cluster) {
    if (cluster.archive().kind() == ArchiveConfig.Kind.NONE || !provisioned(cluster.name())) {
      return List.of();
    }
    try {
      return checks.apply(cluster.name(), ARCHIVE).results().stream()
          .map(result -> examined(cluster.name(), result))
          .toList();
    } catch (UnderstudyException e) {
      return List.of(failed("archive", cluster.name(), String.valueOf(e.getMessage()), e.remedy()));
    }
  }

  private static Examined examined(String cluster, CheckResult result) {
    @Nullable String remedy = result.remedy();
    Severity severity =
        result.severity() == Severity.UNKNOWN ? Severity.WARNING : result.severity();
    return new Examined(result.check(), cluster, severity, result.sentence(), remedy);
  }

  /** The newest copy of the store in the cluster's archive. */
  private Optional<Examined> copies(ClusterConfig cluster, StoreBackupConfig config) {
    try (StoreCopies copies = StoreCopies.of(cluster).orElse(null)) {
      if (copies == null) {
        return Optional.empty();
      }
      Instant newest =
          copies.list().stream().map(StoreCopies.Copy::at).findFirst().orElse(Instant.EPOCH);
      boolean old = newest.isBefore(clock.instant().minus(config.every().multipliedBy(2)));
      String words = "the newest copy of the store in the archive is of " + newest;
      return Optional.of(
          old
              ? warning(
                  "store copy",
                  cluster.name(),
                  newest.equals(Instant.EPOCH) ? "there is none in the archive yet" : words,
                  "a running service makes them; its log says what hinders it")
              : fine("store copy", cluster.name(), words));
    } catch (UnderstudyException e) {
      return Optional.of(
          failed("store copy", cluster.name(), String.valueOf(e.getMessage()), e.remedy()));
    }
  }

  private boolean provisioned(String cluster) {
    if (!Files.exists(configuration.data().resolve("understudy.db"))) {
      return false;
    }
    try (Store store = Store.openForReading(configuration.data())) {
      return new ClusterRegistry(store, clock).find(cluster).isPresent();
    } catch (UnderstudyException e) {
      // What is the matter with the store is said already.
      return false;
    }
  }
}
