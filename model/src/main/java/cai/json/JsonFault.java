package cai.json;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Says what is wrong with a JSON text. The library's advice for programmers is left out.
final class JsonFault {
  private static final Pattern LIMIT = Pattern.compile("maximum allowed \\((\\d+)");
  private static final List<Pattern> ADVICE =
      List.of(
          Pattern.compile(": enable `[^`]*` to allow"),
          Pattern.compile(" \\(not recognized as one since [^)]*\\)"),
          Pattern.compile(" \\(or 'NaN'[^)]*\\)"),
          Pattern.compile(" \\(bound as `[^`]*`\\)"),
          Pattern.compile("[:,]? not allowed as per `[^`]*`"),
          Pattern.compile(" \\(class [^)]*\\)"),
          Pattern.compile(" \\(index \\d+\\)"),
          Pattern.compile("; `[^`]*` enabled"),
          Pattern.compile(",? ?from `[^`]*`"));

  private JsonFault() {}

  /// The fault with its line and column.
  static String of(JacksonException e) {
    var at = e.getLocation();
    String place =
        at == null || at.getLineNr() < 1
            ? ""
            : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return "malformed JSON" + place + ": " + what(e);
  }

  private static String what(JacksonException e) {
    String message = e.getOriginalMessage().lines().findFirst().orElse("is not JSON");
    if (e instanceof StreamConstraintsException) return beyond(message);
    if (e instanceof UnrecognizedPropertyException field)
      return "unknown field '" + field.getPropertyName() + "'";
    if (message.startsWith("Trailing token")) return "more follows behind the value";
    String plain =
        message
            .replaceFirst("^Missing creator property", "missing field")
            .replaceFirst(
                "hexadecimal number literals require.*", "hexadecimal numbers are not JSON");
    for (Pattern advice : ADVICE) plain = advice.matcher(plain).replaceAll("");
    return plain;
  }

  private static String beyond(String message) {
    Matcher limit = LIMIT.matcher(message);
    String most = limit.find() ? limit.group(1) : "what is allowed";
    if (message.contains("nesting")) return "values are nested more than " + most + " deep";
    if (message.startsWith("Number")) return "a number has more than " + most + " characters";
    return "a text has more than " + most + " characters";
  }
}
