package cai.bench;

import cai.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// A tokenizer for which each character of a workload's text is one token, and what stages write
/// around these texts (templates, requests, lead-ins) is no token. So a stage that is given the
/// tokens of a workload as a text reads exactly these tokens, in whatever layout, and what it
/// samples goes into its next prompt with the tokens that were sampled. No token ends a text.
/// Closing it leaves the model's own tokenizer open.
///
/// @param own the model's own tokenizer, which tokenises what is nothing but words of a stage, such
///   as the answer Yes
record WorkloadTokenizer(Tokenizer own) implements Tokenizer {
  // Characters before this are what people and programs write.
  private static final int FIRST = 0x10000;

  /// The text of some tokens.
  static String text(int[] ids) {
    int[] characters = Arrays.stream(ids).map(id -> FIRST + id).toArray();
    return new String(characters, 0, characters.length);
  }

  @Override
  public int[] encode(String text) {
    return text.codePoints().filter(one -> one >= FIRST).map(one -> one - FIRST).toArray();
  }

  @Override
  public int[] encodeContinuation(int[] before, String text) {
    int[] ids = encode(text);
    return ids.length > 0 ? ids : own.encodeContinuation(before, text);
  }

  @Override
  public Set<String> controls() {
    return Set.of();
  }

  @Override
  public String decode(int[] ids) {
    return text(ids);
  }

  @Override
  public List<String> pieces(int[] ids) {
    return Arrays.stream(ids).mapToObj(id -> text(new int[] {id})).toList();
  }

  @Override
  public int size() {
    return own.size();
  }

  @Override
  public OptionalInt beginOfText() {
    return OptionalInt.empty();
  }

  @Override
  public Set<Integer> endOfText() {
    return Set.of();
  }

  @Override
  public int answerEnd() {
    return own.answerEnd();
  }

  @Override
  public void close() {}
}
