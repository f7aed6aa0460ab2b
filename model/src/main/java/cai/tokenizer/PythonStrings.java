package cai.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    return call(text, method.toString(), arguments);
  }

  private static Object call(String text, String method, Object[] arguments) {
    for (Object argument : arguments)
      if (!(argument instanceof String))
        throw new JinjaFunctions.Raised(
            method + "(" + argument + ") is called with other than text");
    return switch (method) {
      case "strip" -> strip(text, optional(arguments), true, true);
      case "lstrip" -> strip(text, optional(arguments), true, false);
      case "rstrip" -> strip(text, optional(arguments), false, true);
      case "split" -> split(text, optional(arguments));
      case "startswith" -> text.startsWith(argument(method, arguments, 0));
      case "endswith" -> text.endsWith(argument(method, arguments, 0));
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "lower" -> text.toLowerCase(Locale.ROOT);
      case "capitalize" -> capitalized(text);
      case "title" -> title(text);
      default -> text.replace(argument(method, arguments, 0), argument(method, arguments, 1));
    };
  }

  private static Optional<String> optional(Object[] arguments) {
    return arguments.length == 0 ? Optional.empty() : Optional.of((String) arguments[0]);
  }

  private static String argument(String method, Object[] arguments, int index) {
    if (index >= arguments.length)
      throw new JinjaFunctions.Raised(method + " is called with too few texts");
    return (String) arguments[index];
  }

  /// Without the white space, or the characters of `set`, at its ends.
  static String strip(String text, Optional<String> set, boolean left, boolean right) {
    IntPredicate drop =
        set.<IntPredicate>map(characters -> c -> characters.indexOf(c) >= 0)
            .orElse(PythonStrings::isSpace);
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

  /// At each separator; without one at runs of white space, those at the ends left out.
  private static List<String> split(String text, Optional<String> separator) {
    if (separator.isEmpty()) return words(text);
    String mark = separator.get();
    if (mark.isEmpty()) throw new JinjaFunctions.Raised("split is called with an empty text");
    var parts = new ArrayList<String>();
    int from = 0;
    for (int at; (at = text.indexOf(mark, from)) >= 0; from = at + mark.length())
      parts.add(text.substring(from, at));
    parts.add(text.substring(from));
    return parts;
  }

  private static List<String> words(String text) {
    var words = new ArrayList<String>();
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && !isSpace(text.charAt(i))) continue;
      if (i > from) words.add(text.substring(from, i));
      from = i + 1;
    }
    return words;
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
