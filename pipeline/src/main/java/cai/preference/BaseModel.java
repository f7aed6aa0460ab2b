package cai.preference;

import cai.dialogue.Dialogue;
import cai.language.local.LocalModel;
import cai.sequence.DialogueRenderer;
import cai.sequence.TokenSequence;
import cai.transformer.Arithmetic;
import cai.transformer.ModelConfig;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import java.util.function.Function;

/// The language model whose lower layers the preference model reads.
///
/// @param weights fp32 values by Hugging Face name, row-major
/// @param renderer of dialogues for its tokenizer
/// @param hash of its content: a preference model opens only on the model it was trained on
public record BaseModel(
    ModelConfig config,
    Function<String, float[]> weights,
    Arithmetic arithmetic,
    DialogueRenderer renderer,
    String hash) {

  /// An opened model.
  ///
  /// @param hash of its content
  public static BaseModel of(LocalModel model, String hash) {
    return new BaseModel(
        model.config(), model.files()::read, model.arithmetic(), model.renderer(), hash);
  }

  /// What the preference model reads of a dialogue that ends in an answer: the prompt and the text
  /// of the answer, and never an end-of-text token, whether the answer ended or was cut off.
  ///
  /// Labels are given on texts; a token that ended answers have and cut ones lack would tell the
  /// head little but their length, and a cut answer would be read at another kind of token than
  /// those that it was trained on.
  TokenSequence read(Dialogue answered) {
    return renderer.answered(answered, false);
  }

  /// Its lowest layers.
  ///
  /// @param trained from layer `layers` on trains none
  Decoder lowest(int layers, TrainedLayers trained) {
    TrainedLayers some = trained.from() < layers ? trained : TrainedLayers.none();
    return Decoder.load(config.withLayers(layers), weights, arithmetic, some);
  }
}
