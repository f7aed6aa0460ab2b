package cai.transformer.weights;

import cai.tensor.Tensor;

/// The gated feed-forward layer of a block: `down(silu(gate) * up)` (SwiGLU).
///
/// **Source**: Shazeer 2020.
public sealed interface FeedForward extends AutoCloseable permits GatedLayers, SplitFeedForward {
  /// `base` plus the result, fp32. **Shape**: both [.., width].
  Tensor onto(Tensor base, Tensor rows);

  @Override
  void close();
}
