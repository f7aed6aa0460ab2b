package cai.recipe;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A key of the recipe, on the component of a section's record.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {
  /// Default as YAML text; empty means required.
  String value() default "";

  /// What the key does, for `cai plan` and the documentation.
  String about();

  /// Least allowed number.
  double min() default Double.NEGATIVE_INFINITY;

  /// Greatest allowed number.
  double max() default Double.POSITIVE_INFINITY;
}
