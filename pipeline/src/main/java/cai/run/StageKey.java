package cai.run;

import cai.Stage;
import cai.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// All that the outputs of a stage depend on.
///
/// @param parts each by a name that can be told to the user
record StageKey(Stage stage, SortedMap<String, String> parts) {
  static StageKey of(
      Stage stage,
      Object settings,
      List<StageFolder> inputs,
      Map<String, String> otherInputs,
      Map<String, String> common) {
    var parts = new TreeMap<>(common);
    parts.put("settings", ContentHash.text(CanonicalText.of(settings)));
    for (StageFolder input : inputs) put(parts, "output of " + input.stage().word(), input.hash());
    otherInputs.forEach((name, hash) -> put(parts, "input " + name, hash));
    return new StageKey(stage, Sorted.copy(parts));
  }

  private static void put(Map<String, String> parts, String name, String value) {
    if (parts.put(name, value) != null)
      throw new IllegalArgumentException(name + " is given twice");
  }

  /// One hash of stage and parts.
  String hash() {
    return ContentHash.text(StageRecord.FORMAT + " " + stage.word() + " " + Json.line(parts));
  }

  /// The names of the parts that differ.
  List<String> differences(Map<String, String> others) {
    var names = new TreeSet<>(parts.keySet());
    names.addAll(others.keySet());
    var differing = new ArrayList<String>();
    for (String name : names) {
      if (!Objects.equals(parts.get(name), others.get(name))) differing.add(name);
    }
    return differing;
  }
}
