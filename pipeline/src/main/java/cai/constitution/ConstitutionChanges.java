package cai.constitution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/// The differences between two constitutions, by the ids of principles. A plain sentence makes two
/// principles with one id, which count as one.
public final class ConstitutionChanges {
  private ConstitutionChanges() {}

  /// One phrase for each difference.
  public static List<String> between(Constitution before, Constitution now) {
    Map<String, List<Object>> old = byId(before);
    Map<String, List<Object>> current = byId(now);
    var ids = new TreeSet<>(old.keySet());
    ids.addAll(current.keySet());
    var changes = new ArrayList<String>();
    for (String id : ids) {
      if (Objects.equals(old.get(id), current.get(id))) continue;
      String what =
          !old.containsKey(id) ? "is new" : current.containsKey(id) ? "changed" : "is gone";
      changes.add("principle '" + id + "' " + what);
    }
    if (changes.isEmpty() && !before.equals(now))
      changes.add("name or order of principles changed");
    return List.copyOf(changes);
  }

  private static Map<String, List<Object>> byId(Constitution constitution) {
    var principles = new LinkedHashMap<String, List<Object>>();
    for (CritiquePrinciple one : constitution.critiquePrinciples())
      principles.computeIfAbsent(one.id(), _ -> new ArrayList<>()).add(one);
    for (ComparisonPrinciple one : constitution.comparisonPrinciples())
      principles.computeIfAbsent(one.id(), _ -> new ArrayList<>()).add(one);
    return principles;
  }
}
