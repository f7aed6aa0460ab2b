package cai.transformer;

import cai.tensor.Tensor;
import java.util.List;
import java.util.function.Function;

/// The forward pass of a Llama-family decoder written straight down, one sequence at a time,
/// without a cache and without regard to speed. It defines what the fast passes have to compute:
/// tests compare their results with the results of this pass, and their gradients with the
/// gradients that LibTorch records for this pass.
///
/// **Shape**: `time` tokens of the sequence, `heads` of queries, `pairs` heads of keys and values.
///
/// **Source**: Touvron et al. 2023 (Llama), section 2.2; Ainslie et al. 2023 for heads of queries
/// that share a head of keys and values.
///
/// @param weights by Hugging Face name; a matrix is [outputs, inputs]
public record ReferenceDecoder(ModelConfig config, Function<String, Tensor> weights) {

  /// Logits of the token that follows each token. **Shape**: [time, vocab].
  public Tensor logits(int... ids) {
    Tensor head = weight(config.tiedEmbeddings() ? "model.embed_tokens" : "lm_head");
    return states(ids).linear(head);
  }

  /// The normalised output of the last layer. **Shape**: [time, width].
  public Tensor states(int... ids) {
    return norm(stream(config.layers(), ids), "model.norm");
  }

  /// The residual stream after the first `layers` layers. **Shape**: [time, width].
  public Tensor stream(int layers, int... ids) {
    Tensor stream = weight("model.embed_tokens").embed(Tensor.of(ids)); // [time, width]
    for (int layer = 0; layer < layers; layer++) {
      String at = "model.layers." + layer + ".";
      Tensor input = norm(stream, at + "input_layernorm");
      stream = stream.add(attention(at + "self_attn.", input));
      input = norm(stream, at + "post_attention_layernorm");
      stream = stream.add(feedForward(at + "mlp.", input));
    }
    return stream;
  }

  /// **Shape**: [time, width] in and out.
  private Tensor attention(String at, Tensor input) {
    long time = input.size(0);
    int heads = config.heads();
    int pairs = config.keyValueHeads();
    Tensor queries = rotated(heads(input, at + "q_proj", heads)); // [heads, time, headWidth]
    Tensor keys = shared(rotated(heads(input, at + "k_proj", pairs))); // [heads, time, headWidth]
    Tensor values = shared(heads(input, at + "v_proj", pairs)); // [heads, time, headWidth]
    double scale = 1 / Math.sqrt(config.headWidth());
    Tensor scores = queries.matmul(keys.transpose(1, 2)).mul(scale); // [heads, time, time]
    Tensor shares = scores.add(causalMask(time)).softmax(2); // [heads, time, time]
    Tensor mixed = shares.matmul(values).transpose(0, 1); // [time, heads, headWidth]
    return mixed
        .reshape(time, (long) heads * config.headWidth())
        .linear(weight(at + "o_proj")); // [time, width]
  }

  /// **Shape**: [time, width] in and out.
  private Tensor feedForward(String at, Tensor input) {
    Tensor gate = input.linear(weight(at + "gate_proj")).silu(); // [time, feedForwardWidth]
    Tensor up = input.linear(weight(at + "up_proj")); // [time, feedForwardWidth]
    return gate.mul(up).linear(weight(at + "down_proj")); // [time, width]
  }

  /// **Shape**: [time, width] gives [count, time, headWidth].
  private Tensor heads(Tensor input, String name, int count) {
    Tensor all = input.linear(weight(name)); // [time, count * headWidth]
    return all.view(input.size(0), count, config.headWidth()).transpose(0, 1);
  }

  /// Each head of keys or values once for every query head that it serves. **Shape**: [pairs, time,
  /// headWidth] gives [heads, time, headWidth].
  private Tensor shared(Tensor pairs) {
    int group = config.heads() / config.keyValueHeads();
    long time = pairs.size(1);
    return pairs
        .unsqueeze(1)
        .expand(pairs.size(0), group, time, config.headWidth())
        .reshape(config.heads(), time, config.headWidth());
  }

  /// Rotary position embedding: number i of the first half and number i of the second half of a
  /// head are a point, which is turned by frequency i times the position. **Shape**: [count, time,
  /// headWidth] in and out.
  private Tensor rotated(Tensor heads) {
    int time = (int) heads.size(1);
    int half = config.headWidth() / 2;
    double[] frequencies = config.rotaryFrequencies();
    float[] cosines = new float[time * half];
    float[] sines = new float[time * half];
    for (int i = 0; i < cosines.length; i++) {
      double angle = (float) (i / half) * (float) frequencies[i % half]; // in fp32, as transformers
      cosines[i] = (float) Math.cos(angle);
      sines[i] = (float) Math.sin(angle);
    }
    Tensor cosine = Tensor.of(cosines, time, half);
    Tensor sine = Tensor.of(sines, time, half);
    Tensor x = heads.narrow(2, 0, half); // [count, time, half]
    Tensor y = heads.narrow(2, half, half); // [count, time, half]
    Tensor turnedX = x.mul(cosine).sub(y.mul(sine));
    Tensor turnedY = y.mul(cosine).add(x.mul(sine));
    return Tensor.concatenate(List.of(turnedX, turnedY), 2);
  }

  /// Added to scores, so that a token sees itself and the tokens before it. **Shape**: [time,
  /// time].
  private static Tensor causalMask(long time) {
    float[] mask = new float[Math.toIntExact(time * time)];
    for (int i = 0; i < mask.length; i++)
      if (i % time > i / time) mask[i] = Float.NEGATIVE_INFINITY;
    return Tensor.of(mask, time, time);
  }

  private Tensor norm(Tensor stream, String name) {
    return stream.rmsNorm(weight(name), config.normEpsilon());
  }

  private Tensor weight(String name) {
    return weights.apply(name + ".weight");
  }

  /// Over values in row-major order, as `Decoder#load` reads them.
  public static ReferenceDecoder of(ModelConfig config, Function<String, float[]> values) {
    return new ReferenceDecoder(
        config,
        name -> {
          float[] own = values.apply(name);
          if (name.endsWith("norm.weight")) return Tensor.of(own, own.length);
          int inputs = config.width();
          if (name.endsWith("o_proj.weight")) inputs = config.heads() * config.headWidth();
          if (name.endsWith("down_proj.weight")) inputs = config.feedForwardWidth();
          return Tensor.of(own, own.length / inputs, inputs);
        });
  }
}
