package cai.preference;

import cai.language.local.LocalModel;
import cai.language.local.LocalWeights;
import cai.run.Artifact;
import cai.run.Input;
import cai.run.Key;
import java.nio.file.Path;

/// The trained preference model that a stage scores with, before it is opened.
///
/// @param model folder of the preference model
/// @param base the language model that it was trained on
/// @param tokensAtOnce tokens computed at once; only memory, speed and last digits depend on it
public record TrainedScorer(
    Artifact<Path> model, LocalWeights base, @Key("preference.tokens-at-once") int tokensAtOnce)
    implements Input {
  /// Opens it on its base model, which must stay open as long.
  public PreferenceModel open(LocalModel opened) {
    return PreferenceModel.open(
        model.path(), BaseModel.of(opened, base.weights().hash()), tokensAtOnce);
  }
}
