package cai;

import cai.dialogue.DialogueStyle;
import cai.recipe.Setting;
import java.util.Optional;

/// Which models a run uses and how: the recipe's section `model`.
public record ModelSettings(
    @Setting(
            value = "smollm2-135m-instruct",
            about =
                "the helpful-only model: a name, owner/name on the hub, a GGUF file or a folder")
        String name,
    @Setting(about = "the model that judges; without it the helpful-only model does")
        Optional<String> feedback,
    @Setting(
            value = "auto",
            about =
                "numbers in which linear layers multiply: fp32, fp16 (frozen weights only), bf16,"
                    + " or auto by measurement")
        Choice arithmetic,
    @Setting(
            value = "auto",
            about = "how dialogues are written: chat (the model's template), transcript, or auto")
        DialogueStyle dialogue,
    @Setting(
            value = "32",
            min = 1,
            max = 4096,
            about = "sequences at once; only memory and speed depend on it")
        int rows) {

  /// In which numbers linear layers multiply.
  public enum Choice {
    AUTO,
    FP32,
    FP16,
    BF16
  }
}
