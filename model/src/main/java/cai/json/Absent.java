package cai.json;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The value of a record's component if the JSON text lacks the field. It is for fields that an
/// earlier format did not have; every other missing field is an error.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Absent {
  /// The value as text: `true`, a number, the name of an enum's constant, or the text itself; the
  /// empty text for an Optional or a List, which is then empty.
  String value();
}
