package cai;

import static org.assertj.core.api.Assertions.assertThat;

import cai.SourceTree.Type;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/vocabulary.md` against the sources: its classes exist, and its words are used as it says.
final class VocabularyTest {
  private static final String TERMS = "never called";
  private static final String WORDS = "only in";
  private static final Pattern CODE = Pattern.compile("`(cai[^`]*)`");
  private static final Pattern EXPLAINED = Pattern.compile("[^,(]+\\([^)]*\\)");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("cai");

  private static String vocabulary() throws IOException {
    return Files.readString(SourceTree.root().resolve("docs/vocabulary.md"));
  }

  /// The rows of the table that has a column of this title, as cells.
  private static List<List<String>> table(String text, String title) {
    var rows = new ArrayList<List<String>>();
    boolean inside = false;
    for (String line : text.lines().toList()) {
      List<String> cells =
          Arrays.stream(line.replaceAll("^\\| ?| ?\\|$", "").split(" ?\\| ?", -1))
              .map(String::strip)
              .toList();
      if (!line.startsWith("|")) inside = false;
      else if (cells.contains(title)) inside = true;
      else if (inside && !line.startsWith("|---")) rows.add(cells);
    }
    return rows;
  }

  /// The words of a cell that are not explained.
  private static List<String> plain(String cell) {
    return Arrays.stream(EXPLAINED.matcher(cell).replaceAll("").split(","))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static boolean hasPhrase(String name, String phrase) {
    return Collections.indexOfSubList(
            SourceTree.words(name), List.of(phrase.toLowerCase().split(" ")))
        >= 0;
  }

  /// Types whose names contain what a term is never called.
  private static List<String> miscalled(String text, List<Type> types) {
    return table(text, TERMS).stream()
        .flatMap(row -> plain(row.getLast()).stream())
        .flatMap(phrase ->
            types.stream()
                .filter(type -> hasPhrase(type.simpleName(), phrase))
                .map(type -> type.fullName() + " contains " + phrase))
        .toList();
  }

  @Test
  void namedClassesAndMembersExist() throws IOException {
    List<String> named = CODE.matcher(vocabulary()).results().map(found -> found.group(1)).toList();
    assertThat(named).hasSizeGreaterThan(30);
    assertThat(named).allSatisfy(name -> assertThat(exists(name)).as(name).isTrue());
    assertThat(exists("cai.critique.NoSuchClass")).isFalse();
    assertThat(exists("cai.critique.RevisionChain#noSuchMember")).isFalse();
    assertThat(exists("cai.nosuchpackage")).isFalse();
  }

  private static boolean exists(String name) {
    String[] parts = name.split("#");
    if (parts.length == 1 && !name.matches(".*\\.[A-Z]\\w*"))
      return CLASSES.stream().anyMatch(one -> one.getPackageName().equals(name));
    if (!CLASSES.contain(parts[0])) return false;
    return parts.length == 1
        || CLASSES.get(parts[0]).getMembers().stream()
            .anyMatch(member -> member.getName().equals(parts[1]));
  }

  @Test
  void noTypeHasAWordThatItsTermIsNeverCalled() throws IOException {
    List<Type> types = SourceTree.read().types();
    assertThat(types).hasSizeGreaterThan(600);
    assertThat(table(vocabulary(), TERMS)).hasSizeGreaterThan(20);
    assertThat(miscalled(vocabulary(), types)).isEmpty();
  }

  @Test
  void aTypeOfAForbiddenNameIsNoticed() throws IOException {
    List<Type> types =
        SourceTree.typesOf(
            "pipeline",
            """
            package cai.one;

            record RewardModel() {
              record ActorLoss() {}

              record PolicyLoss() {}
            }
            """);
    assertThat(miscalled(vocabulary(), types))
        .containsExactlyInAnyOrder(
            "cai.one.RewardModel contains reward model",
            "cai.one.RewardModel.ActorLoss contains actor");
  }

  /// A row of the words with one meaning.
  private record OneMeaning(List<String> words, Set<String> packages, Set<String> known) {
    static OneMeaning of(List<String> row) {
      return new OneMeaning(plain(row.getFirst()), codes(row.get(2)), codes(row.get(3)));
    }

    private static Set<String> codes(String cell) {
      return CODE.matcher(cell).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    boolean allows(String packageName, String name) {
      if (known.contains(name)) return true;
      boolean home =
          packages.stream()
              .anyMatch(one -> packageName.equals(one) || packageName.startsWith(one + "."));
      return words.stream()
          .noneMatch(word -> misused(word, home, name.replaceFirst(".*[.#$]", "")));
    }

    private static boolean misused(String word, boolean home, String name) {
      String[] parts = word.split(" ");
      List<String> found = SourceTree.words(name);
      if (!home) return found.contains(parts[0]);
      for (int i = 0; parts.length > 1 && i < found.size(); i++)
        if (found.get(i).equals(parts[0])
            && (i + 1 == found.size() || !found.get(i + 1).equals(parts[1]))) return true;
      return false;
    }
  }

  private static List<OneMeaning> meanings(String text) {
    return table(text, WORDS).stream().map(OneMeaning::of).toList();
  }

  /// Types, methods and fields of the sources by their full names; what the compiler adds is left
  /// out.
  private static List<String> misused(OneMeaning meaning, Stream<JavaClass> classes) {
    return classes
        .flatMap(one ->
            Stream.concat(
                    Stream.of(one.getName()),
                    one.getMembers().stream()
                        .map(JavaMember::getName)
                        .filter(name -> !name.contains("$") && !name.startsWith("<"))
                        .map(name -> one.getName() + "#" + name))
                .distinct()
                .filter(name -> !meaning.allows(one.getPackageName(), name)))
        .toList();
  }

  @Test
  void wordsHaveOneMeaning() throws IOException {
    List<OneMeaning> meanings = meanings(vocabulary());
    assertThat(meanings).hasSizeGreaterThan(3);
    for (OneMeaning meaning : meanings)
      assertThat(misused(meaning, CLASSES.stream())).as(meaning.words().toString()).isEmpty();
  }

  @Test
  void aWordOfAnotherMeaningIsNoticed() {
    String table =
        """
        | word | means | only in | names that users know |
        |---|---|---|---|
        | judge, judged | x | `cai.evaluation` | `cai.one.Known#judge` |
        | initial policy | x | `cai.evaluation` | |
        """;
    OneMeaning judge = meanings(table).get(0);
    OneMeaning initial = meanings(table).get(1);
    assertThat(judge.allows("cai.evaluation.items", "cai.evaluation.items.JudgedAnswer")).isTrue();
    assertThat(judge.allows("cai.one", "cai.one.Judge")).isFalse();
    assertThat(judge.allows("cai.one", "cai.one.Pair#isJudged")).isFalse();
    assertThat(judge.allows("cai.one", "cai.one.Known#judge")).isTrue();
    assertThat(initial.allows("cai.evaluation", "cai.evaluation.Loop#initialPolicy")).isTrue();
    assertThat(initial.allows("cai.evaluation", "cai.evaluation.Loop#initial")).isFalse();
    assertThat(initial.allows("cai.one", "cai.one.Loop#initialPolicy")).isFalse();
  }
}
