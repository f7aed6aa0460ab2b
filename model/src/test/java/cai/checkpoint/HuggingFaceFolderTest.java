package cai.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cai.checkpoint.tensors.ElementType;
import cai.errors.UserError;
import cai.json.JsonObject;
import cai.transformer.ModelConfig;
import cai.transformer.RopeScaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuggingFaceFolderTest {
  @TempDir Path temporary;

  @Test
  void whatIsWrittenIsReadBackInFull() {
    Path copy = temporary.resolve("deep/copy");
    try (ModelFiles tiny = ModelFiles.open(TestModels.tinyRandom())) {
      write(copy, tiny, ElementType.F32);
      try (ModelFiles back = ModelFiles.open(copy)) {
        assertThat(back.config()).isEqualTo(tiny.config());
        assertThat(back.description()).isEqualTo("safetensors F32");
        assertThat(back.tokenizerFiles()).isEqualTo(tiny.tokenizerFiles());
        assertThat(back.weightNames()).isEqualTo(tiny.weightNames()).hasSize(38);
        for (String name : tiny.weightNames()) {
          assertThat(back.shape(name)).isEqualTo(tiny.shape(name));
          assertThat(back.read(name)).isEqualTo(tiny.read(name));
        }
      }
    }
  }

  @Test
  void halfPrecisionKeepsWhatItCanHold() {
    try (ModelFiles tiny = ModelFiles.open(TestModels.tinyRandom())) {
      String name = LlamaWeights.NORM;
      float[] numbers = tiny.read(name);
      for (ElementType storage : List.of(ElementType.F16, ElementType.BF16)) {
        Path copy = temporary.resolve(storage.name());
        write(copy, tiny, storage);
        try (ModelFiles back = ModelFiles.open(copy)) {
          assertThat(back.description()).isEqualTo("safetensors " + storage);
          // The original is in BF16, and half precision has more digits.
          assertThat(back.read(name)).containsExactly(numbers, within(0f));
        }
      }
    }
  }

  @Test
  void anUntiedHeadAndScaledRotaryFrequenciesAreKept() {
    ModelConfig config =
        TinyWeights.config(Optional.of(new RopeScaling.Llama3Scaling(8, 1, 4, 8192)), false);
    Path folder = temporary.resolve("untied");
    HuggingFaceFolder.write(
        folder, config, TinyWeights.of(config), _ -> ElementType.F32, TinyWeights.TOKENIZER);
    try (ModelFiles back = ModelFiles.open(folder)) {
      assertThat(back.config()).isEqualTo(config);
      assertThat(back.read("lm_head.weight"))
          .isEqualTo(TinyWeights.of(config).apply("lm_head.weight"));
    }
  }

  @Test
  void eachWeightHasItsOwnTypeAndOtherProgramsLoadTheWidest() {
    ModelConfig config = TinyWeights.config(Optional.empty(), true);
    Path folder = temporary.resolve("mixed");
    var types =
        Map.of(LlamaWeights.EMBEDDING, ElementType.BF16, LlamaWeights.NORM, ElementType.F16);
    HuggingFaceFolder.write(
        folder,
        config,
        TinyWeights.of(config),
        name -> types.getOrDefault(name, ElementType.F32),
        TinyWeights.TOKENIZER);
    try (ModelFiles back = ModelFiles.open(folder)) {
      for (String name : back.weightNames()) {
        assertThat(back.exact(name)).isEqualTo(types.getOrDefault(name, ElementType.F32));
        assertThat(back.read(name)).isEqualTo(TinyWeights.of(config).apply(name));
      }
      assertThat(JsonObject.read(folder.resolve("config.json")).string("torch_dtype"))
          .contains("float32");
    }
  }

  @Test
  void everyScalingOfFrequenciesIsKept() {
    for (RopeScaling scaling :
        List.of(new RopeScaling.LinearScaling(4), new RopeScaling.DynamicScaling(2.5))) {
      ModelConfig config = TinyWeights.config(Optional.of(scaling), true);
      Path folder = temporary.resolve("scaled");
      HuggingFaceFolder.write(
          folder, config, TinyWeights.of(config), _ -> ElementType.F32, TinyWeights.TOKENIZER);
      try (ModelFiles back = ModelFiles.open(folder)) {
        assertThat(back.config()).isEqualTo(config);
      }
    }
  }

  @Test
  void theSameModelGivesTheSameBytesAndReplacesAnOlderFolder() throws IOException {
    Path first = temporary.resolve("first");
    Path second = Files.createDirectory(temporary.resolve("second"));
    Files.writeString(second.resolve("left-over.txt"), "old");
    try (ModelFiles tiny = ModelFiles.open(TestModels.tinyRandom())) {
      write(first, tiny, ElementType.BF16);
      write(second, tiny, ElementType.BF16);
    }
    assertThat(names(second)).isEqualTo(names(first)).doesNotContain("left-over.txt");
    for (String name : names(first))
      assertThat(second.resolve(name)).hasSameBinaryContentAs(first.resolve(name));
    assertThat(names(temporary)).containsExactly("first", "second");
    try (ModelFiles a = ModelFiles.open(first);
        ModelFiles b = ModelFiles.open(second)) {
      assertThat(a.hash()).isEqualTo(b.hash());
    }
  }

  @Test
  void weightsThatDivergedAreNotWrittenAndTheOlderFolderStays() throws IOException {
    ModelConfig config = TinyWeights.config(Optional.empty(), true);
    Path folder = temporary.resolve("model");
    HuggingFaceFolder.write(
        folder, config, TinyWeights.of(config), _ -> ElementType.F32, TinyWeights.TOKENIZER);
    List<String> before = names(folder);
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 70_000f}) {
      assertThatThrownBy(() ->
              HuggingFaceFolder.write(
                  folder,
                  config,
                  name -> {
                    float[] numbers = TinyWeights.of(config).apply(name);
                    if (name.equals(LlamaWeights.NORM)) numbers[3] = bad;
                    return numbers;
                  },
                  _ -> ElementType.F16,
                  TinyWeights.TOKENIZER))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("model.norm.weight holds " + bad);
      assertThat(names(folder)).isEqualTo(before);
      assertThat(names(temporary)).containsExactly("model");
    }
    try (ModelFiles back = ModelFiles.open(folder)) {
      assertThat(back.description()).isEqualTo("safetensors F32");
    }
  }

  private static void write(Path folder, ModelFiles files, ElementType storage) {
    HuggingFaceFolder.write(
        folder, files.config(), files::read, _ -> storage, files.tokenizerFiles());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
