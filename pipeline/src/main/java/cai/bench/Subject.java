package cai.bench;

import cai.errors.UserError;
import cai.language.local.LocalModel;
import cai.tokenizer.Tokenizer;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;

/// What is measured: a model with the workload in its tokens.
public record Subject(LocalModel model, Workload workload) {
  /// @throws UserError where the workload does not fit the model
  public static Subject of(LocalModel model) {
    requireRoom(model.config().contextLength());
    return new Subject(model, new Workload(model.tokenizer()));
  }

  static void requireRoom(int context) {
    if (context < Workload.LONGEST)
      throw new UserError(
          "bench: the model has a context of %,d tokens; the workload needs %,d"
              .formatted(context, Workload.LONGEST));
  }

  Decoder frozen() {
    return model.decoder(TrainedLayers.none());
  }

  Decoder trained(TrainedLayers trained) {
    return model.decoder(trained);
  }

  ModelCost cost() {
    return new ModelCost(model.config(), model.arithmetic());
  }

  Tokenizer endless() {
    return new Endless(model.tokenizer());
  }
}
