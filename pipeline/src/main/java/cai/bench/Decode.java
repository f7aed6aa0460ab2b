package cai.bench;

import cai.language.local.TokenModel;
import java.util.List;

/// Sequences grow together, one token each at a time. Reading the prompts is not counted: they are
/// continued by one token first and then, anew, by all; the difference is what the others took.
final class Decode implements Work {
  private static final int STEPS = Workload.GENERATED - 1;

  private final Generator generator;
  private final List<int[]> prompts;
  private final int shared;

  /// @param shared tokens that all prompts begin with
  Decode(Subject subject, List<int[]> prompts, int shared) {
    generator = Generator.of(subject);
    this.prompts = prompts;
    this.shared = shared;
  }

  @Override
  public Pass pass() {
    double reading = seconds(1);
    double seconds = Math.max(1e-9, seconds(1 + STEPS) - reading);
    int[] own = prompts.stream().mapToInt(prompt -> prompt.length - shared).toArray();
    Cost cost = generator.subject().cost().steps(shared, own, STEPS);
    return new Pass((long) STEPS * prompts.size(), seconds, cost);
  }

  private double seconds(int tokens) {
    try (TokenModel model = generator.tokenModel(prompts.size())) {
      Clock clock = Clock.start();
      Generator.generate(model, prompts, shared, tokens);
      return clock.seconds();
    }
  }

  @Override
  public void close() {
    generator.close();
  }
}
