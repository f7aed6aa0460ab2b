package cai.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.checkpoint.TinyGguf.Raw;
import cai.errors.UserError;
import cai.transformer.RopeScaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufModelTest {
  private static final String SCALING = "llama.rope.scaling.";

  @TempDir Path temporary;

  @Test
  void weightsComeUnderHuggingFaceNamesAndInHuggingFaceLayout() throws IOException {
    try (ModelFiles files = ModelFiles.open(write(new TinyGguf()))) {
      assertThat(files.config()).isEqualTo(TinyGguf.CONFIG);
      assertThat(files.description()).isEqualTo("GGUF F32");
      assertThat(files.weightNames()).hasSize(11).startsWith("model.embed_tokens.weight");
      for (String name : files.weightNames())
        assertThat(files.read(name))
            .as(name)
            .isEqualTo(TinyWeights.of(TinyGguf.CONFIG).apply(name));
      assertThat(files.shape("model.layers.0.mlp.down_proj.weight")).containsExactly(8, 6);
      assertThat(files.tokenizerFiles().contents()).containsKey("tokenizer.json");
      assertThat(files.chatTemplate()).isPresent();
    }
  }

  @Test
  void anOutputTensorMakesTheHeadAnUntiedOne() throws IOException {
    var gguf = new TinyGguf();
    gguf.append("output.weight", new float[80]);
    gguf.tensors.computeIfPresent("output.weight", (_, tensor) -> tensor.withSizes(8L, 10L));
    try (ModelFiles files = ModelFiles.open(write(gguf))) {
      assertThat(files.config().tiedEmbeddings()).isFalse();
      assertThat(files.weightNames()).hasSize(12).endsWith("lm_head.weight");
    }
  }

  @Test
  void llama3FrequencyDivisorsBecomeTheirFourNumbers() throws IOException {
    var gguf = new TinyGguf();
    // Base 500,000 and two frequencies: 1 is kept, 1 / 707 turns 1.84 times in 8,192 tokens.
    double turns = 8192 * Math.pow(500_000, -0.5) / (2 * Math.PI);
    double smooth = (turns - 1) / 3;
    gguf.append("rope_freqs.weight", 1, (float) (1 / ((1 - smooth) / 32 + smooth)));
    assertThatThrownBy(() -> ModelFiles.open(write(gguf))).hasMessageContaining("rope_freqs");
    gguf.metadata.put("llama.rope.freq_base", 1e9f);
    gguf.tensors.remove("rope_freqs.weight");
    gguf.append("rope_freqs.weight", 1, 32);
    try (ModelFiles files = ModelFiles.open(write(gguf))) {
      var scaling = files.config().ropeScaling().orElseThrow();
      assertThat(scaling).isEqualTo(new RopeScaling.Llama3Scaling(32, 1, 4, 8192));
    }
    gguf.metadata.put("llama.rope.scaling.factor", 4f);
    assertThatThrownBy(() -> ModelFiles.open(write(gguf))).hasMessageContaining("rope_freqs");
  }

  @Test
  void divisorsOfPositionsAreReadAsLlamaCppReadsThem() throws IOException {
    var four = Optional.<RopeScaling>of(new RopeScaling.LinearScaling(4));
    assertThat(scalingWith(Map.of(SCALING + "type", "linear", SCALING + "factor", 4f)))
        .isEqualTo(four);
    assertThat(scalingWith(Map.of(SCALING + "factor", 4f))).isEqualTo(four);
    assertThat(scalingWith(Map.of("llama.rope.scale_linear", 4f))).isEqualTo(four);
    assertThat(scalingWith(Map.of(SCALING + "factor", 4f, "llama.rope.scale_linear", 2f)))
        .isEqualTo(four);
    assertThat(scalingWith(Map.of(SCALING + "type", "linear"))).isEmpty();
    assertThat(scalingWith(Map.of(SCALING + "factor", 1f))).isEmpty();
    assertThat(scalingWith(Map.of(SCALING + "factor", 0f))).isEmpty();
    assertThat(scalingWith(Map.of(SCALING + "type", "none", SCALING + "factor", 4f))).isEmpty();
    assertThat(scalingWith(Map.of(SCALING + "type", "yarn", SCALING + "factor", 1f))).isEmpty();
    for (String type : List.of("yarn", "longrope", "su"))
      refused(
          g -> g.metadata.putAll(Map.of(SCALING + "type", type, SCALING + "factor", 4f)),
          SCALING + "type=" + type);
    refused(g -> g.metadata.put(SCALING + "attn_factor", 1.2f), SCALING + "attn_factor=1.2");
    for (float factor : new float[] {-4, Float.NaN, Float.POSITIVE_INFINITY})
      refused(g -> g.metadata.put(SCALING + "factor", factor), SCALING + "factor=");
  }

  private Optional<RopeScaling> scalingWith(Map<String, ?> metadata) throws IOException {
    var gguf = new TinyGguf();
    gguf.metadata.putAll(metadata);
    try (ModelFiles files = ModelFiles.open(write(gguf))) {
      return files.config().ropeScaling();
    }
  }

  @Test
  void theFrequenciesOfOldFilesAreLeftAlone() throws IOException {
    var gguf = new TinyGguf();
    gguf.append("blk.0.attn_rot_embd.weight", 1, 2);
    try (ModelFiles files = ModelFiles.open(write(gguf))) {
      assertThat(files.weightNames()).hasSize(11);
    }
  }

  @Test
  void aSplitModelIsOpenedByAnyPartAndByItsFolder() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("split"));
    List<Path> parts =
        List.of(part(folder, 0, 0, 4), part(folder, 1, 4, 5), part(folder, 2, 5, 11));
    String hash = null;
    for (Path path : List.of(parts.get(0), parts.get(1), parts.get(2), folder))
      try (ModelFiles files = ModelFiles.open(path)) {
        assertThat(files.config()).isEqualTo(TinyGguf.CONFIG);
        for (String name : files.weightNames())
          assertThat(files.read(name)).isEqualTo(TinyWeights.of(TinyGguf.CONFIG).apply(name));
        assertThat(files.hash()).isEqualTo(hash == null ? files.hash() : hash);
        hash = files.hash();
      }
    Path other = Files.writeString(folder.resolve("other.gguf"), "");
    assertRefused(
        folder, "holds several GGUF models; name one of m-00001-of-00003.gguf, other.gguf");
    Files.delete(other);
    Files.move(parts.get(1), folder.resolve("elsewhere"));
    assertRefused(parts.get(0), "is part 1 of 3", "m-00002-of-00003.gguf is missing");
    Files.copy(parts.get(2), parts.get(1));
    assertRefused(parts.get(0), "split.no=2; expected 1");
    Files.copy(parts.get(0), folder.resolve("renamed.gguf"));
    assertRefused(folder.resolve("renamed.gguf"), "is part 1 of 3", "NAME-00001-of-00003.gguf");
    part(folder, 1, 3, 5);
    assertRefused(parts.get(0), "stands in another part too");
    part(folder, 1, 4, 4);
    assertRefused(parts.get(0), "split.tensors.count=11; expected 10");
  }

  private static Path part(Path folder, int number, int from, int to) throws IOException {
    var gguf = new TinyGguf();
    var names = List.copyOf(gguf.tensors.keySet());
    long start = from < to ? gguf.tensors.get(names.get(from)).offset() : 0;
    gguf.tensors.keySet().retainAll(names.subList(from, to));
    gguf.tensors.replaceAll((_, tensor) -> tensor.withOffset(tensor.offset() - start));
    if (number > 0) gguf.metadata.clear();
    gguf.metadata.put("split.no", number);
    gguf.metadata.put("split.count", 3);
    gguf.metadata.put("split.tensors.count", names.size());
    return Files.write(
        folder.resolve("m-0000%d-of-00003.gguf".formatted(number + 1)), gguf.bytes());
  }

  private static void assertRefused(Path path, String... parts) {
    assertThatThrownBy(() -> ModelFiles.open(path))
        .isInstanceOf(UserError.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void whatIsNoFileIsRefusedAndNotWaitedFor() throws Exception {
    assertRefused(Path.of("/dev/zero"), "/dev/zero: is a pipe or a device; a file is expected");
    Path pipe = temporary.resolve("pipe.gguf");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertRefused(pipe, "pipe.gguf: is a pipe or a device; a file is expected");
    assertRefused(temporary, "pipe.gguf: is a pipe or a device; a file is expected");
    Files.delete(pipe);
    assertRefused(temporary, "holds no config.json");
  }

  @Test
  void anUnusedPaddingIdWithoutARowIsNone() throws IOException {
    for (Object id : List.of(10, -1)) {
      var gguf = new TinyGguf();
      gguf.metadata.put("tokenizer.ggml.padding_token_id", id);
      try (ModelFiles files = ModelFiles.open(write(gguf));
          var tokenizer = files.tokenizer()) {
        assertThat(tokenizer.encode("ab")).hasSize(1);
      }
    }
  }

  @Test
  void whatIsUnsupportedIsRefusedByNameWithWhatIsSupported() {
    refused(
        g -> g.metadata.put("general.architecture", "qwen2"),
        "general.architecture=qwen2",
        "Llama family");
    refused(g -> g.metadata.put("llama.expert_count", 8), "llama.expert_count=8", "no experts");
    refused(g -> g.append("blk.0.attn_q.bias", 0, 0), "blk.0.attn_q.bias", "no biases");
    refused(g -> g.append("blk.0.ffn_gate_inp.weight", 0), "blk.0.ffn_gate_inp.weight");
    refused(g -> change(g, t -> t.withType(16)), "token_embd.weight", "IQ2_XXS", "Q4_1");
    refused(g -> change(g, t -> t.withType(12)), "token_embd.weight", "not whole blocks of Q4_K");
    refused(g -> change(g, t -> t.withType(77)), "token_embd.weight", "type 77");
    refused(
        g -> {
          g.metadata.put("llama.rope.scaling.type", "yarn");
          g.metadata.put("llama.rope.scaling.factor", 4f);
        },
        "llama.rope.scaling.type=yarn");
    refused(g -> g.metadata.put("llama.rope.dimension_count", 2), "llama.rope.dimension_count=2");
    refused(g -> g.version = 1, "version=1", "2 and 3");
    refused(g -> g.version = Integer.reverseBytes(3), "big-endian");
    refused(g -> g.magic = 0, "byte 4", "'GGUF'");
  }

  @Test
  void hostileCountsLengthsAndOffsetsAreRefusedWithoutTheMemoryTheyAskFor() {
    for (long count : new long[] {-1, Long.MAX_VALUE, 1L << 40}) {
      refused(g -> g.tensorCount = Optional.of(count), "tensors=");
      refused(g -> g.keyCount = Optional.of(count), "keys=");
    }
    refused(g -> g.keyCount = Optional.of(100_000L), "byte ");
    refused(g -> g.tensorCount = Optional.of(100_000L), "byte ");
    // A string and an array of strings of 2^62, an array of 2^31 - 1 numbers, an array of arrays.
    refused(g -> g.metadata.put("x", raw(8, 0, 1L << 62)), "string length=4611686018427387904");
    refused(g -> g.metadata.put("x", raw(8, 0, (1L << 26) - 1)), "the file ends at byte");
    refused(g -> g.metadata.put("x", raw(9, 8, 1L << 62)), "array length=4611686018427387904");
    refused(g -> g.metadata.put("x", raw(9, 10, Integer.MAX_VALUE)), "the file ends at byte");
    refused(g -> g.metadata.put("x", raw(9, 9, 1)), "array type=9");
    refused(g -> change(g, t -> t.withSizes(1L << 62, 10L)), "token_embd.weight", "sizes");
    refused(g -> change(g, t -> t.withSizes(1L << 32, 1L << 32)), "token_embd.weight", "sizes");
    refused(g -> change(g, t -> t.withSizes(-8L, -10L)), "token_embd.weight", "sizes");
    refused(g -> change(g, t -> t.withSizes(8L, 0L)), "token_embd.weight", "sizes");
    refused(g -> change(g, t -> t.withSizes(8L, 10L, 1L, 1L, 1L)), "5 dimensions");
    refused(
        g -> change(g, t -> t.withSizes(10L, 8L)), "model.embed_tokens.weight has shape [8, 10]");
    refused(g -> change(g, t -> t.withOffset(-32)), "token_embd.weight", "offset");
    refused(g -> change(g, t -> t.withOffset(4)), "token_embd.weight", "multiple of 32");
    refused(g -> change(g, t -> t.withOffset(1L << 62)), "token_embd.weight", "beyond");
    refused(g -> change(g, t -> t.withOffset(32)), "overlaps");
    refused(g -> g.append("two\nlines", 0), "a name is expected");
    refused(g -> g.append("x".repeat(300), 0), "a name is expected");
    refused(g -> g.metadata.put("general.architecture", "a\u001b[2Jb"), "=a?[2Jb");
    refused(g -> g.metadata.put("general.alignment", 0), "general.alignment=0");
    refused(g -> g.metadata.put("general.alignment", 24), "general.alignment=24");
  }

  @Test
  void configurationsThatCannotBeAreRefused() {
    refused(g -> g.metadata.put("llama.attention.head_count", 0), "head_count=0");
    refused(g -> g.metadata.put("llama.block_count", -1), "llama.block_count=4294967295");
    refused(g -> g.metadata.put("llama.block_count", Integer.MAX_VALUE), "model.layers.1");
    refused(g -> g.metadata.put("llama.context_length", Integer.MAX_VALUE), "context length");
    refused(g -> g.metadata.put("llama.embedding_length", "8"), "llama.embedding_length=8");
    refused(g -> g.metadata.remove("llama.embedding_length"), "lack llama.embedding_length");
    refused(g -> g.metadata.put("llama.rope.freq_base", Float.NaN), "llama.rope.freq_base=NaN");
    refused(
        g -> {
          g.metadata.put("llama.attention.head_count", 1 << 20);
          g.metadata.put("llama.attention.head_count_kv", 1 << 20);
          g.metadata.put("llama.attention.key_length", 1 << 16);
          g.metadata.put("llama.attention.value_length", 1 << 16);
        },
        "heads=1048576");
    refused(g -> g.tensors.remove("output_norm.weight"), "model.norm.weight is missing");
    refused(g -> g.metadata.put("tokenizer.ggml.eos_token_id", 10), "eos_token_id=10");
    refused(g -> g.metadata.put("tokenizer.ggml.tokens", List.of("a")), "tokenizer.ggml.tokens=1");
  }

  @Test
  void weightsThatAreNoNumbersAreRefusedByNameAndPlace() {
    for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY})
      refused(
          g -> g.tensors.get("blk.0.ffn_up.weight").numbers()[5] = bad,
          "blk.0.ffn_up.weight",
          bad + " at position 5");
  }

  @Test
  void aTruncatedFileIsRefusedWhereverItEnds() throws IOException {
    Path file = write(new TinyGguf());
    new Damage(file, file).truncateEverywhere();
  }

  @Test
  void aChangedByteNeverLeadsToAnythingButAUserError() throws IOException {
    Path file = write(new TinyGguf());
    new Damage(file, file).changeEverywhere();
  }

  private void refused(Consumer<TinyGguf> change, String... parts) {
    var gguf = new TinyGguf();
    change.accept(gguf);
    assertThatThrownBy(
            () -> {
              try (ModelFiles files = ModelFiles.open(write(gguf))) {
                files.weightNames().forEach(files::read);
                files.tokenizerFiles();
              }
            })
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(temporary.resolve("tiny.gguf").toString())
        .hasMessageContainingAll(parts);
  }

  private static void change(
      TinyGguf gguf, java.util.function.UnaryOperator<TinyGguf.Tensor> change) {
    gguf.tensors.computeIfPresent("token_embd.weight", (_, tensor) -> change.apply(tensor));
  }

  /// A value that begins with a type, where it is an array, and a count.
  private static Raw raw(int type, int elementType, long count) {
    var bytes =
        java.nio.ByteBuffer.allocate(type == 9 ? 12 : 8).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    if (type == 9) bytes.putInt(elementType);
    return new Raw(type, bytes.putLong(count).array());
  }

  private Path write(TinyGguf gguf) throws IOException {
    return Files.write(temporary.resolve("tiny.gguf"), gguf.bytes());
  }
}
