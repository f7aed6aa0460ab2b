package cai.cli.machine;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The libraries that a run's numbers depend on, read from the names of the files on the class
/// path.
public final class Libraries {
  private static final List<String> DECISIVE =
      List.of("javacpp", "openblas", "pytorch", "tokenizers");
  private static final Pattern JAR =
      Pattern.compile("([a-z0-9-]+?)-(\\d[\\w.]*(?:-\\d[\\w.]*)?)\\.jar");

  private Libraries() {}

  /// The versions of the libraries by name.
  public static Map<String, String> versions() {
    return versions(System.getProperty("java.class.path"));
  }

  public static Map<String, String> versions(String classPath) {
    var versions = new TreeMap<String, String>();
    for (String entry : classPath.split(File.pathSeparator)) {
      if (entry.isEmpty()) continue;
      Matcher jar = JAR.matcher(Path.of(entry).getFileName().toString());
      if (jar.matches() && DECISIVE.contains(jar.group(1)))
        versions.put(jar.group(1), jar.group(2));
    }
    return versions;
  }
}
