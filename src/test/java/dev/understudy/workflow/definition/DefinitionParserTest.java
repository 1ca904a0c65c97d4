package dev.understudy.workflow.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.understudy.common.UnderstudyException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionParserTest {
  private static final DefinitionParser PARSER =
      new DefinitionParser(Set.of("package.install", "postgres.settings", "command"));

  private static List<DefinitionProblem> problems(String text) {
    DefinitionException error =
        catchThrowableOfType(DefinitionException.class, () -> PARSER.parse("w.yaml", text));
    assertThat(error).as(text).isNotNull();
    return error.problems();
  }

  @Test
  void readsEverythingThatAFileCanSay() {
    Definition definition =
        PARSER.parse(
            "w.yaml",
            """
            name: provision
            description: A standby for every node
            urgency: urgent
            mutates: false
            inputs:
              node: { required: true, description: which }
              force: { default: false }
            steps:
              - id: install
                uses: package.install
                on: [alpha, bravo]
                order: serial
                when: not inputs.force
                description: Packages
                with: { names: [a, b], wait: 90, ratio: 1.5, quiet: true, deep: { x: "1" }, none: }
                retry: { attempts: 5, backoff: 500ms, max_backoff: 2m, patience: 30s }
                timeout: { start: 30s, attempt: 5m, no_progress: 1m, step: 2h }
                on_failure: fail
              - { id: set, uses: postgres.settings, on: all }
              - { id: say, uses: command }
            """);

    StepSpec install = definition.step("install");
    assertThat(definition.urgency()).isEqualTo(Urgency.URGENT);
    assertThat(definition.mutates()).isFalse();
    assertThat(definition.complete(Map.of("node", "x")))
        .isEqualTo(Map.of("node", "x", "force", "false"));
    assertThat(install.nodes()).containsExactly("alpha", "bravo");
    assertThat(install.order()).isEqualTo(Order.SERIAL);
    assertThat(install.when()).isEqualTo(new Condition("force", true));
    assertThat(install.with())
        .isEqualTo(
            Map.of(
                "names",
                List.of("a", "b"),
                "wait",
                90L,
                "ratio",
                1.5,
                "quiet",
                true,
                "deep",
                Map.of("x", "1"),
                "none",
                ""));
    assertThat(install.retry())
        .isEqualTo(
            new RetryPolicy(
                5, Duration.ofMillis(500), Duration.ofMinutes(2), Duration.ofSeconds(30)));
    assertThat(install.timeouts())
        .isEqualTo(
            new Timeouts(
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                Duration.ofHours(2)));
    assertThat(install.onFailure()).isEqualTo(OnFailure.FAIL);
    assertThat(definition.step("set").selector()).isEqualTo("all");
    assertThat(definition.step("say").selector()).isEqualTo("service");
    assertThat(definition.step("say").retry()).isEqualTo(RetryPolicy.STANDARD);
  }

  @Test
  void reportsAllMistakesAtOnceInTheirOrder() {
    assertThat(
            problems(
                """
                name: x
                stepps: []
                urgency: soon
                steps:
                  - id: One
                    uses: pakage.install
                    retri: { attempts: 1 }
                    retry: { attempts: 0, backoff: 5 }
                  - uses: command
                """))
        .extracting(DefinitionProblem::toString)
        .containsExactly(
            "w.yaml:2:1: unknown key \"stepps\" in the workflow; did you mean \"steps\"?",
            "w.yaml:3:10: expected routine or urgent for \"urgency\"",
            "w.yaml:5:9: expected lower-case letters, digits, - and _ for \"id\"",
            "w.yaml:6:11: unknown step type \"pakage.install\"; did you mean \"package.install\"?",
            "w.yaml:7:5: unknown key \"retri\" in the step; did you mean \"retry\"?",
            "w.yaml:8:24: expected a whole number, at least 1, for \"attempts\"",
            "w.yaml:8:36: expected a duration such as 500ms, 30s, 5m or 2h for \"backoff\"",
            "w.yaml:9:5: a step needs the key \"id\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                        | 1 | 1 | the file is empty",
        "'# nothing'                               | 1 | 1 | the file is empty",
        "'- a'                                     | 1 | 1 | expected keys and values",
        "'name: [x'                                | 1 | 9 | not YAML",
        "'name: x\nsteps: 3'                       | 2 | 8 | expected a list for steps",
        "'name: x\nsteps: []'                      | 2 | 8 | at least one step",
        "'name: x'                                 | 1 | 1 | needs the key \"steps\"",
        "'steps: [{id: a, uses: command}]'         | 1 | 1 | needs the key \"name\"",
        "'name: {}\nsteps: [{id: a, uses: command}]'| 1 | 7 | expected a text for \"name\"",
        "'name: x\nname: y\nsteps: [{id: a, uses: command}]' | 2 | 1 | given twice",
        "'name: x\nsteps: [{id: a, uses: command}, {id: a, uses: command}]' | 2 | 38 | already",
        "'name: x\nsteps: [{id: a, uses: command, on: [b, b]}]' | 2 | 40 | each once",
        "'name: x\nsteps: [{id: a, uses: command, when: force}]' | 2 | 38 | inputs.NAME",
        "'name: x\nsteps: [{id: a, uses: command, when: inputs.no}]' | 2 | 38 | no input \"no\"",
        "'name: x\nsteps: [{id: a, uses: command, with: 3}]' | 2 | 38 | keys and values for with",
        "'name: x\nsteps: [{id: a, uses: command, order: both}]' | 2 | 39 | parallel or serial",
        "'name: x\nmutates: maybe\nsteps: [{id: a, uses: command}]' | 2 | 10 | true or false",
        "'name: x\nsteps: [{id: a, uses: command, with: {n: 99999999999999999999}}]' | 2 | 42 | decimal number",
        "'name: x\nsteps: [{id: a, uses: command, with: &w {n: *w}}]' | 2 | 38 | refers to itself",
      })
  void pointsAtTheMistake(String text, int line, int column, String message) {
    List<DefinitionProblem> problems = problems(text);

    assertThat(problems).as(problems.toString()).hasSize(1);
    assertThat(problems.get(0).message()).contains(message);
    assertThat(problems.get(0))
        .extracting(p -> p.line() + ":" + p.column())
        .isEqualTo(line + ":" + column);
  }

  @Test
  void hashesTheTextAndNothingElse() {
    String text = "name: x\nsteps: [{id: a, uses: command}]";

    assertThat(PARSER.parse("a.yaml", text).hash())
        .isEqualTo(PARSER.parse("b.yaml", text).hash())
        .hasSize(64)
        .isNotEqualTo(PARSER.parse("a.yaml", text + "\n").hash());
  }

  @Test
  void namesTheMissingInput() {
    Definition definition =
        PARSER.parse(
            "w.yaml", "name: x\ninputs: {node: {required: true}}\nsteps: [{id: a, uses: command}]");

    assertThat(catchThrowableOfType(UnderstudyException.class, () -> definition.complete(Map.of())))
        .hasMessage("workflow x needs the input node");
  }
}
