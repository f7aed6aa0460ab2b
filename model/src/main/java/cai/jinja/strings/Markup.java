package cai.jinja.strings;

import cai.jinja.values.JinjaException;
import cai.jinja.values.Text;
import cai.jinja.values.TextBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Escaping for HTML, as MarkupSafe does it.
public final class Markup {
  private static final Pattern ENTITY =
      Pattern.compile("&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});");
  private static final Map<String, String> ENTITIES =
      Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", "\u00a0");

  private Markup() {}

  /// The text as safe HTML: escaped, unless it is marked as safe.
  public static Text escaped(Text text) {
    if (text.isMarkup()) return text;
    String chars = text.toString();
    var out = new TextBuilder();
    int from = 0;
    for (int i = 0; i < chars.length(); i++) {
      String escaped = escaped(chars.charAt(i));
      if (escaped.isEmpty()) continue;
      out.append(text.substring(from, i)).append(text.substring(i, i + 1).changedTo(escaped));
      from = i + 1;
    }
    return out.append(text.substring(from, chars.length())).text(true);
  }

  private static String escaped(char c) {
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '\'' -> "&#39;";
      case '"' -> "&#34;";
      default -> "";
    };
  }

  /// The filter `striptags`: without comments and tags, white space as single spaces, the commonest
  /// entities replaced by their characters.
  public static Text withoutTags(Text text) {
    String value = without(without(text.toString(), "<!--", "-->"), "<", ">");
    var words = new StringBuilder();
    for (Object word : Cuts.split(Text.of(value), Optional.empty(), -1, false))
      words.append(words.isEmpty() ? "" : " ").append(word);
    return text.asPlain().changedTo(unescaped(words.toString()));
  }

  private static String without(String value, String begin, String end) {
    var out = new StringBuilder();
    int from = 0;
    while (true) {
      int start = value.indexOf(begin, from);
      int stop = start < 0 ? -1 : value.indexOf(end, start);
      if (stop < 0) return out.append(value.substring(from)).toString();
      out.append(value, from, start);
      from = stop + end.length();
    }
  }

  private static String unescaped(String value) {
    return ENTITY
        .matcher(value)
        .replaceAll(entity -> {
          String name = entity.group(1);
          if (name.startsWith("#x") || name.startsWith("#X"))
            return quoted(Integer.parseInt(name.substring(2), 16));
          if (name.startsWith("#")) return quoted(Integer.parseInt(name.substring(1)));
          String known = ENTITIES.get(name);
          if (known == null)
            throw JinjaException.unsupported(
                "striptags: the entity '&" + name + ";' is not supported");
          return Matcher.quoteReplacement(known);
        });
  }

  private static String quoted(int c) {
    if (!Character.isValidCodePoint(c) || c == 0 || c >= 0x80 && c < 0xa0)
      throw JinjaException.unsupported("striptags: the entity '&#" + c + ";' is not supported");
    return Matcher.quoteReplacement(Character.toString(c));
  }
}
