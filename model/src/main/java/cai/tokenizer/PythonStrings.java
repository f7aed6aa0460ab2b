package cai.tokenizer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;

/// The methods of Python's strings that chat templates call. Jinjava would look for Java's, which
/// are named otherwise or mean something else: `split` takes a regular expression there.
final class PythonStrings extends ELResolver {
  private static final Set<String> METHODS =
      Set.of(
          "strip",
          "lstrip",
          "rstrip",
          "startswith",
          "endswith",
          "split",
          "upper",
          "lower",
          "title",
          "capitalize",
          "replace");

  @Override
  public Object invoke(
      ELContext context, Object base, Object method, Class<?>[] types, Object[] arguments) {
    if (!(base instanceof String text) || !METHODS.contains(String.valueOf(method))) return null;
    context.setPropertyResolved(true);
    String first = arguments.length > 0 ? (String) arguments[0] : null;
    return switch (method.toString()) {
      case "strip" -> strip(text, first, true, true);
      case "lstrip" -> strip(text, first, true, false);
      case "rstrip" -> strip(text, first, false, true);
      case "startswith" -> text.startsWith(first);
      case "endswith" -> text.endsWith(first);
      case "split" -> split(text, first);
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "lower" -> text.toLowerCase(Locale.ROOT);
      case "capitalize" -> capitalized(text);
      case "title" -> title(text);
      default -> text.replace(first, (String) arguments[1]);
    };
  }

  /// Without the white space, or the characters of `set`, at its ends.
  static String strip(String text, String set, boolean left, boolean right) {
    IntPredicate drop = set == null ? PythonStrings::isSpace : c -> set.indexOf(c) >= 0;
    int from = 0;
    int to = text.length();
    while (left && from < to && drop.test(text.charAt(from))) from++;
    while (right && to > from && drop.test(text.charAt(to - 1))) to--;
    return text.substring(from, to);
  }

  /// Python's `str.isspace`.
  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
  }

  private static List<String> split(String text, String separator) {
    var parts = new ArrayList<String>();
    if (separator == null) {
      text.codePoints()
          .mapToObj(c -> isSpace(c) ? " " : Character.toString(c))
          .collect(java.util.stream.Collectors.joining())
          .transform(spaced -> Collections.addAll(parts, spaced.strip().split(" +")));
      return parts;
    }
    int from = 0;
    for (int at; (at = text.indexOf(separator, from)) >= 0; from = at + separator.length())
      parts.add(text.substring(from, at));
    parts.add(text.substring(from));
    return parts;
  }

  private static String capitalized(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT)
            + text.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String title(String text) {
    var title = new StringBuilder();
    boolean inWord = false;
    for (int c : text.codePoints().toArray()) {
      title.appendCodePoint(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
      inWord = Character.isLetter(c);
    }
    return title.toString();
  }

  @Override
  public Object getValue(ELContext context, Object base, Object property) {
    return null;
  }

  @Override
  public Class<?> getType(ELContext context, Object base, Object property) {
    return null;
  }

  @Override
  public void setValue(ELContext context, Object base, Object property, Object value) {}

  @Override
  public boolean isReadOnly(ELContext context, Object base, Object property) {
    return true;
  }

  @Override
  public java.util.Iterator<java.beans.FeatureDescriptor> getFeatureDescriptors(
      ELContext context, Object base) {
    return null;
  }

  @Override
  public Class<?> getCommonPropertyType(ELContext context, Object base) {
    return null;
  }
}
