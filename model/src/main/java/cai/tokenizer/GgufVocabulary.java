package cai.tokenizer;

import cai.UserError;
import java.util.List;
import java.util.Optional;

/// The tokenizer as the metadata of a GGUF file describe it: keys `tokenizer.ggml.*` and
/// `tokenizer.chat_template`.
///
/// @param where the file, which begins the messages of errors
/// @param model `tokenizer.ggml.model`
/// @param pre `tokenizer.ggml.pre`: how text is cut before merging; empty where the file has none
/// @param tokens piece of each id
/// @param types kind of each id (1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte);
///   empty where the file has none
/// @param merges `left right`, most urgent first; empty where the file has none
/// @param scores of each id; empty where the file has none
public record GgufVocabulary(
    String where,
    String model,
    Optional<String> pre,
    List<String> tokens,
    List<Number> types,
    List<String> merges,
    List<Number> scores,
    Specials specials,
    Optional<String> chatTemplate) {

  /// The ids with a role, and what is added to a text.
  ///
  /// @param begin `bos_token_id`
  /// @param end `eos_token_id`
  /// @param endOfTurn `eot_token_id`
  /// @param unknown `unknown_token_id`
  /// @param padding `padding_token_id`
  /// @param addBegin `add_bos_token`
  /// @param addEnd `add_eos_token`
  /// @param spacePrefix `add_space_prefix`
  public record Specials(
      Optional<Integer> begin,
      Optional<Integer> end,
      Optional<Integer> endOfTurn,
      Optional<Integer> unknown,
      Optional<Integer> padding,
      Optional<Boolean> addBegin,
      Optional<Boolean> addEnd,
      Optional<Boolean> spacePrefix) {}

  public GgufVocabulary {
    tokens = List.copyOf(tokens);
    types = List.copyOf(types);
    merges = List.copyOf(merges);
    scores = List.copyOf(scores);
  }

  /// The files of a Hugging Face folder that give the same ids.
  public TokenizerFiles rebuilt() {
    throw new UserError(where + ": no tokenizer yet");
  }
}
