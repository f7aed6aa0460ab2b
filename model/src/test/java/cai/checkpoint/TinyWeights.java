package cai.checkpoint;

import cai.tokenizer.TokenizerFiles;
import cai.transformer.ModelConfig;
import cai.transformer.RopeScaling;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// A model of one layer, small enough to damage it at every byte.
final class TinyWeights {
  static final TokenizerFiles TOKENIZER = new TokenizerFiles(new TreeMap<>());

  private TinyWeights() {}

  static ModelConfig config(Optional<RopeScaling> scaling, boolean tied) {
    return new ModelConfig(1, 8, 2, 1, 4, 6, 10, 16, 1e-5, 500_000, scaling, tied);
  }

  /// Numbers that tell weights and positions apart and that half precision holds exactly.
  static Function<String, float[]> of(ModelConfig config) {
    var shapes = LlamaWeights.shapes(config);
    return name -> {
      float[] numbers =
          new float
              [shapes.get(name).stream().mapToInt(Integer::intValue).reduce(1, (a, b) -> a * b)];
      for (int i = 0; i < numbers.length; i++) numbers[i] = name.length() % 8 + i / 64f;
      return numbers;
    };
  }
}
