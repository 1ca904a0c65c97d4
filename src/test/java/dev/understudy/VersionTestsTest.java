package dev.understudy;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.understudy.postgres.Capability;
import dev.understudy.postgres.Dialect;
import dev.understudy.postgres.PgVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions of PostgreSQL are told apart in one table, {@link Capability}, and nowhere else. */
class VersionTestsTest {
  private static final String BECAUSE =
      "what differs between versions is an entry of postgres.Capability, asked for by"
          + " Dialect.has";

  /** A server_version_num, or a comparison of something called a version with a number. */
  private static final Pattern COMPARISON =
      Pattern.compile(
          "\\b(90600|1[0-8]0000|1[0-8]_0000|[19]\\d_?0000)\\b"
              + "|(?i:version|major)\\w*\\W{0,4}\\s*(-ge|-lt|-gt|-le|-eq|>=|<=|>|<|==)\\s*['\"]?(9|1[0-8])\\b");

  @Test
  void nobodyButTheTableComparesVersions() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(PgVersion.class, Dialect.class)
        .should()
        .callMethodWhere(calls(PgVersion.class, "compareTo|first|second|ofNumber"))
        .orShould()
        .callMethodWhere(calls(Capability.class, "since|compareTo|ordinal"))
        .because(BECAUSE)
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.understudy")
                .that(
                    DescribedPredicate.describe(
                        "other than what reads server_version_num",
                        (JavaClass type) -> !type.getSimpleName().equals("NodeState"))));
  }

  private static DescribedPredicate<JavaCall<?>> calls(Class<?> type, String names) {
    return target(owner(com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo(type)))
        .and(target(nameMatching(names)));
  }

  @Test
  void neitherSqlNorShellComparesThem() throws IOException {
    List<String> found = new ArrayList<>();
    for (String root : List.of("src/main", "workflows")) {
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.readString(file)
              .lines()
              .filter(line -> COMPARISON.matcher(line).find())
              .forEach(line -> found.add(file + ": " + line.strip()));
        }
      }
    }
    assertThat(found).as(BECAUSE).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WHEN current_setting('server_version_num')::int >= 150000",
        "if [ \"$version\" -ge 12 ]",
        "if (major < 13) {"
      })
  void wouldBeNoticed(String line) {
    assertThat(COMPARISON.matcher(line).find()).isTrue();
  }
}
