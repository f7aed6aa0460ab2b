package cai.language;

import cai.language.Generation.Completion;
import cai.language.Generation.Ending;
import cai.language.Generation.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a sampled text ends. Small models wander off after a blank line and are often cut off in
/// the middle of a sentence.
///
/// @param stopAtBlankLine whether sampling ends at the first blank line
/// @param wholeSentences whether a text that reached its token limit is cut at its last sentence
///   end, if it has one
public record SampledText(boolean stopAtBlankLine, boolean wholeSentences) {
  private static final Pattern SENTENCE_END =
      Pattern.compile("[.!?]['\")\\]\u2019\u201d]*(?=\\s|$)");

  /// The same sampling with these stops, and the blank line where wanted.
  public Sampling stoppingAt(Sampling sampling, List<String> stops) {
    var all = new ArrayList<String>();
    if (stopAtBlankLine) all.add("\n\n");
    all.addAll(stops);
    return new Sampling(
        sampling.temperature(),
        sampling.topP(),
        sampling.topK(),
        sampling.maxTokens(),
        all,
        sampling.seed());
  }

  /// The text of a completion without white space around it.
  public String read(Completion completion) {
    String text = completion.text().strip();
    return wholeSentences && completion.ending() == Ending.LENGTH ? toLastSentenceEnd(text) : text;
  }

  static String toLastSentenceEnd(String text) {
    int end = 0;
    Matcher ends = SENTENCE_END.matcher(text);
    while (ends.find()) end = ends.end();
    return end == 0 ? text : text.substring(0, end);
  }
}
