package cai.tokenizer;

/// A conversation as text, with the stretches that somebody said.
///
/// @param content begin and end (exclusive) of each stretch that somebody said, in order, in UTF-16
///   units; the format wrote everything else
public record RenderedChat(String text, int[] content) {
  public RenderedChat {
    content = content.clone();
  }

  /// A text of which no stretch counts as said.
  public static RenderedChat whole(String text) {
    return new RenderedChat(text, new int[0]);
  }

  /// A text that the format wrote, followed by one that somebody said.
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
