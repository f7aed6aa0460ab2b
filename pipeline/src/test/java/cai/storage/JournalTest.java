package cai.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
  record Line(String format, int id, String text) {
    static Line of(int id) {
      return new Line("line/1", id, "caf\u00e9 \ud83d\ude00\n" + "x".repeat(id % 7));
    }
  }

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("lines.jsonl");
  }

  private static List<Line> lines(int from, int to) {
    var lines = new ArrayList<Line>();
    for (int id = from; id < to; id++) lines.add(Line.of(id));
    return lines;
  }

  private Journal<Line> open(int batch) {
    return Journal.open(file, Line.class, batch);
  }

  /// Writes lines 0 to `count` in batches, going on from what is there.
  private void write(int count, int batch) {
    try (Journal<Line> journal = open(batch)) {
      assertThat(journal.entries()).isEqualTo(lines(0, journal.entries().size()));
      for (int id = journal.entries().size(); id < count; id += batch)
        journal.append(lines(id, Math.min(count, id + batch)));
    }
  }

  @Test
  void givesBackWhatWasAppended() {
    write(12, 4);
    try (Journal<Line> journal = open(4)) {
      assertThat(journal.entries()).isEqualTo(lines(0, 12));
      journal.append(lines(12, 16));
      assertThat(journal.entries()).isEqualTo(lines(0, 16));
    }
    try (Journal<Line> journal = open(4)) {
      assertThat(journal.entries()).isEqualTo(lines(0, 16));
    }
  }

  @Test
  void aKillAtAnyByteEndsWithTheSameFile() throws IOException {
    write(10, 4);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length <= whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      write(10, 4);
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
  }

  @Test
  void anUnfinishedBatchIsDroppedWithItsWholeLines() throws IOException {
    write(8, 4);
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() - 1));
    try (Journal<Line> journal = open(4)) {
      assertThat(journal.entries()).isEqualTo(lines(0, 4));
    }
    assertThat(Files.readString(file))
        .isEqualTo(String.join("", text.lines().limit(4).map(line -> line + "\n").toList()));
  }

  @Test
  void zerosThatAPowerCutLeftInTheLastBatchAreDropped() throws IOException {
    write(12, 4);
    byte[] whole = Files.readAllBytes(file);
    int lastBatch = Files.readString(file).lines().limit(8).mapToInt(JournalTest::bytes).sum();
    for (int from = lastBatch; from < whole.length; from++) {
      byte[] torn = whole.clone();
      Arrays.fill(torn, from, Math.min(from + 20, whole.length), (byte) 0);
      Files.write(file, torn);
      write(12, 4);
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
  }

  private static int bytes(String line) {
    return line.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + 1;
  }

  @Test
  void aMalformedLineInTheMiddleIsNamedAndNothingIsLost() throws IOException {
    write(8, 2);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(2, lines.get(2).substring(5));
    Files.write(file, lines);
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> open(2))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file + ":3: malformed JSON");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void everyKindOfDamageInTheMiddleIsNamed() throws IOException {
    write(6, 1);
    byte[] whole = Files.readAllBytes(file);
    int second = 1 + bytes(Files.readString(file).lines().findFirst().orElseThrow());
    byte[] zero = whole.clone();
    zero[second] = 0;
    byte[] latin = whole.clone();
    latin[second] = (byte) 0xE9;
    for (byte[] damaged : List.of(zero, latin)) {
      Files.write(file, damaged);
      assertThatThrownBy(() -> open(1))
          .isInstanceOf(UserError.class)
          .hasMessageStartingWith(file + ":2: ");
    }
    Files.writeString(file, "{\"format\":\"line/1\",\"id\":1,\"text\":\"\"}\n\n{}\n");
    assertThatThrownBy(() -> open(1))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(":2: the line is empty");
  }

  @Test
  void onlyTheLastBatchMayBeShort() {
    try (Journal<Line> journal = open(4)) {
      journal.append(lines(0, 3));
      assertThatThrownBy(() -> journal.append(lines(3, 7)))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> journal.append(List.of()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> journal.append(lines(0, 5)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void truncatesToAnOlderBatch() {
    write(12, 4);
    try (Journal<Line> journal = open(4)) {
      assertThatThrownBy(() -> journal.truncate(5)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> journal.truncate(16)).isInstanceOf(IllegalArgumentException.class);
      journal.truncate(4);
      assertThat(journal.entries()).isEqualTo(lines(0, 4));
      journal.append(lines(4, 8));
    }
    try (Journal<Line> journal = open(4)) {
      assertThat(journal.entries()).isEqualTo(lines(0, 8));
      journal.truncate(0);
    }
    assertThat(file).isEmptyFile();
  }

  @Test
  void aFullDiskLeavesWholeBatchesAndIsSaid() throws IOException {
    write(12, 4);
    byte[] whole = Files.readAllBytes(file);
    for (int space = 0; space < whole.length; space += 7) {
      Files.delete(file);
      int bytes = space;
      try (Journal<Line> journal =
          Journal.open(file, Line.class, 4, channel -> new SmallDisk(channel, bytes))) {
        assertThatThrownBy(
                () -> {
                  for (int id = 0; id < 12; id += 4) journal.append(lines(id, id + 4));
                })
            .isInstanceOf(UserError.class)
            .hasMessage(
                file
                    + ": the disk is full; free some space and run the same command again, it"
                    + " continues where it stopped");
        assertThat(Files.readAllLines(file)).hasSize(journal.entries().size());
        assertThat(journal.entries().size() % 4).isZero();
      }
      write(12, 4);
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
  }
}
