package cai.jinja.strings;

import cai.jinja.values.Characters;
import cai.jinja.values.Text;
import cai.jinja.values.TextBuilder;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// Upper and lower case as Python's methods make them.
public final class Casing {
  private static final int SIGMA = 'Σ';
  private static final int AROUND = 16;

  private Casing() {}

  public static Text upper(Text text) {
    return changed(text, chars -> chars.toUpperCase(Locale.ROOT));
  }

  public static Text lower(Text text) {
    return changed(text, chars -> chars.toLowerCase(Locale.ROOT));
  }

  public static Text swapped(Text text) {
    return changed(
        text,
        chars -> {
          var out = new StringBuilder();
          for (int i = 0, c; i < chars.length(); i += Character.charCount(c)) {
            c = chars.codePointAt(i);
            String one = Character.toString(c);
            out.append(Character.isUpperCase(c) ? lower(chars, i) : one.toUpperCase(Locale.ROOT));
          }
          return out.toString();
        });
  }

  /// The first character in title case, the others in lower case.
  public static Text capitalized(Text text) {
    if (text.isEmpty()) return text;
    int first = Character.charCount(text.toString().codePointAt(0));
    return changed(
        text,
        chars ->
            titled(chars.codePointAt(0))
                + chars.toLowerCase(Locale.ROOT).substring(lowerLength(chars, first)));
  }

  private static int lowerLength(String chars, int first) {
    return chars.substring(0, first).toLowerCase(Locale.ROOT).length();
  }

  /// `str.title`: a letter after another letter is lower case, every other letter title case.
  public static Text title(Text text) {
    return changed(
        text,
        chars -> {
          var out = new StringBuilder();
          boolean inWord = false;
          for (int i = 0, c; i < chars.length(); i += Character.charCount(c)) {
            c = chars.codePointAt(i);
            out.append(inWord ? lower(chars, i) : titled(c));
            inWord = Characters.isCased(c);
          }
          return out.toString();
        });
  }

  /// One character in lower case; a capital sigma becomes a final one at the end of a word.
  private static String lower(String chars, int at) {
    int c = chars.codePointAt(at);
    if (c != SIGMA) return Character.toString(c).toLowerCase(Locale.ROOT);
    int from = Math.max(0, at - AROUND);
    String before = chars.substring(from, at).toLowerCase(Locale.ROOT);
    String whole =
        chars.substring(from, Math.min(chars.length(), at + AROUND)).toLowerCase(Locale.ROOT);
    return whole.substring(before.length(), before.length() + 1);
  }

  /// The filter `title`: a letter after a space, a hyphen or an opening bracket is upper case.
  public static Text words(Text text) {
    return changed(
        text,
        chars -> {
          var out = new StringBuilder();
          int from = 0;
          while (from < chars.length()) {
            int end = from;
            boolean between = isBetweenWords(chars.charAt(from));
            while (end < chars.length() && isBetweenWords(chars.charAt(end)) == between) end++;
            int first = from + Character.charCount(chars.codePointAt(from));
            out.append(chars.substring(from, first).toUpperCase(Locale.ROOT));
            out.append(chars.substring(first, end).toLowerCase(Locale.ROOT));
            from = end;
          }
          return out.toString();
        });
  }

  private static boolean isBetweenWords(char c) {
    return Characters.isSpace(c) || "-({[<".indexOf(c) >= 0;
  }

  private static String titled(int c) {
    int title = Character.toTitleCase(c);
    if (title != c) return Character.toString(title);
    String upper = Character.toString(c).toUpperCase(Locale.ROOT);
    int first = Character.charCount(upper.codePointAt(0));
    return upper.substring(0, first) + upper.substring(first).toLowerCase(Locale.ROOT);
  }

  private static Text changed(Text text, UnaryOperator<String> change) {
    String whole = change.apply(text.toString());
    if (whole.length() == text.toString().length() || !text.hasContent())
      return text.changedTo(whole);
    // Where lengths change, each stretch is changed alone to keep what came from where.
    var out = new TextBuilder();
    int from = 0;
    for (int i = 0; i <= text.stretches().length; i++) {
      int to = i < text.stretches().length ? text.stretches()[i] : text.toString().length();
      Text stretch = text.substring(from, to);
      out.append(stretch.changedTo(change.apply(stretch.toString())));
      from = to;
    }
    Text joined = out.text(text.isMarkup());
    return joined.toString().equals(whole) ? joined : text.changedTo(whole);
  }
}
