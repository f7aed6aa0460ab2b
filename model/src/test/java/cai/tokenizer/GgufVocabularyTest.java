package cai.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import cai.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GgufVocabularyTest {
  private static final String WHERE = "small.gguf";

  @ParameterizedTest
  @ValueSource(strings = {"gpt-2", "llama-bpe", "sentence-piece"})
  void givesTheIdsOfTheOriginalForHostileTexts(String kind) {
    TokenizerValues values = TokenizerValues.read(kind);
    assertThat(values.texts()).hasSizeGreaterThan(200);
    check(values.gguf().rebuilt(), values);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-2", "llama-bpe"})
  void theOriginalTokenizerFileGivesTheSameIds(String kind) {
    TokenizerValues values = TokenizerValues.read(kind);
    var files =
        TokenizerValues.files(
            Map.of(
                "tokenizer.json",
                values.tokenizer().orElseThrow(),
                "generation_config.json",
                "{\"eos_token_id\": 0}"));
    check(files, values);
  }

  private static void check(TokenizerFiles files, TokenizerValues values) {
    var soft = new SoftAssertions();
    try (var tokenizer = HuggingFaceTokenizer.of(files, values.gguf().tokens().size(), WHERE)) {
      for (var value : values.texts()) {
        soft.assertThat(tokenizer.encode(value.text())).as(value.text()).isEqualTo(value.ids());
        soft.assertThat(tokenizer.decode(value.ids())).isEqualTo(value.decoded());
      }
    }
    soft.assertAll();
  }

  @Test
  void smolLmCutsDigitsOneByOneAsTheFileOfTheTinyModel() {
    TokenizerFiles files = TokenizerValues.tinyRandom();
    GgufVocabulary vocabulary = ofTinyRandom(files, "smollm");
    try (var original = HuggingFaceTokenizer.of(files, 1024, "tiny");
        var rebuilt = HuggingFaceTokenizer.of(vocabulary.rebuilt(), 1024, WHERE)) {
      for (var value : TokenizerValues.read("gpt-2").texts())
        assertThat(rebuilt.encode(value.text()))
            .as(value.text())
            .isEqualTo(original.encode(value.text()));
      assertThat(rebuilt.endOfText()).isEqualTo(original.endOfText());
      assertThat(rebuilt.answerEnd()).isEqualTo(original.answerEnd());
      assertThat(rebuilt.beginOfText()).isEqualTo(original.beginOfText());
    }
  }

  private static GgufVocabulary ofTinyRandom(TokenizerFiles files, String pre) {
    JsonObject model = files.json("tokenizer.json", "tiny").orElseThrow().requiredObject("model");
    var tokens = new ArrayList<String>(model.requiredObject("vocab").fields().keySet());
    tokens.sort(
        java.util.Comparator.comparing(
            token -> (Integer) model.requiredObject("vocab").fields().get(token)));
    var types = new ArrayList<Number>();
    for (int id = 0; id < tokens.size(); id++) types.add(id < 4 ? 3 : 1);
    List<String> merges =
        model.list("merges").orElseThrow().stream()
            .map(pair -> ((List<?>) pair).get(0) + " " + ((List<?>) pair).get(1))
            .toList();
    return new GgufVocabulary(
        WHERE,
        "gpt2",
        Optional.of(pre),
        tokens,
        types,
        merges,
        List.of(),
        TokenizerValues.specials(Optional.of(1), Optional.of(2), Optional.of(0)),
        files.text("chat_template.jinja"));
  }

  @Test
  void carriesRolesAndTemplateToTheSettings() {
    TokenizerFiles files = ofTinyRandom(TokenizerValues.tinyRandom(), "smollm").rebuilt();
    JsonObject settings = files.json("tokenizer_config.json", WHERE).orElseThrow();
    assertThat(settings.string("tokenizer_class")).contains("PreTrainedTokenizerFast");
    assertThat(settings.string("bos_token")).contains("<|im_start|>");
    assertThat(settings.string("eos_token")).contains("<|im_end|>");
    assertThat(settings.string("chat_template")).isEqualTo(files.text("chat_template.jinja"));
    assertThat(files.json("generation_config.json", WHERE).orElseThrow().integer("eos_token_id"))
        .contains(2);
  }

  @Test
  void beginsTextsWhereTheKindOrTheFileSaysSo() {
    assertThat(begin("llama-bpe", Optional.empty())).hasValue(0);
    assertThat(begin("llama-bpe", Optional.of(false))).isEmpty();
    assertThat(begin("gpt-2", Optional.empty())).isEmpty();
    assertThat(begin("gpt-2", Optional.of(true))).hasValue(0);
    assertThat(begin("sentence-piece", Optional.empty())).hasValue(1);
  }

  private static OptionalInt begin(String kind, Optional<Boolean> add) {
    GgufVocabulary v = TokenizerValues.read(kind).gguf();
    GgufVocabulary.Specials s = v.specials();
    var specials =
        new GgufVocabulary.Specials(
            s.begin(),
            s.end(),
            s.moreEnds(),
            s.unknown(),
            s.padding(),
            add,
            s.addEnd(),
            s.spacePrefix());
    var changed =
        new GgufVocabulary(
            WHERE,
            v.model(),
            v.pre(),
            v.tokens(),
            v.types(),
            v.merges(),
            v.scores(),
            specials,
            v.chatTemplate());
    try (var tokenizer = HuggingFaceTokenizer.of(changed.rebuilt(), v.tokens().size(), WHERE)) {
      return tokenizer.beginOfText();
    }
  }

  @Test
  void endsAndMarkersOfTheTemplateAreTokensWhateverTheirType() {
    String template =
        "{% for m in messages %}<|turn|>{{ m.role }}[SEP]{{ m.content }}<|done|>{% endfor %}";
    for (int type : new int[] {1, 3, 4}) {
      var files = markers(List.of(1, 1, type, type, type, type, 1), template).rebuilt();
      try (var tokenizer = HuggingFaceTokenizer.of(files, 7, WHERE)) {
        assertThat(tokenizer.encode("a<|turn|>[SEP]b<|done|>")).containsExactly(0, 2, 3, 1, 4);
        assertThat(tokenizer.answerEnd()).isEqualTo(4);
        assertThat(tokenizer.endOfText()).containsExactlyInAnyOrder(4, 5, 6);
        // What nobody calls a marker is a text.
        assertThat(tokenizer.decode(new int[] {0, 6, 1})).isEqualTo("ab");
      }
    }
    try (var tokenizer =
        HuggingFaceTokenizer.of(markers(List.of(), template).rebuilt(), 7, WHERE)) {
      assertThat(tokenizer.encode("a<|turn|>[SEP]b<|done|>")).containsExactly(0, 2, 3, 1, 4);
      assertThat(tokenizer.answerEnd()).isEqualTo(4);
    }
  }

  /// Two letters, three markers, one end that is known by its name and one that has the role.
  private static GgufVocabulary markers(List<Number> types, String template) {
    var tokens = List.of("a", "b", "<|turn|>", "[SEP]", "<|done|>", "<|eot_id|>", "<e>");
    return new GgufVocabulary(
        WHERE,
        "gpt2",
        Optional.of("gpt-2"),
        tokens,
        types,
        List.of(),
        List.of(),
        TokenizerValues.specials(Optional.empty(), Optional.of(6), Optional.empty()),
        Optional.of(template));
  }

  @Test
  void emptyTokensAreNamedApart() {
    var vocabulary = small("gpt2", "gpt-2", List.of("a", "", "", "e"), List.of(), 3);
    assertThat(vocabulary.tokens()).containsExactly("a", "[EMPTY_1]", "[EMPTY_2]", "e");
    try (var tokenizer = HuggingFaceTokenizer.of(vocabulary.rebuilt(), 4, WHERE)) {
      assertThat(tokenizer.encode("a")).containsExactly(0);
    }
  }

  @Test
  void refusesUnknownKindsByName() {
    assertThatThrownBy(() -> small("bert", "gpt-2", List.of("a"), List.of(), 0).rebuilt())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("tokenizer.ggml.model=bert")
        .hasMessageContaining("gpt2");
    assertThatThrownBy(() -> small("gpt2", "tekken", List.of("a"), List.of(), 0).rebuilt())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("tokenizer.ggml.pre=tekken")
        .hasMessageContaining("default, gpt-2, llama-bpe, llama-v3, llama3, smollm");
  }

  @Test
  void refusesDamagedVocabularies() {
    assertThatThrownBy(() -> small("gpt2", "gpt-2", List.of("a", "b"), List.of("a c"), 0).rebuilt())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("'a c' at 0");
    assertThatThrownBy(() -> small("gpt2", "gpt-2", List.of("a", "b"), List.of("ab"), 0).rebuilt())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("'ab' at 0");
    assertThatThrownBy(() -> small("gpt2", "gpt-2", List.of("a", "a"), List.of(), 0))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("'a' twice (ids 0 and 1)");
    assertThatThrownBy(() -> small("gpt2", "gpt-2", List.of(), List.of(), 0))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("tokens is empty");
    assertThatThrownBy(() -> small("gpt2", "gpt-2", List.of("a"), List.of(), 1).rebuilt())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("eos_token_id=1 is no token");
    assertThatThrownBy(() -> small("llama", "default", List.of("a"), List.of(), 0).rebuilt())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("tokenizer.ggml.scores is missing");
  }

  private static GgufVocabulary small(
      String model, String pre, List<String> tokens, List<String> merges, int end) {
    return new GgufVocabulary(
        WHERE,
        model,
        Optional.of(pre),
        tokens,
        List.of(),
        merges,
        List.of(),
        TokenizerValues.specials(Optional.empty(), Optional.of(end), Optional.empty()),
        Optional.empty());
  }
}
