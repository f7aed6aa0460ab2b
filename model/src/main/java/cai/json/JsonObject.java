package cai.json;

import cai.errors.UserError;
import cai.files.TextFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A JSON object of another program's layout, whose fields are read one by one. Absent fields and
/// `null` are empty; a field of another type is an error that names file and field.
///
/// @param where begins the message of errors: a file, or a file and the way to the object
/// @param fields in the order of the text; values are maps, lists, strings, numbers, booleans, null
public record JsonObject(String where, Map<String, Object> fields) {

  /// Parses a text.
  @SuppressWarnings("unchecked")
  public static JsonObject parse(String text, String where) {
    Object parsed = Json.values(text, where);
    if (!(parsed instanceof Map<?, ?>))
      throw new UserError(where + ": holds no JSON object; one that begins with { is expected");
    return new JsonObject(where, (Map<String, Object>) parsed);
  }

  /// Reads a file.
  public static JsonObject read(Path file) {
    return parse(TextFile.read(file), file.toString());
  }

  /// Parses a text as Python does: of a duplicate field the last value counts, and NaN and Infinity
  /// are numbers.
  @SuppressWarnings("unchecked")
  public static JsonObject parseLenient(String text, String where) {
    if (!(Json.parseLenient(text, where) instanceof Map<?, ?> fields))
      throw new UserError(where + ": holds no JSON object; one that begins with { is expected");
    return new JsonObject(where, (Map<String, Object>) fields);
  }

  /// Reads a file as [#parseLenient].
  public static JsonObject readLenient(Path file) {
    return parseLenient(TextFile.read(file), file.toString());
  }

  public Optional<String> string(String name) {
    return value(name, String.class, "a string");
  }

  public Optional<Boolean> truth(String name) {
    return value(name, Boolean.class, "true or false");
  }

  public Optional<Double> number(String name) {
    return value(name, Number.class, "a number").map(Number::doubleValue);
  }

  /// A whole number within int.
  public Optional<Integer> integer(String name) {
    return value(name, Integer.class, "a whole number below 2^31");
  }

  /// A whole number, where the field has to be there.
  public int requiredInteger(String name) {
    return integer(name).orElseThrow(() -> wrong(name, "a whole number"));
  }

  /// An object in a field.
  @SuppressWarnings("unchecked")
  public Optional<JsonObject> object(String name) {
    return value(name, Map.class, "an object")
        .map(map -> new JsonObject(where + ": " + name, (Map<String, Object>) map));
  }

  /// An object in a field that has to be there.
  public JsonObject requiredObject(String name) {
    return object(name).orElseThrow(() -> wrong(name, "an object"));
  }

  @SuppressWarnings("unchecked")
  public Optional<List<Object>> list(String name) {
    return value(name, List.class, "a list").map(list -> (List<Object>) list);
  }

  /// An error that shows the value of a field and says what is expected there.
  public UserError wrong(String name, String expected) {
    String shown =
        fields.containsKey(name) ? Json.FOREIGN.writeValueAsString(fields.get(name)) : "(missing)";
    if (shown.length() > 80) shown = shown.substring(0, 80) + "...";
    return new UserError(where + ": " + name + "=" + shown + "; expected " + expected);
  }

  private <T> Optional<T> value(String name, Class<T> type, String expected) {
    Object value = fields.get(name);
    if (value == null) return Optional.empty();
    if (!type.isInstance(value)) throw wrong(name, expected);
    return Optional.of(type.cast(value));
  }
}
