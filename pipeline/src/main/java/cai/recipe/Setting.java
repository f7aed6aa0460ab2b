package cai.recipe;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A key of the recipe: stands on a component of a section's record.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {
  /// The default as YAML text; empty where the key must be given.
  String value() default "";

  /// What the key does, in one sentence.
  String about();

  /// Least value allowed.
  double min() default Double.NEGATIVE_INFINITY;

  /// Greatest value allowed.
  double max() default Double.POSITIVE_INFINITY;
}
