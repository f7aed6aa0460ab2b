package cai.run.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.run.Progress;
import cai.run.items.JournaledWork.Journaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Items worked on batch by batch, killed and continued.
final class JournaledWorkTest {
  record Line(String id, int length) {}

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final List<String> IDS =
      IntStream.range(0, 23).mapToObj(i -> "item-" + i).toList();

  @TempDir Path folder;
  private Path file;
  private final List<String> worked = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private int left = Integer.MAX_VALUE;

  private final class Notes implements Progress {
    @Override
    public void begin(String stage, String what, long total, String unit) {}

    @Override
    public void advance(long done) {}

    @Override
    public void note(String sentence) {
      notes.add(sentence);
    }

    @Override
    public void end() {}
  }

  @BeforeEach
  void name() {
    file = folder.resolve("lines.journal");
  }

  private List<Line> perform(List<String> ids) {
    worked.clear();
    return new JournaledWork("critique", 4, new Notes())
        .perform(
            "items",
            ids,
            new Journaling<>(file, Line.class),
            ItemKeys.<String>ofStage(id -> id),
            this::made);
  }

  private List<Line> made(List<String> batch) {
    if (left-- == 0) throw new Killed();
    worked.addAll(batch);
    return batch.stream().map(id -> new Line(id, id.length())).toList();
  }

  @Test
  void resultsAndFileAreInTheOrderOfTheItems() throws IOException {
    assertThat(perform(IDS)).extracting(Line::id).isEqualTo(IDS);
    assertThat(Files.readAllLines(file))
        .hasSize(23)
        .first()
        .isEqualTo("{\"id\":\"item-0\",\"length\":6}");
    assertThat(perform(IDS)).extracting(Line::id).isEqualTo(IDS);
    assertThat(worked).isEmpty();
  }

  @Test
  void killedAtRandomPlacesItEndsWithTheSameBytes() throws IOException {
    perform(IDS);
    byte[] whole = Files.readAllBytes(file);
    var random = new SplittableRandom(11);
    for (int round = 0; round < 20; round++) {
      Files.delete(file);
      for (int kill = 0; kill < 3; kill++) {
        left = random.nextInt(0, 3);
        assertThatThrownBy(() -> perform(IDS)).isInstanceOf(Killed.class);
        byte[] text = Files.readAllBytes(file);
        // The disk has kept only part of what was written.
        Files.write(file, java.util.Arrays.copyOf(text, random.nextInt(0, text.length + 1)));
      }
      left = Integer.MAX_VALUE;
      assertThat(perform(IDS)).extracting(Line::id).isEqualTo(IDS);
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
  }

  @Test
  void otherItemsMakeOnlyWhatIsMissing() throws IOException {
    perform(IDS);
    var others = new ArrayList<>(IDS.subList(5, 12).reversed());
    others.add(2, "new");
    assertThat(perform(others)).extracting(Line::id).isEqualTo(others);
    assertThat(worked).containsExactly("new");
    assertThat(Files.readAllLines(file)).hasSize(8);
  }

  @Test
  void aJournalWithoutKeysIsMadeAgainAndSaid() throws IOException {
    perform(IDS);
    Files.delete(folder.resolve(".lines.journal.keys"));
    assertThat(perform(IDS)).hasSize(23);
    assertThat(worked).isEqualTo(IDS);
    assertThat(Files.readAllLines(file)).hasSize(23);
    assertThat(notes)
        .containsExactly(
            "critique: items: lines of lines.journal that are damaged or belong to none of the"
                + " items are left out: 23");
  }

  @Test
  void theSameItemTwiceIsMadeOnceAndGivenTwice() throws IOException {
    assertThat(perform(List.of("a", "b", "a"))).extracting(Line::id).containsExactly("a", "b", "a");
    assertThat(worked).containsExactly("a", "b");
    assertThat(Files.readAllLines(file)).hasSize(3);
  }

  @Test
  void tooFewResultsAreAFault() {
    var work = new JournaledWork("critique", 4, Progress.silent());
    assertThatThrownBy(() ->
            work.perform(
                "items",
                IDS,
                new Journaling<>(file, Line.class),
                ItemKeys.<String>ofStage(id -> id),
                batch -> List.of()))
        .hasMessageContaining("0 results for 4 items");
  }
}
