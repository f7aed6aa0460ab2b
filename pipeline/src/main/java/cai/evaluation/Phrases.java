package cai.evaluation;

import cai.language.Template;
import java.util.List;
import java.util.regex.Pattern;

/// A list of regular expressions from a resource file, one a line; `#` begins a comment.
record Phrases(List<Pattern> patterns) {
  Phrases {
    patterns = List.copyOf(patterns);
  }

  static Phrases resource(String name) {
    return new Phrases(
        Template.resource(Phrases.class, name)
            .text()
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(Pattern::compile)
            .toList());
  }

  /// Whether any of the expressions matches somewhere in a text.
  boolean occurIn(String text) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(text).find());
  }
}
