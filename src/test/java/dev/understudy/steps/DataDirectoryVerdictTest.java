package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be done with a data directory, as a table; the primary is on timeline 3 of system 1. */
class DataDirectoryVerdictTest {
  private static final String DIRECTORY = "/var/lib/postgresql/15/main";

  /**
   * The columns: what the report says beyond exists=yes (blanks between), the verdict, and words of
   * the reason.
   */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          exists=no                                                        | Free        |
          exists=no marker=run7                                            | Free        |
          exists=no link=yes                                               | Free        |
          marker=run7                                                      | Unfinished  |
          marker=run7 systemid=2 timeline=1 nextoid=16384                  | Unfinished  |
          marker=run7 systemid=1 timeline=3 nextoid=90000 standby=yes      | Unfinished  |
          marker=run7 started=yes systemid=2 timeline=1 nextoid=24576      | Refused     | data of its own
          marker=run7 started=yes systemid=1 timeline=3 standby=yes        | Standby     |
          marker=run7 postmaster=99 systemid=1 timeline=3                  | Refused     | writable server
          systemid=1 timeline=3 standby=yes                                | Standby     |
          systemid=1 timeline=3 standby=yes postmaster=99                  | Standby     |
          systemid=1 timeline=3 standby=yes link=yes                       | Standby     |
          systemid=1 timeline=4 standby=yes                                | Refused     | newer than the primary's 3
          systemid=1 timeline=4                                            | Refused     | newer than the primary's 3
          systemid=1 timeline=3 postmaster=99                              | Refused     | two primaries
          systemid=1 timeline=3                                            | Replaceable | old copy
          systemid=1 timeline=2                                            | Replaceable | old copy
          systemid=1 timeline=2 mountpoint=yes                             | Refused     | mount point
          systemid=1 timeline=2 link=yes                                   | Refused     | symbolic link
          systemid=2 timeline=1 nextoid=16384 newestfile=4171 databases=3  | Replaceable | nothing was ever created
          systemid=2 timeline=1 nextoid=16384 databases=3 postmaster=99    | Replaceable | nothing was ever created
          systemid=2 timeline=1 nextoid=24576 databases=3 created=0        | Replaceable | nothing was ever created
          systemid=2 timeline=1 nextoid=24576 databases=3 created=1        | Refused     | data of its own
          systemid=2 timeline=1 nextoid=24576 newestfile=16390 created=0   | Refused     | data of its own
          systemid=2 timeline=1 nextoid=16385 databases=3                  | Refused     | data of its own
          systemid=2 timeline=1 nextoid=16384 newestfile=16384 databases=3 | Refused     | data of its own
          systemid=2 timeline=1 nextoid=16384 databases=4                  | Refused     | data of its own
          systemid=2 timeline=1 nextoid=16384 databases=3 standby=yes      | Refused     | standby of another cluster
          systemid=2 timeline=1 nextoid=16384 databases=3 mountpoint=yes   | Refused     | mount point
          systemid=2 timeline=1 nextoid=16384 databases=3 link=yes         | Refused     | symbolic link
          postmaster=99                                                    | Refused     | no PostgreSQL data
          mountpoint=yes                                                   | Refused     | no PostgreSQL data
          """)
  void judges(String facts, String verdict, String why) {
    String report = "exists=yes\n" + facts.replace(' ', '\n');

    DataDirectoryVerdict judged =
        DataDirectoryVerdict.judge(DataDirectoryFacts.parse(DIRECTORY, report), "1", 3);

    assertThat(judged.getClass().getSimpleName()).as(judged.toString()).isEqualTo(verdict);
    if (why != null) {
      assertThat(judged.toString()).contains(why);
    }
  }
}
