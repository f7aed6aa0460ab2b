package cai.json;

import cai.errors.UserError;
import cai.files.FileFault;
import cai.files.TextFile;
import cai.files.TextInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/// Converts records to JSON text and back. Unknown fields, missing fields that are not marked with
/// [Absent], duplicate keys and wrong types are errors that name the place.
public final class Json {
  private static final int DEEPEST = 2_000;
  private static final int LONGEST_NUMBER = 10_000;
  private static final int LONGEST_TEXT = 1 << 28;

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

  /// Reads texts of other programs: NaN and Infinity, as Python's `json` writes them, and very long
  /// values are allowed, because they may be in fields that are not used.
  static final JsonMapper FOREIGN =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(LONGEST_NUMBER)
                          .maxNameLength(LONGEST_TEXT)
                          .maxStringLength(LONGEST_TEXT)
                          .build())
                  .streamWriteConstraints(
                      StreamWriteConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final JsonMapper LENIENT =
      FOREIGN.rebuild().disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

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
      T value = MAPPER.readValue(text, type);
      if (value == null) throw new UserError(where + ": holds null where a value is expected");
      return value;
    } catch (JacksonException e) {
      throw new UserError(where + ": " + JsonFault.of(e), e);
    }
  }

  /// Parses text as Python does: the last of equal fields counts, NaN and Infinity are numbers.
  static Object parseLenient(String text, String where) {
    try {
      return LENIENT.readValue(text, Object.class);
    } catch (JacksonException e) {
      throw new UserError(where + ": " + JsonFault.of(e), e);
    }
  }

  /// Parses text into a tree, for files whose layout is not ours.
  public static JsonNode tree(String text, String where) {
    try {
      return FOREIGN.readTree(text);
    } catch (JacksonException e) {
      throw new UserError(where + ": " + JsonFault.of(e), e);
    }
  }

  /// The tree of maps, lists and plain values.
  public static JsonNode treeOf(Object value) {
    return FOREIGN.valueToTree(value);
  }

  /// Whether a text begins as a list does.
  public static boolean isArray(TextInput input) {
    try (InputStream in = input.open()) {
      int next;
      do next = in.read();
      while (next >= 0 && next <= ' ');
      return next == '[';
    } catch (IOException e) {
      throw FileFault.unreadable(input.file(), e);
    }
  }

  /// Calls `each` with the number, from 1, and the tree of each element of a text that is one list.
  /// Elements are read one by one, so the list may be longer than the memory.
  public static void forEachElement(TextInput input, BiConsumer<Integer, JsonNode> each) {
    String where = input.file().toString();
    try (InputStream in = input.open();
        JsonParser parser = FOREIGN.createParser(in)) {
      if (parser.nextToken() != JsonToken.START_ARRAY)
        throw new UserError(where + ": is no JSON list; one that begins with [ is expected");
      for (int number = 1; parser.nextToken() != JsonToken.END_ARRAY; number++)
        each.accept(number, parser.readValueAsTree());
      if (parser.nextToken() != null)
        throw new UserError(where + ": malformed JSON: more follows behind the value");
    } catch (JacksonException e) {
      if (e.getCause() instanceof IOException refused)
        throw FileFault.unreadable(input.file(), refused);
      throw new UserError(where + ": " + JsonFault.of(e), e);
    } catch (IOException e) {
      throw FileFault.unreadable(input.file(), e);
    }
  }

  /// Parses text into maps, lists and plain values.
  static Object values(String text, String where) {
    try {
      return FOREIGN.readValue(text, Object.class);
    } catch (JacksonException e) {
      throw new UserError(where + ": " + JsonFault.of(e), e);
    }
  }

  /// Reads a file of one JSON value.
  public static <T> T read(Path file, Class<T> type) {
    return parse(TextFile.read(file), type, file.toString());
  }

  /// Reads a file of one JSON value into a tree.
  public static JsonNode readTree(Path file) {
    return tree(TextFile.read(file), file.toString());
  }
}
