package cai.evaluation;

import cai.evaluation.gauges.ProbeLoss;
import cai.evaluation.items.HhhChoice;
import cai.evaluation.items.IdentificationChoice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;

/// What one model answered.
///
/// @param model see {@link MeasuredAnswer#model}
/// @param sampled one for each question of the stage, in order
/// @param choices one for each helpful-honest-harmless item, in order
/// @param identified one for each item about a conversation, in order
/// @param probed one for each passage of the capability probe, in order
public record ModelAnswers(
    String model,
    List<SampledAnswer> sampled,
    List<HhhChoice> choices,
    List<IdentificationChoice> identified,
    List<ProbeLoss> probed) {
  public ModelAnswers {
    sampled = List.copyOf(sampled);
    choices = List.copyOf(choices);
    identified = List.copyOf(identified);
    probed = List.copyOf(probed);
  }

  /// A part of what each model answered, by the model's name, in the order of the models.
  static <T> SequencedMap<String, T> byModel(
      List<ModelAnswers> all, Function<ModelAnswers, T> part) {
    var parts = new LinkedHashMap<String, T>();
    for (ModelAnswers one : all) parts.put(one.model(), part.apply(one));
    return parts;
  }
}
