package cai.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.pytorch.IValue;
import org.junit.jupiter.api.Test;

class OperatorTest {
  private static final Operator STEP = new Operator("aten::_fused_adamw_");
  private static final int MANY = 10_000;

  /// Each step of training makes some lists. What each left behind once was three kilobytes.
  @Test
  void listsLeaveNoMemoryBehind() throws IOException {
    Tensor tensor = Tensor.of(new float[] {1}, 1);
    lists(tensor);
    long before = resident();
    lists(tensor);
    assertThat(resident() - before).isLessThan(500L * MANY);
    tensor.close();
  }

  private static void lists(Tensor tensor) {
    for (int i = 0; i < MANY; i++)
      try (var _ = TensorScope.inference()) {
        STEP.list(0).push_back(new IValue(tensor.handle()));
      }
  }

  private static long resident() throws IOException {
    System.gc();
    return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096;
  }
}
