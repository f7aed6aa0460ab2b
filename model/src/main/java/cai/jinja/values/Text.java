package cai.jinja.values;

import java.util.Arrays;

/// A string that remembers which of its characters came from outside the template, that is, from
/// the conversation. Texts with equal characters are equal, wherever the characters came from.
///
/// Methods whose comment says "character" count code points, as Python does; [#content] counts
/// UTF-16 units of [#toString].
public final class Text implements Comparable<Text> {
  private static final int[] NONE = {};
  public static final Text EMPTY = new Text("", NONE, false);

  private final String chars;
  private final int[] content;
  private final boolean markup;
  private final boolean wide;

  Text(String chars, int[] content, boolean markup) {
    this.chars = chars;
    this.content = content;
    this.markup = markup;
    this.wide = chars.chars().anyMatch(c -> Character.isSurrogate((char) c));
  }

  /// A text of the template's own.
  public static Text of(String chars) {
    return chars.isEmpty() ? EMPTY : new Text(chars, NONE, false);
  }

  /// A text from outside.
  public static Text content(String chars) {
    return chars.isEmpty() ? EMPTY : new Text(chars, new int[] {0, chars.length()}, false);
  }

  /// Begin and end (exclusive) of each stretch that came from outside, in order, in UTF-16 units.
  public int[] content() {
    return content.clone();
  }

  public boolean hasContent() {
    return content.length > 0;
  }

  public int[] stretches() {
    return content;
  }

  /// Whether the text is marked as safe HTML. When a safe text is joined with one that is not, the
  /// latter is escaped.
  public boolean isMarkup() {
    return markup;
  }

  public Text asMarkup() {
    return markup ? this : new Text(chars, content, true);
  }

  public Text asPlain() {
    return markup ? new Text(chars, content, false) : this;
  }

  public boolean isEmpty() {
    return chars.isEmpty();
  }

  /// Number of characters.
  public int length() {
    return wide ? chars.codePointCount(0, chars.length()) : chars.length();
  }

  /// The UTF-16 index of a character.
  public int unit(int character) {
    return wide ? chars.offsetByCodePoints(0, character) : character;
  }

  /// The character at a UTF-16 index.
  int character(int unit) {
    return wide ? chars.codePointCount(0, unit) : unit;
  }

  public int[] codePoints() {
    return chars.codePoints().toArray();
  }

  /// The stretch between two UTF-16 indices.
  public Text substring(int from, int to) {
    if (from >= to) return markup ? EMPTY.asMarkup() : EMPTY;
    if (from == 0 && to == chars.length()) return this;
    return new Text(chars.substring(from, to), cut(from, to), markup);
  }

  private int[] cut(int from, int to) {
    int[] kept = new int[content.length];
    int size = 0;
    for (int i = 0; i < content.length; i += 2) {
      int begin = Math.max(content[i], from);
      int end = Math.min(content[i + 1], to);
      if (begin >= end) continue;
      kept[size++] = begin - from;
      kept[size++] = end - from;
    }
    return size == kept.length ? kept : Arrays.copyOf(kept, size);
  }

  /// The character at an index from 0.
  public Text at(int character) {
    int from = unit(character);
    return substring(from, from + Character.charCount(chars.codePointAt(from)));
  }

  public Text plus(Text other) {
    if (other.isEmpty() && !other.markup) return this;
    if (isEmpty() && !markup) return other;
    return new TextBuilder().append(this).append(other).text(markup || other.markup);
  }

  /// This text after its characters were changed one by one. If the length has changed, so that the
  /// origin of each character is unknown, the whole text counts as from outside where any part of
  /// it was.
  public Text changedTo(String changed) {
    if (changed.equals(chars)) return this;
    if (!hasContent()) return new Text(changed, NONE, markup);
    int[] from = changed.length() == chars.length() ? content : new int[] {0, changed.length()};
    return new Text(changed, changed.isEmpty() ? NONE : from, markup);
  }

  /// Orders texts by code points, as Python does.
  @Override
  public int compareTo(Text other) {
    int length = Math.min(chars.length(), other.chars.length());
    for (int i = 0; i < length; ) {
      int left = chars.codePointAt(i);
      int right = other.chars.codePointAt(i);
      if (left != right) return Integer.compare(left, right);
      i += Character.charCount(left);
    }
    return Integer.compare(chars.length(), other.chars.length());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Text text && text.chars.equals(chars);
  }

  @Override
  public int hashCode() {
    return chars.hashCode();
  }

  @Override
  public String toString() {
    return chars;
  }
}
