package cai.checkpoint;

import cai.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// What `transformers` computes in fp32 for one model, as written by `scripts/reference`.
///
/// @param model name of the model
/// @param versions of the Python packages
/// @param tokens texts and their ids
/// @param chats dialogues in the model's chat template
/// @param texts log-probabilities of given texts
/// @param greedy likeliest continuations of 64 tokens, end-of-text tokens do not stop them
public record ReferenceValues(
    String format,
    String model,
    Map<String, String> versions,
    List<Tokens> tokens,
    List<Chat> chats,
    List<Text> texts,
    List<Greedy> greedy) {

  /// @param ids special-token strings recognised, nothing added
  /// @param decoded the ids as text, special tokens left out
  public record Tokens(String text, int[] ids, String decoded) {}

  public record Chat(List<Turn> messages, boolean openAnswer, String text) {}

  public record Turn(String role, String content) {}

  /// @param logProbabilities of `ids[1:]`, each given all ids before it, natural logarithm
  public record Text(String text, int[] ids, double[] logProbabilities) {}

  /// @param smallestMargin least gap between the two largest logits; where it is tiny, another
  ///   order of additions may choose another token
  public record Greedy(String prompt, int[] ids, int[] continuation, double smallestMargin) {}

  /// Of the tiny random model, `models/tiny-random`.
  public static ReferenceValues tinyRandom() {
    return read("tiny-random");
  }

  /// Of the default model.
  public static ReferenceValues defaultModel() {
    return read("smollm2-135m-instruct");
  }

  static ReferenceValues read(String name) {
    String resource = "/reference/" + name + ".json";
    try (InputStream in = ReferenceValues.class.getResourceAsStream(resource)) {
      if (in == null) throw new IllegalArgumentException(resource + " is not there");
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Json.parse(text, ReferenceValues.class, resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
