package cai.bench;

import cai.language.Generation.Sampling;
import cai.language.local.TokenModel;
import cai.language.local.TokenModel.Asked;
import cai.language.local.TokenModel.Item;
import cai.run.Seeds;
import cai.transformer.decoder.Decoder;
import java.util.ArrayList;
import java.util.List;

/// Sequences grow together, each by one token at a time. The time of reading the prompts is taken
/// out: the prompts are continued by one token, then, from the beginning, by all tokens, and the
/// difference of both times counts.
final class Decode implements OpenBenchmark {
  private static final int STEPS = Workload.GENERATED - 1;

  private final Subject subject;
  private final Decoder decoder;
  private final List<int[]> prompts;
  private final int shared;

  /// @param shared tokens that all prompts begin with
  Decode(Subject subject, List<int[]> prompts, int shared) {
    this.subject = subject;
    this.prompts = prompts;
    this.shared = shared;
    decoder = subject.frozen();
  }

  @Override
  public TimedPass pass() {
    double reading = seconds(1);
    double seconds = Math.max(1e-9, seconds(1 + STEPS) - reading);
    int[] own = prompts.stream().mapToInt(prompt -> prompt.length - shared).toArray();
    return new TimedPass(
        (long) STEPS * prompts.size(), seconds, subject.cost().steps(shared, own, STEPS));
  }

  /// Continues each prompt by some tokens, drawn at temperature 1.
  private double seconds(int tokens) {
    try (TokenModel model = subject.tokenModel(decoder, prompts.size())) {
      var sampling = new Sampling(1, 1, 0, tokens, List.of(), 1);
      return TimedPass.seconds(() -> model.generate(items(), sampling));
    }
  }

  private List<Item> items() {
    var seeds = new Seeds(1);
    var items = new ArrayList<Item>();
    for (int[] prompt : prompts)
      items.add(
          new Item(new Asked(prompt, shared), seeds.generator("bench", "item/" + items.size())));
    return items;
  }

  @Override
  public void close() {
    decoder.close();
  }
}
