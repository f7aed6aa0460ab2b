package cai.errors;

import java.util.List;
import java.util.regex.Pattern;

/// Masks what must not be seen in texts that are shown or written: passwords in addresses, keys in
/// their queries, and tokens of the model hub.
public final class Secrets {
  private static final String MASK = "***";

  /// A secret with the text before it.
  private static final List<Pattern> PATTERNS =
      List.of(
          Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)[^/\\s?#\"'<>]+(?=@)"),
          Pattern.compile(
              "(?i)([?&;](?:[\\w.-]*(?:token|secret|password|passwd|signature|credential|api[_-]?key)"
                  + "|key|sig|auth|policy|key-pair-id)=)[^&;\\s\"'<>#]+"),
          Pattern.compile("(?i)(\\b(?:bearer|basic)\\s+)[\\w.~+/=-]{8,}"),
          Pattern.compile("(\\bhf_)[A-Za-z0-9]{8,}"));

  private Secrets() {}

  /// The text with all secrets masked.
  public static String masked(String text) {
    String masked = text;
    for (Pattern pattern : PATTERNS) masked = pattern.matcher(masked).replaceAll("$1" + MASK);
    return masked;
  }
}
