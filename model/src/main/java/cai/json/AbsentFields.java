package cai.json;

import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/// Jackson's rule for missing fields: a component that is marked with [Absent] gets the value of
/// the mark, every other missing field is an error.
///
/// Extends Jackson's classes, because Jackson offers no other way to set such a rule.
final class AbsentFields extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1;

  @Override
  public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    return !member.hasAnnotation(Absent.class);
  }

  @Override
  public Object findDeserializer(MapperConfig<?> config, Annotated annotated) {
    Absent absent = annotated.getAnnotation(Absent.class);
    // An Optional that is absent is empty without more ado.
    return absent == null || annotated.getRawType() == Optional.class
        ? super.findDeserializer(config, annotated)
        : new Marked(((AnnotatedMember) annotated).getType(), absent.value());
  }

  /// Reads a marked field like other fields of its type.
  private static final class Marked extends StdDeserializer<Object> {
    private final JavaType type;
    private final Object absent;

    Marked(JavaType type, String text) {
      super(type);
      this.type = type;
      this.absent = value(type.getRawClass(), text);
    }

    private static Object value(Class<?> type, String text) {
      if (type == String.class) return text;
      if (type == boolean.class) return Boolean.parseBoolean(text);
      if (type == int.class) return Integer.parseInt(text);
      if (type == long.class) return Long.parseLong(text);
      if (type == double.class) return Double.parseDouble(text);
      if (type == List.class) return List.of();
      for (Object constant : type.isEnum() ? type.getEnumConstants() : new Object[0])
        if (((Enum<?>) constant).name().equals(text)) return constant;
      throw new IllegalStateException("@Absent gives no values of " + type);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context) {
      return context.readValue(parser, type);
    }

    @Override
    public Object getNullValue(DeserializationContext context) {
      return context.reportInputMismatch(this, "null is not allowed here");
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
      return absent;
    }
  }
}
