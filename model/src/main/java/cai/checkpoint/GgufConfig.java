package cai.checkpoint;

import cai.checkpoint.tensors.StoredTensor;
import cai.errors.UserError;
import cai.transformer.ModelConfig;
import cai.transformer.RopeScaling;
import java.util.Optional;

/// Reads the shape of a model from GGUF metadata.
final class GgufConfig {
  private static final String FREQUENCIES = "rope_freqs.weight";
  private static final String SCALING = "llama.rope.scaling.";

  private final Gguf gguf;
  private final GgufMetadata metadata;

  private GgufConfig(Gguf gguf) {
    this.gguf = gguf;
    this.metadata = gguf.metadata();
  }

  static ModelConfig read(Gguf gguf) {
    return new GgufConfig(gguf).read();
  }

  private ModelConfig read() {
    String architecture = metadata.requiredString("general.architecture");
    if (!architecture.equals("llama"))
      throw metadata.wrong("general.architecture", architecture, "llama; " + ModelFiles.SUPPORTED);
    if (metadata.integer("llama.expert_count").orElse(0) > 0)
      throw refused("llama.expert_count", metadata.integer("llama.expert_count").get());
    int width = metadata.requiredInteger("llama.embedding_length");
    int heads = metadata.requiredInteger("llama.attention.head_count");
    if (heads == 0) throw metadata.wrong("llama.attention.head_count", 0, "a positive number");
    int headWidth = metadata.integer("llama.attention.key_length").orElse(width / heads);
    requireEqual("llama.attention.value_length", headWidth);
    requireEqual("llama.rope.dimension_count", headWidth);
    double theta = metadata.number("llama.rope.freq_base").orElse(10000.0);
    if (!Double.isFinite(theta)) throw metadata.wrong("llama.rope.freq_base", theta, "a number");
    try {
      return new ModelConfig(
          metadata.requiredInteger("llama.block_count"),
          width,
          heads,
          metadata.integer("llama.attention.head_count_kv").orElse(heads),
          headWidth,
          metadata.requiredInteger("llama.feed_forward_length"),
          vocabulary(),
          metadata.requiredInteger("llama.context_length"),
          metadata
              .number("llama.attention.layer_norm_rms_epsilon")
              .map(GgufConfig::asWritten)
              .orElse(1e-5),
          theta,
          scaling(theta, headWidth),
          !gguf.tensors().containsKey("output.weight"));
    } catch (IllegalArgumentException e) {
      throw new UserError(gguf.path() + ": " + e.getMessage(), e);
    }
  }

  /// The shortest decimal number that rounds to the stored fp32 value: 1e-5, not 9.99999974e-6.
  private static double asWritten(double stored) {
    return Double.parseDouble(Float.toString((float) stored));
  }

  private int vocabulary() {
    StoredTensor embedding = gguf.tensors().get("token_embd.weight");
    if (embedding == null)
      throw new UserError(
          gguf.path() + ": tensor token_embd.weight is missing; the file is no language model");
    return embedding.shape().getFirst();
  }

  private void requireEqual(String key, int headWidth) {
    int value = metadata.integer(key).orElse(headWidth);
    if (value != headWidth) throw metadata.wrong(key, value, headWidth + ", the width of a head");
  }

  /// The scaling of the rotary frequencies: one divisor for all of them, or Llama 3.1's divisor for
  /// each. Other kinds are refused by name.
  ///
  /// **Source**: `load_hparams` of llama.cpp: without a named type the scaling is linear, and the
  /// older key of the divisor is read if the newer one is missing.
  private Optional<RopeScaling> scaling(double theta, int headWidth) {
    String type = metadata.string(SCALING + "type").orElse("linear");
    double factor =
        metadata
            .number(SCALING + "factor")
            .or(() -> metadata.number("llama.rope.scale_linear"))
            .filter(value -> value != 0)
            .orElse(1.0);
    if (!Double.isFinite(factor) || factor < 0)
      throw metadata.wrong(SCALING + "factor", factor, "a positive number");
    boolean scaled = factor != 1 && !type.equals("none");
    double attention = metadata.number(SCALING + "attn_factor").orElse(1.0);
    if (attention != 1) throw refused(SCALING + "attn_factor", attention);
    if (scaled && !type.equals("linear")) throw refused(SCALING + "type", type);
    if (!gguf.tensors().containsKey(FREQUENCIES))
      return scaled ? Optional.of(new RopeScaling.LinearScaling(factor)) : Optional.empty();
    if (scaled) throw refused(SCALING + "factor", factor + " beside " + FREQUENCIES);
    return llama3(theta, headWidth);
  }

  /// Finds the four numbers of Llama 3.1's scaling whose divisors equal the stored ones. All models
  /// of the family use 1, 4 and 8192 and differ in the factor only, so the factor is read from the
  /// last divisor and the result is compared.
  private Optional<RopeScaling> llama3(double theta, int headWidth) {
    float[] divisors = gguf.tensors().get(FREQUENCIES).read();
    if (divisors.length != headWidth / 2) throw refused(FREQUENCIES, divisors.length + " numbers");
    var scaling = new RopeScaling.Llama3Scaling(divisors[divisors.length - 1], 1, 4, 8192);
    for (int i = 0; i < divisors.length; i++) {
      double frequency = Math.pow(theta, -2.0 * i / headWidth);
      double expected = frequency / scaling.scaled(frequency);
      // Also false where the last divisor, and so what is expected, is no number.
      boolean fits = Math.abs(divisors[i] - expected) <= 1e-3 * expected;
      if (!fits) throw refused(FREQUENCIES, divisors[i] + " at position " + i);
    }
    return Optional.of(scaling);
  }

  private UserError refused(String key, Object value) {
    return new UserError(
        gguf.path() + ": " + key + "=" + value + " is not supported; " + ModelFiles.SUPPORTED);
  }
}
