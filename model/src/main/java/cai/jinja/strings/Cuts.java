package cai.jinja.strings;

import cai.jinja.values.Characters;
import cai.jinja.values.JinjaException;
import cai.jinja.values.Meter;
import cai.jinja.values.Text;
import cai.jinja.values.TextBuilder;
import cai.jinja.values.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/// Python's ways of taking strings apart: `strip`, `split`, `splitlines`, `partition`, `replace`.
public final class Cuts {
  private Cuts() {}

  /// The text without white space at its ends, or without the characters of `set`.
  public static Text stripped(Text text, Optional<Text> set, boolean left, boolean right) {
    IntPredicate drop =
        set.<IntPredicate>map(characters -> c -> characters.toString().indexOf(c) >= 0)
            .orElse(Characters::isSpace);
    String chars = text.toString();
    int from = 0;
    int to = chars.length();
    while (left && from < to && drop.test(chars.codePointAt(from)))
      from += Character.charCount(chars.codePointAt(from));
    while (right && to > from && drop.test(chars.codePointBefore(to)))
      to -= Character.charCount(chars.codePointBefore(to));
    return text.substring(from, to);
  }

  /// Splits at a separator, or at runs of white space.
  ///
  /// @param most largest number of cuts; below 0 for no limit
  public static List<Object> split(
      Text text, Optional<Text> separator, int most, boolean fromRight) {
    if (separator.isEmpty()) return fromRight ? lastWords(text, most) : words(text, most);
    String mark = separator.get().toString();
    if (mark.isEmpty()) throw JinjaException.failed("empty separator");
    return fromRight ? rightParts(text, mark, most) : parts(text, mark, most);
  }

  private static List<Object> parts(Text text, String mark, int most) {
    var parts = new ArrayList<Object>();
    String chars = text.toString();
    int from = 0;
    for (int at; parts.size() != most && (at = chars.indexOf(mark, from)) >= 0; ) {
      parts.add(text.substring(from, at));
      from = at + mark.length();
    }
    parts.add(text.substring(from, chars.length()));
    return parts;
  }

  private static List<Object> rightParts(Text text, String mark, int most) {
    var parts = new ArrayList<Object>();
    String chars = text.toString();
    int to = chars.length();
    for (int at;
        parts.size() != most && (at = chars.lastIndexOf(mark, to - mark.length())) >= 0; ) {
      parts.add(text.substring(at + mark.length(), to));
      to = at;
      if (to < mark.length()) break;
    }
    parts.add(text.substring(0, to));
    Collections.reverse(parts);
    return parts;
  }

  private static List<Object> words(Text text, int most) {
    var words = new ArrayList<Object>();
    String chars = text.toString();
    int at = 0;
    while (true) {
      while (at < chars.length() && Characters.isSpace(chars.charAt(at))) at++;
      if (at == chars.length()) return words;
      int from = at;
      if (words.size() == most) {
        words.add(text.substring(from, chars.length()));
        return words;
      }
      while (at < chars.length() && !Characters.isSpace(chars.charAt(at))) at++;
      words.add(text.substring(from, at));
    }
  }

  private static List<Object> lastWords(Text text, int most) {
    var words = new ArrayList<Object>();
    String chars = text.toString();
    int at = chars.length();
    while (true) {
      while (at > 0 && Characters.isSpace(chars.charAt(at - 1))) at--;
      if (at == 0) break;
      int to = at;
      if (words.size() == most) {
        words.add(text.substring(0, to));
        break;
      }
      while (at > 0 && !Characters.isSpace(chars.charAt(at - 1))) at--;
      words.add(text.substring(at, to));
    }
    Collections.reverse(words);
    return words;
  }

  public static List<Object> lines(Text text, boolean keepEnds) {
    var lines = new ArrayList<Object>();
    String chars = text.toString();
    int from = 0;
    for (int i = 0; i < chars.length(); i++) {
      if (!Characters.endsLine(chars.charAt(i))) continue;
      int end = chars.startsWith("\r\n", i) ? i + 2 : i + 1;
      lines.add(text.substring(from, keepEnds ? end : i));
      from = end;
      i = end - 1;
    }
    if (from < chars.length()) lines.add(text.substring(from, chars.length()));
    return lines;
  }

  public static Tuple partition(Text text, Text mark, boolean last) {
    if (mark.isEmpty()) throw JinjaException.failed("empty separator");
    String chars = text.toString();
    int at = last ? chars.lastIndexOf(mark.toString()) : chars.indexOf(mark.toString());
    if (at < 0)
      return last ? Tuple.of(Text.EMPTY, Text.EMPTY, text) : Tuple.of(text, Text.EMPTY, Text.EMPTY);
    int end = at + mark.toString().length();
    return Tuple.of(
        text.substring(0, at), text.substring(at, end), text.substring(end, chars.length()));
  }

  /// Replaces a part by other text, at most a given number of times; below 0 for no limit.
  public static Text replaced(Text text, Text old, Text other, int most, Meter meter) {
    String chars = text.toString();
    String mark = old.toString();
    var out = new TextBuilder();
    int from = 0;
    int done = 0;
    for (int at; done != most && (at = next(chars, mark, from, done)) >= 0; done++) {
      if (mark.isEmpty() && done > 0) at = chars.offsetByCodePoints(from, 1);
      meter.characters((long) at - from + other.toString().length());
      out.append(text.substring(from, at)).append(other);
      from = at + mark.length();
    }
    if (done == 0) return text;
    meter.characters(chars.length() - from);
    return out.append(text.substring(from, chars.length())).text(text.isMarkup());
  }

  /// The index of the next occurrence; an empty text occurs before each character and at the end.
  private static int next(String chars, String mark, int from, int done) {
    if (!mark.isEmpty()) return chars.indexOf(mark, from);
    return done > 0 && from == chars.length() ? -1 : from;
  }
}
