package cai.transformer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.decoder.Decoder;
import java.util.Optional;
import java.util.SplittableRandom;

/// Small decoders with seeded random weights.
public final class RandomDecoder {
  public static final ModelConfig CONFIG =
      new ModelConfig(3, 32, 4, 2, 8, 48, 50, 64, 1e-5, 10_000, Optional.empty(), true);

  /// What the decoders of this configuration are loaded from.
  public static final RandomWeights WEIGHTS = weights(CONFIG);

  public static final ReferenceDecoder REFERENCE = ReferenceDecoder.of(CONFIG, WEIGHTS);

  private RandomDecoder() {}

  private static RandomWeights weights(ModelConfig config) {
    return new RandomWeights(config, 7, 0.2);
  }

  /// The test that asks for it is skipped where the machine does not compute so.
  public static Decoder of(ModelConfig config, Arithmetic arithmetic, TrainedLayers trained) {
    assumeSupported(arithmetic);
    return Decoder.load(config, weights(config), arithmetic, trained);
  }

  public static void assumeSupported(Arithmetic arithmetic) {
    assumeTrue(MachineArithmetic.supports(arithmetic), arithmetic + " is not for this processor");
  }

  /// Adds random numbers to all that is trained.
  public static void disturb(Decoder decoder) {
    var random = new SplittableRandom(4);
    try (var _ = TensorScope.inference()) {
      for (Tensor tensor : decoder.trained()) {
        float[] values = new float[Math.toIntExact(tensor.elements())];
        for (int i = 0; i < values.length; i++) values[i] = (float) (0.1 * random.nextGaussian());
        tensor.addInPlace(Tensor.of(values, tensor.shape()));
      }
    }
  }

  public static Decoder frozen() {
    return of(CONFIG, Arithmetic.FP32, TrainedLayers.none());
  }
}
