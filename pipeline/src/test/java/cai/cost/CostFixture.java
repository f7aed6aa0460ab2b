package cai.cost;

import static org.assertj.core.api.Assertions.assertThat;

import cai.prompts.PromptCounts;
import cai.prompts.PromptCounts.GroupCounts;
import cai.transformer.ModelConfig;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What the tests of stages' costs count on.
public final class CostFixture {
  public static final ModelConfig SMOLLM2 =
      new ModelConfig(30, 576, 9, 3, 64, 1536, 49_152, 8192, 1e-5, 100_000, Optional.empty(), true);
  public static final PlannedModel MODEL = model(OptionalLong.empty());
  public static final MachineSpeed SPEED = new MachineSpeed(500, 100, 150, 0.34);

  /// 10 red-team prompts of 20 tokens and 5 helpful ones of 10; 4 and 2 held out.
  public static final PromptCounts PROMPTS =
      new PromptCounts(
          new GroupCounts(10, 4, 20), new GroupCounts(0, 0, 0), new GroupCounts(5, 2, 10));

  private CostFixture() {}

  /// The model where so many bytes of memory are available.
  public static PlannedModel model(OptionalLong available) {
    // English has about four characters to a token.
    return new PlannedModel(text -> text.length() / 4, new MemoryEstimate(SMOLLM2, available), 32);
  }

  /// Settings with more behind them; of two for one key the later counts.
  public static String[] with(String[] settings, String... more) {
    return Stream.of(settings, more).flatMap(Stream::of).toArray(String[]::new);
  }

  /// That a stage works on so many items and tokens.
  public static void assertWork(StageCost cost, long items, long in, long out, long trained) {
    assertThat(
            List.of(
                Math.round(cost.items()),
                cost.tokens(Phase::tokensIn),
                cost.tokens(Phase::tokensOut),
                cost.tokens(Phase::tokensTrained)))
        .as(cost.stage())
        .containsExactly(items, in, out, trained);
  }
}
