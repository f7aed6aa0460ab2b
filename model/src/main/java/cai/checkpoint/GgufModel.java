package cai.checkpoint;

import cai.checkpoint.tensors.ElementType;
import cai.checkpoint.tensors.MappedFile;
import cai.checkpoint.tensors.StoredTensor;
import cai.tokenizer.ChatTemplate;
import cai.tokenizer.HuggingFaceTokenizer;
import cai.tokenizer.Tokenizer;
import cai.tokenizer.TokenizerFiles;
import cai.transformer.ModelConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A GGUF file of the Llama family under Hugging Face names and layout.
final class GgufModel implements ModelFiles {
  private static final Map<String, String> BLOCK_NAMES =
      Map.of(
          "attn_norm", "input_layernorm",
          "attn_q", "self_attn.q_proj",
          "attn_k", "self_attn.k_proj",
          "attn_v", "self_attn.v_proj",
          "attn_output", "self_attn.o_proj",
          "ffn_norm", "post_attention_layernorm",
          "ffn_gate", "mlp.gate_proj",
          "ffn_up", "mlp.up_proj",
          "ffn_down", "mlp.down_proj");

  private final Gguf gguf;
  private final ModelConfig config;
  private final Map<String, StoredTensor> tensors; // by Hugging Face name

  private GgufModel(Gguf gguf, ModelConfig config, Map<String, StoredTensor> tensors) {
    this.gguf = gguf;
    this.config = config;
    this.tensors = tensors;
  }

  static GgufModel open(Path path) {
    Gguf gguf = Gguf.open(path);
    try {
      ModelConfig config = GgufConfig.read(gguf);
      Map<String, StoredTensor> tensors = renamed(gguf);
      LlamaWeights.require(config, path.toString(), tensors);
      return new GgufModel(gguf, config, tensors);
    } catch (Throwable e) {
      gguf.close();
      throw e;
    }
  }

  private static Map<String, StoredTensor> renamed(Gguf gguf) {
    var tensors = new LinkedHashMap<String, StoredTensor>();
    gguf.tensors()
        .forEach((name, tensor) -> {
          if (!isRotary(name)) tensors.put(huggingFaceName(name), tensor);
        });
    return tensors;
  }

  /// Tensors that are no weights: divisors of the rotary frequencies, which [GgufConfig] reads, and
  /// the frequencies themselves in old files.
  private static boolean isRotary(String name) {
    return name.equals("rope_freqs.weight") || name.endsWith(".attn_rot_embd.weight");
  }

  /// The Hugging Face name of a tensor. A name without a counterpart is kept and refused later as
  /// unexpected.
  static String huggingFaceName(String name) {
    switch (name) {
      case "token_embd.weight":
        return LlamaWeights.EMBEDDING;
      case "output_norm.weight":
        return LlamaWeights.NORM;
      case "output.weight":
        return LlamaWeights.HEAD;
      default:
        String[] parts = name.split("\\.", -1);
        if (parts.length != 4 || !parts[0].equals("blk") || !BLOCK_NAMES.containsKey(parts[2]))
          return name;
        return "model.layers." + parts[1] + "." + BLOCK_NAMES.get(parts[2]) + "." + parts[3];
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
    float[] values = tensor(name).read();
    if (name.endsWith(".q_proj.weight")) return unpermuted(values, config.heads());
    if (name.endsWith(".k_proj.weight")) return unpermuted(values, config.keyValueHeads());
    return values;
  }

  /// Reorders the rows of a head: GGUF stores the two rows of each rotary pair next to each other
  /// (0, d/2, 1, d/2 + 1, ..), Hugging Face the first rows of all pairs before the second rows.
  private float[] unpermuted(float[] values, int heads) {
    int columns = config.width();
    int half = config.headWidth() / 2;
    float[] sorted = new float[values.length];
    for (int head = 0; head < heads; head++)
      for (int pair = 0; pair < half; pair++)
        for (int part = 0; part < 2; part++) {
          int from = head * 2 * half + 2 * pair + part;
          int to = head * 2 * half + part * half + pair;
          System.arraycopy(values, from * columns, sorted, to * columns, columns);
        }
    return sorted;
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
    return HuggingFaceTokenizer.of(tokenizerFiles(), config.vocabulary(), where());
  }

  @Override
  public TokenizerFiles tokenizerFiles() {
    return VocabularyReader.read(gguf.metadata(), config.vocabulary()).rebuilt();
  }

  @Override
  public Optional<ChatTemplate> chatTemplate() {
    return tokenizerFiles().chatTemplate(where());
  }

  private String where() {
    return gguf.path().toString();
  }

  /// The description names the type in which most numbers are stored.
  @Override
  public String description() {
    return "GGUF " + ElementType.mostUsed(gguf.tensors().values());
  }

  @Override
  public String hash() {
    return ModelHash.of(gguf.files().stream().map(MappedFile::path).toList());
  }

  @Override
  public void close() {
    gguf.close();
  }
}
