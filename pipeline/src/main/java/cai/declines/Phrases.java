package cai.declines;

import cai.language.Template;
import java.util.List;
import java.util.regex.Pattern;

/// A list of regular expressions from a resource file, one a line; `#` begins a comment.
///
/// @param source the text of the file
record Phrases(String source, List<Pattern> patterns) {
  Phrases {
    patterns = List.copyOf(patterns);
  }

  static Phrases resource(String name) {
    String source = Template.resource(Phrases.class, name).text();
    return new Phrases(
        source,
        source
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
