package cai.directpreference;

import static org.assertj.core.api.Assertions.assertThat;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.dialogue.DialogueFormat;
import cai.feedback.Comparison;
import cai.run.Seeds;
import cai.sequence.DialogueRenderer;
import cai.statistics.CutOff;
import cai.tokenizer.ByteTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelledPairsTest {
  private static final int END = 256;
  private static final DialogueRenderer RENDERER =
      new DialogueRenderer(new ByteTokenizer(), DialogueFormat.transcript());

  private static Comparison comparison(String id, String first, String second, double... label) {
    return new Comparison(
        Comparison.FORMAT,
        id,
        "talk-" + id,
        Aim.HARMLESSNESS,
        "any",
        Dialogue.ask("Why?"),
        first,
        second,
        true,
        false,
        "less-harm",
        new Comparison.Verdict(
            label.length == 0 ? Optional.empty() : Optional.of(label[0]), 0, false, ""));
  }

  private static LabelledPairs pairs(double share, List<Comparison> comparisons) {
    return LabelledPairs.of(
        comparisons, RENDERER, new LabelledPairs.PairSelection(new Seeds(1), share, 60));
  }

  @Test
  void labelsStaySoftAndOnlyAnswersThatEndedAreClosed() {
    LabelledPairs pairs = pairs(0, List.of(comparison("a", "No.", "It is so", 0.53)));
    LabelledPair pair = pairs.training().getFirst();
    assertThat(pair.probabilityFirst()).isEqualTo(0.53);
    assertThat(pair.first().ids()).endsWith('N', 'o', '.', END);
    assertThat(pair.second().ids()).endsWith('s', 'o');
    assertThat(pair.first().answerLength()).isEqualTo(5); // " No." and the end
    assertThat(pair.second().answerLength()).isEqualTo(9);
    assertThat(pair.betterTokens()).isEqualTo(0.53 * 5 + 0.47 * 9);
    assertThat(pairs.cutOff()).isEqualTo(new CutOff(1, 2));
  }

  @Test
  void pairsThatTeachNothingAreLeftOutAndCounted() {
    LabelledPairs pairs =
        pairs(
            0,
            List.of(
                comparison("none", "a", "b"),
                comparison("same", "a", " a ", 0.7),
                comparison("long", "x".repeat(60), "b", 0.7),
                comparison("good", "a", "b", 0.7)));
    assertThat(pairs.unlabelled()).isEqualTo(1);
    assertThat(pairs.unusable()).isEqualTo(2);
    assertThat(pairs.training()).extracting(LabelledPair::id).containsExactly("good");
  }

  @Test
  void aPairThatIsAloneIsTrainedOn() {
    for (int i = 0; i < 20; i++) {
      LabelledPairs pairs = pairs(0.5, List.of(comparison("c" + i, "a", "b", 0.6)));
      assertThat(pairs.training()).hasSize(1);
      assertThat(pairs.heldOut()).isEmpty();
    }
  }

  @Test
  void aShareOfTheConversationsIsHeldOutWhateverTheOrder() {
    var all =
        new ArrayList<>(
            IntStream.range(0, 200).mapToObj(i -> comparison("c" + i, "a", "b", 0.6)).toList());
    LabelledPairs pairs = pairs(0.2, all);
    assertThat(pairs.heldOut().size()).isBetween(20, 60);
    assertThat(pairs.training()).hasSize(200 - pairs.heldOut().size());
    assertThat(pairs(0.2, all.reversed()).heldOut())
        .extracting(LabelledPair::id)
        .containsExactlyInAnyOrderElementsOf(
            pairs.heldOut().stream().map(LabelledPair::id).toList());
  }
}
