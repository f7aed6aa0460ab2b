package cai.jinja.builtins;

import cai.jinja.values.JinjaException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/// `strftime_now` with a fixed date, so that a run gives the same texts on every day.
final class FixedDate {
  /// The date that Llama 3's templates use where no clock is available.
  private static final LocalDateTime TODAY = LocalDateTime.of(2024, 7, 26, 0, 0);

  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("a", "EEE"),
          Map.entry("A", "EEEE"),
          Map.entry("b", "MMM"),
          Map.entry("h", "MMM"),
          Map.entry("B", "MMMM"),
          Map.entry("d", "dd"),
          Map.entry("-d", "d"),
          Map.entry("e", "ppd"),
          Map.entry("H", "HH"),
          Map.entry("-H", "H"),
          Map.entry("I", "hh"),
          Map.entry("-I", "h"),
          Map.entry("j", "DDD"),
          Map.entry("-j", "D"),
          Map.entry("m", "MM"),
          Map.entry("-m", "M"),
          Map.entry("M", "mm"),
          Map.entry("-M", "m"),
          Map.entry("p", "a"),
          Map.entry("S", "ss"),
          Map.entry("-S", "s"),
          Map.entry("f", "SSSSSS"),
          Map.entry("y", "yy"),
          Map.entry("Y", "yyyy"),
          Map.entry("F", "yyyy-MM-dd"),
          Map.entry("T", "HH:mm:ss"),
          Map.entry("R", "HH:mm"),
          Map.entry("D", "MM/dd/yy"),
          Map.entry("x", "MM/dd/yy"),
          Map.entry("X", "HH:mm:ss"),
          Map.entry("c", "EEE MMM ppd HH:mm:ss yyyy"));

  private FixedDate() {}

  static String format(String pattern) {
    var text = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c != '%' || i + 1 == pattern.length()) {
        text.append(c);
        continue;
      }
      boolean bare = pattern.charAt(i + 1) == '-' && i + 2 < pattern.length();
      String directive = pattern.substring(i + 1, i + (bare ? 3 : 2));
      text.append(field(directive));
      i += directive.length();
    }
    return text.toString();
  }

  private static String field(String directive) {
    if (directive.equals("%")) return "%";
    if (directive.equals("u")) return Integer.toString(TODAY.getDayOfWeek().getValue());
    if (directive.equals("w")) return Integer.toString(TODAY.getDayOfWeek().getValue() % 7);
    String pattern = FIELDS.get(directive);
    if (pattern == null)
      throw JinjaException.unsupported("strftime_now: %" + directive + " is not supported");
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(TODAY);
  }
}
