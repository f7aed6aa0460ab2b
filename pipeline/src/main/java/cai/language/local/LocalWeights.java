package cai.language.local;

import cai.checkpoint.tensors.ElementType;
import cai.dialogue.DialogueStyle;
import cai.dialogue.FormatKind;
import cai.dialogue.SpecialTokens;
import cai.run.Artifact;
import cai.run.Input;
import cai.run.Key;
import cai.storage.ContentHash;
import cai.transformer.Arithmetic;
import java.nio.file.Path;

/// The model that a training stage starts from or reads: its files on this machine and how they are
/// read.
///
/// @param weights a GGUF file or a folder
/// @param dialogue the format in which it is asked, sampled and trained
/// @param specialTokens what becomes of the names of special tokens in what is said
/// @param arithmetic in which linear layers multiply
public record LocalWeights(
    Artifact<Path> weights,
    @Key("model.dialogue") FormatKind dialogue,
    @Key("model.special-tokens-in-text") SpecialTokens specialTokens,
    @Key("model.arithmetic") Arithmetic arithmetic)
    implements Input {
  /// A hash of the content and of how it is used.
  public String identity() {
    return identity(weights.hash(), dialogue, specialTokens, arithmetic);
  }

  static String identity(
      String content, FormatKind dialogue, SpecialTokens specialTokens, Arithmetic arithmetic) {
    return ContentHash.text(
        String.join(" ", content, dialogue.name(), specialTokens.name(), arithmetic.name()));
  }

  /// Opens the files; the weights are loaded when they are asked for.
  public LocalModel open() {
    return open(ElementType.F32);
  }

  /// Opens the files of a model that is to be trained.
  ///
  /// @param written type of the trained weights when they are written
  public LocalModel open(ModelSettings.SaveAs written) {
    return open(written.type());
  }

  private LocalModel open(ElementType written) {
    var style =
        switch (dialogue) {
          case CHAT -> DialogueStyle.CHAT;
          case TRANSCRIPT -> DialogueStyle.TRANSCRIPT;
        };
    return LocalModel.open(weights.path(), arithmetic, style, specialTokens, written);
  }
}
