package cai.evaluation.gauges;

import cai.critique.acceptance.TextGauge;
import cai.critique.acceptance.TextGauge.GaugedReading;
import cai.critique.acceptance.TextGauge.GaugedText;
import cai.critique.acceptance.TextReading;
import cai.dialogue.Dialogue;
import cai.language.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// How the answers of all models read to one model that is frozen: the one before any training.
/// Equal answers to one prompt are read once.
///
/// **Source**: ours. The training does not use these measures, so they do not judge themselves.
public final class AnswerReadings {
  private final Map<Dialogue, AnswerReading> readings = new LinkedHashMap<>();

  private AnswerReadings() {}

  /// An answer to be read.
  ///
  /// @param id unique among the answers
  /// @param prompt ends in a human turn
  public record ReadAnswer(String id, Dialogue prompt, String text) {
    /// The prompt with the answer.
    public Dialogue answered() {
      return prompt.answered(text);
    }
  }

  /// No readings, where nobody was asked.
  public static AnswerReadings none() {
    return new AnswerReadings();
  }

  /// @param readings of the answers, one each and in order
  public static AnswerReadings of(List<ReadAnswer> answers, List<AnswerReading> readings) {
    var all = new AnswerReadings();
    for (int i = 0; i < answers.size(); i++)
      all.readings.put(answers.get(i).answered(), readings.get(i));
    return all;
  }

  /// Asks about a batch of answers.
  ///
  /// @param gauge of the model before any training
  public static List<AnswerReading> ask(TextGauge gauge, List<ReadAnswer> batch) {
    List<Outcome<GaugedReading>> outcomes =
        gauge.read(
            batch.stream()
                .map(one -> new GaugedText(one.id(), one.prompt(), "", one.text()))
                .toList());
    return IntStream.range(0, batch.size())
        .mapToObj(i -> AnswerReading.of(batch.get(i).id(), outcomes.get(i)))
        .toList();
  }

  /// How an answer to a prompt reads; empty where it was not read or could not be.
  public Optional<TextReading> of(Dialogue prompt, String answer) {
    return Optional.ofNullable(readings.get(prompt.answered(answer)))
        .flatMap(AnswerReading::reading);
  }

  /// The answers that the model could not be asked about, with the reasons.
  public List<AnswerReading> refused() {
    return readings.values().stream().filter(one -> one.reading().isEmpty()).toList();
  }
}
