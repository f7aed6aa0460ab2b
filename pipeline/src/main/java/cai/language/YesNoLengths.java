package cai.language;

import cai.cost.Length;
import cai.cost.PlannedModel;
import cai.dialogue.FormatKind;
import java.util.List;

/// How long the yes/no questions are that are asked about a text, tokens.
///
/// @param examples all worked examples together
/// @param question one question, mean
/// @param questions asked about one text, mean number
public record YesNoLengths(Length examples, double question, double questions) {
  /// Measures the questions of some principles.
  ///
  /// @param questions of each principle
  public static YesNoLengths of(
      Length examples, FormatKind format, List<List<String>> questions, PlannedModel model) {
    return new YesNoLengths(
        examples,
        model.mean(
            questions.stream().flatMap(List::stream).map(one -> YesNoQuestions.asked(format, one))),
        questions.stream().mapToInt(List::size).average().orElse(0));
  }

  /// Tokens read to ask about one text, which its questions share.
  ///
  /// @param answered tokens of the text and its prompt
  public double asked(double answered) {
    return questions == 0 ? 0 : answered + questions * question;
  }
}
