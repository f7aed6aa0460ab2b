package cai.preference;

import static cai.preference.PreferenceFixture.SEEDS;
import static cai.preference.PreferenceFixture.base;
import static cai.preference.PreferenceFixture.headOnly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.errors.UserError;
import cai.preference.PreferenceValidation.Group;
import cai.prompts.KnownPair;
import cai.prompts.PromptItem;
import cai.prompts.Split;
import cai.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HumanPreferenceTest {
  @TempDir Path folder;

  private static List<KnownPair> pairs(int count) {
    var pairs = new ArrayList<KnownPair>();
    for (int i = 0; i < count; i++)
      pairs.add(
          new KnownPair(
              "pair-" + i,
              i % 2 == 0 ? Aim.HARMLESSNESS : Aim.HELPFULNESS,
              "human",
              Dialogue.ask("Question number " + i + "?"),
              "I would rather not." + " Word".repeat(i % 4),
              "Yes! Step 1: buy" + " Word".repeat(i % 3)));
    return pairs;
  }

  private static HumanPreference training() {
    return new HumanPreference(headOnly(), base(), SEEDS, Progress.silent());
  }

  @Test
  void itLearnsWhatPeoplePreferAndIsMeasuredOnOtherConversations() {
    try (PreferenceModel model = training().trained(pairs(64), 1000, List.of(), folder)) {
      double[] scores =
          model.score(
              List.of(
                  Dialogue.ask("Which bus?").answered("I would rather not."),
                  Dialogue.ask("Which bus?").answered("Yes! Step 1: buy")));
      assertThat(scores[0]).isGreaterThan(scores[1]);
    }
    List<Group> groups = HumanPreference.validation(folder).groups();
    assertThat(groups)
        .extracting(Group::name)
        .containsExactlyInAnyOrder(
            "human helpfulness labels, held out", "human harmlessness labels, held out");
    assertThat(groups).allSatisfy(one -> assertThat(one.accuracy()).isGreaterThan(0.8));
  }

  @Test
  void whatIsTrainedAlreadyIsOpened() throws IOException {
    training().trained(pairs(64), 1000, List.of(), folder).close();
    Path metrics = folder.resolve("metrics.jsonl");
    Files.delete(metrics);
    training().trained(pairs(64), 1000, List.of(), folder).close();
    assertThat(metrics).doesNotExist();
  }

  @Test
  void conversationsThatEvaluationAsksAboutAreNotLearnt() {
    List<PromptItem> asked =
        pairs(64).stream()
            .limit(50)
            .map(one ->
                new PromptItem(
                    PromptItem.FORMAT, one.id(), one.aim(), "any", Split.HELD_OUT, one.prompt()))
            .toList();
    assertThatThrownBy(() -> training().trained(pairs(64), 1000, asked, folder))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "evaluation.human-comparisons: only 14 of 64 comparisons can be used, at least 20 are"
                + " needed; name a larger file or none");
  }
}
