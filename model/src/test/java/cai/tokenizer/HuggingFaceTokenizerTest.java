package cai.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.checkpoint.ReferenceValues;
import cai.errors.UserError;
import cai.json.Json;
import cai.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
  void textsBeginWithWhatThePostProcessorPutsBeforeThem() {
    String begin = "{\"SpecialToken\": {\"id\": \"<s>\", \"type_id\": 0}}";
    String end = "{\"SpecialToken\": {\"id\": \"</s>\", \"type_id\": 0}}";
    String pair = "[\"</s>\", 2], \"cls\": [\"<s>\", 1]";
    String bytes =
        "{\"type\": \"ByteLevel\", \"add_prefix_space\": true, \"trim_offsets\": false,"
            + " \"use_regex\": true}";
    assertThat(beginWith("null")).isEmpty();
    assertThat(beginWith(bytes)).isEmpty();
    assertThat(beginWith(processor(""))).isEmpty();
    assertThat(beginWith(processor(begin, ""))).hasValue(1);
    assertThat(beginWith(processor("", end))).isEmpty();
    assertThat(beginWith(processor(begin, end))).hasValue(1);
    assertThat(
            beginWith(
                "{\"type\": \"RobertaProcessing\", \"trim_offsets\": true, \"add_prefix_space\":"
                    + " false, \"sep\": "
                    + pair
                    + "}"))
        .hasValue(1);
    assertThat(beginWith("{\"type\": \"BertProcessing\", \"sep\": " + pair + "}")).hasValue(1);
    String both = "{\"type\": \"Sequence\", \"processors\": [" + bytes + ", %s]}";
    assertThat(beginWith(both.formatted(processor(begin, "")))).hasValue(1);
    assertThat(beginWith(both.formatted(processor("", end)))).isEmpty();
    assertThatThrownBy(() -> beginWith(processor(begin + ", " + begin, end)))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "tiny: tokenizer.json puts 2 tokens before every text; at most one is supported");
  }

  /// Puts tokens around a text.
  private static String processor(String... around) {
    String text = "{\"Sequence\": {\"id\": \"A\", \"type_id\": 0}}";
    var parts =
        Stream.of(around[0], text, around[around.length - 1])
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(", ", "[", "]"));
    return "{\"type\": \"TemplateProcessing\", \"single\": "
        + parts
        + ", \"pair\": "
        + parts
        + ", \"special_tokens\": {\"<s>\": {\"id\": \"<s>\", \"ids\": [1], \"tokens\":"
        + " [\"<s>\"]}, \"</s>\": {\"id\": \"</s>\", \"ids\": [2], \"tokens\": [\"</s>\"]}}}";
  }

  private static OptionalInt beginWith(String processor) {
    var kind = TokenizerValues.continuations().getLast();
    var tokenizer = new LinkedHashMap<>(kind.tokenizer());
    tokenizer.put(
        "post_processor", JsonObject.parse("{\"x\": " + processor + "}", "x").fields().get("x"));
    try (var opened = new TokenizerValues.Continuations("tiny", tokenizer, kind.pairs()).open()) {
      assertThat(opened.encode("a")).hasSize(1);
      return opened.beginOfText();
    }
  }

  @Test
  void anAddedTokenWithoutARowIsATextWhereNothingNeedsIt() {
    JsonObject json =
        JsonObject.parse(TokenizerValues.tinyRandom().contents().get(TOKENIZER), "tiny");
    var fields = new LinkedHashMap<>(json.fields());
    var added = new ArrayList<>(json.list("added_tokens").orElseThrow());
    added.add(
        Map.of(
            "id", 1024,
            "content", "<more>",
            "single_word", false,
            "lstrip", false,
            "rstrip", false,
            "normalized", false,
            "special", true));
    fields.put("added_tokens", added);
    TokenizerFiles files = TokenizerValues.tinyRandomWith(TOKENIZER, Json.line(fields));
    try (var tokenizer = open(files);
        var plain = tiny()) {
      assertThat(tokenizer.encode("a <more>")).isEqualTo(plain.encode("a <more>"));
    }
    var contents = new TreeMap<>(files.contents());
    contents.put("chat_template.jinja", "{{ messages[0].content }}<more>");
    assertThatThrownBy(() -> open(new TokenizerFiles(contents)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("'<more>' has the id 1024");
    contents.putAll(files.contents());
    contents.put(SETTINGS, "{\"eos_token\": \"<more>\"}");
    assertThatThrownBy(() -> open(new TokenizerFiles(contents)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("'<more>' has the id 1024");
  }

  @Test
  void anEndThatIsNotCalledSpecialEndsAnswersWhereTheTemplateWritesIt() {
    String json = TokenizerValues.tinyRandom().contents().get(TOKENIZER);
    String plain = json.replaceAll("\"special\":\\s*true", "\"special\": false");
    assertThat(plain).isNotEqualTo(json);
    try (var tokenizer = open(TokenizerValues.tinyRandomWith(TOKENIZER, plain))) {
      assertThat(tokenizer.answerEnd()).isEqualTo(2);
      assertThat(tokenizer.endOfText()).containsExactlyInAnyOrder(0, 2);
    }
  }

  @Test
  void aTemplateThatWantsASystemTurnShowsItsEndToo() {
    String template =
        "{% if messages[0].role != 'system' %}{{ raise_exception('a system turn is missing') }}"
            + "{% endif %}{% for m in messages %}{{ m.content }}<|pad|>{% endfor %}";
    try (var tokenizer = open(TokenizerValues.tinyRandomWith("chat_template.jinja", template))) {
      assertThat(tokenizer.answerEnd()).isEqualTo(3);
    }
  }

  @Test
  void endsThatTheModelHasNoRowForAreNone() {
    String settings = "{\"eos_token_id\": [2, 1024, -1]}";
    try (var tokenizer = open(TokenizerValues.tinyRandomWith("generation_config.json", settings))) {
      assertThat(tokenizer.endOfText()).containsExactlyInAnyOrder(0, 2);
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
