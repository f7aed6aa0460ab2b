package cai.report.findings;

import cai.evaluation.AnswerMeasure;
import cai.evaluation.Contender;
import cai.evaluation.Contender.Pairing;
import cai.evaluation.MeasuredAnswer;
import cai.prompts.PromptItem.PromptGroup;
import cai.report.findings.Claim.BesideControl;
import cai.report.findings.RunFiles.EvaluationFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All claims of a run's evaluation: every trained model against the first one, on the prompts of
/// each group, by each measure.
public final class Claims {
  private final List<MeasuredAnswer> answers;
  private final List<Contender> compared;
  private final int smallSample;

  private Claims(EvaluationFiles evaluation, int smallSample) {
    this.answers = evaluation.answers();
    this.compared = evaluation.contenders();
    this.smallSample = smallSample;
  }

  /// The claims in the order of models, groups and measures.
  ///
  /// @param smallSample fewest prompts from which a comparison says whether something moved
  public static List<Claim> of(EvaluationFiles evaluation, int smallSample) {
    var claims = new Claims(evaluation, smallSample);
    var all = new ArrayList<Claim>();
    for (Contender model : claims.models())
      for (PromptGroup group : PromptGroup.values())
        for (AnswerMeasure measure : Findings.MEASURES)
          claims.claim(model, group, measure).ifPresent(all::add);
    return List.copyOf(all);
  }

  private List<Contender> models() {
    return compared.stream().skip(1).filter(one -> !one.isControl()).toList();
  }

  private Optional<Claim> claim(Contender model, PromptGroup group, AnswerMeasure measure) {
    return difference(compared.getFirst(), model, group, measure)
        .map(difference ->
            new Claim(
                group,
                measure,
                new Pairing(compared.getFirst(), model),
                difference,
                Claim.conclusion(difference, measure, group, smallSample),
                Contender.controls(compared).stream()
                    .flatMap(control -> beside(control, model, group, measure).stream())
                    .toList()));
  }

  private Optional<BesideControl> beside(
      Contender control, Contender model, PromptGroup group, AnswerMeasure measure) {
    Optional<PairedDifference> of = difference(compared.getFirst(), control, group, measure);
    Optional<PairedDifference> over = difference(control, model, group, measure);
    if (of.isEmpty() || over.isEmpty()) return Optional.empty();
    return Optional.of(
        new BesideControl(
            control,
            of.get(),
            over.get(),
            Claim.conclusion(over.get(), measure, group, smallSample)));
  }

  private Optional<PairedDifference> difference(
      Contender from, Contender to, PromptGroup group, AnswerMeasure measure) {
    return PairedDifference.between(answers, group, measure, new Pairing(from, to));
  }
}
