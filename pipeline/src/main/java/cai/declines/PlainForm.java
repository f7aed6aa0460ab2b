package cai.declines;

import java.util.Locale;
import java.util.regex.Pattern;

/// A text in the form in which phrases and words are looked for.
public final class PlainForm {
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

  private PlainForm() {}

  /// The text in lower case, with straight quotes and single spaces.
  public static String of(String text) {
    String straight =
        text.replace('\u2018', '\'')
            .replace('\u2019', '\'')
            .replace('\u02bc', '\'')
            .replace('\u201c', '"')
            .replace('\u201d', '"');
    return WHITE_SPACE.matcher(straight.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
  }
}
