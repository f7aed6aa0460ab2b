package cai.constitution;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Templates for the parts of a principle that its author left out, filled with the principle's own
/// words; one resource file for each template.
final class Templates {
  private Templates() {}

  /// The template with its one slot filled.
  static String fill(String template, String slot, String text) {
    String form = text(template);
    if (!form.contains(slot)) throw new IllegalStateException(template + " has no slot " + slot);
    return form.replace(slot, sentence(text));
  }

  /// A template without a slot.
  static String text(String template) {
    String resource = template + ".txt";
    try (InputStream in = Templates.class.getResourceAsStream(resource)) {
      if (in == null) throw new IllegalStateException("no resource " + resource);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  /// Templates without a slot, one a line.
  static List<String> lines(String template) {
    return text(template).lines().toList();
  }

  /// A text that ends like a sentence, so that what follows does not run into it.
  private static String sentence(String text) {
    String clean = text.strip();
    return clean.matches("(?s).*[.!?:;\"')\\]]") ? clean : clean + ".";
  }
}
