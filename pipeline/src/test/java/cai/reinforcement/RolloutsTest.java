package cai.reinforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.feedback.Comparison;
import cai.feedback.Comparison.Verdict;
import cai.preference.PreferenceModel;
import cai.preference.PreferenceSettings;
import cai.preference.PreferenceSettings.Pooling;
import cai.preference.PreferenceStage;
import cai.reinforcement.ReinforcementStage.Scorer;
import cai.run.Lines;
import cai.run.Progress;
import cai.sequence.TokenSequence;
import cai.tensor.TensorScope;
import cai.transformer.Arithmetic;
import cai.transformer.Decoder;
import cai.transformer.Packed;
import cai.transformer.TrainedLayers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutsTest {
  @TempDir Path folder;

  @Test
  void theSamplerHandsOutTheStatesOfWholeSequences() {
    try (Decoder policy = Fixture.decoder(TrainedLayers.from(Fixture.FROZEN))) {
      // Fewer rows than answers, so that places are taken again.
      var scorer = new Scorer.Alone(Fixture.scorer());
      var maker = new Rollouts.Maker(policy, Fixture.renderer(), scorer, Fixture.settings(1), 3);
      try (Rollouts rollouts = maker.of("step/0", Fixture.prompts(), Fixture.SEEDS);
          var _ = TensorScope.inference()) {
        for (int i = 0; i < rollouts.size(); i++) {
          TokenSequence one = rollouts.sequences().get(i);
          Packed rows = Packed.of(List.of(one.withoutLast()));
          assertThat(rollouts.frozen().batch(new int[] {i}).floats())
              .containsExactly(policy.streamBelow(Fixture.FROZEN, rows).floats(), within(1e-4f));
        }
      }
    }
  }

  @Test
  void aStepWithASharedPreferenceModelIsTheStepWithoutSharing() {
    try (PreferenceModel model = preferenceModel()) {
      assertThat(model.layersOf(Fixture.base().config(), Arithmetic.FP32, Fixture.base().weights()))
          .isEqualTo(2);
      ReinforcementLoop.Step alone = step(new Scorer.Alone(model));
      ReinforcementLoop.Step shared = step(new Scorer.Shared(model, Fixture.FROZEN));
      for (int i = 0; i < alone.rollouts().size(); i++) {
        Rollout expected = alone.rollouts().get(i);
        Rollout found = shared.rollouts().get(i);
        assertThat(found.ids()).isEqualTo(expected.ids());
        assertThat(found.score()).isCloseTo(expected.score(), within(1e-3));
      }
      assertThat(alone.rollouts().stream().map(Rollout::score).distinct().count()).isGreaterThan(4);
      assertThat(shared.metrics().policyLoss())
          .isCloseTo(alone.metrics().policyLoss(), within(1e-3));
      assertThat(shared.metrics().valueLoss()).isCloseTo(alone.metrics().valueLoss(), within(1e-3));
    }
  }

  private static ReinforcementLoop.Step step(Scorer scorer) {
    try (Decoder policy = Fixture.decoder(TrainedLayers.from(Fixture.FROZEN));
        Decoder initial = Fixture.decoder(TrainedLayers.none());
        var loop = Fixture.loop(Fixture.settings(1), policy, initial, scorer)) {
      return loop.step(0);
    }
  }

  private PreferenceModel preferenceModel() {
    var comparisons = new ArrayList<Comparison>();
    for (int i = 0; i < 24; i++)
      comparisons.add(
          new Comparison(
              Comparison.FORMAT,
              "rt-" + i,
              i % 2 == 0 ? Aim.HARMLESSNESS : Aim.HELPFULNESS,
              "any",
              Dialogue.ask("Question " + i + "?"),
              "No, not " + i,
              "Yes! Step " + i,
              true,
              true,
              "p1",
              new Verdict(Optional.of(0.9), 0, false, "")));
    Path file = folder.resolve("comparisons.jsonl");
    Lines.write(file, comparisons);
    var settings =
        new PreferenceSettings(
            0.67, Pooling.MEAN, 0, 0, 4, 0.02, 8, 512, 0.1, 1, 0.25, Optional.empty(), 1000);
    new PreferenceStage(settings, Fixture.base(), Fixture.SEEDS, Progress.silent())
        .run(file, folder);
    return PreferenceModel.open(folder.resolve(PreferenceModel.FOLDER), Fixture.base(), 512);
  }
}
