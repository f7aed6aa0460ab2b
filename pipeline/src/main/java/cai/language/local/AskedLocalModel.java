package cai.language.local;

import cai.language.AskedModel;
import cai.language.LanguageModel;
import cai.run.Key;

/// A model on this machine that answers and judges.
///
/// @param rows sequences sampled at the same time
public record AskedLocalModel(LocalWeights model, @Key("model.rows") int rows)
    implements AskedModel {
  @Override
  public LanguageModel open() {
    return OnDemandModel.of(model::open, rows);
  }
}
