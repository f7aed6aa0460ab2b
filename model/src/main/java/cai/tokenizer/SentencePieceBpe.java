package cai.tokenizer;

import static cai.tokenizer.GgufVocabulary.object;

import cai.errors.UserError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// `tokenizer.json` of a GGUF file's SentencePiece BPE (`tokenizer.ggml.model=llama`); characters
/// without a piece become bytes.
final class SentencePieceBpe {
  private static final String SPACE = "\u2581";

  /// Two pieces that are merged to a third.
  ///
  /// @param score of the third piece; the merge with the highest score is done first
  private record Merge(String left, String right, double score) {}

  private SentencePieceBpe() {}

  static Map<String, Object> tokenizer(GgufVocabulary vocabulary) {
    if (vocabulary.scores().isEmpty())
      throw new UserError(
          vocabulary.where()
              + ": tokenizer.ggml.scores is missing, without which pieces cannot be joined; convert"
              + " the model anew");
    String unknown =
        vocabulary
            .specials()
            .unknown()
            .map(id -> vocabulary.token("unknown_token_id", id))
            .orElse(null);
    Map<String, Object> model =
        object(
            "type",
            "BPE",
            "dropout",
            null,
            "unk_token",
            unknown,
            "continuing_subword_prefix",
            null,
            "end_of_word_suffix",
            null,
            "fuse_unk",
            true,
            "byte_fallback",
            true,
            "ignore_merges",
            false,
            "vocab",
            vocabulary.ids(),
            "merges",
            merges(vocabulary));
    boolean prefix = vocabulary.specials().spacePrefix().orElse(true);
    return object(
        "version",
        "1.0",
        "truncation",
        null,
        "padding",
        null,
        "added_tokens",
        vocabulary.addedTokens(),
        "normalizer",
        normalizer(prefix),
        "pre_tokenizer",
        null,
        "post_processor",
        vocabulary.postProcessor(true).orElse(null),
        "decoder",
        decoder(prefix),
        "model",
        model);
  }

  private static Map<String, Object> normalizer(boolean prefix) {
    var steps = new ArrayList<Map<String, Object>>();
    if (prefix) steps.add(object("type", "Prepend", "prepend", SPACE));
    steps.add(replace(" ", SPACE));
    return object("type", "Sequence", "normalizers", steps);
  }

  private static Map<String, Object> decoder(boolean prefix) {
    var steps = new ArrayList<Map<String, Object>>();
    steps.add(replace(SPACE, " "));
    steps.add(object("type", "ByteFallback"));
    steps.add(object("type", "Fuse"));
    if (prefix) steps.add(object("type", "Strip", "content", " ", "start", 1, "stop", 0));
    return object("type", "Sequence", "decoders", steps);
  }

  private static Map<String, Object> replace(String from, String to) {
    return object("type", "Replace", "pattern", object("String", from), "content", to);
  }

  /// All merges of two pieces to a third, sorted by the score of the third.
  ///
  /// **Source**: `generate_merges` in `convert_slow_tokenizer.py` of `transformers`, also for the
  /// order of equal scores: the longer left piece first, then the longer right piece.
  private static List<List<String>> merges(GgufVocabulary vocabulary) {
    Map<String, Integer> ids = vocabulary.ids();
    var merges = new ArrayList<Merge>();
    for (int id = 0; id < vocabulary.tokens().size(); id++) {
      if (vocabulary.type(id) == GgufVocabulary.NORMAL)
        merges.addAll(splits(vocabulary.tokens().get(id), vocabulary.scores().get(id), ids));
    }
    merges.sort(
        Comparator.comparingDouble(Merge::score)
            .thenComparingInt(merge -> length(merge.left()))
            .thenComparingInt(merge -> length(merge.right()))
            .reversed());
    return merges.stream().map(merge -> List.of(merge.left(), merge.right())).toList();
  }

  private static List<Merge> splits(String piece, Number score, Map<String, Integer> ids) {
    var splits = new ArrayList<Merge>();
    for (int at = 1; at < piece.length(); at++) {
      if (Character.isLowSurrogate(piece.charAt(at))) continue;
      String left = piece.substring(0, at);
      String right = piece.substring(at);
      if (ids.containsKey(left) && ids.containsKey(right))
        splits.add(new Merge(left, right, score.doubleValue()));
    }
    splits.sort(
        Comparator.<Merge>comparingInt(merge -> ids.get(merge.left()))
            .thenComparingInt(merge -> ids.get(merge.right())));
    return splits;
  }

  private static int length(String piece) {
    return piece.codePointCount(0, piece.length());
  }
}
