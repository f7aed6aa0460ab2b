package cai.transformer;

import cai.tensor.Tensor;
import java.util.List;
import java.util.function.Function;

/// The forward pass of a Llama-family decoder written straight down, one sequence at a time,
/// without a cache and without regard to speed. It defines what the fast passes have to compute:
/// tests compare their results with those of this pass, and their gradients with the gradients that
/// LibTorch records for this pass.
///
/// **Shape**: `time` tokens of the sequence, `heads` of queries, `pairs` heads of keys and values.
///
/// **Source**: Touvron et al. 2023 (Llama), section 2.2; Ainslie et al. 2023 for heads of queries
/// that share a head of keys and values.
///
/// @param weights by Hugging Face name; a matrix is [outputs, inputs]
public record ReferenceDecoder(ModelConfig config, Function<String, Tensor> weights) {

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

  /// Logits of the token that follows each token. **Shape**: [time, vocab].
  public Tensor logits(int... ids) {
    return states(ids)
        .linear(
            weight(config.tiedEmbeddings() ? "model.embed_tokens" : "lm_head")); // [time, vocab]
  }

  /// The normalised output of the last layer. **Shape**: [time, width].
  public Tensor states(int... ids) {
    return norm(stream(config.layers(), ids), "model.norm");
  }

  /// The residual stream after the first `layers` layers. **Shape**: [time, width].
  public Tensor stream(int layers, int... ids) {
    Tensor stream = weight("model.embed_tokens").embed(Tensor.of(ids)); // [time, width]
    for (int layer = 0; layer < layers; layer++) {
      String block = "model.layers." + layer + ".";
      stream = stream.add(attention(block + "self_attn.", norm(stream, block + "input_layernorm")));
      stream =
          stream.add(feedForward(block + "mlp.", norm(stream, block + "post_attention_layernorm")));
    }
    return stream;
  }

  private Tensor attention(String at, Tensor input) {
    long time = input.size(0);
    Tensor queries =
        rotated(heads(input, at + "q_proj", config.heads())); // [heads, time, headWidth]
    Tensor keys = rotated(heads(input, at + "k_proj", config.keyValueHeads())); // [pairs, time, ..]
    Tensor values = heads(input, at + "v_proj", config.keyValueHeads()); // [pairs, time, headWidth]
    Tensor scores = // [heads, time, time]
        queries
            .matmul(shared(keys).transpose(1, 2))
            .mul(1 / Math.sqrt(config.headWidth()))
            .add(causalMask((int) time));
    Tensor mixed = scores.softmax(2).matmul(shared(values)); // [heads, time, headWidth]
    return mixed
        .transpose(0, 1)
        .reshape(time, (long) config.heads() * config.headWidth())
        .linear(weight(at + "o_proj")); // [time, width]
  }

  private Tensor feedForward(String at, Tensor input) {
    Tensor gate = input.linear(weight(at + "gate_proj")).silu(); // [time, feedForwardWidth]
    Tensor up = input.linear(weight(at + "up_proj")); // [time, feedForwardWidth]
    return gate.mul(up).linear(weight(at + "down_proj")); // [time, width]
  }

  /// **Shape**: [time, width] gives [count, time, headWidth].
  private Tensor heads(Tensor input, String name, int count) {
    return input
        .linear(weight(name))
        .view(input.size(0), count, config.headWidth())
        .transpose(0, 1);
  }

  /// Each head of keys or values once for every head of queries that it serves. **Shape**: [pairs,
  /// time, headWidth] gives [heads, time, headWidth].
  private Tensor shared(Tensor pairs) {
    int group = config.heads() / config.keyValueHeads();
    long time = pairs.size(1);
    return pairs
        .unsqueeze(1)
        .expand(config.keyValueHeads(), group, time, config.headWidth())
        .reshape(config.heads(), time, config.headWidth());
  }

  /// Rotary position embedding: the first and the second half of a head are the coordinates of
  /// points, each of which is turned by its frequency times the position. **Shape**: [.., time,
  /// headWidth].
  private Tensor rotated(Tensor heads) {
    int time = (int) heads.size(1);
    int half = config.headWidth() / 2;
    double[] frequencies = config.rotaryFrequencies();
    float[] cosines = new float[time * half];
    float[] sines = new float[time * half];
    for (int i = 0; i < cosines.length; i++) {
      double angle = (float) (i / half) * (float) frequencies[i % half];
      cosines[i] = (float) Math.cos(angle);
      sines[i] = (float) Math.sin(angle);
    }
    Tensor cosine = Tensor.of(cosines, time, half);
    Tensor sine = Tensor.of(sines, time, half);
    Tensor first = heads.narrow(2, 0, half);
    Tensor second = heads.narrow(2, half, half);
    return Tensor.concatenate(
        List.of(first.mul(cosine).sub(second.mul(sine)), second.mul(cosine).add(first.mul(sine))),
        2);
  }

  /// Added to scores, so that a token sees itself and the tokens before it. **Shape**: [time,
  /// time].
  private static Tensor causalMask(int time) {
    float[] mask = new float[time * time];
    for (int row = 0; row < time; row++)
      for (int column = row + 1; column < time; column++)
        mask[row * time + column] = Float.NEGATIVE_INFINITY;
    return Tensor.of(mask, time, time);
  }

  private Tensor norm(Tensor stream, String name) {
    return stream.rmsNorm(weight(name), config.normEpsilon());
  }

  private Tensor weight(String name) {
    return weights.apply(name + ".weight");
  }
}
