package cai.checkpoint.tensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class ElementTypeTest {
  private final ByteBuffer block = ByteBuffer.allocate(34).order(ByteOrder.LITTLE_ENDIAN);

  @Test
  void q8IsSignedBytesTimesTheScale() {
    block.putShort(Float.floatToFloat16(0.5f));
    for (int i = 0; i < 32; i++) block.put((byte) (i * 8 - 128));
    float[] numbers = decoded(ElementType.Q8_0);
    assertThat(numbers).hasSize(32).startsWith(-64f, -60f, -56f).endsWith(60f);
  }

  @Test
  void q4KeepsTheFirstHalfInLowNibbles() {
    block.putShort(Float.floatToFloat16(2f));
    for (int i = 0; i < 16; i++) block.put((byte) (i | (15 - i) << 4));
    float[] numbers = decoded(ElementType.Q4_0);
    assertThat(numbers).hasSize(32).startsWith(-16f, -14f, -12f).endsWith(-14f, -16f);
    assertThat(numbers[15]).isEqualTo(14f);
    assertThat(numbers[16]).isEqualTo(14f);
  }

  @Test
  void q41AddsAMinimum() {
    block.putShort(Float.floatToFloat16(0.25f)).putShort(Float.floatToFloat16(-1f));
    for (int i = 0; i < 16; i++) block.put((byte) (i | (15 - i) << 4));
    float[] numbers = decoded(ElementType.Q4_1);
    assertThat(numbers).hasSize(32).startsWith(-1f, -0.75f).endsWith(-0.75f, -1f);
    assertThat(numbers[15]).isEqualTo(2.75f);
  }

  @Test
  void halfPrecisionIsReadExactly() {
    block.putShort((short) 0x3c01).putShort((short) 0xc000).putShort((short) 1);
    assertThat(decoded(ElementType.F16)).containsExactly(1 + 1 / 1024f, -2f, 0x1p-24f);
    block.clear().putShort((short) 0x3f81).putShort((short) 0xc000);
    assertThat(decoded(ElementType.BF16)).containsExactly(1 + 1 / 128f, -2f);
  }

  @Test
  void roundingIsToTheNearestAndTiesGoToEven() {
    assertThat(ElementType.BF16.rounded(1 + 0x1p-8f)).isEqualTo(1f);
    assertThat(ElementType.BF16.rounded(1 + 3 * 0x1p-8f)).isEqualTo(1 + 0x1p-6f);
    assertThat(ElementType.BF16.rounded(-1 - 0x1.01p-8f)).isEqualTo(-1 - 0x1p-7f);
    assertThat(ElementType.BF16.rounded(Float.MAX_VALUE)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(ElementType.BF16.rounded(Float.NaN)).isNaN();
    assertThat(ElementType.F16.rounded(1 + 0x1p-11f)).isEqualTo(1f);
    assertThat(ElementType.F16.rounded(65_520f)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(ElementType.F32.rounded(0.1f)).isEqualTo(0.1f);
  }

  private float[] decoded(ElementType type) {
    return type.decode(MemorySegment.ofArray(block.array()).asSlice(0, block.position()));
  }
}
