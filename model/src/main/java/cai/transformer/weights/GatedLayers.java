package cai.transformer.weights;

import cai.tensor.Tensor;

/// A feed-forward layer as two linear layers, of which each can be trained.
///
/// @param gateUp gate and up in one, gate first // [2 * feedForwardWidth, width]
/// @param down // [width, feedForwardWidth]
public record GatedLayers(Linear gateUp, Linear down) implements FeedForward {
  @Override
  public Tensor onto(Tensor base, Tensor rows) {
    Tensor both = gateUp.compact(rows);
    int last = both.dimensions() - 1;
    long width = both.size(last) / 2;
    Tensor gate = both.narrow(last, 0, width).silu();
    return down.onto(base, gate.mul(both.narrow(last, width, width)));
  }

  @Override
  public void close() {
    gateUp.close();
    down.close();
  }
}
