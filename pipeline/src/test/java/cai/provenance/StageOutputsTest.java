package cai.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import cai.storage.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StageOutputsTest {
  @TempDir Path folder;

  private String hash() throws IOException {
    return StageOutputs.of(folder).hash();
  }

  private void put(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void theHashIsThatOfSortedNamesAndContents() throws IOException {
    put("b.jsonl", "b");
    put("a/weights", "abc");
    assertThat(StageOutputs.of(folder).sizes())
        .containsExactly(java.util.Map.entry("a/weights", 3L), java.util.Map.entry("b.jsonl", 1L));
    assertThat(hash())
        .isEqualTo(
            ContentHash.text(
                ContentHash.text("abc") + " a/weights\n" + ContentHash.text("b") + " b.jsonl\n"));
  }

  @Test
  void namesContentsAndFoldersCount() throws IOException {
    put("a", "1");
    String one = hash();
    put("a", "2");
    String two = hash();
    Files.move(folder.resolve("a"), folder.resolve("b"));
    String three = hash();
    put("x/b", "2");
    Files.delete(folder.resolve("b"));
    assertThat(hash()).isNotIn(one, two, three);
    assertThat(one).isNotEqualTo(two);
    assertThat(two).isNotEqualTo(three);
  }

  @Test
  void whatIsPrivateToTheStageDoesNotCount() throws IOException {
    put("a", "1");
    String before = hash();
    put("stage.json", "{}");
    put("timing.json", "{}");
    put("train.log", "x");
    put(".hidden", "x");
    put(".folder/x", "x");
    put("checkpoint/state", "x");
    put("checkpoint-10.safetensors", "x");
    put("model/.x.writing", "x");
    Files.createDirectory(folder.resolve("empty"));
    assertThat(hash()).isEqualTo(before);
    put("sub/stage.json", "{}");
    assertThat(hash()).isNotEqualTo(before);
  }

  @Test
  void timesInJsonDoNotCount() throws IOException {
    put("m.jsonl", "{\"step\":1,\"seconds\":1.25,\"loss\":2}\n{\"step\":2,\"stepSeconds\":1e-3}\n");
    put("s.json", "{\n  \"startedAt\" : \"2026-01-01T00:00:00Z\",\n  \"finishedAt\" : null\n}\n");
    String before = hash();
    put("m.jsonl", "{\"step\":1,\"seconds\":97.5,\"loss\":2}\n{\"step\":2,\"stepSeconds\":4}\n");
    put("s.json", "{\n  \"startedAt\" : \"2027\",\n  \"finishedAt\" : \"2028\"\n}\n");
    assertThat(hash()).isEqualTo(before);
    put("m.jsonl", "{\"step\":1,\"seconds\":97.5,\"loss\":3}\n{\"step\":2,\"stepSeconds\":4}\n");
    assertThat(hash()).isNotEqualTo(before);
  }

  @Test
  void textsAboutTimeCount() throws IOException {
    put("t.jsonl", "{\"text\":\"{\\\"seconds\\\":1}\",\"second\":1,\"secondsLeft\":1}\n");
    String before = hash();
    put("t.jsonl", "{\"text\":\"{\\\"seconds\\\":2}\",\"second\":1,\"secondsLeft\":1}\n");
    assertThat(hash()).isNotEqualTo(before);
    put("t.jsonl", "{\"text\":\"{\\\"seconds\\\":1}\",\"second\":2,\"secondsLeft\":1}\n");
    assertThat(hash()).isNotEqualTo(before);
    put("t.jsonl", "{\"text\":\"{\\\"seconds\\\":1}\",\"second\":1,\"secondsLeft\":2}\n");
    assertThat(hash()).isNotEqualTo(before);
  }

  @Test
  void missingAndCutFilesAreDamage() throws IOException {
    put("a", "1234");
    put("m/b", "1");
    var sizes = StageOutputs.of(folder).sizes();
    assertThat(StageOutputs.damage(folder, sizes)).isEmpty();
    put("a", "123");
    assertThat(StageOutputs.damage(folder, sizes))
        .hasValueSatisfying(text -> assertThat(text).startsWith("a has another size"));
    put("a", "4321");
    Files.delete(folder.resolve("m/b"));
    assertThat(StageOutputs.damage(folder, sizes)).contains("m/b is missing");
  }
}
