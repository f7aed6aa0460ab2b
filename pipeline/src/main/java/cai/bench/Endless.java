package cai.bench;

import cai.tokenizer.Tokenizer;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// The model's tokenizer without tokens that end a text: every continuation has its full length, so
/// that all programs do the same work. Closing it leaves the model's tokenizer open.
record Endless(Tokenizer tokenizer) implements Tokenizer {
  @Override
  public int[] encode(String text) {
    return tokenizer.encode(text);
  }

  @Override
  public int[] encodeContinuation(int[] before, String text) {
    return tokenizer.encodeContinuation(before, text);
  }

  @Override
  public Set<String> controls() {
    return tokenizer.controls();
  }

  @Override
  public String decode(int[] ids) {
    return tokenizer.decode(ids);
  }

  @Override
  public List<String> pieces(int[] ids) {
    return tokenizer.pieces(ids);
  }

  @Override
  public int size() {
    return tokenizer.size();
  }

  @Override
  public OptionalInt beginOfText() {
    return tokenizer.beginOfText();
  }

  @Override
  public Set<Integer> endOfText() {
    return Set.of();
  }

  @Override
  public int answerEnd() {
    return tokenizer.answerEnd();
  }

  @Override
  public void close() {}
}
