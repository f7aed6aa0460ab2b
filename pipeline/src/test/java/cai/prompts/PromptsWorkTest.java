package cai.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.dialogue.Turn;
import cai.errors.UserError;
import cai.prompts.PromptsWork.PromptSet;
import cai.run.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files of prompts as people have them.
final class PromptsWorkTest {
  @TempDir Path folder;
  private Path helpful;
  private TranscriptTurns turns = TranscriptTurns.FIRST;
  private int redTeamTrain;

  @BeforeEach
  void writeHelpful() throws IOException {
    helpful = file("h/helpful.jsonl", rows("What is %d plus one?", 4));
  }

  // --- layouts --------------------------------------------------------------------------------

  @Test
  void tablesAreReadAsTables() throws IOException {
    String table =
        "prompt,score,\n"
            + "How do I lie?,1,x\n"
            + "\"How, then, do I \"\"cheat\"\"?\",2,\n"
            + "\"One line\n\nand another\",3,y\r\n"
            + "\n"
            + " padded ,4,\n";
    assertThat(texts(file("red.csv", table)))
        .containsExactlyInAnyOrder(
            "How do I lie?", "How, then, do I \"cheat\"?", "One line\n\nand another", "padded");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void theSeparatorIsToldByTheHeader(String separator) throws IOException {
    String table = "id|prompt\n1|One, or; two?\n2|\"Three|four\"\n".replace("|", separator);
    table = table.replace("One, or; two?", "\"One, or; two?\"");
    assertThat(texts(file("red.csv", table)))
        .containsExactlyInAnyOrder("One, or; two?", "Three" + separator + "four");
  }

  @Test
  void tabsSeparateWhereTheNameSaysSo() throws IOException {
    assertThat(texts(file("red.tsv", "kind\tprompt\na\tOne, two\nb\tThree\n")))
        .containsExactlyInAnyOrder("One, two", "Three");
  }

  @Test
  void aSpreadsheetsTableHasItsMarksTakenOff() throws IOException {
    assertThat(texts(file("red.csv", "\uFEFFsep=;\r\n Prompt ;Kind\r\nOne?;a\r\nTwo?;\r\n")))
        .containsExactlyInAnyOrder("One?", "Two?");
    assertThat(read(file("zipped.csv.gz", zipped("text,id\nOne?,a\nTwo?,\n"))).prompts())
        .extracting(PromptItem::id)
        .contains("a")
        .anyMatch(id -> id.endsWith("-zipped-3"));
  }

  @Test
  void columnsAreTheFieldsOfJsonRows() throws IOException {
    String pairs =
        "chosen,rejected\n"
            + IntStream.range(0, 4)
                .mapToObj(i ->
                    "\"\n\nHuman: Q%d?\n\nAssistant: Yes.\",\"\n\nHuman: Q%d?\n\nAssistant: No.\"\n"
                        .formatted(i, i))
                .collect(Collectors.joining());
    assertThat(texts(file("pairs.csv", pairs)))
        .containsExactlyInAnyOrder("Q0?", "Q1?", "Q2?", "Q3?");
    String messages = "messages\n\"[{\"\"role\"\":\"\"user\"\",\"\"content\"\":\"\"M%d?\"\"}]\"\n";
    assertThat(
            texts(
                file(
                    "messages.csv",
                    messages.formatted(0) + messages.formatted(1).replace("messages\n", ""))))
        .containsExactlyInAnyOrder("M0?", "M1?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`question,answer\na,b\n`|:1: the first row names the columns question, answer; prompts are"
            + " in a column text, prompt or transcript, or in chosen and rejected; rename one",
        "`promt,answer\na,b\n`|; rename promt perhaps to prompt",
        "`prompt,prompt\na,b\n`|:1: the column 'prompt' occurs twice; rename one",
        "`text,id\na,1\nb,2,3\n`|:3: has 3 cells, while the header has 2; put cells that hold a ','"
            + " in quotes",
        "`text\na\n\"b\n\n`|:3: a quote that this row opens is never closed",
        "`text\n\"a\"b\nc\n`|:2: a quote inside a cell in quotes must be doubled",
        "`text\n`|: has a header and no rows; one prompt a row is needed",
        "``|: is empty; one prompt a line is needed",
        "`messages\n[{'role': 'user'}]\n`|messages is not a JSON list of role and content",
        "`chosen,rejected\n\"Yes, sure\",No\n`|:2: field 'prompt' is missing",
      })
  void aTableThatCannotBeReadIsNamed(String table, String sentence) throws IOException {
    Path file = file("red.csv", table);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(sentence);
  }

  @Test
  void aListOfRowsIsReadAsRows() throws IOException {
    String list = "[\n{\"prompt\":\"One?\",\"score\":NaN}, {\"prompt\":\n\"Two?\"}]\n";
    List<PromptItem> prompts = read(file("list.json", list)).prompts();
    assertThat(prompts.stream().map(PromptItem::id))
        .anyMatch(id -> id.endsWith("-list-1"))
        .anyMatch(id -> id.endsWith("-list-2"));
    assertThat(texts(file("list.jsonl", "\uFEFF" + list)))
        .containsExactlyInAnyOrder("One?", "Two?");
    Path cut = file("cut.json", list.substring(0, 40));
    assertThatThrownBy(() -> read(cut))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(cut + ": malformed JSON at line 2");
    Path bad = file("bad.json", "[{\"prompt\":\"One?\"}, 5]");
    assertThatThrownBy(() -> read(bad)).hasMessageContaining(bad + " row 2: is not an object");
    Path more = file("more.json", "[{\"prompt\":\"One?\"}]\n[1]");
    assertThatThrownBy(() -> read(more)).hasMessageContaining("more follows behind the value");
  }

  @Test
  void plainTextMayBeginWithABracket() throws IOException {
    assertThat(texts(file("red.txt", "[1] Who?\n{x} What?\n")))
        .containsExactlyInAnyOrder("[1] Who?", "{x} What?");
    assertThat(texts(file("red", "[1] Who?\nWhat?\n")))
        .containsExactlyInAnyOrder("[1] Who?", "What?");
  }

  @ParameterizedTest
  @EnumSource(TranscriptTurns.class)
  void humanTurnsOfPairsBecomePromptsAsTheSettingSays(TranscriptTurns chosen) throws IOException {
    turns = chosen;
    String row =
        "{\"chosen\":\"\\n\\nHuman: A%d\\n\\nAssistant: b\\n\\nHuman: c\\n\\nAssistant: Yes\","
            + "\"rejected\":\"\\n\\nHuman: A%d\\n\\nAssistant: b\\n\\nHuman: c\\n\\nAssistant:"
            + " No\"}\n";
    List<String> texts =
        texts(file("pairs.jsonl", row.formatted(0, 0) + row.formatted(1, 1))).stream()
            .map(text -> text.replaceAll("\\d", ""))
            .distinct()
            .toList();
    assertThat(texts)
        .containsExactlyInAnyOrderElementsOf(
            switch (chosen) {
              case FIRST -> List.of("A");
              case EVERY -> List.of("A", "A/b/c");
              case LAST -> List.of("A/b/c");
            });
  }

  @Test
  void aSystemTurnStaysBeforeTheFirstHumanTurn() throws IOException {
    String row =
        "{\"chosen\":[{\"role\":\"system\",\"content\":\"Be kind.\"},{\"role\":\"user\","
            + "\"content\":\"A%d\"},{\"role\":\"assistant\",\"content\":\"Yes\"}],\"rejected\":"
            + "[{\"role\":\"system\",\"content\":\"Be kind.\"},{\"role\":\"user\",\"content\":"
            + "\"A%d\"},{\"role\":\"assistant\",\"content\":\"No\"}]}\n";
    assertThat(texts(file("pairs.jsonl", row.formatted(0, 0) + row.formatted(1, 1))))
        .containsExactlyInAnyOrder("Be kind./A0", "Be kind./A1");
  }

  @Test
  void knownPairsAreOfTheLastTurnWhateverTheSetting() throws IOException {
    Path file =
        file(
            "pairs.jsonl",
            "{\"chosen\":\"\\n\\nHuman: A\\n\\nAssistant: b\\n\\nHuman: c\\n\\nAssistant: Yes\","
                + "\"rejected\":\"\\n\\nHuman: A\\n\\nAssistant: b\\n\\nHuman: c\\n\\nAssistant:"
                + " No\"}\n");
    KnownPair pair =
        KnownComparisons.read(file, cai.constitution.Aim.HELPFULNESS, 0).pairs().getFirst();
    assertThat(pair.prompt().turns()).hasSize(3);
    assertThat(pair.better()).isEqualTo("Yes");
  }

  // --- rows that say nothing, rows with odd fields ---------------------------------------------

  @ParameterizedTest
  @ValueSource(
      strings = {"  \\n\\t ", "\u00a0\u00a0", "\u3000", "\u2007\u202f", "\u2028", "\u0085"})
  void whiteSpaceOfAnyKindIsNoPrompt(String text) throws IOException {
    String row = "{\"prompt\":\"" + text + "\"}\n";
    PromptSet read = read(file("red.jsonl", rows("Question %d?", 150) + row));
    assertThat(read.badRows()).hasSize(1);
    assertThat(read.badRows().getFirst().reason()).startsWith("prompt is empty");
    String transcript = "{\"transcript\":\"\\n\\nHuman: " + text + "\\n\\nAssistant: a\"}\n";
    String good = "{\"transcript\":\"\\n\\nHuman: Q%d\\n\\nAssistant: a\"}\n";
    String all =
        IntStream.range(0, 150).mapToObj(i -> good.formatted(i)).collect(Collectors.joining());
    assertThat(read(file("transcripts.jsonl", all + transcript)).badRows()).hasSize(1);
  }

  @Test
  void blankLinesOfTextArePassedOver() throws IOException {
    assertThat(texts(file("red.txt", "One\n\u00a0\n\n \u3000\nTwo\r\n"))).hasSize(2);
  }

  @Test
  void zeroWidthCharactersAreAPrompt() throws IOException {
    PromptSet read = read(file("red.jsonl", rows("Question %d?", 3) + "{\"prompt\":\"\u200b\"}\n"));
    assertThat(read.badRows()).isEmpty();
  }

  @Test
  void fieldsThatNobodyReadsMayHoldAnything() throws IOException {
    String rows =
        IntStream.range(0, 4)
            .mapToObj(
                i -> "{\"prompt\":\"Q" + i + "?\",\"score\":NaN,\"m\":Infinity,\"id\":null}\n")
            .collect(Collectors.joining());
    assertThat(read(file("red.jsonl", rows + rows("Other %d?", 3))).badRows()).isEmpty();
  }

  @Test
  void whatIsNotTextIsNamedByFileAndLine() throws IOException {
    Path file = file("red.txt", "One\nTw\u00f6\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UserError.class)
        .hasMessage(file + ":2: the line is not UTF-8 text; save the file as UTF-8");
  }

  // --- ids ------------------------------------------------------------------------------------

  @Test
  void rowsWithoutAnIdAreNamedByFolderFileAndLine() throws IOException {
    assertThat(ids(file("data/red.jsonl", rows("Q%d?", 2))))
        .containsExactlyInAnyOrder("data-red-1", "data-red-2");
  }

  @ParameterizedTest
  @CsvSource({
    "data/train.00000-of-00002.jsonl,data/train.00001-of-00002.jsonl,data-train.00000-of-00002-1",
    "a/base/train.jsonl,b/base/train.jsonl,a/base/train.jsonl-1",
    "c/train.jsonl,c/train.jsonl.gz,c-train.jsonl-1",
    "c/train.jsonl,c/train.json,c-train.jsonl-1",
    "a-b/c.jsonl,a/b-c.jsonl,a-b/c.jsonl-1",
    "x/y-z/d.txt,x-y/z/d.txt,",
  })
  void filesOfEqualNamesHaveOtherIds(String first, String second, String id) throws IOException {
    List<Path> files = List.of(file(first, rows("A%d?", 3)), file(second, rows("B%d?", 3)));
    List<String> ids = read(files).prompts().stream().map(PromptItem::id).toList();
    assertThat(ids).hasSize(10).doesNotHaveDuplicates();
    if (id != null) assertThat(ids).anyMatch(each -> each.endsWith(id));
    List<String> reversed = read(files.reversed()).prompts().stream().map(PromptItem::id).toList();
    assertThat(reversed).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void equalNamesOfBothAimsHaveOtherIds() throws IOException {
    helpful = file("f/harmless/train.jsonl", rows("B%d?", 3));
    assertThat(read(file("e/harmless/train.jsonl", rows("A%d?", 3))).prompts())
        .extracting(PromptItem::id)
        .hasSize(6)
        .doesNotHaveDuplicates();
  }

  @Test
  void idsThatOthersGaveTwiceAreToldApart() throws IOException {
    String rows = "{\"id\":1,\"prompt\":\"One?\"}\n{\"id\":\"1\",\"prompt\":\"Two?\"}\n";
    helpful = file("other/own.jsonl", "{\"id\":\"1\",\"text\":\"Three?\"}\n" + own(3));
    assertThat(read(file("data/red.jsonl", rows)).prompts())
        .extracting(PromptItem::id)
        .contains("1", "1@data-red-2", "1@other-own-1");
    Path made = file("data/made.jsonl", "{\"id\":\"data-made-2\",\"prompt\":\"x\"}\n" + prompt());
    assertThat(ids(made)).containsExactlyInAnyOrder("data-made-2", "data-made-2@data-made-2");
  }

  @Test
  void anIdThatAPersonWroteTwiceIsAnError() throws IOException {
    Path file = file("own.jsonl", "{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"a\",\"text\":\"y\"}\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UserError.class)
        .hasMessage(
            file
                + ":2: id=a occurs twice, first at "
                + file
                + ":1; give each prompt an id of its own");
  }

  @Test
  void aFileThatIsListedTwiceIsAnError() throws IOException {
    Path file = file("red.jsonl", rows("Q%d?", 3));
    assertThatThrownBy(() -> read(List.of(file, file)))
        .hasMessage(file + ": is listed twice among the prompts; list it once");
  }

  // --- counts ---------------------------------------------------------------------------------

  @Test
  void repetitionsAreTold() throws IOException {
    Path file = file("red.jsonl", rows("Same?", 8) + rows("Q%d?", 2));
    PromptSet read = read(file);
    assertThat(read.repeated()).isEqualTo(7);
    assertThat(read.notes())
        .contains(
            "7 prompts repeat an earlier one, upper and lower case and spaces aside, and are left"
                + " out");
    redTeamTrain = 8;
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("prompts.red-team-train=8 is more than the ")
        .hasMessageContaining("(7 prompts repeat an earlier one, ")
        .hasMessageEndingWith("; lower it or give more files");
  }

  @Test
  void progressIsToldWhileRowsAreRead() throws IOException {
    var told = new ArrayList<Long>();
    var progress =
        new Progress() {
          @Override
          public void begin(String stage, String what, long total, String unit) {
            assertThat(stage + " " + what + " " + unit).isEqualTo("prompts reading rows");
          }

          @Override
          public void advance(long done) {
            told.add(done);
          }

          @Override
          public void note(String sentence) {}

          @Override
          public void end() {
            told.add(-1L);
          }
        };
    Path file = file("red.jsonl", rows("Q%d?", 21_500));
    stage(List.of(file), progress).read();
    assertThat(told).containsExactly(20_000L, 21_000L, 21_504L, -1L);
  }

  // --------------------------------------------------------------------------------------------

  private static String rows(String text, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"prompt\":\"" + text.formatted(i) + "\"}\n")
        .collect(Collectors.joining());
  }

  private static String own(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"id\":\"own-%d\",\"text\":\"Own %d?\"}\n".formatted(i, i))
        .collect(Collectors.joining());
  }

  private static String prompt() {
    return "{\"prompt\":\"without\"}\n";
  }

  private Path file(String name, String text) throws IOException {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private Path file(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  private static byte[] zipped(String text) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private PromptsWork stage(List<Path> redTeam, Progress progress) {
    var settings =
        new PromptsSettings(
            redTeam, redTeamTrain, 0, List.of(), 0, 0, List.of(helpful), 0, 0, turns, 0.5, 0.01);
    return new PromptsWork(settings, String::hashCode, progress);
  }

  private PromptSet read(List<Path> redTeam) {
    return stage(redTeam, Progress.silent()).read();
  }

  private PromptSet read(Path redTeam) {
    return read(List.of(redTeam));
  }

  /// Red-team prompts, the texts of their turns joined.
  private List<String> texts(Path redTeam) {
    return read(redTeam).prompts().stream()
        .filter(item -> item.aim() == cai.constitution.Aim.HARMLESSNESS)
        .map(
            item -> item.prompt().turns().stream().map(Turn::text).collect(Collectors.joining("/")))
        .toList();
  }

  private List<String> ids(Path redTeam) {
    return read(redTeam).prompts().stream()
        .filter(item -> item.aim() == cai.constitution.Aim.HARMLESSNESS)
        .map(PromptItem::id)
        .toList();
  }
}
