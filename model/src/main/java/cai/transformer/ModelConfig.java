package cai.transformer;

import java.util.Optional;

/// The shape of a Llama-family decoder.
///
/// @param layers decoder blocks
/// @param width of the residual stream
/// @param heads query heads
/// @param keyValueHeads key and value heads, each shared by `heads / keyValueHeads` query heads
/// @param headWidth of one head
/// @param feedForwardWidth of the gated feed-forward layer
/// @param vocabulary rows of the embedding
/// @param contextLength longest sequence in tokens
/// @param normEpsilon of every RMS norm
/// @param ropeTheta base of the rotary embedding
/// @param ropeScaling how its frequencies are changed, where they are
/// @param tiedEmbeddings whether the output head is the embedding
public record ModelConfig(
    int layers,
    int width,
    int heads,
    int keyValueHeads,
    int headWidth,
    int feedForwardWidth,
    int vocabulary,
    int contextLength,
    double normEpsilon,
    double ropeTheta,
    Optional<RopeScaling> ropeScaling,
    boolean tiedEmbeddings) {

  public ModelConfig {
    requirePositive("layers", layers);
    requirePositive("width", width);
    requirePositive("heads", heads);
    requirePositive("key-value heads", keyValueHeads);
    requirePositive("head width", headWidth);
    requirePositive("feed-forward width", feedForwardWidth);
    requirePositive("vocabulary", vocabulary);
    requirePositive("context length", contextLength);
    if (heads % keyValueHeads != 0)
      throw new IllegalArgumentException(
          "heads=" + heads + " is not a multiple of key-value heads=" + keyValueHeads);
    if (headWidth % 2 != 0)
      throw new IllegalArgumentException(
          "head width=" + headWidth + " is odd; rotary pairs need it even");
    if (!(normEpsilon > 0) || !(ropeTheta > 0))
      throw new IllegalArgumentException(
          "norm epsilon=" + normEpsilon + " and rope theta=" + ropeTheta + " must be positive");
  }

  /// This shape with another number of layers, for a decoder that computes only the lowest layers.
  public ModelConfig withLayers(int count) {
    return new ModelConfig(
        count,
        width,
        heads,
        keyValueHeads,
        headWidth,
        feedForwardWidth,
        vocabulary,
        contextLength,
        normEpsilon,
        ropeTheta,
        ropeScaling,
        tiedEmbeddings);
  }

  /// This shape with the embedding as its head, or with a head of its own.
  public ModelConfig withTiedEmbeddings(boolean tied) {
    return new ModelConfig(
        layers,
        width,
        heads,
        keyValueHeads,
        headWidth,
        feedForwardWidth,
        vocabulary,
        contextLength,
        normEpsilon,
        ropeTheta,
        ropeScaling,
        tied);
  }

  /// Frequencies of the rotary embedding, one for each pair of coordinates of a head. **Unit**:
  /// radians per position. Rounded where `transformers` keeps them in fp32.
  public double[] rotaryFrequencies() {
    double[] frequencies = new double[headWidth / 2];
    for (int i = 0; i < frequencies.length; i++) {
      double plain = (float) Math.pow(ropeTheta, -2.0 * i / headWidth);
      frequencies[i] = ropeScaling.map(scaling -> scaling.scaled(plain)).orElse(plain);
    }
    return frequencies;
  }

  /// Numbers in the weights of a layer's linear maps.
  public long layerWeights() {
    return width * innerSides();
  }

  /// Numbers in the two norms of a layer.
  public long layerNorms() {
    return 2L * width;
  }

  /// Numbers in the embedding, and in the head where it is another matrix.
  public long embeddings() {
    long embedding = (long) vocabulary * width;
    return tiedEmbeddings ? embedding : 2 * embedding;
  }

  /// Numbers in all weights.
  public long parameters() {
    return layers * (layerWeights() + layerNorms()) + embeddings() + width;
  }

  /// Inputs plus outputs of all linear maps of a layer. Times the rank, that is the number of
  /// weights of the layer's adapters. Queries, keys and values are one map, gate and up are one
  /// map.
  public long layerSides() {
    return 4L * width + innerSides();
  }

  /// Of these, the inputs and outputs that are not the residual stream: one side of each map.
  private long innerSides() {
    long queries = (long) heads * headWidth;
    long keys = (long) keyValueHeads * headWidth;
    return 2 * queries + 2 * keys + 3L * feedForwardWidth;
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) throw new IllegalArgumentException(name + "=" + value + " must be positive");
  }
}
