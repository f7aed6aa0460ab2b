package cai.language.local;

import cai.checkpoint.HuggingFaceFolder;
import cai.checkpoint.ModelFiles;
import cai.checkpoint.tensors.ElementType;
import cai.dialogue.DialogueFormat;
import cai.dialogue.DialogueStyle;
import cai.dialogue.FormatKind;
import cai.dialogue.SpecialTokens;
import cai.errors.UserError;
import cai.sequence.DialogueRenderer;
import cai.tokenizer.SaidText;
import cai.tokenizer.Tokenizer;
import cai.transformer.Arithmetic;
import cai.transformer.ModelConfig;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import java.nio.file.Path;
import java.util.Map;

/// A model on this machine: its opened files, and the decoders that are loaded from them.
///
/// **Thread-safety**: one thread at a time.
public final class LocalModel implements AutoCloseable {
  private final ModelFiles files;
  private final Arithmetic arithmetic;
  private final Tokenizer tokenizer;
  private final DialogueFormat format;
  private final SpecialTokens specialTokens;
  private final ElementType written;

  private LocalModel(
      ModelFiles files,
      Arithmetic arithmetic,
      Tokenizer tokenizer,
      DialogueFormat format,
      SpecialTokens specialTokens,
      ElementType written) {
    this.files = files;
    this.arithmetic = arithmetic;
    this.tokenizer = tokenizer;
    this.format = format;
    this.specialTokens = specialTokens;
    this.written = written;
  }

  /// Opens a GGUF file or a Hugging Face folder; weights are loaded when they are asked for.
  public static LocalModel open(Path path, Arithmetic arithmetic, DialogueStyle style) {
    return open(path, arithmetic, style, SpecialTokens.PLAIN, ElementType.F32);
  }

  /// Opens a GGUF file or a Hugging Face folder with settings of a run.
  ///
  /// @param specialTokens whether names of special tokens in dialogues become these tokens
  /// @param written type of trained weights that are written: F32, F16 or BF16
  public static LocalModel open(
      Path path,
      Arithmetic arithmetic,
      DialogueStyle style,
      SpecialTokens specialTokens,
      ElementType written) {
    ModelFiles files = ModelFiles.open(path);
    try {
      return new LocalModel(
          files, arithmetic, files.tokenizer(), format(files, path, style), specialTokens, written);
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  /// The kind of format that a model's dialogues are written in.
  ///
  /// @throws UserError where it has no template for the chat that is wanted
  static FormatKind kind(ModelFiles files, Path path, DialogueStyle style) {
    return format(files, path, style).kind();
  }

  private static DialogueFormat format(ModelFiles files, Path path, DialogueStyle style) {
    return switch (style) {
      case TRANSCRIPT -> DialogueFormat.transcript();
      case AUTO ->
          files.chatTemplate().map(DialogueFormat::chat).orElseGet(DialogueFormat::transcript);
      case CHAT ->
          DialogueFormat.chat(
              files
                  .chatTemplate()
                  .orElseThrow(() ->
                      new UserError(
                          path
                              + ": the model has no chat template; set"
                              + " model.dialogue=transcript")));
    };
  }

  private String identity() {
    return LocalWeights.identity(files.hash(), format.kind(), specialTokens, arithmetic);
  }

  public ModelFiles files() {
    return files;
  }

  public ModelConfig config() {
    return files.config();
  }

  public Arithmetic arithmetic() {
    return arithmetic;
  }

  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /// Renders dialogues for this model.
  public DialogueRenderer renderer() {
    return new DialogueRenderer(
        tokenizer,
        format,
        switch (specialTokens) {
          case PLAIN -> SaidText.plain(tokenizer);
          case RECOGNISED -> SaidText.recognised(tokenizer);
        });
  }

  /// Loads the weights into a decoder.
  public Decoder decoder(TrainedLayers trained) {
    return decoder(trained, arithmetic);
  }

  /// Loads the weights into a decoder of another arithmetic than the model's own, for comparison.
  Decoder decoder(TrainedLayers trained, Arithmetic arithmetic) {
    Decoder decoder = Decoder.load(config(), files::read, arithmetic, trained);
    // The weights went through the heap, which is now larger than it will need to be: unused memory
    // is given back to the system before native memory grows.
    System.gc();
    return decoder;
  }

  /// Loads the weights for generation and scoring.
  ///
  /// @param rows sequences in one batch
  public LocalLanguageModel languageModel(int rows) {
    return new LocalLanguageModel(
        decoder(TrainedLayers.none()), renderer(), rows, true, this::identity);
  }

  /// A model for generation and scoring on weights that the caller has loaded and will close.
  public LocalLanguageModel languageModel(Decoder loaded, int rows) {
    return new LocalLanguageModel(loaded, renderer(), rows, false, this::identity);
  }

  /// This model with another tokenizer and another format of dialogues, for texts whose tokens are
  /// given. The result shares this model's resources and must not be closed.
  public LocalModel speaking(Tokenizer tokenizer, DialogueFormat format) {
    return new LocalModel(files, arithmetic, tokenizer, format, specialTokens, written);
  }

  /// Writes a model that was trained from this one, as a folder that other programs load: the
  /// decoder's trained weights, and this model's frozen weights and tokenizer. Frozen weights keep
  /// the type they were read in where a written model can have it: that is smaller, and exact.
  public void writeTrained(Path folder, Decoder decoder) {
    Map<String, float[]> trained = decoder.trainedWeights();
    HuggingFaceFolder.write(
        folder,
        config(),
        name -> trained.containsKey(name) ? trained.get(name) : files.read(name),
        name ->
            trained.containsKey(name) || files.exact(name) == ElementType.F32
                ? written
                : files.exact(name),
        files.tokenizerFiles());
  }

  @Override
  public void close() {
    tokenizer.close();
    files.close();
  }
}
