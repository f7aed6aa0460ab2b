package cai.checkpoint;

import cai.tokenizer.GgufVocabulary;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads the tokenizer's part of GGUF metadata.
final class VocabularyReader {
  private static final String PREFIX = "tokenizer.ggml.";
  private static final int MOST_MERGES = 1 << 22;

  private final GgufMetadata metadata;

  private VocabularyReader(GgufMetadata metadata) {
    this.metadata = metadata;
  }

  /// @param vocabulary number of rows of the embedding, which must equal the number of tokens
  static GgufVocabulary read(GgufMetadata metadata, int vocabulary) {
    return new VocabularyReader(metadata).read(vocabulary);
  }

  private GgufVocabulary read(int vocabulary) {
    // Counts are compared before the arrays are copied out of the file.
    requireCount("tokens", vocabulary, vocabulary);
    requireCount("token_type", vocabulary, vocabulary);
    requireCount("scores", vocabulary, vocabulary);
    requireCount("merges", 0, MOST_MERGES);
    return new GgufVocabulary(
        metadata.file().path().toString(),
        metadata.requiredString(PREFIX + "model"),
        metadata.string(PREFIX + "pre"),
        metadata.requiredStrings(PREFIX + "tokens"),
        metadata.numbers(PREFIX + "token_type").orElse(List.of()),
        metadata.strings(PREFIX + "merges").orElse(List.of()),
        metadata.numbers(PREFIX + "scores").orElse(List.of()),
        specials(vocabulary),
        metadata.string("tokenizer.chat_template"));
  }

  private GgufVocabulary.Specials specials(int vocabulary) {
    return new GgufVocabulary.Specials(
        id("bos", vocabulary),
        id("eos", vocabulary),
        Stream.of("eot", "eom").flatMap(role -> id(role, vocabulary).stream()).toList(),
        known("unknown", vocabulary),
        known("padding", vocabulary),
        metadata.truth(PREFIX + "add_bos_token"),
        metadata.truth(PREFIX + "add_eos_token"),
        metadata.truth(PREFIX + "add_space_prefix"));
  }

  /// The id of a token that the model uses, for example end of text; -1 means none.
  private Optional<Integer> id(String role, int vocabulary) {
    String key = PREFIX + role + "_token_id";
    if (metadata.isMinusOne(key)) return Optional.empty();
    Optional<Integer> id = metadata.integer(key);
    if (id.isPresent() && id.get() >= vocabulary)
      throw metadata.wrong(key, id.get(), "an id below " + vocabulary);
    return id;
  }

  /// The id of a token that is never computed with, for example padding; an id without a row of the
  /// embedding means none.
  private Optional<Integer> known(String role, int vocabulary) {
    String key = PREFIX + role + "_token_id";
    if (metadata.isMinusOne(key)) return Optional.empty();
    return metadata.integer(key).filter(id -> id < vocabulary);
  }

  private void requireCount(String name, int least, int most) {
    metadata
        .count(PREFIX + name)
        .filter(count -> count < least || count > most)
        .ifPresent(count -> {
          String range = least == most ? "" + most : "at most " + most;
          throw metadata.wrong(PREFIX + name, count + " elements", range);
        });
  }
}
