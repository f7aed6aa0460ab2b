package cai.provenance;

import cai.files.FileFault;
import cai.json.Json;
import cai.storage.ContentHash;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Settings as JSON text: equal settings give equal texts.
///
/// A file is represented by the hash of its content, not by its name, so that a changed file counts
/// as a changed setting and a moved one does not.
public final class CanonicalText {
  /// Before the hash that stands for a file.
  static final String HASHED = "sha256:";

  private CanonicalText() {}

  public static String of(Object value) {
    return switch (value) {
      case Record section -> object(components(section));
      case Map<?, ?> map -> object(sorted(map));
      case List<?> list ->
          list.stream().map(CanonicalText::of).collect(Collectors.joining(",", "[", "]"));
      case Optional<?> maybe -> maybe.map(CanonicalText::of).orElse("null");
      case Path path -> Json.line(path(path));
      case Enum<?> constant -> Json.line(constant.name());
      case String text -> Json.line(text);
      case Boolean flag -> flag.toString();
      case Integer number -> number.toString();
      case Long number -> number.toString();
      case Double number -> number.toString();
      default ->
          throw new IllegalArgumentException(
              "settings cannot hold a " + value.getClass().getName());
    };
  }

  private static String object(Map<String, ?> fields) {
    return fields.entrySet().stream()
        .map(field -> Json.line(field.getKey()) + ":" + of(field.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static Map<String, Object> sorted(Map<?, ?> map) {
    var sorted = new TreeMap<String, Object>();
    map.forEach((key, value) -> sorted.put(key.toString(), value));
    return sorted;
  }

  /// The values of a section by the names of its components.
  public static SortedMap<String, Object> components(Record section) {
    var fields = new TreeMap<String, Object>();
    Arrays.stream(section.getClass().getRecordComponents())
        .forEach(component -> fields.put(component.getName(), read(component, section)));
    return fields;
  }

  public static Object read(RecordComponent component, Record section) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(section);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }

  private static String path(Path path) {
    try {
      return Files.isRegularFile(path)
          ? HASHED + ContentHash.file(path)
          : "path:" + (Files.exists(path) ? path.toRealPath() : path);
    } catch (IOException e) {
      throw FileFault.unreadable(path, e);
    }
  }
}
