package cai.tokenizer;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// The tokenizer of a Hugging Face folder, run by the native library behind `transformers`.
public final class HuggingFaceTokenizer implements Tokenizer {
  private HuggingFaceTokenizer() {}

  /// Opens a tokenizer.
  ///
  /// @param vocabulary rows of the model's embedding: ids are below this
  /// @param where the model's path, which begins the messages of errors
  public static HuggingFaceTokenizer of(TokenizerFiles files, int vocabulary, String where) {
    throw new UnsupportedOperationException(where);
  }

  @Override
  public int[] encode(String text) {
    throw new UnsupportedOperationException(text);
  }

  @Override
  public String decode(int[] ids) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> pieces(int[] ids) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int size() {
    throw new UnsupportedOperationException();
  }

  @Override
  public OptionalInt beginOfText() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<Integer> endOfText() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int answerEnd() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
