package cai.checkpoint;

import cai.checkpoint.tensors.MappedFile;
import cai.errors.UserError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The key-value part of a GGUF file. Arrays stay in the file until they are asked for, so that a
/// hostile file cannot make us hold many times its size.
///
/// @param values whole numbers as `Long`, others as `Double`, `Boolean`, `String` or [Array]
record GgufMetadata(MappedFile file, Map<String, Object> values) {
  private static final int STRING = 8;
  private static final int ARRAY = 9;

  /// An array in the file at `offset`, whose elements have been checked to lie inside the file.
  record Array(int type, int count, long offset) {}

  static GgufMetadata read(MappedFile file, GgufCursor cursor, int count) {
    var values = new LinkedHashMap<String, Object>();
    for (int i = 0; i < count; i++) {
      long start = cursor.position();
      String key = cursor.name();
      Object value = value(cursor, cursor.uint32());
      if (values.put(key, value) != null)
        throw file.error("byte " + start, "repeats the key '" + key + "'");
    }
    return new GgufMetadata(file, values);
  }

  private static Object value(GgufCursor cursor, long type) {
    if (type == ARRAY) return array(cursor);
    return switch ((int) type) {
      case 0 -> (long) (cursor.int8() & 0xff);
      case 1 -> (long) cursor.int8();
      case 2 -> (long) (cursor.int16() & 0xffff);
      case 3 -> (long) cursor.int16();
      case 4 -> cursor.uint32();
      case 5 -> (long) cursor.int32();
      case 6 -> (double) Float.intBitsToFloat(cursor.int32());
      case 7 -> cursor.int8() != 0;
      case STRING -> cursor.string();
      case 10, 11 -> cursor.int64();
      case 12 -> Double.longBitsToDouble(cursor.int64());
      default -> throw cursor.error("value type=" + type + " is unknown; must be in [0, 12]");
    };
  }

  private static Array array(GgufCursor cursor) {
    long type = cursor.uint32();
    long count = cursor.int64();
    if (type == ARRAY || type > 12)
      throw cursor.error("array type=" + type + " is unknown; must be in [0, 8] or [10, 12]");
    if (count < 0 || count > Integer.MAX_VALUE)
      throw cursor.error(
          "array length=" + Long.toUnsignedString(count) + " is out of range; must be below 2^31");
    var array = new Array((int) type, (int) count, cursor.position());
    if (type == STRING) for (long i = 0; i < count; i++) cursor.skipString();
    else cursor.advance(count * width((int) type), "an array of " + count + " elements");
    return array;
  }

  private static int width(int type) {
    return switch (type) {
      case 0, 1, 7 -> 1;
      case 2, 3 -> 2;
      case 10, 11, 12 -> 8;
      default -> 4;
    };
  }

  Optional<String> string(String key) {
    return value(key, String.class, "a string");
  }

  String requiredString(String key) {
    return string(key).orElseThrow(() -> missing(key));
  }

  Optional<Boolean> truth(String key) {
    return value(key, Boolean.class, "true or false");
  }

  Optional<Double> number(String key) {
    return value(key, Double.class, "a floating-point number");
  }

  Optional<Integer> integer(String key) {
    return value(key, Long.class, "a whole number")
        .map(value -> {
          if (value < 0 || value > Integer.MAX_VALUE)
            throw wrong(key, Long.toUnsignedString(value), "a whole number below 2^31");
          return value.intValue();
        });
  }

  /// Whether a key holds -1 in any integer type, with which llama.cpp says "no token".
  boolean isMinusOne(String key) {
    Object value = values.get(key);
    return value instanceof Long number && (number == -1 || number == 0xffff_ffffL);
  }

  int requiredInteger(String key) {
    return integer(key).orElseThrow(() -> missing(key));
  }

  /// The number of elements of an array.
  Optional<Integer> count(String key) {
    return value(key, Array.class, "an array").map(Array::count);
  }

  /// The elements of an array of strings, without which the file is refused.
  List<String> requiredStrings(String key) {
    return strings(key).orElseThrow(() -> missing(key));
  }

  /// The elements of an array of strings.
  Optional<List<String>> strings(String key) {
    return value(key, Array.class, "an array").map(array -> strings(key, array));
  }

  private List<String> strings(String key, Array array) {
    if (array.type() != STRING) throw wrong(key, "array of another type", "an array of strings");
    var cursor = new GgufCursor(file, array.offset());
    var strings = new ArrayList<String>();
    for (int i = 0; i < array.count(); i++) strings.add(cursor.string());
    return strings;
  }

  /// The elements of an array of numbers.
  Optional<List<Number>> numbers(String key) {
    return value(key, Array.class, "an array").map(array -> numbers(key, array));
  }

  private List<Number> numbers(String key, Array array) {
    var cursor = new GgufCursor(file, array.offset());
    var numbers = new ArrayList<Number>();
    for (int i = 0; i < array.count(); i++) {
      if (!(value(cursor, array.type()) instanceof Number number))
        throw wrong(key, "array of another type", "an array of numbers");
      numbers.add(number);
    }
    return numbers;
  }

  private <T> Optional<T> value(String key, Class<T> type, String expected) {
    Object value = values.get(key);
    if (value == null) return Optional.empty();
    if (!type.isInstance(value)) throw wrong(key, value, expected);
    return Optional.of(type.cast(value));
  }

  UserError wrong(String key, Object value, String expected) {
    String shown = value instanceof Array ? "an array" : value.toString();
    shown = shown.replaceAll("\\p{Cntrl}", "?");
    if (shown.length() > 80) shown = shown.substring(0, 80) + "...";
    return new UserError(file.path() + ": " + key + "=" + shown + "; expected " + expected);
  }

  private UserError missing(String key) {
    return new UserError(
        file.path() + ": the metadata lack " + key + "; convert the model anew or use another one");
  }
}
