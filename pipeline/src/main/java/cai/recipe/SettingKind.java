package cai.recipe;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The kind of value that a key takes.
sealed interface SettingKind {
  /// `int`, or `long` where wide.
  record Whole(boolean wide) implements SettingKind {}

  /// `double`.
  record Decimal() implements SettingKind {}

  /// `boolean`.
  record Flag() implements SettingKind {}

  /// `String`.
  record Words() implements SettingKind {}

  /// `Path`.
  record FilePath() implements SettingKind {}

  /// An enum.
  record OneOf(List<? extends Enum<?>> constants) implements SettingKind {
    List<String> names() {
      return constants.stream().map(KeyNames::ofConstant).toList();
    }
  }

  /// `Optional`.
  record Maybe(SettingKind kind) implements SettingKind {}

  /// `List`.
  record ListSetting(SettingKind kind) implements SettingKind {}

  /// A record.
  record Section(Class<? extends Record> type) implements SettingKind {}

  /// The kind of a component's type.
  static SettingKind of(Type type) {
    if (type instanceof ParameterizedType generic) {
      SettingKind inner = of(generic.getActualTypeArguments()[0]);
      if (generic.getRawType() == Optional.class) return new Maybe(inner);
      if (generic.getRawType() == List.class) return new ListSetting(inner);
    }
    if (type == int.class || type == Integer.class) return new Whole(false);
    if (type == long.class || type == Long.class) return new Whole(true);
    if (type == double.class || type == Double.class) return new Decimal();
    if (type == boolean.class || type == Boolean.class) return new Flag();
    if (type == String.class) return new Words();
    if (type == Path.class) return new FilePath();
    if (type instanceof Class<?> plain && plain.isRecord())
      return new Section(plain.asSubclass(Record.class));
    if (type instanceof Class<?> plain && plain.isEnum())
      return new OneOf(
          Arrays.stream(plain.getEnumConstants()).map(each -> (Enum<?>) each).toList());
    throw new IllegalStateException("a recipe key cannot be of type " + type.getTypeName());
  }

  /// The kind in words, within a sentence: `an integer`, `one of yes-no, multiple-choice`.
  default String text() {
    return switch (this) {
      case Whole _ -> "an integer";
      case Decimal _ -> "a number";
      case Flag _ -> "true or false";
      case Words _ -> "a text";
      case FilePath _ -> "a path";
      case OneOf choice -> "one of " + choice.names().stream().collect(Collectors.joining(", "));
      case Maybe(SettingKind kind) -> kind.text();
      case ListSetting(SettingKind kind) -> "a list, each " + kind.text();
      case Section _ -> "a section of keys";
    };
  }

  /// Whether the value is a number, or a list or an option of numbers.
  default boolean isNumeric() {
    return switch (this) {
      case Whole _, Decimal _ -> true;
      case Maybe(SettingKind kind) -> kind.isNumeric();
      case ListSetting(SettingKind kind) -> kind.isNumeric();
      case Flag _, Words _, FilePath _, OneOf _, Section _ -> false;
    };
  }
}
