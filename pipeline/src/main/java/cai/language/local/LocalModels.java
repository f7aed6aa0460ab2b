package cai.language.local;

import cai.checkpoint.ModelFiles;
import cai.run.Artifact;
import cai.transformer.Arithmetic;
import java.nio.file.Path;

/// The models of a run on this machine: the models that the user gives, and the settings that hold
/// for them and for the models that stages make.
///
/// @param settings the recipe's section
/// @param helpful the helpful-only assistant: a GGUF file or a folder
/// @param feedback the model that gives feedback; may be the same
/// @param arithmetic of all models
/// @param parameters numbers in the weights of the helpful-only assistant
public record LocalModels(
    ModelSettings settings,
    Artifact<Path> helpful,
    Artifact<Path> feedback,
    Arithmetic arithmetic,
    long parameters) {
  /// Names of the given models in the keys of stages.
  public static final String HELPFUL = "model";

  public static final String FEEDBACK = "feedback model";

  /// Reads the models' files once, to know their content.
  public static LocalModels of(
      ModelSettings settings, Path helpful, Path feedback, Arithmetic arithmetic) {
    try (var files = ModelFiles.open(helpful)) {
      String hash = files.hash();
      return new LocalModels(
          settings,
          Artifact.given(HELPFUL, helpful, hash),
          Artifact.given(FEEDBACK, feedback, feedback.equals(helpful) ? hash : hash(feedback)),
          arithmetic,
          files.config().parameters());
    }
  }

  private static String hash(Path model) {
    try (var files = ModelFiles.open(model)) {
      return files.hash();
    }
  }

  /// A model that is trained on, or whose layers are read.
  public LocalWeights weights(Artifact<Path> folder) {
    return new LocalWeights(
        folder, settings.dialogue(), settings.specialTokensInText(), arithmetic);
  }

  /// A model that answers and that is asked about answers.
  public AskedLocalModel asked(Artifact<Path> folder) {
    return new AskedLocalModel(weights(folder), settings.rows());
  }
}
