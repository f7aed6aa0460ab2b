package cai.provenance;

import cai.json.Json;
import cai.storage.ContentHash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// All that the outputs of a stage depend on: what the stage reads, what is common to all stages of
/// a run, and the stage's word. The instance of a stage is no part of it: instances with equal
/// inputs have equal keys, so one can have the outputs of the other.
///
/// @param stage its word
/// @param parts each by a name that can be told to the user
/// @param files where those parts lie that are files of the recipe
public record StageKey(
    String stage, SortedMap<String, String> parts, SortedMap<String, Path> files) {
  /// Names of the parts that are common to all stages of a run.
  public static final String SEED = "run seed";

  public static final String CODE = "code version";
  public static final String ARITHMETIC = "arithmetic";

  private static final int LONGEST_VALUE = 48;
  private static final int MOST_TOLD = 8;

  public StageKey {
    parts = Sorted.copy(parts);
    files = Sorted.copy(files);
  }

  /// One hash of stage and parts.
  public String hash() {
    return ContentHash.text(StageRecord.FORMAT + " " + stage + " " + Json.line(parts));
  }

  /// The names of the parts that differ, settings with their values; of many the first. Other code
  /// names its parts as it likes, so of what only one of two versions has, the number is told.
  public List<String> differences(Map<String, String> others) {
    boolean upgraded = !Objects.equals(parts.get(CODE), others.get(CODE));
    var names = new TreeSet<>(parts.keySet());
    names.addAll(others.keySet());
    var differing = new ArrayList<String>();
    int ofOneVersion = 0;
    for (String name : names) {
      String now = parts.get(name);
      String before = others.get(name);
      if (Objects.equals(now, before)) continue;
      boolean both = now != null && before != null;
      if (upgraded && !both) ofOneVersion++;
      else if (name.equals(CODE)) differing.addFirst(name);
      else differing.add(both ? difference(name, now, before) : title(name));
    }
    int more = differing.size() - MOST_TOLD;
    if (more > 0) {
      differing.subList(MOST_TOLD, differing.size()).clear();
      differing.add(more + " more");
    }
    if (ofOneVersion > 0) differing.add(ofOneVersion + " that only one of the two versions has");
    return differing;
  }

  private String difference(String name, String now, String before) {
    return isValue(name, now) && isValue(name, before)
        ? name + "=" + value(now) + " (was " + value(before) + ")"
        : title(name);
  }

  /// As it is written in a recipe.
  private static String value(String canonical) {
    String bare = canonical.replaceAll("^\"|\"$", "");
    return bare.matches("[A-Z][A-Z_]+") ? bare.toLowerCase(Locale.ROOT).replace('_', '-') : bare;
  }

  private String title(String name) {
    return files.containsKey(name) ? "file " + files.get(name) : name;
  }

  /// Hashes of the recipe's files by their paths; those that were no regular files are left out.
  public Map<String, String> inputs() {
    var inputs = new TreeMap<String, String>();
    files.forEach((name, file) -> {
      String value = parts.get(name).replace("\"", "");
      if (value.startsWith(CanonicalText.HASHED))
        inputs.put(
            file.toAbsolutePath().normalize().toString(),
            value.substring(CanonicalText.HASHED.length()));
    });
    return inputs;
  }

  /// Whether a part is a setting that can be shown.
  private boolean isValue(String name, String value) {
    return name.contains(".")
        && !files.containsKey(name)
        && value.length() <= LONGEST_VALUE
        && !name.contains("/");
  }
}
