package cai.tokenizer;

/// A conversation as text, and which stretches of it are what somebody said.
///
/// @param content begin and end (exclusive) of each stretch, in order, in UTF-16 units; everything
///   else is the format's own
public record RenderedChat(String text, int[] content) {
  public RenderedChat {
    content = content.clone();
  }

  /// A text in which nothing is told apart.
  public static RenderedChat whole(String text) {
    return new RenderedChat(text, new int[0]);
  }

  /// What is said behind something of the format's own.
  public static RenderedChat said(String before, String text) {
    int begin = before.length();
    int end = begin + text.length();
    return new RenderedChat(before + text, begin == end ? new int[0] : new int[] {begin, end});
  }

  @Override
  public int[] content() {
    return content.clone();
  }

  /// Whether any of the characters between two indices was said.
  boolean isSaid(int from, int to) {
    for (int i = 0; i < content.length; i += 2)
      if (content[i] < to && from < content[i + 1]) return true;
    return false;
  }
}
