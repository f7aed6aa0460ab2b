package cai.tokenizer;

import static cai.tokenizer.GgufVocabulary.object;

import cai.errors.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// `tokenizer.json` of a GGUF file's byte-level BPE (`tokenizer.ggml.model=gpt2`).
final class ByteLevelBpe {
  /// Llama 3's regular expression for splitting text into words.
  private static final String LLAMA_3 =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  /// How text is split into words before tokens are merged. GGUF files give a name, Hugging Face
  /// files the rules themselves.
  private enum PreTokenizer {
    GPT_2,
    DIGITS,
    LLAMA_3
  }

  private static final Map<String, PreTokenizer> CUTS =
      new TreeMap<>(
          Map.of(
              "default", PreTokenizer.GPT_2,
              "gpt-2", PreTokenizer.GPT_2,
              "smollm", PreTokenizer.DIGITS,
              "llama-bpe", PreTokenizer.LLAMA_3,
              "llama3", PreTokenizer.LLAMA_3,
              "llama-v3", PreTokenizer.LLAMA_3));

  private ByteLevelBpe() {}

  static Map<String, Object> tokenizer(GgufVocabulary vocabulary) {
    PreTokenizer cut = cut(vocabulary);
    Map<String, Object> model =
        object(
            "type",
            "BPE",
            "dropout",
            null,
            "unk_token",
            null,
            "continuing_subword_prefix",
            null,
            "end_of_word_suffix",
            null,
            "fuse_unk",
            false,
            "byte_fallback",
            false,
            "ignore_merges",
            cut == PreTokenizer.LLAMA_3,
            "vocab",
            vocabulary.ids(),
            "merges",
            merges(vocabulary));
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
        null,
        "pre_tokenizer",
        preTokenizer(cut),
        "post_processor",
        vocabulary.postProcessor(cut == PreTokenizer.LLAMA_3).orElse(null),
        "decoder",
        byteLevel(true),
        "model",
        model);
  }

  private static PreTokenizer cut(GgufVocabulary vocabulary) {
    Optional<PreTokenizer> cut = vocabulary.pre().map(CUTS::get);
    return cut.orElseThrow(() ->
        new UserError(
            "%s: tokenizer.ggml.pre=%s is not supported; supported are %s"
                .formatted(
                    vocabulary.where(),
                    vocabulary.pre().orElse("(missing)"),
                    String.join(", ", CUTS.keySet()))));
  }

  private static Map<String, Object> preTokenizer(PreTokenizer cut) {
    return switch (cut) {
      case GPT_2 -> byteLevel(true);
      case DIGITS -> sequence(object("type", "Digits", "individual_digits", true), byteLevel(true));
      case LLAMA_3 ->
          sequence(
              object(
                  "type",
                  "Split",
                  "pattern",
                  object("Regex", LLAMA_3),
                  "behavior",
                  "Isolated",
                  "invert",
                  false),
              byteLevel(false));
    };
  }

  private static Map<String, Object> sequence(Map<String, Object> first, Map<String, Object> next) {
    return object("type", "Sequence", "pretokenizers", List.of(first, next));
  }

  private static Map<String, Object> byteLevel(boolean regex) {
    return object(
        "type", "ByteLevel", "add_prefix_space", false, "trim_offsets", true, "use_regex", regex);
  }

  private static List<List<String>> merges(GgufVocabulary vocabulary) {
    Map<String, Integer> ids = vocabulary.ids();
    var pairs = new ArrayList<List<String>>();
    for (String merge : vocabulary.merges()) {
      int space = merge.indexOf(' ');
      List<String> pair =
          space < 0 ? List.of() : List.of(merge.substring(0, space), merge.substring(space + 1));
      if (pair.isEmpty()
          || !ids.keySet().containsAll(pair)
          || !ids.containsKey(String.join("", pair)))
        throw new UserError(
            "%s: tokenizer.ggml.merges has '%s' at %d, which does not join two tokens to a third; convert the model anew"
                .formatted(vocabulary.where(), merge, pairs.size()));
      pairs.add(pair);
    }
    return pairs;
  }
}
