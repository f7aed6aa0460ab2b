package cai.run.items;

import cai.json.Json;
import cai.provenance.CanonicalText;
import cai.provenance.StageKey;
import cai.provenance.StageRecord;
import cai.storage.ContentHash;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// What the result of an item depends on. After a change of settings, the result of an item whose
/// inputs are unchanged is copied, byte for byte, from the stage's folder under the settings
/// before.
///
/// Seed, code and arithmetic of the run always count.
///
/// @param ofStage whether every item depends on all parts of the stage's key
/// @param common on which every item depends: settings, and identities of models
/// @param item what the item reads by itself: records, lists, maps and plain values
public record ItemKeys<T>(boolean ofStage, Object common, Function<T, Object> item) {
  private static final List<String> ALWAYS =
      List.of(StageKey.SEED, StageKey.CODE, StageKey.ARITHMETIC);

  /// Keys of items that depend on some settings and models.
  public ItemKeys(Object common, Function<T, Object> item) {
    this(false, common, item);
  }

  /// The values of a section but those that do not matter, so that one that is added later counts.
  public static Map<String, Object> but(Record section, String... unread) {
    Map<String, Object> fields = CanonicalText.components(section);
    for (String name : unread)
      if (fields.remove(name) == null)
        throw new IllegalArgumentException(section.getClass() + " has no component " + name);
    return fields;
  }

  /// Keys of items whose results are good for this very key of the stage only.
  ///
  /// @param item what the item reads by itself
  public static <T> ItemKeys<T> ofStage(Function<T, Object> item) {
    return new ItemKeys<>(true, List.of(), item);
  }

  /// A key for each item. In a folder that no run has begun, they depend on no part of a stage's
  /// key.
  List<String> of(List<T> items, Path stageFolder) {
    Optional<StageRecord> record = StageRecord.read(stageFolder);
    return of(items, record.map(one -> read(one.keyParts())).orElse(new TreeMap<>()));
  }

  private SortedMap<String, String> read(Map<String, String> keyParts) {
    var read = new TreeMap<>(keyParts);
    if (!ofStage) read.keySet().retainAll(ALWAYS);
    return read;
  }

  private List<String> of(List<T> items, SortedMap<String, String> read) {
    String shared = ContentHash.text(Json.line(read) + CanonicalText.of(common));
    return items.stream()
        .map(one -> ContentHash.text(shared + CanonicalText.of(item.apply(one))))
        .toList();
  }
}
