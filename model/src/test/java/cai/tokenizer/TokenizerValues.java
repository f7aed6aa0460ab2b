package cai.tokenizer;

import cai.json.Json;
import cai.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What other programs make of texts with small tokenizers of each kind, as written by
/// `scripts/reference/tokenizer_values.py`.
///
/// @param gguf the tokenizer as metadata of a GGUF file
/// @param tokenizer the same as `tokenizer.json`, where there is one
record TokenizerValues(GgufVocabulary gguf, Optional<String> tokenizer, List<Value> texts) {

  /// @param ids special-token strings recognised, nothing added
  /// @param decoded special tokens left out
  record Value(String text, int[] ids, String decoded) {}

  static TokenizerValues read(String name) {
    JsonObject json = JsonObject.parse(resource(name), name);
    List<Value> texts =
        json.list("texts").orElseThrow().stream()
            .map(value -> Json.parse(Json.line(value), Value.class, name))
            .toList();
    return new TokenizerValues(
        gguf(json.requiredObject("gguf")),
        json.object("tokenizer").map(object -> Json.line(object.fields())),
        texts);
  }

  /// A tokenizer and what texts become behind others.
  record Continuations(String name, Map<String, Object> tokenizer, List<Continuation> pairs) {
    HuggingFaceTokenizer open() {
      var contents =
          Map.of(
              TokenizerFiles.TOKENIZER,
              Json.line(tokenizer),
              TokenizerFiles.SETTINGS,
              "{\"eos_token\": \"</s>\"}");
      return HuggingFaceTokenizer.of(files(contents), 600, name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// @param ids of the text within both
  record Continuation(String before, String text, int[] ids) {}

  static List<Continuations> continuations() {
    return JsonObject.parse(resource("continuations"), "continuations")
        .list("kinds")
        .orElseThrow()
        .stream()
        .map(kind -> Json.parse(Json.line(kind), Continuations.class, "continuations"))
        .toList();
  }

  static String resource(String name) {
    try (InputStream in =
        TokenizerValues.class.getResourceAsStream("/tokenizer/" + name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GgufVocabulary gguf(JsonObject json) {
    return new GgufVocabulary(
        "small.gguf",
        json.string("model").orElseThrow(),
        json.string("pre"),
        list(json, "tokens"),
        list(json, "types"),
        list(json, "merges"),
        list(json, "scores"),
        specials(json.integer("begin"), json.integer("end"), json.integer("unknown")),
        Optional.empty());
  }

  static GgufVocabulary.Specials specials(
      Optional<Integer> begin, Optional<Integer> end, Optional<Integer> unknown) {
    return new GgufVocabulary.Specials(
        begin,
        end,
        List.of(),
        unknown,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @SuppressWarnings("unchecked")
  private static <T> List<T> list(JsonObject json, String name) {
    return (List<T>) json.list(name).orElseThrow();
  }

  /// The files of `models/tiny-random`.
  static TokenizerFiles tinyRandom() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve("models/tiny-random"))) root = root.getParent();
    return TokenizerFiles.read(root.resolve("models/tiny-random"));
  }

  /// The same with one file replaced.
  static TokenizerFiles tinyRandomWith(String name, String text) {
    SortedMap<String, String> contents = new TreeMap<>(tinyRandom().contents());
    contents.put(name, text);
    return new TokenizerFiles(contents);
  }

  static TokenizerFiles files(Map<String, String> contents) {
    return new TokenizerFiles(new TreeMap<>(contents));
  }
}
