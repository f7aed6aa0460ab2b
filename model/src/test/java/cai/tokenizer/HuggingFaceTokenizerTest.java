package cai.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.UserError;
import cai.checkpoint.ReferenceValues;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuggingFaceTokenizerTest {
  private static final String TOKENIZER = "tokenizer.json";
  private static final String SETTINGS = "tokenizer_config.json";

  private static HuggingFaceTokenizer tiny() {
    return open(TokenizerValues.tinyRandom());
  }

  private static HuggingFaceTokenizer open(TokenizerFiles files) {
    return HuggingFaceTokenizer.of(files, 1024, "tiny");
  }

  @Test
  void agreesWithTransformers() {
    try (var tokenizer = tiny()) {
      for (var value : ReferenceValues.tinyRandom().tokens()) {
        assertThat(tokenizer.encode(value.text())).as(value.text()).isEqualTo(value.ids());
        assertThat(tokenizer.decode(value.ids())).isEqualTo(value.decoded());
      }
    }
  }

  @Test
  void findsSpecialTokensInTextAndLeavesThemOutOfText() {
    try (var tokenizer = tiny()) {
      int[] ids = tokenizer.encode("<|im_start|>a<|im_end|>");
      assertThat(ids).hasSize(3).startsWith(1).endsWith(2);
      assertThat(tokenizer.decode(ids)).isEqualTo("a");
      assertThat(tokenizer.pieces(ids)).containsExactly("<|im_start|>", "a", "<|im_end|>");
    }
  }

  @Test
  void addsNothing() {
    var files = TokenizerValues.read("llama-bpe").gguf().rebuilt();
    try (var tokenizer = open(files)) {
      assertThat(tokenizer.encode("")).isEmpty();
      assertThat(tokenizer.encode("a")).hasSize(1);
      assertThat(tokenizer.beginOfText()).hasValue(0);
    }
  }

  static List<TokenizerValues.Continuations> continuations() {
    return TokenizerValues.continuations();
  }

  @ParameterizedTest
  @MethodSource("continuations")
  void aTextBehindAnotherIsWhatItIsWithinTheWhole(TokenizerValues.Continuations kind) {
    try (var tokenizer = kind.open()) {
      assertThat(kind.pairs())
          .hasSizeGreaterThan(100)
          .allSatisfy(pair ->
              assertThat(tokenizer.encodeContinuation(tokenizer.encode(pair.before()), pair.text()))
                  .isEqualTo(pair.ids()));
    }
  }

  @Test
  void aTextOfSentencePieceCutBeforeASpaceKeepsItsIds() {
    TokenizerValues values = TokenizerValues.read("sentence-piece");
    try (var tokenizer = HuggingFaceTokenizer.of(values.gguf().rebuilt(), 600, "small")) {
      int cuts = 0;
      for (var value : values.texts())
        for (int at = 1; at < value.text().length(); at++) {
          if (value.text().charAt(at) != ' ' || value.text().charAt(at - 1) == ' ') continue;
          int[] before = tokenizer.encode(value.text().substring(0, at));
          int[] behind = tokenizer.encodeContinuation(before, value.text().substring(at));
          assertThat(IntStream.concat(Arrays.stream(before), Arrays.stream(behind)).toArray())
              .as(value.text())
              .isEqualTo(value.ids());
          cuts++;
        }
      assertThat(cuts).isGreaterThan(100);
    }
  }

  @Test
  void keepsSpacesAndPunctuationAsTheyAre() {
    try (var tokenizer = tiny()) {
      String text = " do n't tidy up , please ! ";
      assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
    }
  }

  @Test
  void halvesOfSurrogatePairsBecomeReplacementCharacters() {
    try (var tokenizer = tiny()) {
      int[] whole = tokenizer.encode("a\ufffdb\ufffd");
      assertThat(tokenizer.encode("a\ud83db\ude42")).isEqualTo(whole);
      assertThat(tokenizer.decode(whole)).isEqualTo("a\ufffdb\ufffd");
    }
  }

  @Test
  void readsLongTexts() {
    try (var tokenizer = tiny()) {
      for (String part : new String[] {"a", " ", "🙂", "some words\n", "7"}) {
        String text = part.repeat(200_000 / part.length());
        assertThat(tokenizer.decode(tokenizer.encode(text)).equals(text)).as(part).isTrue();
      }
    }
  }

  @Test
  void idsWithoutATokenHaveNoText() {
    try (var tokenizer = HuggingFaceTokenizer.of(TokenizerValues.tinyRandom(), 2000, "tiny")) {
      int a = tokenizer.encode("a")[0];
      int[] ids = {a, 1500, a, -1, Integer.MAX_VALUE};
      assertThat(tokenizer.decode(ids)).isEqualTo("aa");
      assertThat(tokenizer.pieces(ids)).containsExactly("a", "", "a", "", "");
      assertThat(tokenizer.size()).isEqualTo(2000);
    }
  }

  @Test
  void piecesShowBytesThatAreNoCharacter() {
    try (var tokenizer = tiny()) {
      assertThat(String.join("", tokenizer.pieces(tokenizer.encode("x 🙂"))))
          .isEqualTo("x <0xF0><0x9F><0x99><0x82>");
    }
    var files = TokenizerValues.read("sentence-piece").gguf().rebuilt();
    try (var tokenizer = open(files)) {
      assertThat(String.join("", tokenizer.pieces(tokenizer.encode("a the\n🙂"))))
          .isEqualTo(" a the<0x0A><0xF0><0x9F><0x99><0x82>");
    }
  }

  @Test
  void answersEndAsTheTemplateSays() {
    try (var tokenizer = tiny()) {
      assertThat(tokenizer.answerEnd()).isEqualTo(2);
      assertThat(tokenizer.endOfText()).containsExactlyInAnyOrder(0, 2);
    }
    String template = "{% for m in messages %}{{ m.content }}<|pad|>{% endfor %}";
    try (var tokenizer = open(TokenizerValues.tinyRandomWith("chat_template.jinja", template))) {
      assertThat(tokenizer.answerEnd()).isEqualTo(3);
      assertThat(tokenizer.endOfText()).contains(2, 3);
    }
  }

  @Test
  void withoutATemplateAnswersEndWithEndOfText() {
    String json = TokenizerValues.tinyRandom().contents().get(TOKENIZER);
    var files =
        TokenizerValues.files(
            Map.of(
                TOKENIZER,
                json,
                SETTINGS,
                "{\"eos_token\": {\"content\": \"<|im_end|>\"}}",
                "generation_config.json",
                "{\"eos_token_id\": [3, 0]}"));
    try (var tokenizer = open(files)) {
      assertThat(tokenizer.answerEnd()).isEqualTo(2);
      assertThat(tokenizer.endOfText()).containsExactlyInAnyOrder(0, 2, 3);
    }
  }

  @Test
  void ignoresTheCuttingAndPaddingOfTheFile() {
    String json = TokenizerValues.tinyRandom().contents().get(TOKENIZER);
    String cutting =
        json.replaceFirst(
            "\"truncation\":\\s*null",
            "\"truncation\": {\"max_length\": 2, \"strategy\": \"LongestFirst\", \"stride\": 0,"
                + " \"direction\": \"Right\"}");
    assertThat(cutting).isNotEqualTo(json);
    try (var tokenizer = open(TokenizerValues.tinyRandomWith(TOKENIZER, cutting));
        var plain = tiny()) {
      String text = "a text of more than two tokens";
      assertThat(tokenizer.encode(text)).isEqualTo(plain.encode(text));
    }
  }

  @Test
  void refusesAFolderWithoutTokenizer() {
    assertThatThrownBy(() -> open(TokenizerValues.files(Map.of(SETTINGS, "{}"))))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("tiny: has no tokenizer.json");
  }

  @Test
  void refusesATokenizerCutShort() {
    String json = TokenizerValues.tinyRandom().contents().get(TOKENIZER);
    for (int length : new int[] {0, 1, 100, json.length() / 2, json.length() - 2})
      assertThatThrownBy(
              () -> open(TokenizerValues.tinyRandomWith(TOKENIZER, json.substring(0, length))))
          .isInstanceOf(UserError.class)
          .hasMessageStartingWith("tiny: tokenizer.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "null",
        "{}",
        "{\"model\": 7}",
        "{\"model\": {\"type\": \"Unigram\", \"vocab\": []}}",
        "{\"model\": {\"type\": \"BPE\", \"vocab\": [], \"merges\": []}}",
        "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": \"0\"}, \"merges\": []}}",
        "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": -1}, \"merges\": []}}",
        "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 1024}, \"merges\": []}}",
        "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [\"a b\"]}}",
        "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [7]}}",
        "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": {}}}",
        "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": []}, \"added_tokens\":"
            + " [1]}",
        "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": []}, \"added_tokens\":"
            + " [{\"id\": 1}]}",
        "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": []}, \"decoder\":"
            + " {\"type\": \"None\"}}",
        "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": []}, \"pre_tokenizer\":"
            + " 3}",
      })
  void refusesTokenizersOfAnotherLayout(String json) {
    assertThatThrownBy(() -> open(TokenizerValues.tinyRandomWith(TOKENIZER, json)))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("tiny: tokenizer.json");
  }

  @Test
  void refusesATokenizerThatNamesNoEnd() {
    String json = "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": []}}";
    assertThatThrownBy(() -> open(TokenizerValues.files(Map.of(TOKENIZER, json))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("add eos_token to tokenizer_config.json");
  }

  @Test
  void refusesEndTokensOfAWrongType() {
    assertThatThrownBy(() ->
            open(
                TokenizerValues.tinyRandomWith(
                    "generation_config.json", "{\"eos_token_id\": [\"two\"]}")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("eos_token_id=[\"two\"]");
  }

  @Test
  void usedAfterCloseItSaysSo() {
    var tokenizer = tiny();
    tokenizer.close();
    tokenizer.close();
    assertThatThrownBy(() -> tokenizer.encode("a")).isInstanceOf(IllegalStateException.class);
  }
}
