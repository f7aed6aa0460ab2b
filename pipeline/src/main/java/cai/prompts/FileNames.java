package cai.prompts;

import cai.errors.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Short, distinct names of files, from which the ids of rows without an id are made.
///
/// A name is made of folder and file name without extensions, such as `harmless-base-train`. Where
/// two files would get the same name, extensions and folders above are added until the names
/// differ.
final class FileNames {
  private static final String ENDINGS = "(\\.(jsonl?|txt|csv|tsv|gz))+$";
  private static final int WHOLE_PATH = 3;

  private final Map<Path, String> names = new HashMap<>();

  /// @throws UserError where a file is listed twice
  FileNames(List<Path> files) {
    var steps = new HashMap<Path, Integer>();
    var seen = new HashSet<Path>();
    for (Path file : files) {
      steps.put(file, 0);
      if (!seen.add(file.toAbsolutePath().normalize()))
        throw new UserError(file + ": is listed twice among the prompts; list it once");
    }
    List<Path> alike = List.copyOf(steps.keySet());
    while (!alike.isEmpty()) {
      for (Path file : alike) names.put(file, name(file, steps.get(file)));
      alike = alike();
      for (Path file : alike) steps.merge(file, 1, Integer::sum);
    }
  }

  private List<Path> alike() {
    var byName = new HashMap<String, List<Path>>();
    names.forEach((file, name) -> byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(file));
    return byName.values().stream()
        .filter(files -> files.size() > 1)
        .flatMap(List::stream)
        .toList();
  }

  /// @param step 0 is the shortest name; the next ones have more of the file's name, then more
  ///   folders
  private static String name(Path file, int step) {
    Path whole = file.toAbsolutePath();
    String own = whole.getFileName().toString();
    if (step >= WHOLE_PATH) {
      int from = Math.max(0, whole.getNameCount() - step);
      return whole.subpath(from, whole.getNameCount()).toString();
    }
    String shortened =
        switch (step) {
          case 0 -> own.replaceFirst("\\..*$", "");
          case 1 -> own.replaceFirst(ENDINGS, "");
          default -> own;
        };
    Path folder = whole.getParent().getFileName();
    return (folder == null ? "" : folder + "-") + shortened;
  }

  /// The id of a row without one.
  String id(Path file, Row row) {
    return names.get(file) + "-" + row.where().replaceFirst("(?s).*\\D", "");
  }
}
