package cai.tokenizer;

import java.util.Arrays;

/// Text that grows token by token behind another: what [Tokenizer#decode] gives for all ids, handed
/// out piece by piece and never in the middle of a character.
public final class TextStream {
  private static final char INCOMPLETE = '\uFFFD';

  /// Bytes of the longest character.
  private static final int LONGEST = 4;

  private final Tokenizer tokenizer;
  private int[] ids = new int[16];
  private int length;

  /// Ids before this are needed no more: text after a whole character does not depend on them.
  private int from;

  /// Ids before this are in the text handed out.
  private int given;

  /// @param before ids of the text before: a space that begins a token belongs to the text behind
  ///   others, and not where a text begins
  public TextStream(Tokenizer tokenizer, int[] before) {
    this.tokenizer = tokenizer;
    for (int id : lastCharacter(tokenizer, before)) ids[length++] = id;
    given = length;
  }

  /// The last ids that make whole characters by themselves; none where there are no such.
  private static int[] lastCharacter(Tokenizer tokenizer, int[] before) {
    for (int count = 1; count <= Math.min(LONGEST, before.length); count++) {
      int[] last = Arrays.copyOfRange(before, before.length - count, before.length);
      if (tokenizer.decode(last).indexOf(INCOMPLETE) < 0) return last;
    }
    return new int[0];
  }

  /// The characters that this id completes; empty while a character lacks bytes.
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

  /// What is left: an unfinished character's bytes, as U+FFFD.
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
