import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.puppycrawl.tools.checkstyle.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Formats the Java sources under a folder or checks that they are formatted, then runs checkstyle: {@code check|write FOLDER RULES}. */
final class Style {
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    if (!Files.isDirectory(folder)) return; // the parent project has no sources
    List<Path> wrong = format(folder, args[0].equals("write"));
    if (!wrong.isEmpty()) {
      wrong.forEach(file -> System.err.println("not formatted: " + file));
      System.err.println("format with: mvn -Dcai.format=write compile");
      System.exit(1);
    }
    Main.main("-c", args[2], folder.toString());
  }

  private static List<Path> format(Path folder, boolean write) throws Exception {
    var formatter = new Formatter(JavaFormatterOptions.defaultOptions());
    var wrong = new ArrayList<Path>();
    List<Path> files;
    try (var walk = Files.walk(folder)) {
      files = walk.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
    for (Path file : files) {
      String source = Files.readString(file);
      String formatted = formatter.formatSourceAndFixImports(source);
      if (formatted.equals(source)) continue;
      if (write) Files.writeString(file, formatted);
      else wrong.add(file);
    }
    return wrong;
  }
}
