package cai.language.local;

import cai.dialogue.FormatKind;
import cai.language.AskedModel;
import cai.language.Capability;
import cai.language.LanguageModel;
import cai.run.Key;
import java.util.EnumSet;
import java.util.Set;

/// A model on this machine that answers and that is asked about answers.
///
/// @param rows sequences sampled at the same time
public record AskedLocalModel(LocalWeights model, @Key("model.rows") int rows)
    implements AskedModel {
  @Override
  public String name() {
    return model.weights().title();
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }

  @Override
  public FormatKind format() {
    return model.dialogue();
  }

  @Override
  public LanguageModel open() {
    return new OnDemandModel(model::open, rows, format(), identity());
  }

  /// How many sequences are sampled at once changes no outcome, so it is no part of the identity.
  @Override
  public String identity() {
    return model.identity();
  }
}
