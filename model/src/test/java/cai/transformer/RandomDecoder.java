package cai.transformer;

import java.util.Optional;
import java.util.OptionalInt;

/// Small decoders with seeded random weights.
final class RandomDecoder {
  static final ModelConfig CONFIG =
      new ModelConfig(3, 32, 4, 2, 8, 48, 50, 64, 1e-5, 10_000, Optional.empty(), true);

  private RandomDecoder() {}

  static Decoder of(ModelConfig config, Arithmetic arithmetic, OptionalInt trainedFrom) {
    return Decoder.load(config, new RandomWeights(config, 7, 0.2), arithmetic, trainedFrom);
  }

  static Decoder frozen() {
    return of(CONFIG, Arithmetic.FP32, OptionalInt.empty());
  }
}
