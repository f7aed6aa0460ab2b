package cai.recipe;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// One key of a recipe, on the record component that takes its value. The component `learningRate`
/// is the key `learning-rate`.
///
/// Components are `int`, `long`, `double`, `boolean`, `String`, `Path`, enums (`YES_NO` is written
/// `yes-no`), `Optional` and `List` of these, and records, which are sections.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {
  /// The default as YAML text; empty means that the key must be given (an `Optional` is then empty
  /// by default, a section takes the defaults of its keys). An empty text is written `''`.
  String value() default "";

  /// What the key does and its unit, for the reference and for messages.
  String about();

  /// The smallest number allowed; for lists, of each element.
  double min() default Double.NEGATIVE_INFINITY;

  /// The largest number allowed; for lists, of each element.
  double max() default Double.POSITIVE_INFINITY;

  /// Whether [#min()] itself is too small.
  boolean minExclusive() default false;

  /// Whether [#max()] itself is too large.
  boolean maxExclusive() default false;
}
