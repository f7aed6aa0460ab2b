package cai.recipe;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// Section records with the defaults of their keys, some of them replaced, for tests of stages.
public final class Defaults {
  private Defaults() {}

  /// @param replaced values by component name; a name that does not exist is an error
  public static <T extends Record> T of(Class<T> type, Map<String, Object> replaced) {
    RecordComponent[] components = type.getRecordComponents();
    for (String name : replaced.keySet())
      if (Arrays.stream(components).noneMatch(one -> one.getName().equals(name)))
        throw new IllegalArgumentException(type + " has no component " + name);
    Object[] values =
        Arrays.stream(components)
            .map(one ->
                replaced.containsKey(one.getName()) ? replaced.get(one.getName()) : value(one))
            .toArray();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName(), e);
    }
  }

  private static Object value(RecordComponent component) {
    String text = component.getAnnotation(Setting.class).value();
    Class<?> type = component.getType();
    if (type == int.class) return Integer.valueOf(text);
    if (type == double.class) return Double.valueOf(text);
    if (type == boolean.class) return Boolean.valueOf(text);
    if (type == Optional.class && text.isEmpty()) return Optional.empty();
    if (type.isRecord()) return of(type.asSubclass(Record.class), Map.of());
    return Arrays.stream(type.getEnumConstants())
        .filter(one -> one.toString().toLowerCase().replace('_', '-').equals(text))
        .findFirst()
        .orElseThrow();
  }
}
