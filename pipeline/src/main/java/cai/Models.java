package cai;

import cai.checkpoint.ModelFiles;
import cai.transformer.Arithmetic;
import java.nio.file.Path;

/// Where the models of a run lie and what they are computed in.
///
/// @param model the helpful-only assistant: a GGUF file or a folder
/// @param feedback the model that judges; may be the same
/// @param arithmetic of all models
/// @param modelHash of the content of the model's files
/// @param feedbackHash of the other's
/// @param parameters numbers in the weights of the assistant
public record Models(
    Path model,
    Path feedback,
    Arithmetic arithmetic,
    String modelHash,
    String feedbackHash,
    long parameters) {

  /// Reads the models' files once, to know their content.
  public static Models of(Path model, Path feedback, Arithmetic arithmetic) {
    try (var files = ModelFiles.open(model)) {
      String hash = files.hash();
      String other = feedback.equals(model) ? hash : hash(feedback);
      return new Models(model, feedback, arithmetic, hash, other, files.config().parameters());
    }
  }

  private static String hash(Path model) {
    try (var files = ModelFiles.open(model)) {
      return files.hash();
    }
  }
}
