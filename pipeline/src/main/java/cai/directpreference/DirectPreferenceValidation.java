package cai.directpreference;

import java.util.Optional;

/// What RL-CAI makes of pairs that it did not learn from: `reinforcement/validation.json` where
/// `policy` is `dpo`.
///
/// @param before of SL-CAI on the held-out pairs; empty where there are none
/// @param after of RL-CAI on the same pairs
/// @param heldOut number of these pairs
/// @param trained number of pairs that were learnt from
/// @param unlabelled pairs left out because the feedback model gave no label
/// @param unusable pairs left out because their answers are equal, empty or too long
/// @param cutOff answers, learnt from and held out, that were cut off before their end, so that
///   they count without an end-of-text token
public record DirectPreferenceValidation(
    String format,
    Optional<PairMeasures> before,
    Optional<PairMeasures> after,
    int heldOut,
    int trained,
    int unlabelled,
    int unusable,
    long cutOff) {
  /// Format and version of the file.
  public static final String FORMAT = "direct-preference-validation/1";
}
