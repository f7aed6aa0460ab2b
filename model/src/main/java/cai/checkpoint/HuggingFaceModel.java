package cai.checkpoint;

import cai.checkpoint.tensors.ElementType;
import cai.checkpoint.tensors.MappedFile;
import cai.checkpoint.tensors.StoredTensor;
import cai.errors.UserError;
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
import java.util.Map;
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
  private final Map<String, StoredTensor> tensors;

  private HuggingFaceModel(
      Path folder,
      JsonObject json,
      ModelConfig config,
      Shards shards,
      Map<String, StoredTensor> tensors) {
    this.folder = folder;
    this.json = json;
    this.config = config;
    this.shards = shards;
    this.tensors = tensors;
  }

  static HuggingFaceModel open(Path folder) {
    Path file = folder.resolve(CONFIG);
    if (!Files.exists(file))
      throw new UserError(
          folder + ": holds no " + CONFIG + "; a Hugging Face folder or a GGUF file is expected");
    MappedFile.requireRegular(file);
    JsonObject json = JsonObject.readLenient(file);
    ModelConfig written = HuggingFaceConfig.read(json);
    Shards shards = Shards.open(folder);
    try {
      var head = new Head(written, shards.tensors());
      ModelConfig config = written.withTiedEmbeddings(head.tied());
      LlamaWeights.require(config, folder.toString(), head.tensors());
      return new HuggingFaceModel(folder, json, config, shards, head.tensors());
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
    return tensor(name).shape().stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public float[] read(String name) {
    return tensor(name).read();
  }

  private StoredTensor tensor(String name) {
    StoredTensor tensor = tensors.get(name);
    if (tensor == null) throw new IllegalArgumentException(name + " is no weight of this model");
    return tensor;
  }

  @Override
  public ElementType exact(String name) {
    ElementType type = tensor(name).type();
    return type.written() ? type : ElementType.F32;
  }

  @Override
  public Tokenizer tokenizer() {
    return HuggingFaceTokenizer.of(tokenizerFiles(), config.vocabulary(), folder.toString());
  }

  /// Adds ids that generation_config.json lacks from config.json.
  @Override
  public TokenizerFiles tokenizerFiles() {
    TokenizerFiles files = TokenizerFiles.read(folder);
    Optional<String> text = Optional.ofNullable(files.contents().get(GENERATION));
    var settings =
        new LinkedHashMap<String, Object>(
            text.map(there -> JsonObject.parseLenient(there, folder + ": " + GENERATION).fields())
                .orElse(Map.of()));
    int before = settings.size();
    for (String name : List.of("bos_token_id", "eos_token_id", "pad_token_id"))
      if (json.fields().get(name) != null) settings.putIfAbsent(name, json.fields().get(name));
    if (settings.size() == before) return files;
    var contents = new TreeMap<>(files.contents());
    contents.put(GENERATION, Json.pretty(settings));
    return new TokenizerFiles(contents);
  }

  @Override
  public Optional<ChatTemplate> chatTemplate() {
    return tokenizerFiles().chatTemplate(folder.toString());
  }

  @Override
  public String description() {
    return "safetensors " + ElementType.mostUsed(tensors.values());
  }

  @Override
  public String hash() {
    Stream<Path> texts =
        Stream.concat(Stream.of(CONFIG), TokenizerFiles.NAMES.stream())
            .map(folder::resolve)
            .filter(Files::exists);
    return ModelHash.of(Stream.concat(texts, shards.paths().stream()).sorted().toList());
  }

  @Override
  public void close() {
    shards.close();
  }
}
