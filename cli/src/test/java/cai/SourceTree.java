package cai;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The types that the sources of all modules declare. Test sources are left out.
///
/// @param types in the order of modules, files and lines
record SourceTree(List<Type> types) {
  static final List<String> MODULES = List.of("model", "pipeline", "cli", "benchmarks");

  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
  private static final Pattern COMMENT = Pattern.compile("(?m)(?<![:\"])//.*$");
  private static final Pattern TEXT = Pattern.compile("\"(?:\\\\.|[^\"\\\\\n])*\"");
  private static final Pattern DECLARATION =
      Pattern.compile(
          "(?m)^( *)(?:(?:public|private|protected|static|final|sealed|non-sealed|abstract) )*"
              + "(?:class|record|interface|enum|@interface) (\\w+)");
  private static final Pattern WORD = Pattern.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[A-Z]|[0-9]+");

  /// A type of the sources.
  ///
  /// @param path simple names from the top-level type to this one
  record Type(String module, String packageName, List<String> path) {
    Type {
      path = List.copyOf(path);
    }

    boolean isTopLevel() {
      return path.size() == 1;
    }

    String simpleName() {
      return path.getLast();
    }

    String fullName() {
      return packageName + "." + String.join(".", path);
    }
  }

  SourceTree {
    types = List.copyOf(types);
  }

  /// The folder of the project.
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("README.md"))) folder = folder.getParent();
    return folder;
  }

  static SourceTree read() throws IOException {
    var types = new ArrayList<Type>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(root().resolve(module + "/src/main/java"))) {
        for (Path file : files.filter(SourceTree::declaresTypes).sorted().toList())
          types.addAll(typesOf(module, Files.readString(file)));
      }
    }
    return new SourceTree(types);
  }

  private static boolean declaresTypes(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".java") && !name.equals("package-info.java");
  }

  /// The types that a source declares, in the formatter's layout: nested types stand two spaces
  /// further to the right.
  static List<Type> typesOf(String module, String source) {
    var packageName = PACKAGE.matcher(source);
    if (!packageName.find()) throw new IllegalArgumentException("no package in " + source);
    String code = COMMENT.matcher(TEXT.matcher(source).replaceAll("\"\"")).replaceAll("");
    var types = new ArrayList<Type>();
    Deque<String> around = new ArrayDeque<>();
    var declarations = DECLARATION.matcher(code);
    while (declarations.find()) {
      int depth = declarations.group(1).length() / 2;
      while (around.size() > depth) around.removeLast();
      around.addLast(declarations.group(2));
      types.add(new Type(module, packageName.group(1), List.copyOf(around)));
    }
    return types;
  }

  /// The words of a name in camel case, in lower case: `klToInitial` has `kl`, `to` and `initial`.
  static List<String> words(String name) {
    return WORD.matcher(name).results().map(found -> found.group().toLowerCase()).toList();
  }
}
