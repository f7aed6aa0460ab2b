package cai;

import static org.assertj.core.api.Assertions.assertThat;

import cai.run.StageWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What README, CONTRIBUTING, CHANGELOG and `docs/` name must exist: links, files of the
/// repository, and classes with their members.
class DocumentsTest {
  private static final Path ROOT = root();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern CLASS =
      Pattern.compile("(cai(?:\\.[a-z]+)*)\\.([A-Z]\\w+)(?:#(\\w+))?");
  private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```");

  /// Folders of the repository by whose names a path is recognised.
  private static final Set<String> FOLDERS =
      Set.of(
          "constitutions",
          "recipes",
          "docs",
          "model",
          "models",
          "pipeline",
          "cli",
          "benchmarks",
          "scripts",
          "build",
          "prompts");

  /// What the reader of a document makes or what a run writes.
  private static final Set<String> MADE =
      Set.of("constitutions/mine.yaml", "prompts/prompts.jsonl", "prompts/bad-rows.jsonl");

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("README.md"))) folder = folder.getParent();
    return folder;
  }

  private static List<Path> documents() throws IOException {
    var documents = new ArrayList<Path>();
    for (String name : List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md"))
      documents.add(ROOT.resolve(name));
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    return documents;
  }

  private static String where(Path document, String what) {
    return ROOT.relativize(document) + ": " + what;
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    int count = 0;
    for (Path document : documents()) {
      var links = LINK.matcher(Files.readString(document));
      while (links.find()) {
        String link = links.group(1);
        if (link.startsWith("https://")) continue;
        count++;
        assertThat(document.resolveSibling(link)).as(where(document, link)).exists();
      }
    }
    assertThat(count).isGreaterThan(10);
  }

  @Test
  void namedFilesExist() throws IOException {
    int count = 0;
    for (Path document : documents()) {
      for (String code : codes(document)) {
        String first = code.contains("/") ? code.substring(0, code.indexOf('/')) : "";
        boolean path = FOLDERS.contains(first) && code.matches("[\\w./-]+");
        if (!path || MADE.contains(code)) continue;
        count++;
        assertThat(ROOT.resolve(code)).as(where(document, code)).exists();
      }
    }
    assertThat(count).isGreaterThan(10);
  }

  @Test
  void namedClassesExist() throws IOException {
    int count = 0;
    for (Path document : documents()) {
      for (String code : codes(document)) {
        var name = CLASS.matcher(code);
        if (!name.matches()) continue;
        count++;
        Path source = source(name.group(1), name.group(2));
        assertThat(source).as(where(document, code)).exists();
        if (name.group(3) != null)
          assertThat(source).as(where(document, code)).content().contains(name.group(3));
      }
    }
    assertThat(count).isGreaterThan(30);
  }

  private static boolean isStage(String word) {
    return Arrays.stream(StageWord.values()).anyMatch(stage -> stage.word().equals(word));
  }

  @Test
  void namedCommandsExist() throws IOException {
    int count = 0;
    for (Path document : documents()) {
      var commands = Pattern.compile("\\./cai ([a-z])([a-z]+)").matcher(Files.readString(document));
      while (commands.find()) {
        count++;
        if (isStage(commands.group(1) + commands.group(2))) continue;
        String name = commands.group(1).toUpperCase(Locale.ROOT) + commands.group(2) + "Command";
        assertThat(source("cai.cli", name)).as(where(document, commands.group())).exists();
      }
    }
    assertThat(count).isGreaterThan(5);
  }

  @Test
  void everyDecisionHasANumberOfItsOwn() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("docs/decisions"))) {
      var numbers =
          files
              .map(file -> file.getFileName().toString())
              .peek(name -> assertThat(name).matches("\\d{4}-[a-z0-9-]+\\.md"))
              .collect(Collectors.groupingBy(name -> name.substring(0, 4)));
      assertThat(numbers).isNotEmpty();
      assertThat(numbers.values()).allSatisfy(same -> assertThat(same).hasSize(1));
    }
  }

  @Test
  void nothingIsSaidOfOneMachineOnly() throws IOException {
    for (Path document : documents())
      assertThat(Files.readString(document))
          .as(ROOT.relativize(document).toString())
          .doesNotContainPattern("(?<![\\w.])/(home|root|work|tmp|usr|Users)/");
  }

  private static List<String> codes(Path document) throws IOException {
    String prose = FENCE.matcher(Files.readString(document)).replaceAll("");
    return CODE.matcher(prose).results().map(found -> found.group(1)).toList();
  }

  private static Path source(String packageName, String className) {
    String file = packageName.replace('.', '/') + "/" + className + ".java";
    return Stream.of("model", "pipeline", "cli")
        .map(module -> ROOT.resolve(module).resolve("src/main/java").resolve(file))
        .filter(Files::exists)
        .findFirst()
        .orElse(ROOT.resolve(file));
  }
}
