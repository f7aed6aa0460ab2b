package cai.checkpoint;

import cai.checkpoint.tensors.ElementType;
import cai.errors.UserError;
import cai.tokenizer.ChatTemplate;
import cai.tokenizer.Tokenizer;
import cai.tokenizer.TokenizerFiles;
import cai.transformer.ModelConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A model on disk: its shape, weights, tokenizer and chat template, whatever the format.
///
/// **Thread-safety**: may be read by several threads; close it when none reads.
public interface ModelFiles extends AutoCloseable {
  /// The supported formats, for messages.
  String SUPPORTED =
      "supported are GGUF files (version 2 or 3, split or not; F64, F32, F16, BF16, Q8_0, Q4_0,"
          + " Q4_1, Q5_0, Q5_1, Q2_K to Q6_K, IQ4_NL, IQ4_XS) and Hugging Face folders"
          + " (safetensors; F64, F32, F16, BF16) of the Llama family (SmolLM2, Llama 2 and 3;"
          + " rotary embedding plain, linear, dynamic or llama3; no biases, no experts)";

  /// Opens a GGUF file, any part of a split one, a folder with one of them, or a Hugging Face
  /// folder; what is unsupported or damaged is refused by name.
  static ModelFiles open(Path fileOrFolder) {
    if (!Files.exists(fileOrFolder)) throw new UserError(fileOrFolder + ": does not exist");
    if (!Files.isDirectory(fileOrFolder)) return GgufModel.open(fileOrFolder);
    return Files.exists(fileOrFolder.resolve(HuggingFaceModel.CONFIG))
        ? HuggingFaceModel.open(fileOrFolder)
        : GgufModel.open(GgufParts.in(fileOrFolder));
  }

  ModelConfig config();

  /// Hugging Face names in the order of the computation; a tied head is not listed.
  List<String> weightNames();

  /// The shape of a weight. **Shape**: rows first, as in Hugging Face.
  int[] shape(String name);

  /// All numbers of a weight in fp32, row-major; NaN and infinity are a [UserError].
  float[] read(String name);

  /// The smallest of the types F32, F16 and BF16 that holds a weight exactly, judging by the type
  /// in which the weight is stored.
  ElementType exact(String name);

  /// A new tokenizer, which the caller closes.
  Tokenizer tokenizer();

  /// The tokenizer files that are written with a model trained from this one.
  TokenizerFiles tokenizerFiles();

  Optional<ChatTemplate> chatTemplate();

  /// Format and element type in words, for example `GGUF Q4_1` or `safetensors BF16`.
  String description();

  /// SHA-256 over the content of the model's files, in hexadecimal. Reads all files, which takes
  /// about a second for half a gigabyte.
  String hash();

  @Override
  void close();
}
