package cai.checkpoint.tensors;

import static org.assertj.core.api.Assertions.assertThat;

import cai.checkpoint.ReferenceRows;
import cai.json.JsonObject;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuantisedBlockTest {
  static List<JsonObject> blocks() {
    return ReferenceRows.of("quantised-blocks");
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void numbersAreThoseThatGgufReadsToTheLastBit(JsonObject row) {
    ElementType type = ElementType.valueOf(row.string("type").orElseThrow());
    byte[] stored = HexFormat.of().parseHex(row.string("bytes").orElseThrow());
    float[] numbers = type.decode(MemorySegment.ofArray(stored));
    List<Integer> bits =
        IntStream.range(0, numbers.length)
            .map(i -> Float.floatToRawIntBits(numbers[i]))
            .boxed()
            .toList();
    assertThat(bits).isEqualTo(row.list("bits").orElseThrow());
  }

  @Test
  void everyTypeOfBlocksIsCompared() {
    assertThat(blocks().stream().map(row -> row.string("type").orElseThrow()))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ElementType.values())
                .filter(ElementType::quantised)
                .map(Enum::name)
                .toList());
  }
}
