package cai.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyedJournalTest {
  record Line(String id, String text) {}

  private static final List<String> IDS =
      IntStream.range(0, 11).mapToObj(i -> "item-" + i).toList();
  private static final int BATCH = 4;

  @TempDir Path folder;
  private Path file;
  private Path keysFile;

  @BeforeEach
  void name() {
    file = folder.resolve("lines.jsonl");
    keysFile = folder.resolve(".lines.jsonl.keys");
  }

  private static Line line(String id) {
    return new Line(id, "caf\u00e9 \ud83d\ude00\n" + "x".repeat(id.hashCode() & 7));
  }

  private static List<String> keys(List<String> ids) {
    return ids.stream().map(ContentHash::text).toList();
  }

  private KeyedJournal<Line> open() {
    return KeyedJournal.open(file, Line.class, keys(IDS));
  }

  /// Makes what is missing, a batch at a time, and gives the ids of what was made.
  private List<String> work(List<String> ids) {
    try (var journal = KeyedJournal.open(file, Line.class, keys(ids))) {
      var missing = new ArrayList<String>();
      for (String id : ids) {
        var result = journal.get(ContentHash.text(id));
        if (result.isEmpty()) missing.add(id);
        else assertThat(result).hasValue(line(id));
      }
      for (int from = 0; from < missing.size(); from += BATCH) {
        var some = missing.subList(from, Math.min(missing.size(), from + BATCH));
        journal.append(keys(some), some.stream().map(KeyedJournalTest::line).toList());
      }
      assertThat(journal.inOrder(keys(ids)))
          .isEqualTo(ids.stream().map(KeyedJournalTest::line).toList());
      return missing;
    }
  }

  @Test
  void aKillAtAnyByteOfEitherFileEndsWithTheSameFile() throws IOException {
    List<String> some = IDS.subList(0, 6);
    assertThat(work(some)).isEqualTo(some);
    byte[] whole = Files.readAllBytes(file);
    byte[] keys = Files.readAllBytes(keysFile);
    for (int length = 0; length <= whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      work(some);
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
    for (int length = 0; length <= keys.length; length += 29) {
      Files.write(keysFile, Arrays.copyOf(keys, length));
      work(some);
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
    assertThat(work(some)).isEmpty();
  }

  @Test
  void aTornLastLineIsMadeAgainAndNoOther() throws IOException {
    work(IDS);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 3));
    assertThat(work(IDS)).containsExactly("item-10");
    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
  }

  @Test
  void zerosThatAPowerCutLeftAreMadeAgain() throws IOException {
    work(IDS);
    byte[] whole = Files.readAllBytes(file);
    for (int from = 0; from < whole.length; from += 11) {
      byte[] torn = whole.clone();
      Arrays.fill(torn, from, Math.min(from + 20, whole.length), (byte) 0);
      Files.write(file, torn);
      assertThat(work(IDS)).isNotEmpty();
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
  }

  @Test
  void linesInAnyOrderBelongToTheirItemsAndAreArrangedInTheEnd() throws IOException {
    work(IDS);
    byte[] whole = Files.readAllBytes(file);
    var random = new Random(5);
    for (int round = 0; round < 5; round++) {
      var lines = new ArrayList<>(Files.readAllLines(file));
      Collections.shuffle(lines, random);
      Files.write(file, lines);
      assertThat(work(IDS)).isEmpty();
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
    assertThat(work(IDS.reversed())).isEmpty();
    assertThat(Files.readAllLines(file).getFirst()).contains("item-10");
  }

  @Test
  void batchesThatEndOutOfOrderGiveTheSameFile() throws IOException {
    work(IDS);
    byte[] whole = Files.readAllBytes(file);
    Files.delete(file);
    try (var journal = open()) {
      for (String id : List.of("item-7", "item-2", "item-10"))
        journal.append(keys(List.of(id)), List.of(line(id)));
    }
    assertThat(work(IDS)).hasSize(8).doesNotContain("item-7", "item-2", "item-10");
    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
  }

  @Test
  void aForeignOrChangedLineIsLeftOutAndCounted() throws IOException {
    work(IDS);
    byte[] whole = Files.readAllBytes(file);
    var lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(3, lines.get(3).replace("caf", "tea"));
    lines.add(6, "{\"id\":\"item-99\",\"text\":\"\"}");
    lines.add(8, "");
    Files.write(file, lines);
    try (var journal = open()) {
      assertThat(journal.others()).isEqualTo(3);
      assertThat(journal.get(ContentHash.text("item-3"))).isEmpty();
    }
    assertThat(work(IDS)).containsExactly("item-3");
    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
  }

  @Test
  void otherItemsTakeOverWhatFits() throws IOException {
    work(IDS);
    var other = List.of("new", "item-4", "item-1");
    assertThat(work(other)).containsExactly("new");
    assertThat(Files.readAllLines(file)).hasSize(3);
    // Without their lines, keys alone are worth nothing.
    assertThat(work(IDS)).hasSize(9);
  }

  @Test
  void equalLinesOfTwoItemsStandForBoth() throws IOException {
    var keys = keys(List.of("a", "b"));
    try (var journal = KeyedJournal.open(file, Line.class, keys)) {
      journal.append(keys, List.of(line("same"), line("same")));
    }
    try (var journal = KeyedJournal.open(file, Line.class, keys)) {
      assertThat(journal.inOrder(keys)).containsExactly(line("same"), line("same"));
    }
    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void aJournalOfAnotherFormatIsMadeAgain() throws IOException {
    work(IDS);
    record Other(String id, int text) {}
    try (var journal = KeyedJournal.open(file, Other.class, keys(IDS))) {
      assertThat(journal.others()).isEqualTo(IDS.size());
    }
  }

  @Test
  void readingChangesNothing() throws IOException {
    assertThat(KeyedJournal.read(file, Line.class, keys(IDS))).isEmpty();
    work(IDS);
    byte[] torn = Arrays.copyOf(Files.readAllBytes(file), 100);
    Files.write(file, torn);
    assertThat(KeyedJournal.read(file, Line.class, keys(List.of("item-0", "item-10"))))
        .containsOnly(java.util.Map.entry(ContentHash.text("item-0"), line("item-0")));
    assertThat(Files.readAllBytes(file)).isEqualTo(torn);
  }

  @Test
  void aFullDiskLeavesWholeLinesAndIsSaid() throws IOException {
    work(IDS);
    byte[] whole = Files.readAllBytes(file);
    for (int space = 0; space < whole.length; space += 19) {
      Files.delete(file);
      int bytes = space;
      try (var journal =
          KeyedJournal.open(
              file, Line.class, keys(IDS), channel -> new SmallDisk(channel, bytes))) {
        assertThatThrownBy(
                () -> {
                  for (String id : IDS) journal.append(keys(List.of(id)), List.of(line(id)));
                })
            .isInstanceOf(UserError.class)
            .hasMessageStartingWith(file + ": the disk is full");
        assertThat(Files.readString(file)).matches(text -> text.isEmpty() || text.endsWith("\n"));
      }
      work(IDS);
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
  }
}
