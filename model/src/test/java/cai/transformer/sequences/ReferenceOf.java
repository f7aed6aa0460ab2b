package cai.transformer.sequences;

import cai.tensor.Tensor;
import cai.transformer.ModelConfig;
import cai.transformer.ReferenceDecoder;
import cai.transformer.decoder.Decoder;
import cai.transformer.weights.Adapter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// The reference over the very tensors that a decoder trains, so that gradients which LibTorch
/// records for the reference accumulate where those of the decoder do.
final class ReferenceOf {
  private final ModelConfig config;
  private final Map<String, Tensor> trained = new HashMap<>();
  private final Function<String, Tensor> frozen;

  private ReferenceOf(Decoder decoder, Function<String, float[]> values) {
    config = decoder.config();
    frozen = ReferenceDecoder.of(config, values).weights();
    for (int i = 0; i < decoder.trained().size(); i++)
      trained.put(decoder.trainedNames().get(i), decoder.trained().get(i));
  }

  /// @param values that the decoder was loaded from, for what is frozen
  static ReferenceDecoder trained(Decoder decoder, Function<String, float[]> values) {
    return new ReferenceDecoder(decoder.config(), new ReferenceOf(decoder, values)::weight);
  }

  private Tensor weight(String name) {
    int queries = config.heads() * config.headWidth();
    int pairs = config.keyValueHeads() * config.headWidth();
    int wide = config.feedForwardWidth();
    String[] parts = name.split("\\.");
    return switch (parts[parts.length - 2]) {
      case "q_proj" -> rows(name, "q_proj", "qkv_proj", 0, queries);
      case "k_proj" -> rows(name, "k_proj", "qkv_proj", queries, pairs);
      case "v_proj" -> rows(name, "v_proj", "qkv_proj", queries + pairs, pairs);
      case "o_proj" -> rows(name, "o_proj", "o_proj", 0, config.width());
      case "gate_proj" -> rows(name, "gate_proj", "gate_up_proj", 0, wide);
      case "up_proj" -> rows(name, "up_proj", "gate_up_proj", wide, wide);
      case "down_proj" -> rows(name, "down_proj", "down_proj", 0, config.width());
      default -> trained.containsKey(name) ? trained.get(name) : frozen.apply(name);
    };
  }

  /// Rows of a matrix that the decoder has stacked with others, with what an adapter adds to them.
  private Tensor rows(String name, String own, String stacked, int from, int count) {
    String at = name.replace(own + ".weight", stacked);
    if (trained.containsKey(at + ".weight"))
      return trained.get(at + ".weight").narrow(0, from, count);
    if (!trained.containsKey(at + ".lora_A")) return frozen.apply(name);
    Tensor up = trained.get(at + ".lora_B").narrow(0, from, count);
    return frozen.apply(name).add(up.matmul(trained.get(at + ".lora_A")).mul(Adapter.SCALE));
  }
}
