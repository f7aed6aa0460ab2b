package cai.checkpoint;

import cai.UserError;
import cai.json.Json;
import cai.json.JsonObject;
import cai.tokenizer.ChatTemplate;
import cai.tokenizer.HuggingFaceTokenizer;
import cai.tokenizer.Tokenizer;
import cai.tokenizer.TokenizerFiles;
import cai.transformer.ModelConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A Hugging Face folder of the Llama family.
final class HuggingFaceModel implements ModelFiles {
  static final String CONFIG = "config.json";
  private static final String GENERATION = "generation_config.json";

  private final Path folder;
  private final JsonObject json;
  private final ModelConfig config;
  private final Shards shards;

  private HuggingFaceModel(Path folder, JsonObject json, ModelConfig config, Shards shards) {
    this.folder = folder;
    this.json = json;
    this.config = config;
    this.shards = shards;
  }

  static HuggingFaceModel open(Path folder) {
    Path file = folder.resolve(CONFIG);
    if (!Files.exists(file))
      throw new UserError(
          folder + ": holds no " + CONFIG + "; a Hugging Face folder or a GGUF file is expected");
    JsonObject json = JsonObject.read(file);
    ModelConfig config = HuggingFaceConfig.read(json);
    Shards shards = Shards.open(folder, !config.tiedEmbeddings());
    try {
      LlamaWeights.require(config, folder.toString(), shards.tensors());
      return new HuggingFaceModel(folder, json, config, shards);
    } catch (Throwable e) {
      shards.close();
      throw e;
    }
  }

  @Override
  public ModelConfig config() {
    return config;
  }

  @Override
  public List<String> weightNames() {
    return List.copyOf(LlamaWeights.shapes(config).keySet());
  }

  @Override
  public int[] shape(String name) {
    return shards.tensor(name).shape().stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public float[] read(String name) {
    return shards.tensor(name).read();
  }

  @Override
  public Tokenizer tokenizer() {
    return HuggingFaceTokenizer.of(tokenizerFiles(), config.vocabulary(), folder.toString());
  }

  /// Where the folder has no generation_config.json, its ids come from config.json, as
  /// `transformers` does it.
  @Override
  public TokenizerFiles tokenizerFiles() {
    TokenizerFiles files = TokenizerFiles.read(folder);
    if (files.contents().containsKey(GENERATION)) return files;
    var ids = new LinkedHashMap<String, Object>();
    for (String name : List.of("bos_token_id", "eos_token_id", "pad_token_id"))
      if (json.fields().get(name) != null) ids.put(name, json.fields().get(name));
    if (ids.isEmpty()) return files;
    var contents = new TreeMap<>(files.contents());
    contents.put(GENERATION, Json.pretty(ids));
    return new TokenizerFiles(contents);
  }

  @Override
  public Optional<ChatTemplate> chatTemplate() {
    return tokenizerFiles().chatTemplate(folder.toString());
  }

  @Override
  public String description() {
    return "safetensors " + ElementType.mostUsed(shards.tensors().values());
  }

  @Override
  public String hash() {
    Stream<Path> texts =
        Stream.concat(Stream.of(CONFIG), TokenizerFiles.NAMES.stream())
            .map(folder::resolve)
            .filter(Files::exists);
    return ContentHash.of(Stream.concat(texts, shards.paths().stream()).sorted().toList());
  }

  @Override
  public void close() {
    shards.close();
  }
}
