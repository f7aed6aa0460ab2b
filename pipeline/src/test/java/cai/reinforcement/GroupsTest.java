package cai.reinforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cai.errors.UserError;
import cai.json.JsonLines;
import cai.run.Progress;
import cai.sequence.AnswerLayout;
import cai.sequence.TokenSequence;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import cai.transformer.sequences.SequenceRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Several answers to each prompt of a step.
class GroupsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"gae", "leave-one-out", "group"})
  void aStepHasGroupsOfAnswersToItsPrompts(String advantages) {
    List<Rollout> rollouts =
        train("three", 2, "advantages=" + advantages, "answers-per-prompt=3").stream()
            .filter(one -> one.step() == 1)
            .toList();
    assertThat(rollouts).hasSize(12);
    for (int i = 0; i < 12; i++)
      assertThat(rollouts.get(i).prompt()).isEqualTo(rollouts.get(i - i % 3).prompt());
    assertThat(rollouts.stream().map(Rollout::prompt).distinct()).hasSize(4);
    assertThat(rollouts.stream().map(one -> Arrays.toString(one.ids())).distinct())
        .hasSizeGreaterThan(8);
  }

  @Test
  void withoutAValueHeadThereIsNoneInMetricsAndCheckpoint() throws IOException {
    train("gae", 2, "answers-per-prompt=4");
    train("rloo", 2, "advantages=leave-one-out");
    assertThat(metrics("gae"))
        .allSatisfy(step -> {
          assertThat(step.valueLoss()).isPresent();
          assertThat(step.equalGroups()).isEmpty();
        });
    assertThat(metrics("rloo"))
        .allSatisfy(step -> {
          assertThat(step.valueLoss()).isEmpty();
          assertThat(step.equalGroups()).isPresent();
          assertThat(step.gradientNorm().orElseThrow()).isPositive();
        });
    long more =
        Files.size(folder.resolve("gae/checkpoint.bin"))
            - Files.size(folder.resolve("rloo/checkpoint.bin"));
    // Weight, its copy and two moments of 33 numbers.
    assertThat(more).isBetween(4 * 33 * 4L, 4 * 33 * 4L + 200);
  }

  @ParameterizedTest
  @CsvSource({"leave-one-out, 1", "group, 0"})
  void aKilledTrainingEndsWithTheSameBytes(String advantages, int from) throws IOException {
    String[] keys = {"advantages=" + advantages, "snapshots.every=2", "snapshots.prompts=2"};
    train("whole", from, 5, Progress.silent(), keys);
    for (int kill : new int[] {1, 3, 4})
      assertThatThrownBy(() -> train("broken", from, 5, new KilledTraining(kill), keys))
          .isInstanceOf(KilledTraining.Killed.class);
    train("broken", from, 5, Progress.silent(), keys);
    for (String file : List.of("metrics.jsonl", "rollouts.jsonl", "snapshots.jsonl"))
      assertThat(folder.resolve("broken").resolve(file))
          .isNotEmptyFile()
          .hasSameTextualContentAs(folder.resolve("whole").resolve(file));
    assertThat(folder.resolve("broken/checkpoint.bin"))
        .hasSameBinaryContentAs(folder.resolve("whole/checkpoint.bin"));
  }

  @Test
  void impossibleGroupsAreRefused() {
    assertThatThrownBy(() -> Fixture.settings("advantages=group", "answers-per-prompt=1"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("answers-per-prompt=1 leaves an answer nothing to be compared with");
    assertThatThrownBy(() -> Fixture.settings("answers-per-prompt=5"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("answers-per-step=12 is no multiple of the 5 answers to each prompt");
    assertThat(Fixture.settings("advantages=group").group()).isEqualTo(4);
    assertThat(Fixture.settings("advantages=leave-one-out").promptsPerStep()).isEqualTo(3);
    assertThat(Fixture.settings("advantages=gae").group()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void answersThatShareThePromptsRowsGiveTheSameNumbersAndGradients(int from) {
    List<TokenSequence> sequences = siblings();
    try (Decoder policy = Fixture.decoder(TrainedLayers.from(from));
        FrozenStates frozen = states(policy, sequences)) {
      var apart = new AnswerLayout(false, 120);
      var shared = new AnswerLayout(true, 120);
      Likelihoods expected = likelihoods(policy, frozen, apart);
      Likelihoods found = likelihoods(policy, frozen, shared);
      for (int i = 0; i < sequences.size(); i++) {
        assertThat(found.logProbabilities().get(i))
            .containsExactly(expected.logProbabilities().get(i), within(1e-4));
        assertThat(found.values().get(i)).containsExactly(expected.values().get(i), within(1e-3));
      }
      List<Trajectory> trajectories = trajectories(sequences, expected);
      List<float[]> alone = gradients(policy, frozen, trajectories, "answers-per-prompt=1");
      List<float[]> together = gradients(policy, frozen, trajectories, "answers-per-prompt=3");
      for (int i = 0; i < alone.size(); i++)
        for (int j = 0; j < alone.get(i).length; j++)
          assertThat(together.get(i)[j])
              .isCloseTo(alone.get(i)[j], within(1e-3f + 1e-3f * Math.abs(alone.get(i)[j])));
    }
  }

  /// Three answers, one of them a single token, to each of three prompts.
  private static List<TokenSequence> siblings() {
    var random = new SplittableRandom(4);
    var sequences = new ArrayList<TokenSequence>();
    for (int prompt : new int[] {24, 3, 17}) {
      int[] ids = random.ints(prompt, 0, 250).toArray();
      for (int answer : new int[] {1, 9, 20}) {
        int[] all = IntStream.concat(Arrays.stream(ids), random.ints(answer, 0, 250)).toArray();
        sequences.add(new TokenSequence(all, prompt));
      }
    }
    return sequences;
  }

  private static FrozenStates states(Decoder decoder, List<TokenSequence> sequences) {
    if (decoder.trainedFrom() == 0) return FrozenStates.none(sequences);
    var states = new ArrayList<Tensor>();
    for (TokenSequence one : sequences)
      try (var scope = TensorScope.inference()) {
        SequenceRows rows = SequenceRows.of(List.of(one.withoutLast()));
        states.add(scope.keepForGood(decoder.sequences().below(decoder.trainedFrom(), rows)));
      }
    return new FrozenStates(sequences, states);
  }

  private static Likelihoods likelihoods(Decoder policy, FrozenStates frozen, AnswerLayout layout) {
    var pass = new Likelihoods.ScoringPass(policy.trainedFrom(), 1, layout);
    return Likelihoods.of(policy, frozen, pass, states -> states.sum(1).floats());
  }

  private static List<Trajectory> trajectories(
      List<TokenSequence> sequences, Likelihoods likelihoods) {
    var random = new SplittableRandom(8);
    var trajectories = new ArrayList<Trajectory>();
    for (int i = 0; i < sequences.size(); i++) {
      double[] now = likelihoods.logProbabilities().get(i);
      double[] advantages = random.doubles(now.length, -1, 1).toArray();
      double[] none = new double[now.length];
      trajectories.add(new Trajectory(sequences.get(i), now, now, none, advantages, none));
    }
    return trajectories;
  }

  private static List<float[]> gradients(
      Decoder policy, FrozenStates frozen, List<Trajectory> trajectories, String group) {
    var update =
        new PolicyUpdate(policy, Optional.empty(), Fixture.settings(group, "tokens-at-once=120"));
    update.backward(frozen, trajectories, new int[] {3, 4, 5, 0, 1, 2, 6, 7, 8});
    try (var _ = TensorScope.inference()) {
      List<float[]> gradients =
          policy.trained().stream().map(one -> one.gradient().floats()).toList();
      policy.trained().forEach(Tensor::clearGradient);
      return gradients;
    }
  }

  private List<ReinforcementStep> metrics(String name) {
    return JsonLines.read(folder.resolve(name).resolve("metrics.jsonl"), ReinforcementStep.class);
  }

  private List<Rollout> train(String name, int steps, String... keys) {
    train(name, Fixture.FROZEN, steps, Progress.silent(), keys);
    return JsonLines.read(folder.resolve(name).resolve("rollouts.jsonl"), Rollout.class);
  }

  private void train(String name, int from, int steps, Progress progress, String... keys) {
    String[] all = Arrays.copyOf(keys, keys.length + 1);
    all[keys.length] = "steps=" + steps;
    ReinforcementSettings settings = Fixture.settings(all);
    try (Decoder policy = Fixture.decoder(TrainedLayers.from(from));
        Decoder initialPolicy = policy.frozenCopy();
        var loop = Fixture.loop(settings, policy, initialPolicy)) {
      loop.run(Files.createDirectories(folder.resolve(name)), progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
