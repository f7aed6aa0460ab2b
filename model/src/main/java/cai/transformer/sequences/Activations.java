package cai.transformer.sequences;

import cai.transformer.Arithmetic;
import cai.transformer.ModelConfig;
import java.util.OptionalLong;

/// What the forward pass through trained layers saves for the backward pass. Either choice gives
/// the same gradients, to the last bit.
public enum Activations {
  /// The whole state of each layer.
  KEPT,
  /// The input of each layer; the rest of its state is computed again just before its backward
  /// pass.
  RECOMPUTED;

  /// Share of the available memory that saved states may take. The rest is for gradients and the
  /// optimiser's state, which are allocated at the first step, and for other programs.
  private static final double SHARE = 0.5;

  /// Layers are recomputed only where keeping them does not fit.
  ///
  /// @param bytes of memory that keeping takes beyond what the process holds already
  /// @param available bytes of memory; empty where the system does not tell
  public static Activations choice(long bytes, OptionalLong available) {
    boolean fits = available.isEmpty() || bytes <= SHARE * available.getAsLong();
    return fits ? KEPT : RECOMPUTED;
  }

  /// Memory for the inputs and states of trained layers. **Unit**: bytes.
  public static long bytes(ModelConfig config, Arithmetic arithmetic, long tokens, int layers) {
    return tokens * layers * (input(config) + state(config, arithmetic));
  }

  /// Memory that recomputing saves: the states of all layers but one. **Unit**: bytes.
  public static long saved(ModelConfig config, Arithmetic arithmetic, long tokens, int layers) {
    return tokens * Math.max(0, layers - 1) * state(config, arithmetic);
  }

  private static long input(ModelConfig config) {
    return (long) Float.BYTES * config.width();
  }

  /// Bytes of the state of one token and layer without its input, see [BlockState].
  private static long state(ModelConfig config, Arithmetic arithmetic) {
    long heads = 2L * config.heads() + 2L * config.keyValueHeads();
    return arithmetic.attention().bytes() * heads * config.headWidth()
        + arithmetic.products().bytes() * 2L * config.feedForwardWidth()
        + (long) Float.BYTES * (config.heads() + config.width());
  }
}
