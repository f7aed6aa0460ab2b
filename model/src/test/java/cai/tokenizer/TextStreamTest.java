package cai.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
        var stream = new TextStream(tokenizer, new int[0]);
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

  @ParameterizedTest
  @ValueSource(strings = {"gpt-2", "llama-bpe", "sentence-piece"})
  void aTextBehindAnotherKeepsItsFirstSpace(String kind) {
    TokenizerValues values = TokenizerValues.read(kind);
    try (var tokenizer = HuggingFaceTokenizer.of(values.gguf().rebuilt(), 600, kind)) {
      for (String before : List.of("Assistant:", "a\n", "🙂", "x ", "日本"))
        for (String text : List.of(" yes water", "yes", "🙂 yes", "  two", "\n no", "é")) {
          int[] ids = tokenizer.encode(before);
          var stream = new TextStream(tokenizer, ids);
          var joined = new StringBuilder();
          for (int id : tokenizer.encodeContinuation(ids, text)) joined.append(stream.append(id));
          assertThat(joined.append(stream.end()).toString()).isEqualTo(text);
        }
    }
  }

  @Test
  void holdsBackACharacterUntilItsLastByte() {
    var stream = new TextStream(new ByteTokenizer(), new int[0]);
    assertThat(stream.append(0xc3)).isEmpty();
    assertThat(stream.append(0xa9)).isEqualTo("é");
    assertThat(stream.append('a')).isEqualTo("a");
    assertThat(stream.append(0xe2)).isEmpty();
    assertThat(stream.end()).isEqualTo("\ufffd");
    assertThat(stream.end()).isEmpty();
  }
}
