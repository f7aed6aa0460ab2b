package cai.json;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a component of a record has where a line does not name it: for components that lines of an
/// earlier format lack. All other missing fields are errors.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Absent {
  /// The value as text: `true`, a number, or the text itself; of an Optional, which is then empty,
  /// the empty text.
  String value();
}
