package cai.bench;

import cai.errors.UserError;
import cai.language.LanguageModel;
import cai.language.local.LocalModel;
import cai.language.local.TokenModel;
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

  ModelCost cost() {
    return new ModelCost(model.config(), model.arithmetic());
  }

  /// The model with dialogues in [PlainFormat].
  LocalModel plain() {
    return model.speaking(model.tokenizer(), new PlainFormat());
  }

  /// The model with dialogues in [PlainFormat] and answers of full length.
  LocalModel endless() {
    return model.speaking(new Endless(model.tokenizer()), new PlainFormat());
  }

  /// Generation and scoring on token ids, with continuations of full length. Every pass opens its
  /// own, because an open one keeps what earlier calls have computed.
  ///
  /// @param decoder stays the caller's
  /// @param rows sequences in one batch
  TokenModel tokenModel(Decoder decoder, int rows) {
    return new TokenModel(decoder, new Endless(model.tokenizer()), rows);
  }

  /// The model as the text stages see it, for texts of [WorkloadTokenizer]. Every pass opens its
  /// own, as in [#tokenModel].
  LanguageModel languageModel(Decoder decoder, int rows) {
    return model
        .speaking(new WorkloadTokenizer(model.tokenizer()), new PlainFormat())
        .languageModel(decoder, rows);
  }
}
