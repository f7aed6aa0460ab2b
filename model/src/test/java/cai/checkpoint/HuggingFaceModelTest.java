package cai.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.checkpoint.tensors.ElementType;
import cai.errors.UserError;
import cai.json.Json;
import cai.json.JsonObject;
import cai.transformer.ModelConfig;
import cai.transformer.RopeScaling;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuggingFaceModelTest {
  private static final ModelConfig CONFIG = TinyWeights.config(Optional.empty(), true);

  /// Stands for the numbers of the embedding.
  private static final float EMBEDDING = Float.NaN;

  @TempDir Path temporary;
  private Path folder;
  private Path weights;

  @BeforeEach
  void writeATinyModel() {
    folder = temporary.resolve("tiny");
    weights = folder.resolve("model.safetensors");
    HuggingFaceFolder.write(
        folder, CONFIG, TinyWeights.of(CONFIG), _ -> ElementType.F32, TinyWeights.TOKENIZER);
  }

  @Test
  void shardsNamedByTheIndexAreOneModel() throws IOException {
    var shapes = LlamaWeights.shapes(CONFIG);
    var first = new LinkedHashMap<String, List<Integer>>();
    var second = new LinkedHashMap<String, List<Integer>>();
    shapes.forEach((name, shape) -> (first.size() < 5 ? first : second).put(name, shape));
    var places = new LinkedHashMap<String, String>();
    first.keySet().forEach(name -> places.put(name, "model-00001-of-00002.safetensors"));
    second.keySet().forEach(name -> places.put(name, "model-00002-of-00002.safetensors"));
    Files.delete(weights);
    var numbers = TinyWeights.of(CONFIG);
    Safetensors.write(
        folder.resolve(places.get("model.norm.weight")), second, numbers, _ -> ElementType.F32);
    Safetensors.write(
        folder.resolve(places.get("model.embed_tokens.weight")),
        first,
        numbers,
        _ -> ElementType.F16);
    writeIndex(places);
    try (ModelFiles files = ModelFiles.open(folder)) {
      for (String name : files.weightNames())
        assertThat(files.read(name)).isEqualTo(numbers.apply(name));
    }

    for (String wrong :
        List.of("../m.safetensors", "/etc/passwd", "model.bin", "\u0000.safetensors", "", "..")) {
      writeIndex(with(places, "model.norm.weight", wrong));
      assertRefused("model.norm.weight", "same folder");
    }
    writeIndex(with(places, "model.norm.weight", "absent.safetensors"));
    assertRefused("absent.safetensors: does not exist");
    writeIndex(with(places, "model.norm.weight", places.get("model.embed_tokens.weight")));
    assertRefused("tensor model.norm.weight is missing");
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    var changed = new LinkedHashMap<>(map);
    changed.put(key, value);
    return changed;
  }

  private void writeIndex(Map<String, String> places) throws IOException {
    Files.writeString(
        folder.resolve("model.safetensors.index.json"), Json.pretty(Map.of("weight_map", places)));
  }

  @Test
  void rotarySettingsAreReadInTheirOldAndNewPlaces() throws IOException {
    Map<String, Object> llama3 =
        Map.of(
            "rope_type", "llama3",
            "factor", 8.0,
            "low_freq_factor", 1.0,
            "high_freq_factor", 4.0,
            "original_max_position_embeddings", 8192);
    var scaling = Optional.of(new RopeScaling.Llama3Scaling(8, 1, 4, 8192));
    assertThat(configWith(json -> json.put("rope_scaling", llama3)).ropeScaling())
        .isEqualTo(scaling);
    var parameters = new LinkedHashMap<>(llama3);
    parameters.put("rope_theta", 1234);
    ModelConfig config = configWith(json -> json.put("rope_parameters", parameters));
    assertThat(config.ropeScaling()).isEqualTo(scaling);
    assertThat(config.ropeTheta()).isEqualTo(1234);
    assertThat(configWith(json -> json.remove("rope_theta")).ropeTheta()).isEqualTo(10000);
    assertThat(configWith(json -> json.put("rope_scaling", null)).ropeScaling()).isEmpty();
  }

  @Test
  void theHeadIsTheOneThatTransformersTakes() throws IOException {
    // CONFIG says that the embedding is the head.
    storeHead(ElementType.F32, EMBEDDING);
    assertHead(true, EMBEDDING);
    storeHead(ElementType.F32, 2);
    assertHead(false, 2);
    storeHead(ElementType.F16, 2);
    assertHead(false, 2);
    var alone = new LinkedHashMap<>(LlamaWeights.shapes(CONFIG));
    alone.remove("model.embed_tokens.weight");
    alone.put("lm_head.weight", List.of(10, 8));
    store(alone, 3);
    assertHead(true, 3);
    try (ModelFiles files = ModelFiles.open(folder)) {
      assertThat(files.read("model.embed_tokens.weight")).containsOnly(3);
    }
    alone.remove("lm_head.weight");
    store(alone, 0);
    assertRefused("weight model.embed_tokens.weight is missing");
    writeConfig(json -> json.put("tie_word_embeddings", false));
    assertRefused("weight lm_head.weight is missing");
  }

  /// Stores a head of equal numbers, or of those of the embedding, in a shard of another type.
  private void storeHead(ElementType storage, float number) throws IOException {
    Files.deleteIfExists(weights);
    var shapes = LlamaWeights.shapes(CONFIG);
    var numbers = TinyWeights.of(CONFIG);
    var places = new LinkedHashMap<String, String>();
    shapes.keySet().forEach(name -> places.put(name, "a.safetensors"));
    places.put("lm_head.weight", "b.safetensors");
    for (String shard : List.of("a.safetensors", "b.safetensors"))
      Files.deleteIfExists(folder.resolve(shard));
    Safetensors.write(folder.resolve("a.safetensors"), shapes, numbers, _ -> ElementType.F32);
    Safetensors.write(
        folder.resolve("b.safetensors"),
        Map.of("lm_head.weight", List.of(10, 8)),
        _ -> Float.isNaN(number) ? numbers.apply("model.embed_tokens.weight") : filled(number),
        _ -> storage);
    writeIndex(places);
  }

  private void store(Map<String, List<Integer>> shapes, float head) throws IOException {
    Files.deleteIfExists(folder.resolve("model.safetensors.index.json"));
    Files.deleteIfExists(weights);
    var numbers = TinyWeights.of(CONFIG);
    Safetensors.write(
        weights,
        shapes,
        name -> name.equals("lm_head.weight") ? filled(head) : numbers.apply(name),
        _ -> ElementType.F32);
  }

  private static float[] filled(float number) {
    float[] numbers = new float[80];
    Arrays.fill(numbers, number);
    return numbers;
  }

  private void assertHead(boolean tied, float number) {
    try (ModelFiles files = ModelFiles.open(folder)) {
      assertThat(files.config().tiedEmbeddings()).isEqualTo(tied);
      assertThat(files.weightNames()).hasSize(tied ? 11 : 12);
      if (!tied) assertThat(files.read("lm_head.weight")).containsOnly(number);
    }
  }

  @Test
  void whatTheDecoderDoesNotUseIsLeftAlone() throws IOException {
    var header = new LinkedHashMap<String, Object>();
    long offset = 0;
    var more =
        Map.of(
            "model.layers.0.self_attn.rotary_emb.inv_freq", "F64",
            "model.rotary_emb.inv_freq", "F32",
            "model.position_ids", "I64",
            "model.layers.0.attn_mask", "BOOL",
            "v_head.summary.weight", "F32",
            "score.weight", "BF16");
    for (var entry : new TreeMap<>(more).entrySet()) {
      int width = Map.of("F64", 8, "I64", 8, "F32", 4, "BF16", 2, "BOOL", 1).get(entry.getValue());
      header.put(
          entry.getKey(),
          Map.of(
              "dtype", entry.getValue(),
              "shape", List.of(2),
              "data_offsets", List.of(offset, offset + 2 * width)));
      offset += 2 * width;
    }
    byte[] text = Json.line(header).getBytes(StandardCharsets.UTF_8);
    Files.write(
        folder.resolve("more.safetensors"),
        ByteBuffer.allocate(8 + text.length + 64)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(text.length)
            .put(text)
            .array());
    var places = new LinkedHashMap<String, String>();
    LlamaWeights.shapes(CONFIG).keySet().forEach(name -> places.put(name, "all.safetensors"));
    more.keySet().forEach(name -> places.put(name, "more.safetensors"));
    Files.move(weights, folder.resolve("all.safetensors"));
    writeIndex(places);
    try (ModelFiles files = ModelFiles.open(folder)) {
      assertThat(files.weightNames()).hasSize(11);
    }
  }

  @Test
  void whatStandsAmongTheWeightsAndIsNotAskedForIsRefused() throws IOException {
    for (String name :
        List.of(
            "model.layers.0.self_attn.q_proj.bias",
            "model.layers.0.self_attn.q_norm.weight",
            "model.layers.1.input_layernorm.weight",
            "lm_head.bias")) {
      var shapes = new LinkedHashMap<>(LlamaWeights.shapes(CONFIG));
      shapes.put(name, List.of(80));
      Files.delete(weights);
      var numbers = TinyWeights.of(CONFIG);
      Safetensors.write(
          weights,
          shapes,
          each -> each.equals(name) ? filled(0) : numbers.apply(each),
          _ -> ElementType.F32);
      assertRefused(name);
    }
  }

  @Test
  void whatPythonReadsIsRead() throws IOException {
    Path file = folder.resolve("config.json");
    String text = Files.readString(file);
    Files.writeString(file, "{\"hidden_size\": 4, \"scale\": NaN," + text.substring(1));
    try (ModelFiles files = ModelFiles.open(folder)) {
      assertThat(files.config()).isEqualTo(CONFIG);
    }
  }

  @Test
  void idsThatTheGenerationSettingsLackComeFromTheConfiguration() throws IOException {
    configWith(json -> json.put("eos_token_id", 1));
    Files.writeString(folder.resolve("generation_config.json"), "{\"bos_token_id\": 2}");
    try (ModelFiles files = ModelFiles.open(folder)) {
      String text = files.tokenizerFiles().contents().get("generation_config.json");
      assertThat(JsonObject.parse(text, "x").fields())
          .isEqualTo(Map.of("bos_token_id", 2, "eos_token_id", 1));
    }
  }

  @Test
  void withoutGenerationSettingsTheIdsComeFromTheConfiguration() throws IOException {
    configWith(json -> json.put("eos_token_id", List.of(1, 2)));
    try (ModelFiles files = ModelFiles.open(folder)) {
      String text = files.tokenizerFiles().contents().get("generation_config.json");
      assertThat(JsonObject.parse(text, "x").list("eos_token_id")).contains(List.of(1, 2));
    }
  }

  @Test
  void whatIsUnsupportedIsRefusedByNameWithWhatIsSupported() throws IOException {
    refusedConfig(json -> json.put("model_type", "mistral"), "model_type=\"mistral\"");
    refusedConfig(json -> json.remove("model_type"), "model_type=(missing)");
    refusedConfig(
        json -> json.put("architectures", List.of("LlamaForSequenceClassification")),
        "architectures=[\"LlamaForSequenceClassification\"]");
    refusedConfig(json -> json.put("attention_bias", true), "attention_bias=true");
    refusedConfig(json -> json.put("mlp_bias", true), "mlp_bias=true");
    refusedConfig(json -> json.put("hidden_act", "gelu"), "hidden_act=\"gelu\"");
    refusedConfig(json -> json.put("num_local_experts", 8), "num_local_experts=8");
    refusedConfig(
        json -> json.put("quantization_config", Map.of("bits", 4)), "quantization_config={");
    refusedConfig(
        json -> json.put("rope_scaling", Map.of("type", "yarn", "factor", 4.0)), "\"yarn\"");
  }

  @Test
  void configurationsThatCannotBeAreRefused() throws IOException {
    wrongConfig(json -> json.put("num_attention_heads", 0), "num_attention_heads=0");
    wrongConfig(json -> json.put("num_hidden_layers", -3), "layers=-3");
    wrongConfig(json -> json.put("num_hidden_layers", Integer.MAX_VALUE), "model.layers.1.");
    wrongConfig(json -> json.put("hidden_size", 1L << 40), "hidden_size=1099511627776");
    wrongConfig(json -> json.put("hidden_size", "8"), "hidden_size=\"8\"");
    wrongConfig(json -> json.put("hidden_size", 16), "[10, 8]", "[10, 16]");
    wrongConfig(json -> json.put("max_position_embeddings", Integer.MAX_VALUE), "context length");
    wrongConfig(json -> json.put("rms_norm_eps", 0), "norm epsilon=0.0");
    wrongConfig(
        json -> json.put("rope_scaling", Map.of("rope_type", "llama3")), "rope_scaling: factor");
    Files.writeString(folder.resolve("config.json"), "{\"a\":".repeat(100_000));
    assertRefused("config.json", "malformed JSON");
    Files.writeString(folder.resolve("config.json"), "[1]");
    assertRefused("config.json", "holds no JSON object");
    Files.delete(folder.resolve("config.json"));
    assertRefused("holds no config.json");
  }

  @Test
  void hostileHeadersAreRefusedWithoutTheMemoryTheyAskFor() throws IOException {
    for (long length : new long[] {-1, 0, 1L << 40, Long.MAX_VALUE, 9 << 20}) {
      Files.write(weights, header(length, ""));
      assertRefused("header length=" + Long.toUnsignedString(length));
    }
    Files.write(weights, header(1000, "{}"));
    assertRefused("truncated");
    refusedHeader("{\"a\":".repeat(50_000), "malformed JSON");
    refusedHeader("[]", "no JSON object");
    refusedHeader("{\"a\":1}", "a=1");
    refusedHeader("{\"a\":{},\"a\":{}}", "malformed JSON");
    refusedHeader("{\"two\\nlines\":{}}", "names a tensor");
    refusedHeader(entry("\"F64\"", "[1]", "[0,4]"), "data_offsets=[0,4]", "8 bytes apart");
    refusedHeader(
        "{\"model.norm.weight\":{\"dtype\":\"I8\",\"shape\":[8],\"data_offsets\":[0,8]}}",
        "weight model.norm.weight is stored as I8");
    refusedHeader(entry("\"Q8_0\"", "[32]", "[0,34]"), "dtype=\"Q8_0\"");
    refusedHeader(entry("3", "[1]", "[0,4]"), "dtype=3");
    refusedHeader(entry("\"F32\"", "[4294967296,4294967296]", "[0,0]"), "sizes must be positive");
    refusedHeader(entry("\"F32\"", "[1e99]", "[0,4]"), "shape=");
    refusedHeader(entry("\"F32\"", "[-1]", "[0,4]"), "shape=[-1]");
    refusedHeader(entry("\"F32\"", "[99999999999999999999]", "[0,4]"), "shape=");
    refusedHeader(entry("\"F32\"", "[1]", "[4,0]"), "data_offsets=[4,0]");
    refusedHeader(entry("\"F32\"", "[1]", "[0,8]"), "data_offsets=[0,8]", "4 bytes apart");
    refusedHeader(
        entry("\"F32\"", "[1]", "[9223372036854775800,9223372036854775804]"), "truncated");
    refusedHeader(entry("\"F32\"", "[1]", "[-9223372036854775808,4]"), "data_offsets=");
    refusedHeader(entry("\"F32\"", "[1]", "[1]"), "data_offsets=[1]");
    String one = entry("\"F32\"", "[1]", "[0,4]");
    refusedHeader(
        one.substring(0, one.length() - 1) + ',' + one.substring(1).replace("\"a\"", "\"b\""),
        "tensor b overlaps tensor a");
  }

  @Test
  void aPointerOfGitLfsIsNoModel() throws IOException {
    String pointer =
        "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 7\n"
            .formatted("0".repeat(64));
    Files.writeString(weights, pointer);
    assertRefused("model.safetensors: is only a pointer of Git LFS; run git lfs pull");
  }

  @Test
  void aTruncatedFileIsRefusedWhereverItEnds() throws IOException {
    new Damage(weights, folder).truncateEverywhere();
  }

  @Test
  void aChangedByteNeverLeadsToAnythingButAUserError() throws IOException {
    new Damage(weights, folder).changeEverywhere();
    new Damage(folder.resolve("config.json"), folder).changeEverywhere();
  }

  private static String entry(String dtype, String shape, String offsets) {
    return "{\"a\":{\"dtype\":%s,\"shape\":%s,\"data_offsets\":%s}}"
        .formatted(dtype, shape, offsets);
  }

  private void refusedHeader(String json, String... parts) throws IOException {
    Files.write(weights, header(json.length(), json));
    assertRefused(parts);
  }

  /// A header and 16 bytes of numbers.
  private static byte[] header(long length, String json) {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(24 + text.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(text)
        .array();
  }

  private ModelConfig configWith(Consumer<Map<String, Object>> change) throws IOException {
    writeConfig(change);
    try (ModelFiles files = ModelFiles.open(folder)) {
      return files.config();
    }
  }

  private void refusedConfig(Consumer<Map<String, Object>> change, String part) throws IOException {
    writeConfig(change);
    assertRefused("config.json: ", part, ModelFiles.SUPPORTED);
  }

  private void wrongConfig(Consumer<Map<String, Object>> change, String... parts)
      throws IOException {
    writeConfig(change);
    assertRefused(parts);
  }

  private void writeConfig(Consumer<Map<String, Object>> change) throws IOException {
    HuggingFaceFolder.write(
        folder, CONFIG, TinyWeights.of(CONFIG), _ -> ElementType.F32, TinyWeights.TOKENIZER);
    Path file = folder.resolve("config.json");
    var json = new LinkedHashMap<>(JsonObject.read(file).fields());
    change.accept(json);
    Files.writeString(file, Json.pretty(json));
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(() -> ModelFiles.open(folder).close())
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(folder.toString())
        .hasMessageContainingAll(parts);
  }
}
