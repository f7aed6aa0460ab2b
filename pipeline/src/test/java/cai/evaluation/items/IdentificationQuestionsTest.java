package cai.evaluation.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.language.Script;
import cai.language.ScriptedLanguageModel;
import cai.run.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class IdentificationQuestionsTest {
  private static IdentificationResult result(
      List<IdentificationItem> items, ScriptedLanguageModel model, int which) {
    return results(items, new IdentificationQuestions(model).ask(items))
        .results()
        .orElseThrow()
        .get(which);
  }

  private static IdentificationResults results(
      List<IdentificationItem> items, List<IdentificationChoice> choices) {
    return new IdentificationResults(
        items, new TreeMap<>(Map.of("initial", choices)), new Seeds(1));
  }

  @Test
  void logProbabilitiesFollowTheOptionsNotTheLetters() {
    var model =
        ScriptedLanguageModel.scoring(request ->
            request.id().endsWith("as-released")
                ? List.of(-1.0, -2.0, -3.0)
                : List.of(-0.5, -2.0, -4.0));
    IdentificationChoice choice =
        new IdentificationQuestions(model)
            .ask(List.of(ItemFixture.identificationItem("a", 3, 1)))
            .getFirst();
    assertThat(choice.asReleased()).containsExactly(-1.0, -2.0, -3.0);
    assertThat(choice.reversed()).containsExactly(-4.0, -2.0, -0.5);
    assertThat(Script.text(model.scorings().get(1).prompt()))
        .isEqualTo(
            "\n\nHuman: a\n\nWhich?\n (A) wrong 2\n (B) right\n (C) wrong 0\nThe answer is:");
    assertThat(model.scorings().get(1).continuations()).containsExactly(" (A)", " (B)", " (C)");
    // By hand: log-softmax of both, then their mean.
    double first = Math.log(Math.exp(-1) + Math.exp(-2) + Math.exp(-3));
    double second = Math.log(Math.exp(-0.5) + Math.exp(-2) + Math.exp(-4));
    double mean = (-1 - first - 4 - second) / 2;
    double other = (-2 - first - 2 - second) / 2;
    double last = (-3 - first - 0.5 - second) / 2;
    double all = Math.log(Math.exp(mean) + Math.exp(other) + Math.exp(last));
    assertThat(choice.bothOrders().get(0)).isCloseTo(mean - all, within(1e-12));
    assertThat(choice.bothOrders().get(1)).isCloseTo(other - all, within(1e-12));
  }

  @Test
  void veryUnlikelyLettersStayNumbers() {
    assertThat(IdentificationChoice.amongOptions(List.of(-2000.0, -2001.0)).getFirst())
        .isCloseTo(-Math.log1p(Math.exp(-1)), within(1e-12));
  }

  @Test
  void aModelThatKnowsIsRightInBothOrders() {
    var model =
        ScriptedLanguageModel.scoring(request -> {
          String text = Script.text(request.prompt());
          return request.continuations().stream()
              .map(letter -> text.contains(letter + " right") ? -1.0 : -2.0)
              .toList();
        });
    List<IdentificationItem> items =
        IntStream.range(0, 27)
            .mapToObj(i -> ItemFixture.identificationItem("i" + i, 9, i % 9))
            .toList();
    for (int which = 0; which < 3; which++) {
      IdentificationResult result = result(items, model, which);
      assertThat(result.accuracy()).isEqualTo(1);
      assertThat(result.chance()).isEqualTo(1 / 9.0);
      assertThat(result.options()).isEqualTo(9);
      // Wilson at 27 of 27: n / (n + z * z).
      assertThat(result.low()).isCloseTo(27 / (27 + 3.8414588), within(1e-6));
      assertThat(result.high()).isEqualTo(1);
      assertThat(result.items()).isEqualTo(27);
      assertThat(result.conversations()).isEqualTo(27);
    }
  }

  @Test
  void aModelThatLooksAtTheLetterAloneIsAtChanceOverBothOrders() {
    // Likes (A) most, then (B) and so on: as released it names the first option always.
    var model =
        ScriptedLanguageModel.scoring(request ->
            IntStream.range(0, request.continuations().size()).mapToObj(i -> -1.0 * i).toList());
    List<IdentificationItem> items =
        IntStream.range(0, 9).mapToObj(i -> ItemFixture.identificationItem("i" + i, 9, i)).toList();
    assertThat(result(items, model, 0).accuracy()).isCloseTo(1 / 9.0, within(1e-12));
    assertThat(result(items, model, 1).accuracy()).isCloseTo(1 / 9.0, within(1e-12));
    List<IdentificationItem> pairs =
        List.of(
            ItemFixture.identificationItem("a", 2, 0),
            ItemFixture.identificationItem("b", 2, 0),
            ItemFixture.identificationItem("c", 2, 0),
            ItemFixture.identificationItem("d", 2, 1));
    assertThat(result(pairs, model, 0).accuracy()).isEqualTo(0.5);
    assertThat(result(pairs, model, 1).accuracy()).isEqualTo(0.75);
    assertThat(result(pairs, model, 2).accuracy()).isEqualTo(0.25);
  }

  @Test
  void tiedOptionsShareTheItem() {
    assertThat(IdentificationResults.right(List.of(-1.0, -1.0, -2.0), 0)).isEqualTo(0.5);
    assertThat(IdentificationResults.right(List.of(-1.0, -1.0, -2.0), 2)).isZero();
    assertThat(IdentificationResults.right(Collections.nCopies(9, -2.0), 4)).isEqualTo(1 / 9.0);
  }

  @Test
  void whatDoesNotFitOrIsNoNumberIsLeftOutAndNamed() {
    var small =
        new ScriptedLanguageModel(
            generation -> new ScriptedLanguageModel.Reply("", 0),
            request -> List.of(-1.0, -2.0),
            30);
    var items = new ArrayList<IdentificationItem>();
    items.add(ItemFixture.identificationItem("long " + "word ".repeat(40).strip(), 2, 0));
    items.add(ItemFixture.identificationItem("short", 2, 0));
    List<IdentificationChoice> choices = new IdentificationQuestions(small).ask(items);
    assertThat(choices.get(0).reason()).contains("do not fit the context of 30");
    assertThat(choices.get(1).reason()).isEmpty();
    var results = results(items, choices);
    assertThat(results.results().orElseThrow().getFirst().items()).isEqualTo(1);
    assertThat(results.lines()).hasSize(1);
    assertThat(results.exclusions().getFirst())
        .startsWith("1 of 2 items about conversations could not be put to initial; the first is");
    var broken = ScriptedLanguageModel.scoring(request -> List.of(Double.NaN, -2.0));
    List<IdentificationChoice> none = new IdentificationQuestions(broken).ask(items.subList(1, 2));
    assertThat(none.getFirst().reason()).isEqualTo("the model's score is not a number");
    assertThat(results(items.subList(1, 2), none).results().orElseThrow()).isEmpty();
  }
}
