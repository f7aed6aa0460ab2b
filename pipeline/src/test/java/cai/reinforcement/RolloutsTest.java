package cai.reinforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.dialogue.DialogueFormat;
import cai.feedback.Comparison;
import cai.feedback.Comparison.Verdict;
import cai.preference.PreferenceModel;
import cai.preference.PreferenceSettings;
import cai.preference.PreferenceSettings.Pooling;
import cai.preference.PreferenceWork;
import cai.reinforcement.ReinforcementWork.AnswerScorer;
import cai.run.Progress;
import cai.sequence.DialogueRenderer;
import cai.sequence.TokenSequence;
import cai.storage.Lines;
import cai.tensor.TensorScope;
import cai.tokenizer.ByteTokenizer;
import cai.tokenizer.Tokenizer;
import cai.transformer.Arithmetic;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import cai.transformer.sequences.SequenceRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutsTest {
  @TempDir Path folder;

  @Test
  void theSamplerHandsOutTheStatesOfWholeSequences() {
    try (Decoder policy = Fixture.decoder(TrainedLayers.from(Fixture.FROZEN))) {
      // Fewer rows than answers, so that places are taken again.
      var scorer = new AnswerScorer.Alone(Fixture.scorer());
      var maker = new Rollouts.Maker(policy, Fixture.renderer(), scorer, Fixture.settings(1), 3);
      try (Rollouts rollouts = maker.of("step/0", Fixture.prompts(), Fixture.SEEDS);
          var _ = TensorScope.inference()) {
        for (int i = 0; i < rollouts.size(); i++) {
          TokenSequence one = rollouts.sequences().get(i);
          SequenceRows rows = SequenceRows.of(List.of(one.withoutLast()));
          assertThat(rollouts.frozen().stream(policy, new int[] {i}, rows).floats())
              .containsExactly(
                  policy.sequences().below(Fixture.FROZEN, rows).floats(), within(1e-4f));
        }
      }
    }
  }

  @Test
  void anAnswerEndsWhereAnotherTurnBeginsInEveryFormat() {
    try (Decoder policy = Fixture.decoder(TrainedLayers.from(Fixture.FROZEN))) {
      var scorer = new AnswerScorer.Alone(Fixture.scorer());
      var maker = new Rollouts.Maker(policy, Fixture.renderer(), scorer, Fixture.settings(1), 3);
      assertThat(maker.sampling().stops()).containsExactly("\n\nHuman:", "\n\nAssistant:");
    }
  }

  // Whatever is sampled first ends the answer, so that every answer is an empty text.
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void answersWithoutTextAreLearntFromLikeOthers(int from) {
    var renderer = new DialogueRenderer(new EveryTokenEnds(), DialogueFormat.transcript());
    ReinforcementSettings settings = Fixture.settings(1);
    try (Decoder policy = Fixture.decoder(TrainedLayers.from(from));
        Decoder initialPolicy = policy.frozenCopy();
        PreferenceModel model = preferenceModel()) {
      var maker = new Rollouts.Maker(policy, renderer, new AnswerScorer.Alone(model), settings, 3);
      var models = new ReinforcementLoop.Models(policy, initialPolicy, maker, ScoreScale.none());
      var prompts = new PromptSchedule(Fixture.prompts(), 12, 0.5, Fixture.SEEDS);
      try (var loop = new ReinforcementLoop(settings, models, prompts, List.of(), Fixture.SEEDS)) {
        ReinforcementLoop.Step step = loop.step(0);
        assertThat(step.metrics().length()).isEqualTo(1);
        assertThat(step.metrics().endOfTextShare()).isEqualTo(1);
        assertThat(step.metrics().policyLoss()).isFinite();
        assertThat(step.metrics().valueLoss().orElseThrow()).isFinite();
        assertThat(step.rollouts())
            .allSatisfy(one -> {
              assertThat(one.text()).isEmpty();
              assertThat(one.score()).isFinite();
            });
      }
    }
  }

  private record EveryTokenEnds(ByteTokenizer bytes) implements Tokenizer {
    EveryTokenEnds() {
      this(new ByteTokenizer());
    }

    @Override
    public int[] encode(String text) {
      return bytes.encode(text);
    }

    @Override
    public int[] encodeContinuation(int[] before, String text) {
      return bytes.encodeContinuation(before, text);
    }

    @Override
    public Set<String> controls() {
      return bytes.controls();
    }

    @Override
    public String decode(int[] ids) {
      return "";
    }

    @Override
    public List<String> pieces(int[] ids) {
      return bytes.pieces(ids);
    }

    @Override
    public int size() {
      return bytes.size();
    }

    @Override
    public OptionalInt beginOfText() {
      return bytes.beginOfText();
    }

    @Override
    public Set<Integer> endOfText() {
      return IntStream.range(0, size()).boxed().collect(Collectors.toSet());
    }

    @Override
    public int answerEnd() {
      return bytes.answerEnd();
    }

    @Override
    public void close() {}
  }

  @Test
  void aStepWithASharedPreferenceModelIsTheStepWithoutSharing() {
    try (PreferenceModel model = preferenceModel()) {
      assertThat(model.layersOf(Fixture.base().config(), Arithmetic.FP32, Fixture.base().weights()))
          .isEqualTo(2);
      ReinforcementLoop.Step alone = step(new AnswerScorer.Alone(model));
      ReinforcementLoop.Step shared = step(new AnswerScorer.Shared(model, Fixture.FROZEN));
      for (int i = 0; i < alone.rollouts().size(); i++) {
        Rollout expected = alone.rollouts().get(i);
        Rollout found = shared.rollouts().get(i);
        assertThat(found.ids()).isEqualTo(expected.ids());
        assertThat(found.score()).isCloseTo(expected.score(), within(1e-3));
      }
      assertThat(alone.rollouts().stream().map(Rollout::score).distinct().count()).isGreaterThan(4);
      assertThat(shared.metrics().policyLoss())
          .isCloseTo(alone.metrics().policyLoss(), within(1e-3));
      assertThat(shared.metrics().valueLoss().orElseThrow())
          .isCloseTo(alone.metrics().valueLoss().orElseThrow(), within(1e-3));
    }
  }

  private static ReinforcementLoop.Step step(AnswerScorer scorer) {
    try (Decoder policy = Fixture.decoder(TrainedLayers.from(Fixture.FROZEN));
        Decoder initialPolicy = Fixture.decoder(TrainedLayers.none());
        var loop = Fixture.loop(Fixture.settings(1), policy, initialPolicy, scorer)) {
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
    new PreferenceWork(settings, Fixture.base(), Fixture.SEEDS, Progress.silent())
        .run(file, List.of(), folder);
    return PreferenceModel.open(folder.resolve(PreferenceModel.FOLDER), Fixture.base(), 512);
  }
}
