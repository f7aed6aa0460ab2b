package cai.preference;

import cai.json.Absent;
import java.util.List;
import java.util.Optional;

/// The preference model on comparisons it was not trained on: `preference/validation.json`.
public record PreferenceValidation(String format, List<Group> groups) {
  /// Format and version of the file.
  public static final String FORMAT = "preference-validation/1";

  public PreferenceValidation {
    groups = List.copyOf(groups);
  }

  /// Comparisons of one aim and one source of labels.
  ///
  /// @param name in words, for example "AI harmlessness labels, held out"
  /// @param count comparisons
  /// @param prompts that the comparisons are about; empty in earlier files
  /// @param accuracy share whose likelier answer gets the higher score; a tie counts half
  /// @param low lower end of the 95 % interval of the accuracy, clustered by prompt
  /// @param high upper end
  /// @param shorterWinsAccuracy of the rule "the answer with fewer words is better"
  /// @param lengthMatchedAccuracy over the pairs whose lengths differ by at most a tenth; empty
  ///   where there are none
  /// @param calibrationError expected calibration error of max(p, 1-p), p = sigmoid(score
  ///   difference), in five bins over [0.5, 1], against the mean label of the answer with the
  ///   higher score; with labels of 0 and 1 that is how often it is the better one
  /// @param correlationWithLength Pearson correlation of an answer's score with its words
  public record Group(
      String name,
      int count,
      @Absent("") Optional<Integer> prompts,
      double accuracy,
      double low,
      double high,
      double shorterWinsAccuracy,
      Optional<Double> lengthMatchedAccuracy,
      double calibrationError,
      double correlationWithLength) {}
}
