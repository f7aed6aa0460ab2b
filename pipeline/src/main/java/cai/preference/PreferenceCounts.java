package cai.preference;

import cai.json.Absent;

/// What the preference model was trained on and what was left out: `preference/data.json`.
///
/// @param harmlessness comparisons labelled by AI
/// @param helpfulness comparisons
/// @param helpfulnessFrom who labelled the latter
/// @param unlabelled left out because the feedback model gave no label
/// @param replaced AI helpfulness comparisons left out because there are human ones
/// @param identical left out because both answers are the same text
/// @param tooLong left out because a dialogue does not fit the model's context
/// @param heldOutConversations human comparisons left out because evaluation asks about their
///   conversations; 0 in files of format 1, which did not look
/// @param cutOff answers of the comparisons used that were cut off before their end; 0 in files of
///   format 1, which do not say
/// @param train comparisons trained on
/// @param heldOut comparisons kept for validation
/// @param tokens of both dialogues of all comparisons used
public record PreferenceCounts(
    String format,
    int harmlessness,
    int helpfulness,
    LabelledBy helpfulnessFrom,
    int unlabelled,
    int replaced,
    int identical,
    int tooLong,
    @Absent("0") int heldOutConversations,
    @Absent("0") int cutOff,
    int train,
    int heldOut,
    long tokens) {
  /// Format and version of the file.
  public static final String FORMAT = "preference-data/2";

  /// Who gave labels.
  public enum LabelledBy {
    HUMAN,
    AI,
    NOBODY
  }

  /// Comparisons that are not used.
  int leftOut() {
    return unlabelled + replaced + heldOutConversations + identical + tooLong;
  }

  /// Comparisons used.
  public int comparisons() {
    return harmlessness + helpfulness;
  }
}
