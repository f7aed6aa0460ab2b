package cai.tokenizer;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// Text to token ids and back.
public interface Tokenizer extends AutoCloseable {
  /// Ids of a text; the strings of special tokens are recognised, nothing is added.
  int[] encode(String text);

  /// Ids of a text that goes on where another one ended, such as an answer behind its prompt: those
  /// that the text has within the whole, but never joined with what comes before. That is what
  /// sampling makes. [#encode] puts a space before it with tokenizers made by SentencePiece.
  ///
  /// @param before ids of the text before
  int[] encodeContinuation(int[] before, String text);

  /// The special tokens by name, and those that steer a chat without being called special: what is
  /// said is never read as one of them, see [SaidText].
  Set<String> controls();

  /// Text of ids; special tokens are left out.
  String decode(int[] ids);

  /// The piece of text behind each id, special tokens included.
  List<String> pieces(int[] ids);

  /// Ids are below this.
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
