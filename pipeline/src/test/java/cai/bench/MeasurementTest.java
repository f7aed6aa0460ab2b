package cai.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.bench.Workload.AskedPrompt;
import cai.dialogue.DialogueStyle;
import cai.errors.UserError;
import cai.language.local.LocalModel;
import cai.recipe.Installation;
import cai.transformer.Arithmetic;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Benchmarks do their work on the tiny random model, with fewer items.
class MeasurementTest {
  private static final int ITEMS = 8;
  private static final MachinePeak PEAK = new MachinePeak(2, 1e11, 1e10);

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"DECODE_32", "DECODE_64"})
  void aPassCountsItsTokensAndTakesTime(Benchmark benchmark) {
    try (LocalModel model = tiny()) {
      var workload = new Workload(model.tokenizer(), ITEMS);
      TimedPass pass;
      try (OpenBenchmark work = benchmark.open(new Subject(model, workload))) {
        pass = work.pass();
      }
      assertThat(pass.tokens()).isEqualTo(tokens(benchmark, workload));
      assertThat(pass.seconds()).isPositive();
      assertThat(pass.needed().flops()).isPositive();
      assertThat(pass.needed().bytes()).isPositive();
    }
  }

  private static long tokens(Benchmark benchmark, Workload workload) {
    return switch (benchmark) {
      case PREFILL_512 -> 512;
      case DECODE_1 -> 63;
      case DECODE_8, DECODE_64_SHARED -> ITEMS * 63;
      case DECODE_32, DECODE_64 -> throw new IllegalArgumentException(benchmark.word());
      case CRITIQUE_REVISION -> ITEMS * 2 * 64;
      case JUDGING_2 -> 600 + ITEMS * 250 + lengths(workload, AskedPrompt::answers);
      case JUDGING_6 ->
          600
              + ITEMS * 250
              + lengths(workload, AskedPrompt::questions)
              + 6 * lengths(workload, AskedPrompt::answers);
      case FINETUNING, FINETUNING_UPPER_THIRD, FINETUNING_LORA -> 4 * 256;
      case PREFERENCE -> 4 * 2 * 256;
      case PPO_SHARED, PPO_FULL -> 16 * (32 + 48);
    };
  }

  private static long lengths(Workload workload, Function<AskedPrompt, List<int[]>> part) {
    return workload.askedPrompts().stream()
        .flatMap(item -> part.apply(item).stream())
        .mapToLong(ids -> ids.length)
        .sum();
  }

  @Test
  void sharesAreOfTheMachinesPeak() {
    var pass = new TimedPass(100, 2, new FlopsAndBytes(1e11, 1e10));
    Measured measured = Measured.of("some", pass, PEAK, Optional.of(5L));
    assertThat(measured).isEqualTo(new Measured("some", 50, 2, 0.5, 0.5, Optional.of(5L)));
  }

  @Test
  void theMedianPassCounts() {
    assertThat(Measurement.median(List.of(pass(5), pass(1), pass(3))).seconds()).isEqualTo(3);
    assertThat(Measurement.median(List.of(pass(2))).seconds()).isEqualTo(2);
  }

  private static TimedPass pass(double seconds) {
    return new TimedPass(10, seconds, new FlopsAndBytes(1, 1));
  }

  @Test
  void aContextThatIsTooShortIsOneSentence() {
    try (LocalModel model = tiny()) {
      assertThat(Subject.of(model).workload()).isNotNull();
    }
    assertThatThrownBy(() -> Subject.requireRoom(512))
        .isInstanceOf(UserError.class)
        .hasMessage("bench: the model has a context of 512 tokens; the workload needs 2,048");
  }

  private static LocalModel tiny() {
    return LocalModel.open(
        Installation.file("models/tiny-random"), Arithmetic.FP32, DialogueStyle.AUTO);
  }
}
