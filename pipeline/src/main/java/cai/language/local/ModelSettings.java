package cai.language.local;

import cai.checkpoint.tensors.ElementType;
import cai.dialogue.DialogueStyle;
import cai.dialogue.SpecialTokens;
import cai.recipe.Setting;
import java.util.List;
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
        ArithmeticChoice arithmetic,
    @Setting(
            value = "auto",
            about =
                "how dialogues are written wherever a model is asked, sampled, trained or judges:"
                    + " chat (its own template), transcript (the paper's Human: and Assistant:), or"
                    + " auto (chat where it has a template)")
        DialogueStyle dialogue,
    @Setting(
            value = "plain",
            about =
                "names of special tokens in what is said, such as <|im_end|> in a prompt: plain"
                    + " (text), or recognised (a message can end its turn)")
        SpecialTokens specialTokensInText,
    @Setting(
            value = "32",
            min = 1,
            max = 4096,
            about = "sequences at once; only memory and speed depend on it")
        int rows,
    @Setting(
            value = "f32",
            about =
                "numbers in which trained weights are written: f32, bf16 or f16; frozen ones keep"
                    + " the 16 bits they were read in")
        SaveAs saveAs) {

  /// What is to be known about a plan, one sentence each.
  public List<String> planNotes() {
    return feedback
        .map(other ->
            "the feedback model " + other + " is counted as if it were of the size of " + name)
        .stream()
        .toList();
  }

  /// The type of written weights.
  public enum SaveAs {
    F32(ElementType.F32),
    BF16(ElementType.BF16),
    F16(ElementType.F16);

    private final ElementType type;

    SaveAs(ElementType type) {
      this.type = type;
    }

    ElementType type() {
      return type;
    }
  }

  /// In which numbers linear layers multiply.
  public enum ArithmeticChoice {
    AUTO,
    FP32,
    FP16,
    BF16
  }
}
