package cai.evaluation;

import cai.critique.acceptance.TextReading;
import cai.declines.DeclineGauge;
import cai.declines.DeclineGauge.GaugedAnswer;
import cai.declines.Stance;
import cai.evaluation.gauges.AnswerReadings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts everything that was measured on an answer into one line. An answer that the preference
/// model could not score has no line.
record MeasuredAnswers(List<Question> questions, Gauges gauges) {
  /// What models say about the answers.
  ///
  /// @param judged by the feedback model
  /// @param scored by the preference model
  /// @param readings by the model before any training
  /// @param people by the preference model of people's comparisons
  record Gauges(
      AnswerScores judged, AnswerScores scored, AnswerReadings readings, AnswerScores people) {}

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
    return sampled.asked() && gauges.scored().of(question.prompt(), sampled.text()).isPresent();
  }

  /// Whether the feedback model has judged an answer.
  boolean isJudged(Question question, SampledAnswer sampled) {
    return gauges.judged().of(question.prompt(), sampled.text()).isPresent();
  }

  private MeasuredAnswer line(Question question, String model, SampledAnswer sampled) {
    String text = sampled.text();
    var measures = TextMeasures.of(text);
    Optional<TextReading> reading = gauges.readings().of(question.prompt(), text);
    GaugedAnswer gauged = DeclineGauge.read(question.prompt(), text);
    return new MeasuredAnswer(
        MeasuredAnswer.FORMAT,
        question.id(),
        question.conversation(),
        question.group().aim(),
        question.group(),
        question.kind(),
        model,
        question.prompt(),
        text,
        sampled.ended(),
        gauges.scored().of(question.prompt(), text).orElseThrow(),
        gauges.judged().of(question.prompt(), text),
        gauged.stance() == Stance.DECLINES,
        gauged.stance() == Stance.UNCLEAR,
        gauged.evasive(),
        measures.words(),
        measures.distinctBigrams(),
        measures.repetition(),
        reading.map(TextReading::afterPrompt),
        reading.map(TextReading::topic),
        gauges.people().of(question.prompt(), text));
  }
}
