package cai.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.provenance.BareIdentity;
import cai.provenance.CodeVersion;
import cai.run.items.ItemKeys;
import cai.run.items.JournaledWork;
import cai.run.items.JournaledWork.Journaling;
import cai.storage.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Results that are taken over where settings change, item by item.
final class TakenOverTest {
  private static final CodeVersion CODE = new CodeVersion("code", Optional.empty());

  @TempDir private Path folder;
  private final List<List<String>> worked = new ArrayList<>();

  private record Line(String id, String text) {}

  private record Item(String id, String principle) {}

  private record Settings(double temperature, String label, int batchSize) {}

  private List<Item> items(String changed) {
    var items = new ArrayList<Item>();
    for (int i = 0; i < 7; i++) items.add(new Item("i" + i, i % 3 == 0 ? changed : "same"));
    return items;
  }

  private Path perform(Settings settings, List<Item> items, String model, long seed) {
    var identity = BareIdentity.of("r.yaml", seed);
    worked.clear();
    try (Run run = Run.open(folder, identity, Progress.silent(), CODE)) {
      StageWork work =
          stage -> {
            var keys =
                new ItemKeys<Item>(
                    List.of(model, ItemKeys.but(settings, "label", "batchSize")), one -> one);
            new JournaledWork("critique", settings.batchSize(), Progress.silent())
                .perform(
                    "items",
                    items,
                    new Journaling<>(stage.file("lines.journal"), Line.class),
                    keys,
                    batch -> made(batch, settings, seed));
            stage.counted(items.size(), 0);
          };
      var parts = new java.util.TreeMap<String, Object>(Map.of("critique", settings));
      parts.put("items", items);
      return WorkOfStage.of(StageWord.CRITIQUE, parts, List.of(), Map.of("model", model))
          .perform(run, work)
          .file("lines.journal");
    }
  }

  private List<Line> made(List<Item> batch, Settings settings, long seed) {
    worked.add(batch.stream().map(Item::id).toList());
    return batch.stream()
        .map(one ->
            new Line(
                one.id(), one.principle() + " \u00e4\ud83d\ude00 " + settings.temperature() + seed))
        .toList();
  }

  @Test
  void onlyItemsThatReadSomethingElseAreMadeAgain() throws IOException {
    var settings = new Settings(1, "soft", 2);
    perform(settings, items("old"), "m", 1);
    assertThat(worked)
        .containsExactly(
            List.of("i0", "i1"), List.of("i2", "i3"), List.of("i4", "i5"), List.of("i6"));
    String edited = Files.readString(perform(settings, items("new"), "m", 1));
    // As many together as a batch holds, though they stand in different batches.
    assertThat(worked).containsExactly(List.of("i0", "i3"), List.of("i6"));
    deleteAll();
    assertThat(Files.readString(perform(settings, items("new"), "m", 1))).isEqualTo(edited);
    assertThat(worked).hasSize(4);
  }

  @Test
  void whatNoItemReadsMakesNothingAgain() {
    perform(new Settings(1, "soft", 2), items("old"), "m", 1);
    perform(new Settings(1, "clamped", 3), items("old"), "m", 1);
    assertThat(worked).isEmpty();
  }

  @Test
  void anotherTemperatureModelOrSeedMakesAllAgain() {
    perform(new Settings(1, "soft", 2), items("old"), "m", 1);
    perform(new Settings(0.5, "soft", 2), items("old"), "m", 1);
    assertThat(worked.stream().mapToInt(List::size).sum()).isEqualTo(7);
    perform(new Settings(0.5, "soft", 2), items("old"), "n", 1);
    assertThat(worked.stream().mapToInt(List::size).sum()).isEqualTo(7);
    perform(new Settings(0.5, "soft", 2), items("old"), "n", 2);
    assertThat(worked.stream().mapToInt(List::size).sum()).isEqualTo(7);
  }

  @Test
  void moreAndOtherwiseOrderedItemsTakeOverWhatThereIs() throws IOException {
    var settings = new Settings(1, "soft", 2);
    perform(settings, items("old"), "m", 1);
    var more = new ArrayList<>(items("old").reversed());
    more.add(3, new Item("new", "same"));
    Path journal = perform(settings, more, "m", 1);
    assertThat(worked).containsExactly(List.of("new"));
    assertThat(Files.readAllLines(journal)).hasSize(8).first().asString().contains("\"i6\"");
  }

  @Test
  void anEarlierJournalThatWasTamperedWithIsNotTakenOver() throws IOException {
    var settings = new Settings(1, "soft", 2);
    Path journal = perform(settings, items("old"), "m", 1);
    Files.writeString(journal, Files.readString(journal).replace("same", "tame"));
    perform(new Settings(1, "hard", 2), items("old"), "m", 1);
    assertThat(worked.stream().mapToInt(List::size).sum()).isEqualTo(7);
  }

  @Test
  void aSettingThatIsNotThereCannotBeLeftOut() {
    assertThatThrownBy(() -> ItemKeys.but(new Settings(1, "", 1), "labell"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("labell");
  }

  private void deleteAll() throws IOException {
    AtomicFiles.deleteTree(folder);
  }
}
