package cai.language.local;

import cai.checkpoint.ModelFiles;
import cai.dialogue.FormatKind;
import cai.run.Artifact;
import cai.transformer.Arithmetic;
import java.nio.file.Path;

/// The models of a run on this machine: the models that the user gives, and the settings that hold
/// for them and for the models that stages make.
///
/// @param settings the recipe's section
/// @param helpful the helpful-only assistant: a GGUF file or a folder
/// @param feedback the model that gives feedback; may be the same
/// @param formats in which the given models are asked
/// @param arithmetic of all models
/// @param parameters numbers in the weights of the helpful-only assistant
public record LocalModels(
    ModelSettings settings,
    Artifact<Path> helpful,
    Artifact<Path> feedback,
    Formats formats,
    Arithmetic arithmetic,
    long parameters) {
  /// Names of the given models in the keys of stages.
  public static final String HELPFUL = "model";

  public static final String FEEDBACK = "feedback model";

  /// In which formats the given models are asked. A model that a stage makes has the format of the
  /// helpful-only assistant, from which it was trained.
  public record Formats(FormatKind helpful, FormatKind feedback) {}

  /// What the files of a model say.
  private record ModelContent(String hash, FormatKind format, long parameters) {}

  /// Reads the models' files once, to know their content and their formats.
  ///
  /// @throws cai.errors.UserError where a model has no template for the chat that the settings want
  public static LocalModels of(
      ModelSettings settings, Path helpful, Path feedback, Arithmetic arithmetic) {
    ModelContent own = content(helpful, settings);
    ModelContent other = feedback.equals(helpful) ? own : content(feedback, settings);
    return new LocalModels(
        settings,
        Artifact.given(HELPFUL, helpful, own.hash()),
        Artifact.given(FEEDBACK, feedback, other.hash()),
        new Formats(own.format(), other.format()),
        arithmetic,
        own.parameters());
  }

  private static ModelContent content(Path model, ModelSettings settings) {
    try (var files = ModelFiles.open(model)) {
      FormatKind format = LocalModel.kind(files, model, settings.dialogue());
      return new ModelContent(files.hash(), format, files.config().parameters());
    }
  }

  /// A model that is trained on, or whose layers are read.
  public LocalWeights weights(Artifact<Path> folder) {
    return weights(folder, formats.helpful());
  }

  private LocalWeights weights(Artifact<Path> folder, FormatKind format) {
    return new LocalWeights(folder, format, settings.specialTokensInText(), arithmetic);
  }

  /// The model that gives feedback.
  public AskedLocalModel askedFeedback() {
    return new AskedLocalModel(weights(feedback, formats.feedback()), settings.rows());
  }

  /// A model that answers and that is asked about answers: the helpful-only assistant, or a model
  /// that was trained from it.
  public AskedLocalModel asked(Artifact<Path> folder) {
    return new AskedLocalModel(weights(folder), settings.rows());
  }
}
