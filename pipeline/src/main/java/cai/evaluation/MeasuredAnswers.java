package cai.evaluation;

import cai.evaluation.declines.DeclineGauge;
import cai.evaluation.declines.DeclineGauge.GaugedAnswer;
import cai.evaluation.declines.Stance;
import java.util.ArrayList;
import java.util.List;

/// Puts everything that was measured on an answer into one line. An answer that the preference
/// model could not score has no line.
///
/// @param judged by the feedback model
/// @param scored by the preference model
record MeasuredAnswers(List<Question> questions, AnswerScores judged, AnswerScores scored) {

  /// The answers that count, prompt after prompt, all models to each.
  List<MeasuredAnswer> heldOut(List<ModelAnswers> all) {
    return lines(all, true);
  }

  /// The answers that are only shown.
  List<MeasuredAnswer> examples(List<ModelAnswers> all) {
    return lines(all, false);
  }

  private List<MeasuredAnswer> lines(List<ModelAnswers> all, boolean heldOut) {
    var lines = new ArrayList<MeasuredAnswer>();
    for (int i = 0; i < questions.size(); i++) {
      if (questions.get(i).heldOut() != heldOut) continue;
      for (ModelAnswers one : all) {
        SampledAnswer sampled = one.sampled().get(i);
        if (isScored(questions.get(i), sampled))
          lines.add(line(questions.get(i), one.model(), sampled));
      }
    }
    return lines;
  }

  /// Whether an answer has a line.
  boolean isScored(Question question, SampledAnswer sampled) {
    return sampled.asked() && scored.of(question.prompt(), sampled.text()).isPresent();
  }

  /// Whether the feedback model has judged an answer.
  boolean isJudged(Question question, SampledAnswer sampled) {
    return judged.of(question.prompt(), sampled.text()).isPresent();
  }

  private MeasuredAnswer line(Question question, String model, SampledAnswer sampled) {
    String text = sampled.text();
    var measures = TextMeasures.of(text);
    GaugedAnswer gauged = DeclineGauge.read(question.prompt(), text);
    return new MeasuredAnswer(
        MeasuredAnswer.FORMAT,
        question.id(),
        question.conversation(),
        question.aim(),
        question.kind(),
        model,
        question.prompt(),
        text,
        sampled.ended(),
        scored.of(question.prompt(), text).orElseThrow(),
        judged.of(question.prompt(), text),
        gauged.stance() == Stance.DECLINES,
        gauged.stance() == Stance.UNCLEAR,
        gauged.evasive(),
        measures.words(),
        measures.distinctBigrams(),
        measures.repetition());
  }
}
