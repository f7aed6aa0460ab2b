package cai.cli;

import cai.checkpoint.tensors.ElementType;
import cai.cli.machine.Choices;
import cai.cli.machine.ChosenArithmetic;
import cai.cli.terminal.Surroundings;
import cai.dialogue.DialogueStyle;
import cai.dialogue.SpecialTokens;
import cai.language.local.LocalModel;
import cai.language.local.ModelSettings;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The options that say which model a command uses and how; several commands share them.
final class ModelOptions {
  @Parameters(
      paramLabel = "MODEL",
      description =
          "A name, owner/name[@revision] of the hub, a GGUF file, a model folder, or a run's"
              + " stage.")
  private String model;

  @Option(
      names = "--arithmetic",
      paramLabel = "auto|fp32|fp16|bf16",
      defaultValue = "auto",
      converter = Choices.OfArithmetic.class,
      description =
          "Numbers in which linear layers multiply; auto: the fastest as measured, bf16 only where"
              + " the CPU does it natively, fp16 (frozen weights only) where it has AVX2 and no"
              + " AVX512.")
  private ModelSettings.ArithmeticChoice arithmetic;

  @Option(
      names = "--dialogue",
      paramLabel = "auto|chat|transcript",
      defaultValue = "auto",
      converter = Choices.OfDialogue.class,
      description =
          "How messages are written; auto: the model's chat template where it has one, else"
              + " Human:/Assistant:.")
  private DialogueStyle dialogue;

  @Option(
      names = "--special-tokens-in-text",
      paramLabel = "plain|recognised",
      defaultValue = "plain",
      converter = Choices.OfSpecialTokens.class,
      description =
          "Names of special tokens in what messages say: plain text, or recognised, so that a"
              + " message can end its turn. Plain texts are read as they are.")
  private SpecialTokens specialTokens;

  /// Opens the model, which is fetched first if it is not on this machine.
  LocalModel open(Surroundings surroundings) {
    Path path = surroundings.model(model);
    return LocalModel.open(
        path,
        ChosenArithmetic.of(arithmetic, surroundings),
        dialogue,
        specialTokens,
        ElementType.F32);
  }

  /// Opens the model for commands that only need its tokenizer.
  LocalModel openWithoutWeights(Surroundings surroundings) {
    Path path = surroundings.model(model);
    return LocalModel.open(
        path, cai.transformer.Arithmetic.FP32, dialogue, specialTokens, ElementType.F32);
  }
}
