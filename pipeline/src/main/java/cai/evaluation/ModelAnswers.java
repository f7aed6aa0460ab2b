package cai.evaluation;

import java.util.List;

/// What one model answered.
///
/// @param model see {@link Answer#model}
/// @param sampled one for each question of the stage, in order
/// @param choices one for each helpful-honest-harmless item, in order
/// @param identified one for each item about a conversation, in order
public record ModelAnswers(
    String model,
    List<SampledAnswer> sampled,
    List<HhhChoice> choices,
    List<IdentificationChoice> identified) {
  public ModelAnswers {
    sampled = List.copyOf(sampled);
    choices = List.copyOf(choices);
    identified = List.copyOf(identified);
  }
}
