package cai.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.language.Outcome.Given;
import cai.language.Outcome.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OutcomeTest {
  private final List<List<String>> calls = new ArrayList<>();

  private List<Outcome<Integer>> lengths(List<String> asked) {
    calls.add(asked);
    return asked.stream()
        .<Outcome<Integer>>map(one ->
            one.endsWith("?") ? new Refused<>(one + " has no length") : new Given<>(one.length()))
        .toList();
  }

  private static Optional<String> obstacle(String item) {
    return item.startsWith("!") ? Optional.of(item + " cannot be asked") : Optional.empty();
  }

  @Test
  void asksWhatHasNoObstacleInOneCallAndPutsTheReasonsBackInPlace() {
    var outcomes =
        Outcome.ask(List.of("!a", "bb", "c?", "!d", "eee"), OutcomeTest::obstacle, this::lengths);
    assertThat(outcomes)
        .containsExactly(
            new Refused<>("!a cannot be asked"),
            new Given<>(2),
            new Refused<>("c? has no length"),
            new Refused<>("!d cannot be asked"),
            new Given<>(3));
    assertThat(calls).containsExactly(List.of("bb", "c?", "eee"));
  }

  @Test
  void asksNothingWhereNothingCanBeAsked() {
    assertThat(Outcome.ask(List.of("!a"), OutcomeTest::obstacle, this::lengths))
        .containsExactly(new Refused<>("!a cannot be asked"));
    assertThat(Outcome.ask(List.<String>of(), OutcomeTest::obstacle, this::lengths)).isEmpty();
    assertThat(calls).isEmpty();
  }

  @Test
  void givesEachItemTheAnswersToItsOwnQuestionsOrTheFirstReason() {
    var items = List.of("a,bb", "!x", "", "c,d?,e?,ffff", "ggg");
    var outcomes =
        Outcome.askEach(
            items,
            item ->
                Outcome.unless(
                    obstacle(item), item.isEmpty() ? List.of() : List.of(item.split(","))),
            this::lengths);
    assertThat(outcomes)
        .containsExactly(
            new Given<>(List.of(1, 2)),
            new Refused<>("!x cannot be asked"),
            new Given<>(List.of()),
            new Refused<>("d? has no length"),
            new Given<>(List.of(3)));
    assertThat(calls).hasSize(1);
  }

  @Test
  void aModelThatAnswersTooFewIsFound() {
    assertThatThrownBy(() ->
            Outcome.ask(List.of("a", "b"), OutcomeTest::obstacle, _ -> List.of(new Given<>(1))))
        .hasMessageContaining("1 answers to 2");
  }

  @Test
  void aReasonSurvivesTheStepsThatNeedTheValue() {
    Outcome<Integer> refused = new Refused<>("no");
    assertThat(refused.map(value -> value + 1)).isEqualTo(new Refused<>("no"));
    assertThat(new Given<>(1).then(value -> new Refused<String>("not " + value)))
        .isEqualTo(new Refused<>("not 1"));
    assertThat(Outcome.all(List.of(new Given<>(1), refused))).isEqualTo(new Refused<>("no"));
  }
}
