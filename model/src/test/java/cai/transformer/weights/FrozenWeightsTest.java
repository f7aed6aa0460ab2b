package cai.transformer.weights;

import static org.assertj.core.api.Assertions.assertThat;

import cai.tensor.DType;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.Arithmetic;
import cai.transformer.RandomDecoder;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Native memory of frozen weights, outside of any scope, where only closing gives it back.
class FrozenWeightsTest {
  private static final int WIDTH = 1024;
  private static final int ROUNDS = 60;

  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void packingKeepsNothingOfTheWeightItself(Arithmetic arithmetic) {
    RandomDecoder.assumeSupported(arithmetic);
    for (int i = 0; i < ROUNDS / 6; i++) loadAndClose(arithmetic);
    long before = Pointer.physicalBytes();
    for (int i = 0; i < ROUNDS; i++) loadAndClose(arithmetic);
    long bytes = 4L * WIDTH * WIDTH * Float.BYTES;
    assertThat(Pointer.physicalBytes() - before).isLessThan(ROUNDS * bytes / 8);
  }

  private static void loadAndClose(Arithmetic arithmetic) {
    FrozenPacked.of(weight(WIDTH), arithmetic).close();
    SplitFeedForward.of(weight(2 * WIDTH), weight(WIDTH), arithmetic).close();
  }

  /// Belongs to no scope; its memory is written to, not only promised.
  private static Tensor weight(int rows) {
    try (var scope = TensorScope.inference()) {
      Tensor one = Tensor.of(new float[] {1}, 1, 1);
      return scope.keepForGood(Tensor.zeros(DType.FLOAT32, rows, WIDTH).addInPlace(one));
    }
  }
}
