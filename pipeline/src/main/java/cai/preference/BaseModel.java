package cai.preference;

import cai.sequence.DialogueRenderer;
import cai.transformer.Arithmetic;
import cai.transformer.Decoder;
import cai.transformer.ModelConfig;
import cai.transformer.TrainedLayers;
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

  /// Its lowest layers.
  ///
  /// @param trained from layer `layers` on trains none
  Decoder lowest(int layers, TrainedLayers trained) {
    TrainedLayers some = trained.from() < layers ? trained : TrainedLayers.none();
    return Decoder.load(config.withLayers(layers), weights, arithmetic, some);
  }
}
