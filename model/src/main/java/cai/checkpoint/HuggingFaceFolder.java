package cai.checkpoint;

import cai.checkpoint.tensors.ElementType;
import cai.json.Json;
import cai.json.JsonObject;
import cai.tokenizer.TokenizerFiles;
import cai.transformer.ModelConfig;
import cai.transformer.RopeScaling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Writes models as folders that `transformers` loads unchanged.
public final class HuggingFaceFolder {
  private static final String GENERATION = "generation_config.json";

  private HuggingFaceFolder() {}

  /// Writes a model under a temporary name beside its own and moves it into place; an older folder
  /// there is replaced. The same model gives the same bytes.
  ///
  /// @param weights fp32 numbers by Hugging Face name, row-major; each array is requested once, in
  ///   the order of the computation, and released before the next one is requested
  /// @param storage of each weight: F32, F16 or BF16
  public static void write(
      Path folder,
      ModelConfig config,
      Function<String, float[]> weights,
      Function<String, ElementType> storage,
      TokenizerFiles tokenizer) {
    String json = Json.pretty(json(config, storage, tokenizer));
    AtomicFolder.replace(
        folder,
        writing -> {
          Files.writeString(writing.resolve(HuggingFaceModel.CONFIG), json);
          tokenizer.write(writing);
          Path file = writing.resolve(Shards.SINGLE);
          Safetensors.write(file, LlamaWeights.shapes(config), weights, storage);
        });
  }

  private static Map<String, Object> json(
      ModelConfig config, Function<String, ElementType> storage, TokenizerFiles tokenizer) {
    var json = new LinkedHashMap<String, Object>();
    json.put("architectures", List.of("LlamaForCausalLM"));
    json.put("model_type", "llama");
    json.put("torch_dtype", torchName(common(config, storage)));
    json.put("vocab_size", config.vocabulary());
    json.put("hidden_size", config.width());
    json.put("intermediate_size", config.feedForwardWidth());
    json.put("num_hidden_layers", config.layers());
    json.put("num_attention_heads", config.heads());
    json.put("num_key_value_heads", config.keyValueHeads());
    json.put("head_dim", config.headWidth());
    json.put("hidden_act", "silu");
    json.put("max_position_embeddings", config.contextLength());
    json.put("rms_norm_eps", config.normEpsilon());
    json.put("rope_theta", config.ropeTheta());
    config.ropeScaling().ifPresent(scaling -> json.put("rope_scaling", json(scaling)));
    json.put("attention_bias", false);
    json.put("mlp_bias", false);
    json.put("tie_word_embeddings", config.tiedEmbeddings());
    json.putAll(ids(tokenizer));
    json.put("use_cache", true);
    return json;
  }

  private static Map<String, Object> json(RopeScaling scaling) {
    var json = new LinkedHashMap<String, Object>();
    switch (scaling) {
      case RopeScaling.LinearScaling(double factor) -> {
        json.put("rope_type", "linear");
        json.put("factor", factor);
      }
      case RopeScaling.DynamicScaling(double factor) -> {
        json.put("rope_type", "dynamic");
        json.put("factor", factor);
      }
      case RopeScaling.Llama3Scaling(
              double factor,
              double low,
              double high,
              int originalLength) -> {
        json.put("rope_type", "llama3");
        json.put("factor", factor);
        json.put("low_freq_factor", low);
        json.put("high_freq_factor", high);
        json.put("original_max_position_embeddings", originalLength);
      }
    }
    return json;
  }

  /// The type that other programs load the model in: that of all weights if they have one type,
  /// else F32.
  private static ElementType common(ModelConfig config, Function<String, ElementType> storage) {
    var types = EnumSet.noneOf(ElementType.class);
    LlamaWeights.shapes(config).keySet().forEach(name -> types.add(storage.apply(name)));
    return types.size() == 1 ? types.iterator().next() : ElementType.F32;
  }

  private static String torchName(ElementType storage) {
    return switch (storage) {
      case F32 -> "float32";
      case F16 -> "float16";
      case BF16 -> "bfloat16";
      default ->
          throw new IllegalArgumentException(storage + " is not written; F32, F16 and BF16 are");
    };
  }

  /// The ids of begin, end and padding tokens from the generation settings.
  private static Map<String, Object> ids(TokenizerFiles tokenizer) {
    var ids = new LinkedHashMap<String, Object>();
    String text = tokenizer.contents().getOrDefault(GENERATION, "{}");
    Map<String, Object> settings = JsonObject.parseLenient(text, GENERATION).fields();
    for (String name : List.of("bos_token_id", "eos_token_id", "pad_token_id"))
      if (settings.get(name) != null) ids.put(name, settings.get(name));
    return ids;
  }
}
