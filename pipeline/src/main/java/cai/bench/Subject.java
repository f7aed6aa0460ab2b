package cai.bench;

import cai.UserError;
import cai.language.local.LocalModel;
import cai.tokenizer.Tokenizer;
import cai.transformer.Decoder;
import java.util.OptionalInt;

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
    return model.decoder(OptionalInt.empty());
  }

  Decoder trained(int from) {
    return model.decoder(OptionalInt.of(from));
  }

  ModelCost cost() {
    return new ModelCost(model.config(), model.arithmetic());
  }

  Tokenizer endless() {
    return new Endless(model.tokenizer());
  }
}
