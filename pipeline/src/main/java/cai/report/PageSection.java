package cai.report;

import java.util.List;
import java.util.Locale;

/// A heading, which begins with the word of its stage, and what stands below it.
record PageSection(String heading, List<PageBlock> blocks) {
  PageSection {
    blocks = List.copyOf(blocks);
  }

  /// Anchor of the heading.
  public String id() {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  /// The stage's word, shown apart from the rest.
  public String word() {
    return heading.substring(0, heading.indexOf(':'));
  }

  /// The heading without the stage's word.
  public String topic() {
    return heading.substring(heading.indexOf(':') + 1).strip();
  }
}
