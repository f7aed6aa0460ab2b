package cai.critique.acceptance;

import cai.critique.acceptance.TextGauge.GaugedReading;
import cai.critique.acceptance.TextGauge.GaugedText;
import cai.dialogue.Dialogue;
import cai.language.LanguageModel;
import cai.language.Outcome;
import java.util.List;
import java.util.Optional;

/// Says why a revision is not accepted. Topic and fluency choose nothing that SL-CAI or the
/// preference model learns from; the score under the principle also ranks the candidates, see
/// `CandidateChoice`.
///
/// **Differs** from Bai et al. 2022, who take every revision; a recipe can turn it off.
public final class Acceptance {
  private final AcceptanceSettings settings;
  private final Optional<TextGauge> gauge;

  /// @param model the one before any training, which reads the texts
  /// @param examples answered dialogues shown before a prompt, in transcripts only
  public Acceptance(AcceptanceSettings settings, LanguageModel model, List<Dialogue> examples) {
    this.settings = settings;
    this.gauge =
        settings.enabled() ? Optional.of(new TextGauge(model, examples)) : Optional.empty();
  }

  /// Whether texts are gauged; where they are not, every revision is accepted.
  public boolean gauges() {
    return gauge.isPresent();
  }

  /// Whether revisions are compared with what they revise under the principle.
  public boolean comparesUnderPrinciple() {
    return gauges() && settings.mostPrincipleLoss().isPresent();
  }

  /// How texts read, in order.
  public List<Outcome<GaugedReading>> read(List<GaugedText> texts) {
    return gauge.orElseThrow().read(texts);
  }

  /// Why a revision is not accepted by how it reads.
  public Optional<CandidateVerdict> objection(TextReading revision) {
    if (revision.topic() < settings.leastTopic()) return Optional.of(CandidateVerdict.OFF_TOPIC);
    if (revision.fluency() < settings.leastFluency())
      return Optional.of(CandidateVerdict.NOT_FLUENT);
    return Optional.empty();
  }

  /// Why a revision is not accepted by its balanced yes/no score under the principle.
  ///
  /// @param before score of the text that it revises, nats
  public Optional<CandidateVerdict> objection(double before, double revision) {
    return settings
        .mostPrincipleLoss()
        .filter(most -> revision < before - most)
        .map(_ -> CandidateVerdict.WORSE_UNDER_PRINCIPLE);
  }
}
