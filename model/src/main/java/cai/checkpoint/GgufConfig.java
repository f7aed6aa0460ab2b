package cai.checkpoint;

import cai.UserError;
import cai.transformer.ModelConfig;
import cai.transformer.ModelConfig.RopeScaling;
import java.util.Optional;

/// Reads the shape of a model from GGUF metadata.
final class GgufConfig {
  private static final String FREQUENCIES = "rope_freqs.weight";

  private final GgufFile gguf;
  private final GgufMetadata metadata;

  private GgufConfig(GgufFile gguf) {
    this.gguf = gguf;
    this.metadata = gguf.metadata();
  }

  static ModelConfig read(GgufFile gguf) {
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
      throw new UserError(gguf.file().path() + ": " + e.getMessage(), e);
    }
  }

  /// The decimal number that somebody wrote and that was stored as fp32: 1e-5, not 9.99999974e-6.
  private static double asWritten(double stored) {
    return Double.parseDouble(Float.toString((float) stored));
  }

  private int vocabulary() {
    StoredTensor embedding = gguf.tensors().get("token_embd.weight");
    if (embedding == null)
      throw new UserError(
          gguf.file().path()
              + ": tensor token_embd.weight is missing; the file is no language model");
    return embedding.shape().getFirst();
  }

  private void requireEqual(String key, int headWidth) {
    int value = metadata.integer(key).orElse(headWidth);
    if (value != headWidth) throw metadata.wrong(key, value, headWidth + ", the width of a head");
  }

  /// Llama 3.1 GGUFs carry one divisor for each frequency; the four numbers behind them are found
  /// by trying: all models of the family use 1, 4 and 8192 and differ in the factor alone.
  private Optional<RopeScaling> scaling(double theta, int headWidth) {
    String type = metadata.string("llama.rope.scaling.type").orElse("none");
    double factor = metadata.number("llama.rope.scaling.factor").orElse(1.0);
    if (!type.equals("none") && factor != 1.0) throw refused("llama.rope.scaling.type", type);
    if (!gguf.tensors().containsKey(FREQUENCIES)) return Optional.empty();
    float[] divisors = gguf.tensors().get(FREQUENCIES).read();
    var scaling = new RopeScaling(divisors[divisors.length - 1], 1, 4, 8192);
    if (divisors.length != headWidth / 2) throw refused(FREQUENCIES, divisors.length + " numbers");
    for (int i = 0; i < divisors.length; i++) {
      double expected = divisor(Math.pow(theta, -2.0 * i / headWidth), scaling);
      if (Math.abs(divisors[i] - expected) > 1e-3 * expected)
        throw refused(FREQUENCIES, divisors[i] + " at position " + i);
    }
    return Optional.of(scaling);
  }

  private static double divisor(double frequency, RopeScaling scaling) {
    double wavelengths = scaling.originalContextLength() * frequency / (2 * Math.PI);
    double low = scaling.lowFrequencyFactor();
    double high = scaling.highFrequencyFactor();
    if (wavelengths > high) return 1;
    if (wavelengths < low) return scaling.factor();
    double smooth = (wavelengths - low) / (high - low);
    return 1 / ((1 - smooth) / scaling.factor() + smooth);
  }

  private UserError refused(String key, Object value) {
    return new UserError(
        gguf.file().path()
            + ": "
            + key
            + "="
            + value
            + " is not supported; "
            + ModelFiles.SUPPORTED);
  }
}
