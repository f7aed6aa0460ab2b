package cai.jinja.values;

import java.util.Arrays;

/// Joins texts and keeps which stretches came from outside the template.
public final class TextBuilder {
  private final StringBuilder chars = new StringBuilder();
  private int[] content = new int[8];
  private int size;

  /// Characters of the template's own.
  public TextBuilder append(String own) {
    chars.append(own);
    return this;
  }

  public TextBuilder append(Text text) {
    for (int i = 0; i < text.stretches().length; i += 2)
      mark(chars.length() + text.stretches()[i], chars.length() + text.stretches()[i + 1]);
    chars.append(text);
    return this;
  }

  private void mark(int begin, int end) {
    if (size > 0 && content[size - 1] == begin) {
      content[size - 1] = end;
      return;
    }
    if (size == content.length) content = Arrays.copyOf(content, 2 * size);
    content[size++] = begin;
    content[size++] = end;
  }

  public int length() {
    return chars.length();
  }

  public Text text() {
    return text(false);
  }

  public Text text(boolean markup) {
    if (chars.isEmpty() && !markup) return Text.EMPTY;
    return new Text(chars.toString(), Arrays.copyOf(content, size), markup);
  }
}
