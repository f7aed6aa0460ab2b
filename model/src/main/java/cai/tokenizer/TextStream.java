package cai.tokenizer;

import java.util.Arrays;

/// Decodes a text that grows token by token after another text. The pieces together are what
/// [Tokenizer#decode] gives for all ids, and no piece ends in the middle of a character.
public final class TextStream {
  private static final char INCOMPLETE = '\uFFFD';

  /// The number of bytes of the longest character.
  private static final int LONGEST = 4;

  private final Tokenizer tokenizer;
  private int[] ids = new int[16];
  private int length;

  /// Index of the first id that is still needed: text after a whole character does not depend on
  /// earlier ids.
  private int from;

  /// Index of the first id whose text has not been handed out.
  private int given;

  /// @param before ids of the text before; they decide whether a space at the beginning of the
  ///   first token is part of the text
  public TextStream(Tokenizer tokenizer, int[] before) {
    this.tokenizer = tokenizer;
    for (int id : lastCharacter(tokenizer, before)) ids[length++] = id;
    given = length;
  }

  /// The last ids that form whole characters by themselves; empty if there are none.
  private static int[] lastCharacter(Tokenizer tokenizer, int[] before) {
    for (int count = 1; count <= Math.min(LONGEST, before.length); count++) {
      int[] last = Arrays.copyOfRange(before, before.length - count, before.length);
      if (tokenizer.decode(last).indexOf(INCOMPLETE) < 0) return last;
    }
    return new int[0];
  }

  /// The characters that an id completes; empty while a character lacks bytes.
  public String append(int id) {
    if (length == ids.length) ids = Arrays.copyOf(ids, 2 * length);
    ids[length++] = id;
    String known = decode(from, given);
    String text = decode(from, length);
    boolean open = !text.isEmpty() && text.charAt(text.length() - 1) == INCOMPLETE;
    if (open || text.length() <= known.length()) return "";
    from = given;
    given = length;
    return text.substring(known.length());
  }

  /// The rest at the end of the text: the bytes of an unfinished character, as U+FFFD.
  public String end() {
    String known = decode(from, given);
    String text = decode(from, length);
    given = length;
    return text.substring(Math.min(known.length(), text.length()));
  }

  private String decode(int start, int end) {
    return tokenizer.decode(Arrays.copyOfRange(ids, start, end));
  }
}
