package cai.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TextLinesTest {
  @TempDir Path folder;

  @Test
  void linesEndWithLineFeedsWithOrWithoutACarriageReturn() throws IOException {
    assertThat(texts("a\nb\r\n\nc")).containsExactly("a", "b", "", "c");
    assertThat(texts("a\n")).containsExactly("a");
    assertThat(texts("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u2028", "\u2029", "\u0085", "\u000b", "\f", "\u001c", "\r"})
  void nothingElseEndsALine(String separator) throws IOException {
    assertThat(texts("left" + separator + "right\nnext"))
        .containsExactly("left" + separator + "right", "next");
  }

  @Test
  void theByteOrderMarkIsNoPartOfTheFirstLine() throws IOException {
    assertThat(texts("\uFEFFa\n\uFEFFb")).containsExactly("a", "\uFEFFb");
    assertThat(texts("\uFEFF")).isEmpty();
    assertThat(texts(zipped("\uFEFFa\n"))).containsExactly("a");
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-16,is UTF-16 text",
    "UTF-16LE,is UTF-16 text without its mark",
    "UTF-16BE,is UTF-16 text without its mark",
    "x-UTF-16LE-BOM,is UTF-16 text",
    "UTF-32LE,is UTF-32 text without its mark",
    "UTF-32BE,is UTF-32 text without its mark",
    "X-UTF-32LE-BOM,is UTF-32 text",
    "X-UTF-32BE-BOM,is UTF-32 text",
  })
  void otherUnicodeIsRefusedByName(String charset, String sentence) throws IOException {
    Path file = file("{\"a\": 1}\n".getBytes(Charset.forName(charset)));
    assertThatThrownBy(() -> texts(file))
        .isInstanceOf(UserError.class)
        .hasMessage(file + ": " + sentence + "; save it as UTF-8");
  }

  @ParameterizedTest
  @CsvSource({
    "504b030414000000,zip archive",
    "28b52ffd20414243,zstd",
    "fd377a585a000004,xz",
    "425a683931415926535900,bzip2",
    "504152311500,Parquet",
    "255044462d312e37,PDF",
  })
  void otherFormatsAreRefusedByName(String bytes, String name) throws IOException {
    Path file = file(java.util.HexFormat.of().parseHex(bytes));
    assertThatThrownBy(() -> texts(file))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file + ": is ")
        .hasMessageContaining(name);
  }

  @Test
  void gzipIsToldByContent() throws IOException {
    assertThat(texts(zipped("a\nb\n"))).containsExactly("a", "b");
    var members = new ByteArrayOutputStream();
    members.write(zipped("a\n"));
    members.write(zipped("b\n"));
    members.write(new byte[512]);
    assertThat(texts(members.toByteArray())).containsExactly("a", "b");
    assertThat(texts(twice(zipped("a\n")))).containsExactly("a");
    Path named = Files.writeString(folder.resolve("plain.gz"), "a\n");
    assertThat(texts(named)).containsExactly("a");
  }

  /// A pipe has nothing to read between two members for a while.
  @Test
  void membersOfASlowPipeAreAllRead() throws IOException {
    var members = new ByteArrayOutputStream();
    members.write(zipped("a\n"));
    members.write(zipped("b\n"));
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream(members.toByteArray())) {
          @Override
          public int available() {
            return 0;
          }

          @Override
          public int read(byte[] into, int from, int count) throws IOException {
            return super.read(into, from, Math.min(1, count));
          }
        };
    var texts = new ArrayList<String>();
    TextLines.forEach(TextInput.standard(slow), line -> texts.add(line.text()));
    assertThat(texts).containsExactly("a", "b");
  }

  @Test
  void aDamagedGzipIsOneSentence() throws IOException {
    byte[] whole = zipped("a line that is long enough\n".repeat(100));
    for (byte[] damaged :
        List.of(Arrays.copyOf(whole, whole.length - 9), changed(whole, 20), changed(whole, 2))) {
      Path file = file(damaged);
      assertThatThrownBy(() -> texts(file))
          .isInstanceOf(UserError.class)
          .hasMessageStartingWith(file + ": ")
          .hasMessageContaining("is a damaged gzip file (");
    }
  }

  @Test
  void aLineThatIsNotUtf8SpoilsNoOther() throws IOException {
    Path file = file("good\nbad\u00e9\nbetter\n".getBytes(StandardCharsets.ISO_8859_1));
    List<TextLine> lines = lines(file);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1).fault()).startsWith("the line is not UTF-8 text");
    assertThat(lines.get(1).where()).isEqualTo(file + ":2");
    assertThat(lines.get(2).fault()).isEmpty();
  }

  @Test
  void theReplacementCharacterItselfIsText() throws IOException {
    assertThat(lines(file("a \uFFFD b".getBytes(StandardCharsets.UTF_8))).getFirst().fault())
        .isEmpty();
  }

  @Test
  void aFileOfAnOldMacIsNotTakenForOneLine() throws IOException {
    assertThat(lines(file("one\rtwo\rthree\r".getBytes(StandardCharsets.UTF_8))).getFirst().fault())
        .isEqualTo("the lines end with carriage returns alone; save the file with line feeds");
    assertThat(texts("{\"a\":\r1}")).containsExactly("{\"a\":\r1}");
    assertThat(lines(file("one\r".getBytes(StandardCharsets.UTF_8))).getFirst().fault()).isEmpty();
  }

  @Test
  void aLineAcrossManyBuffersIsWhole() throws IOException {
    String text = "é".repeat(100_000);
    assertThat(texts("x\n" + text + "\ny")).containsExactly("x", text, "y");
  }

  @Test
  void aLineThatIsTooLongIsMarkedAndTheNextIsRead() throws IOException {
    List<TextLine> lines =
        lines(
            file(
                ("x".repeat(TextLines.LONGEST + 1) + "\nnext\n" + "y".repeat(TextLines.LONGEST))
                    .getBytes(StandardCharsets.UTF_8)));
    assertThat(lines.get(0).fault()).startsWith("the line has 16777217 bytes");
    assertThat(lines.get(1).text()).isEqualTo("next");
    assertThat(lines.get(2).fault()).isEmpty();
    assertThat(lines.get(2).text()).hasSize(TextLines.LONGEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " \t", "\u00a0\u2007\u202f", "\u3000", "\u2028\u0085\u001c", "\u1680\u205f"})
  void whiteSpaceOfAnyKindIsBlank(String text) {
    assertThat(Blank.is(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u200b", "\ufeff", "\u2060", "\u180e", "a", "\u00a0a"})
  void zeroWidthCharactersAreNotBlank(String text) {
    assertThat(Blank.is(text)).isFalse();
  }

  @Test
  void aTextFileIsReadByTheSameRules() throws IOException {
    assertThat(TextFile.read(file(zipped("\uFEFFa\r\nb")))).isEqualTo("a\r\nb");
    Path bad = file("one\ntwo\nthr\u00e9e".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> TextFile.read(bad))
        .isInstanceOf(UserError.class)
        .hasMessage(bad + ":3: is not UTF-8 text; save the file as UTF-8");
    Path cut = file("one\ntwo\u20ac".getBytes(StandardCharsets.UTF_8), 9);
    assertThatThrownBy(() -> TextFile.read(cut)).hasMessageContaining(":2: is not UTF-8 text");
  }

  @Test
  void whatIsNoFileHasAReason() {
    assertThatThrownBy(() -> texts(folder))
        .isInstanceOf(UserError.class)
        .hasMessage(folder + ": cannot be read (it is a folder)");
    Path missing = folder.resolve("no/where");
    assertThatThrownBy(() -> texts(missing))
        .hasMessage(missing + ": cannot be read (there is no such file or folder)");
    assertThatThrownBy(() -> TextFile.read(missing))
        .hasMessage(missing + ": cannot be read (there is no such file or folder)");
  }

  private List<String> texts(String text) throws IOException {
    return texts(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> texts(byte[] bytes) throws IOException {
    return texts(file(bytes));
  }

  private static List<String> texts(Path file) {
    return lines(file).stream()
        .peek(line -> assertThat(line.fault()).isEmpty())
        .map(TextLine::text)
        .toList();
  }

  private static List<TextLine> lines(Path file) {
    var lines = new ArrayList<TextLine>();
    TextLines.forEach(TextInput.of(file), lines::add);
    for (int i = 0; i < lines.size(); i++) assertThat(lines.get(i).number()).isEqualTo(i + 1);
    return lines;
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("file"), bytes);
  }

  private Path file(byte[] bytes, int length) throws IOException {
    return file(Arrays.copyOf(bytes, length));
  }

  private static byte[] zipped(String text) throws IOException {
    return twice(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] twice(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] changed(byte[] bytes, int at) {
    byte[] changed = bytes.clone();
    changed[at] ^= 0x55;
    return changed;
  }
}
