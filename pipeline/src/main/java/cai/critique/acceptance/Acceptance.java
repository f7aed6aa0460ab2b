package cai.critique.acceptance;

import cai.critique.acceptance.OwnResponses.Spread;
import cai.critique.acceptance.TextGauge.GaugedReading;
import cai.critique.acceptance.TextGauge.GaugedText;
import cai.language.Outcome;
import java.util.List;
import java.util.Optional;

/// Says why a revision is not accepted. Nothing that SL-CAI or the preference model learns from
/// goes into topic and fluency; the score under the principle, which may refuse a revision here,
/// also chooses among the accepted candidates.
///
/// **Differs** from Bai et al. 2022, who take every revision; a recipe can turn it off.
public final class Acceptance {
  private final AcceptanceSettings settings;
  private final Optional<TextGauge> gauge;
  private final Optional<OwnResponses> own;

  /// @param gauge empty where every revision is accepted
  /// @param own responses that floors are measured by; empty where there are too few, and then no
  ///   floor holds
  public Acceptance(
      AcceptanceSettings settings, Optional<TextGauge> gauge, Optional<OwnResponses> own) {
    this.settings = settings;
    this.gauge = gauge;
    this.own = own;
  }

  /// Whether texts are gauged at all; where they are not, every revision is accepted.
  public boolean gauges() {
    return gauge.isPresent();
  }

  /// How texts read, in order.
  public List<Outcome<GaugedReading>> read(List<GaugedText> texts) {
    return texts.isEmpty() ? List.of() : gauge.orElseThrow().read(texts);
  }

  /// Why a revision is not accepted by how it reads.
  ///
  /// @param before how the text reads that it revises, where that is known
  public Optional<CandidateVerdict> objection(Optional<TextReading> before, TextReading revision) {
    boolean offTopic =
        before.map(text -> revision.topic() < text.topic() - settings.mostTopicLoss()).orElse(false)
            || below(revision.topic(), own.map(OwnResponses::topic), settings.topicFloor());
    if (offTopic) return Optional.of(CandidateVerdict.OFF_TOPIC);
    boolean halting =
        before
                .map(text -> revision.fluency() < text.fluency() - settings.mostFluencyLoss())
                .orElse(false)
            || below(revision.fluency(), own.map(OwnResponses::fluency), settings.fluencyFloor());
    return halting ? Optional.of(CandidateVerdict.NOT_FLUENT) : Optional.empty();
  }

  private static boolean below(double value, Optional<Spread> spread, double deviations) {
    return spread.map(one -> value < one.below(deviations)).orElse(false);
  }

  /// Why a revision is not accepted by its balanced yes/no score under the principle.
  ///
  /// @param before score of the text that it revises, nats
  public Optional<CandidateVerdict> objection(double before, double revision) {
    return revision < before - settings.mostPrincipleLoss()
        ? Optional.of(CandidateVerdict.WORSE_UNDER_PRINCIPLE)
        : Optional.empty();
  }
}
