package cai.tokenizer;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/// What chat templates may call beyond Jinja itself; public, because Jinjava calls it by name.
public final class JinjaFunctions {
  /// The date that Llama 3's templates take where there is no clock.
  private static final LocalDateTime TODAY = LocalDateTime.of(2024, 7, 26, 0, 0);

  private static final Map<Character, String> FIELDS =
      Map.ofEntries(
          Map.entry('a', "EEE"),
          Map.entry('A', "EEEE"),
          Map.entry('b', "MMM"),
          Map.entry('B', "MMMM"),
          Map.entry('d', "dd"),
          Map.entry('H', "HH"),
          Map.entry('I', "hh"),
          Map.entry('j', "DDD"),
          Map.entry('m', "MM"),
          Map.entry('M', "mm"),
          Map.entry('p', "a"),
          Map.entry('S', "ss"),
          Map.entry('y', "yy"),
          Map.entry('Y', "yyyy"));

  /// What a template says of the chat it is given.
  static final class Raised extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Raised(String message) {
      super(message);
    }
  }

  private JinjaFunctions() {}

  /// `raise_exception`: ends the rendering with a message for the user.
  public static Object raise(Object message) {
    throw new Raised(String.valueOf(message));
  }

  /// `strftime_now`: the same date on every day, so that a run gives the same texts whenever it is
  /// made or taken up again.
  public static String today(Object format) {
    String pattern = String.valueOf(format);
    var text = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      boolean directive = c == '%' && i + 1 < pattern.length();
      if (directive) text.append(field(pattern.charAt(++i)));
      else text.append(c);
    }
    return text.toString();
  }

  private static String field(char directive) {
    if (directive == '%') return "%";
    String pattern = FIELDS.get(directive);
    if (pattern == null) throw new Raised("strftime_now: %" + directive + " is not supported");
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(TODAY);
  }
}
