package cai.bench;

import cai.language.Generation.Sampling;
import cai.language.local.TokenModel;
import cai.language.local.TokenModel.Asked;
import cai.language.local.TokenModel.Item;
import cai.language.local.TokenModel.Sampled;
import cai.run.Seeds;
import cai.transformer.decoder.Decoder;
import java.util.ArrayList;
import java.util.List;

/// Continuations of exact length by the product's token model. Every pass begins with a token model
/// of its own, so that nothing of an earlier one is found computed.
///
/// @param decoder is closed with this
record Generator(Subject subject, Decoder decoder) implements AutoCloseable {
  public static Generator of(Subject subject) {
    return new Generator(subject, subject.frozen());
  }

  /// @param rows sequences in one batch
  TokenModel tokenModel(int rows) {
    return new TokenModel(decoder, subject.endless(), rows);
  }

  /// Continues each prompt by so many tokens, drawn at temperature 1.
  ///
  /// @param shared tokens that all prompts begin with
  static List<Sampled> generate(TokenModel model, List<int[]> prompts, int shared, int tokens) {
    var seeds = new Seeds(1);
    var items = new ArrayList<Item>();
    for (int[] prompt : prompts)
      items.add(
          new Item(new Asked(prompt, shared), seeds.generator("bench", "item/" + items.size())));
    return model.generate(items, new Sampling(1, 1, 0, tokens, List.of(), 1));
  }

  @Override
  public void close() {
    decoder.close();
  }
}
