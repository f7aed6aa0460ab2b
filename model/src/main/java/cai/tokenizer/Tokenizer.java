package cai.tokenizer;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// Text to token ids and back.
public interface Tokenizer extends AutoCloseable {
  /// Ids of a text; names of special tokens are recognised, and no token is added.
  int[] encode(String text);

  /// Ids of a text that continues another one, for example an answer after its prompt, as sampling
  /// would produce them: no space is added at the beginning, as [#encode] adds one with
  /// SentencePiece tokenizers, and no token spans both texts.
  ///
  /// @param before ids of the text before
  int[] encodeContinuation(int[] before, String text);

  /// Names of the special tokens and of tokens that structure a chat without being marked as
  /// special. They are never recognised in what is said, see [SaidText].
  Set<String> controls();

  /// Text of ids; special tokens are left out.
  String decode(int[] ids);

  /// The piece of text of each id, special tokens included.
  List<String> pieces(int[] ids);

  /// The number of rows of the embedding, which all ids are smaller than.
  int size();

  /// The id that begins a text, where the model has one.
  OptionalInt beginOfText();

  /// The ids that end an answer.
  Set<Integer> endOfText();

  /// The id that closes an assistant's answer in training: one of [#endOfText].
  int answerEnd();

  @Override
  void close();
}
