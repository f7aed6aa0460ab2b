package cai.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelStoreTest {
  @TempDir Path folder;

  @Test
  void theCacheIsWhereTheEnvironmentSays() {
    assertThat(cacheOf(Map.of("CAI_CACHE", "/a", "XDG_CACHE_HOME", "/b", "HOME", "/c")))
        .isEqualTo(Path.of("/a"));
    assertThat(cacheOf(Map.of("XDG_CACHE_HOME", "/b", "HOME", "/c"))).isEqualTo(Path.of("/b/cai"));
    assertThat(cacheOf(Map.of("CAI_CACHE", "", "HOME", "/c"))).isEqualTo(Path.of("/c/.cache/cai"));
  }

  @Test
  void aGgufFileAndAModelFolderAreTakenAsTheyAre() throws Exception {
    Path file = Files.createFile(folder.resolve("some.gguf"));
    Path model = modelFolder("own");
    assertThat(store().locate("some.gguf", folder)).isEqualTo(file);
    assertThat(store().locate(file.toString(), Path.of("/"))).isEqualTo(file);
    assertThat(store().locate("own", folder)).isEqualTo(model);
    assertThat(store().locate("./own/", folder)).isEqualTo(model);
  }

  @Test
  void aStageOfARunStandsForItsModel() throws Exception {
    Path supervised = modelFolder("runs/x/finetuning/sl-cai");
    Path reinforced = modelFolder("runs/x/reinforcement/rl-cai");
    assertThat(store().locate("runs/x/finetuning", folder)).isEqualTo(supervised);
    assertThat(store().locate("runs/x/reinforcement", folder)).isEqualTo(reinforced);
  }

  @Test
  void aRunIsToldToNameItsStage() throws Exception {
    modelFolder("runs/x/finetuning/sl-cai");
    Files.createFile(folder.resolve("runs/x/manifest.json"));
    assertThatThrownBy(() -> store().locate("runs/x", folder))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "runs/x: is a run, not a model; name its stage: runs/x/finetuning (SL-CAI) or"
                + " runs/x/reinforcement (RL-CAI)");
  }

  @Test
  void aStageWithoutAFinishedModelIsRefused() throws Exception {
    Files.createDirectories(folder.resolve("runs/x/finetuning/sl-cai"));
    Files.createFile(folder.resolve("runs/x/finetuning/stage.json"));
    assertThatThrownBy(() -> store().locate("runs/x/finetuning", folder))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("runs/x/finetuning: this stage holds no finished language model; ");
  }

  @Test
  void aFolderThatIsNoModelIsRefused() {
    assertThatThrownBy(() -> store().locate(".", folder))
        .isInstanceOf(UserError.class)
        .hasMessage(".: holds no config.json; a model is a GGUF file or a folder with config.json");
  }

  @Test
  void anUnknownNameIsToldWhatIsKnown() {
    assertThatThrownBy(() -> store().locate("smollm3", folder))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "model=smollm3 is neither a file or folder here nor a known name; known are"
                + " smollm2-135m-instruct and every owner/name or owner/name@revision of the model"
                + " hub");
    assertThatThrownBy(() -> store().locate("../../x/y", folder)).isInstanceOf(UserError.class);
    assertThatThrownBy(() -> store().locate("a\0b", folder)).isInstanceOf(UserError.class);
    assertThatThrownBy(() -> store().locate(" ", folder)).isInstanceOf(UserError.class);
  }

  @Test
  void aShippedModelIsFoundByItsNameFromAnywhere() throws Exception {
    Path model = modelFolder("home/models/tiny-random");
    Files.createDirectories(folder.resolve("home/models/notes"));
    assertThat(store().locate("tiny-random", Path.of("/"))).isEqualTo(model);
    assertThat(store().names()).containsExactly("smollm2-135m-instruct", "tiny-random");
    assertThatThrownBy(() -> store().locate("notes", folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("known are smollm2-135m-instruct, tiny-random and every owner/name");
  }

  @Test
  void aHubModelInTheCacheIsFoundWithoutTheHub() throws Exception {
    Path model = modelFolder("cache/owner/name");
    assertThat(store().locate("owner/name", folder)).isEqualTo(model);
    assertThat(store().cached()).containsExactly(new ModelStore.Cached("owner/name", 2));
  }

  @Test
  void aWrongFileInTheDefaultModelsPlaceIsRefused() throws Exception {
    Path file = folder.resolve("cache/smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "half a download");
    assertThatThrownBy(() -> store().locate(ModelStore.DEFAULT_MODEL, folder))
        .isInstanceOf(UserError.class)
        .hasMessage(
            file + ": has 15 bytes instead of 98362432 bytes; delete it to have it fetched again");
  }

  @Test
  void aFileIsComparedAgainWhenItHasChanged() throws Exception {
    Path file = Files.writeString(folder.resolve("model.gguf"), "right");
    var model = new PackagedModel("m", "p==1", 1, "p/model.gguf", 5, Sha256.of(file));
    assertThat(new Verified(file).against(model)).isEqualTo(file);
    assertThat(folder.resolve("model.gguf.verified")).exists();
    assertThat(new Verified(file).against(model)).isEqualTo(file);
    Files.writeString(file, "wrong");
    Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1));
    assertThatThrownBy(() -> new Verified(file).against(model))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(": has SHA-256 ");
  }

  @Test
  void aCacheThatCannotBeWrittenIsOneSentence() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    var store = new ModelStore(Map.of("CAI_CACHE", file.toString()), folder, new FetchNotes());
    assertThatThrownBy(() -> store.locate(ModelStore.DEFAULT_MODEL, folder))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(
            file + ": model=smollm2-135m-instruct cannot be kept in the cache (")
        .hasMessageEndingWith("; free some space there, or set CAI_CACHE to another folder");
  }

  private ModelStore store() {
    return new ModelStore(
        Map.of("CAI_CACHE", folder.resolve("cache").toString(), "CAI_MODEL_HUB", "nowhere"),
        folder.resolve("home"),
        new FetchNotes());
  }

  private Path cacheOf(Map<String, String> environment) {
    return new ModelStore(environment, folder, new FetchNotes()).cache();
  }

  private Path modelFolder(String path) throws IOException {
    Path model = Files.createDirectories(folder.resolve(path));
    Files.writeString(model.resolve("config.json"), "{}");
    return model;
  }
}
