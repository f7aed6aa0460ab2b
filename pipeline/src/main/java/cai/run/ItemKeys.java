package cai.run;

import cai.json.Json;
import cai.provenance.CanonicalText;
import cai.provenance.StageRecord;
import cai.storage.ContentHash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// What the result of an item depends on. Where settings change, results whose items read the same
/// as before are taken over from the folder that was put aside, to the same bytes.
///
/// Seed, code and arithmetic of the run always count.
///
/// @param parts names of those parts of the stage's key on which every item depends
/// @param settings on which every item depends
/// @param item what the item reads by itself: records, lists, maps and plain values
public record ItemKeys<T>(List<String> parts, Object settings, Function<T, Object> item) {
  private static final List<String> ALWAYS =
      List.of(Run.SEED_PART, Run.CODE_PART, Run.ARITHMETIC_PART);

  public ItemKeys {
    parts = List.copyOf(parts);
  }

  /// The values of a section but those that do not matter, so that one that is added later counts.
  public static Map<String, Object> but(Record section, String... unread) {
    Map<String, Object> fields = CanonicalText.components(section);
    for (String name : unread)
      if (fields.remove(name) == null)
        throw new IllegalArgumentException(section.getClass() + " has no component " + name);
    return fields;
  }

  /// A key for each item; empty in a folder that no run has begun.
  Optional<List<String>> of(List<T> items, Path stageFolder) {
    return StageRecord.read(stageFolder).map(record -> of(items, record.keyParts()));
  }

  private List<String> of(List<T> items, Map<String, String> keyParts) {
    var read = new TreeMap<String, String>();
    for (String part : ALWAYS) read.put(part, value(part, keyParts));
    for (String part : parts) read.put(part, value(part, keyParts));
    String common = ContentHash.text(Json.line(read) + CanonicalText.of(settings));
    var keys = new ArrayList<String>();
    for (T one : items) keys.add(ContentHash.text(common + CanonicalText.of(item.apply(one))));
    return keys;
  }

  /// The title of an artifact without what tells the instance of its stage from others.
  static String withoutVariant(String title) {
    return title.replaceFirst("@[a-z0-9-]+", "");
  }

  private static String value(String part, Map<String, String> keyParts) {
    String value = keyParts.getOrDefault(part, keyParts.get(withoutVariant(part)));
    if (value == null)
      throw new IllegalStateException("the stage's key has no part '" + part + "'");
    return value;
  }
}
