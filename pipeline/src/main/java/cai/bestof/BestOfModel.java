package cai.bestof;

import cai.dialogue.FormatKind;
import cai.json.Json;
import cai.language.AskedModel;
import cai.language.Capability;
import cai.language.LanguageModel;
import cai.preference.TrainedScorer;
import cai.reinforcement.ReinforcementSettings.PolicyGuards;
import cai.run.Key;
import cai.storage.ContentHash;
import java.util.Set;

/// SL-CAI whose answers a preference model chooses, as later stages ask it.
///
/// @param slCai that answers
/// @param scorer the preference model that chooses
/// @param answers number of answers that it chooses from
/// @param guards of the choice
public record BestOfModel(
    AskedModel slCai,
    TrainedScorer scorer,
    @Key("best-of-n.answers") int answers,
    @Key("reinforcement.guards") PolicyGuards guards)
    implements AskedModel {
  @Override
  public String name() {
    return "the best of " + answers + " answers of " + slCai.name();
  }

  @Override
  public Set<Capability> capabilities() {
    return slCai.capabilities();
  }

  @Override
  public FormatKind format() {
    return slCai.format();
  }

  @Override
  public String identity() {
    return ContentHash.text(
        String.join(
            " ",
            slCai.identity(),
            scorer.model().hash(),
            Integer.toString(answers),
            Json.line(guards)));
  }

  @Override
  public int samplesPerAnswer() {
    return answers;
  }

  @Override
  public LanguageModel open() {
    return new ChoosingModel(this, slCai.open());
  }
}
