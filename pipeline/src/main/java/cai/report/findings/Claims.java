package cai.report.findings;

import cai.constitution.Aim;
import cai.evaluation.AnswerMeasure;
import cai.evaluation.Contender;
import cai.evaluation.Contender.Pairing;
import cai.evaluation.MeasuredAnswer;
import cai.report.findings.Claim.BesideControl;
import cai.report.findings.RunFiles.EvaluationFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All claims of a run's evaluation: every trained model against the first one, on the prompts of
/// each aim, by each measure.
public final class Claims {
  private final List<MeasuredAnswer> answers;
  private final List<Contender> compared;
  private final int smallSample;

  private Claims(EvaluationFiles evaluation, int smallSample) {
    this.answers = evaluation.answers();
    this.compared = evaluation.contenders();
    this.smallSample = smallSample;
  }

  /// The claims in the order of models, aims and measures.
  ///
  /// @param smallSample fewest prompts from which a comparison says whether something moved
  public static List<Claim> of(EvaluationFiles evaluation, int smallSample) {
    var claims = new Claims(evaluation, smallSample);
    var all = new ArrayList<Claim>();
    for (Contender model : claims.models())
      for (Aim aim : Aim.values())
        for (AnswerMeasure measure : Findings.MEASURES)
          claims.claim(model, aim, measure).ifPresent(all::add);
    return List.copyOf(all);
  }

  private List<Contender> models() {
    return compared.stream().skip(1).filter(one -> !one.isControl()).toList();
  }

  private Optional<Claim> claim(Contender model, Aim aim, AnswerMeasure measure) {
    return difference(compared.getFirst(), model, aim, measure)
        .map(difference ->
            new Claim(
                aim,
                measure,
                new Pairing(compared.getFirst(), model),
                difference,
                Claim.conclusion(difference, measure, aim, smallSample),
                Contender.controls(compared).stream()
                    .flatMap(control -> beside(control, model, aim, measure).stream())
                    .toList()));
  }

  private Optional<BesideControl> beside(
      Contender control, Contender model, Aim aim, AnswerMeasure measure) {
    Optional<PairedDifference> of = difference(compared.getFirst(), control, aim, measure);
    Optional<PairedDifference> over = difference(control, model, aim, measure);
    if (of.isEmpty() || over.isEmpty()) return Optional.empty();
    return Optional.of(
        new BesideControl(
            control,
            of.get(),
            over.get(),
            Claim.conclusion(over.get(), measure, aim, smallSample)));
  }

  private Optional<PairedDifference> difference(
      Contender from, Contender to, Aim aim, AnswerMeasure measure) {
    return PairedDifference.between(answers, aim, measure, new Pairing(from, to));
  }
}
