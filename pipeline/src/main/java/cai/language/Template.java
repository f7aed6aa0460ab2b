package cai.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A prompt text with named slots such as `{request}`. Filled-in text is never searched for slots
/// again, so braces in a conversation stay what they are.
public record Template(String text) {
  private static final Pattern SLOT = Pattern.compile("\\{([a-z-]+)}");

  /// Reads the resource file beside a class, without the line feed that ends the file.
  public static Template resource(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      if (in == null)
        throw new IllegalArgumentException("no resource " + name + " beside " + owner.getName());
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Template(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    } catch (IOException e) {
      throw new UncheckedIOException("resource " + name + " beside " + owner.getName(), e);
    }
  }

  /// The text with every slot replaced. A slot without a value is an error.
  public String fill(Map<String, String> values) {
    var filled = new StringBuilder();
    Matcher slots = SLOT.matcher(text);
    while (slots.find()) {
      String value = values.get(slots.group(1));
      if (value == null)
        throw new IllegalArgumentException(
            "no value for the slot " + slots.group() + " of the template \"" + text + '"');
      slots.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return slots.appendTail(filled).toString();
  }
}
