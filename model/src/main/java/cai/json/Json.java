package cai.json;

import cai.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/// Records to JSON text and back. Unknown and missing fields (but those marked with [Absent]),
/// duplicate keys and wrong types are errors that name the place.
public final class Json {
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .annotationIntrospector(new AbsentFields())
          .build();

  private static final JsonMapper LENIENT =
      MAPPER
          .rebuild()
          .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private static final JsonMapper PRETTY =
      MAPPER.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  /// One line of JSON.
  public static String line(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /// Indented JSON that ends with a line feed, for files that people read.
  public static String pretty(Object value) {
    return PRETTY.writeValueAsString(value) + "\n";
  }

  /// Parses text; `where` (a file, a file and line) begins the message of the error.
  public static <T> T parse(String text, Class<T> type, String where) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JacksonException e) {
      throw new UserError(where + ": " + reason(e), e);
    }
  }

  /// Parses text as Python does: the last of equal fields counts, NaN and Infinity are numbers.
  static Object parseLenient(String text, String where) {
    try {
      return LENIENT.readValue(text, Object.class);
    } catch (JacksonException e) {
      throw new UserError(where + ": " + reason(e), e);
    }
  }

  /// Parses text into a tree, for files whose layout is not ours.
  public static JsonNode tree(String text, String where) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new UserError(where + ": " + reason(e), e);
    }
  }

  /// Reads a file of one JSON value.
  public static <T> T read(Path file, Class<T> type) {
    return parse(text(file), type, file.toString());
  }

  /// Reads a file of one JSON value into a tree.
  public static JsonNode readTree(Path file) {
    return tree(text(file), file.toString());
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UserError(file + ": cannot be read as text (" + e.getMessage() + ")", e);
    }
  }

  static String reason(JacksonException e) {
    String message = e.getOriginalMessage().lines().findFirst().orElse("is not JSON");
    var at = e.getLocation();
    String place =
        at == null || at.getLineNr() < 1
            ? ""
            : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return "malformed JSON" + place + ": " + message;
  }
}
