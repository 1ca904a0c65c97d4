package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must hold of hosts, as tables over what the look at a host prints. */
class HostChecksTest {
  private static final long READ_AT = 1_000_000;

  private static HostFacts facts(String report) {
    String good = "os_id=debian\nglibc=glibc 2.36\nclock=1000100\nfree=10737418240\nkept=0\n";
    return HostFacts.parse("bravo", report + "\n" + good, READ_AT, READ_AT + 200);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          packages=yes                                            |
          packages=yes;os_id=ubuntu                               |
          packages=yes;os_id=raspbian;os_like=debian              |
          packages=yes;service=yes                                |
          packages=yes;clock=1029000                              |
          packages=yes;os_id=rocky;os_name=Rocky Linux 9          | Rocky Linux 9 is not supported
          packages=yes;manager=patroni                            | patroni runs here
          packages=yes;manager=repmgrd;manager=repmgrd            | repmgrd runs here
          packages=yes;clock=1300300                              | its clock is 300 s ahead of the service's
          packages=yes;clock=700000                               | its clock is 300 s behind the service's
          packages=yes;unreachable=10.77.0.11 5432                | cannot reach 10.77.0.11:5432
          packages=yes;unreachable=bravo 5432 No route to host    | cannot reach bravo:5432 (No route to host)
          os_id=debian                                            | neither installed nor offered
          """)
  void looksAtOneHost(String report, String problem) {
    List<Problem> problems = HostChecks.of(facts(report.replace(';', '\n')), "15");

    if (problem == null) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems)
          .singleElement()
          .extracting(Problem::message)
          .asString()
          .contains(problem);
      assertThat(problems.get(0).remedy()).isNotEmpty();
    }
  }

  @ParameterizedTest(name = "{0} and {1}, sorted by {2}")
  @CsvSource({
    "glibc=glibc 2.36, glibc=glibc 2.36, c i, true",
    "glibc=glibc 2.36, glibc=glibc 2.31, c, false",
    "glibc=glibc 2.36, glibc=glibc 2.31, i, true",
    "icu=libicu72,     icu=libicu70,     c, true",
    "icu=libicu72,     icu=libicu70,     i, false",
    "icu=libicu72,     '',               i, true",
    "icu=libicu72,     icu=libicu72,     i, true"
  })
  void comparesTheLibraryThatSorts(String one, String other, String providers, boolean fine) {
    List<Problem> problems =
        HostChecks.collation(facts(one), facts(other), Set.of(providers.split(" ")));
    assertThat(problems.isEmpty()).isEqualTo(fine);
  }

  @ParameterizedTest(name = "{0} at a host with {1}")
  @CsvSource({
    "refused=db1 5432, open=yes, false",
    "refused=db1 5432, listening=yes, true",
    "refused=db2 5432, open=yes, true",
    "'', open=yes, true"
  })
  void aRefusalWherePostgresqlListensIsAFirewalls(String seen, String peer, boolean fine) {
    List<Problem> problems = HostChecks.refused(facts(seen), facts(peer), "db1 5432");
    assertThat(problems.isEmpty()).isEqualTo(fine);
  }
}
