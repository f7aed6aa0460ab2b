package cai.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextStreamTest {
  @ParameterizedTest
  @ValueSource(strings = {"gpt-2", "llama-bpe", "sentence-piece"})
  void handsOutWholeCharactersThatJoinToTheText(String kind) {
    TokenizerValues values = TokenizerValues.read(kind);
    try (var tokenizer = HuggingFaceTokenizer.of(values.gguf().rebuilt(), 600, kind)) {
      for (var value : values.texts()) {
        var stream = new TextStream(tokenizer);
        var joined = new StringBuilder();
        for (int id : value.ids()) {
          String part = stream.append(id);
          assertThat(part).doesNotEndWith("\ufffd");
          joined.append(part);
        }
        joined.append(stream.end());
        assertThat(joined.toString()).as(value.text()).isEqualTo(value.decoded());
      }
    }
  }

  @Test
  void holdsBackACharacterUntilItsLastByte() {
    var stream = new TextStream(new ByteTokenizer());
    assertThat(stream.append(0xc3)).isEmpty();
    assertThat(stream.append(0xa9)).isEqualTo("é");
    assertThat(stream.append('a')).isEqualTo("a");
    assertThat(stream.append(0xe2)).isEmpty();
    assertThat(stream.end()).isEqualTo("\ufffd");
    assertThat(stream.end()).isEmpty();
  }
}
