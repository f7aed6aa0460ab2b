package cai.recipe;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A key that a section had in an earlier version. A recipe that still sets it is told what to do
/// in its place.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(RemovedKey.RemovedKeys.class)
public @interface RemovedKey {
  /// The name of the key.
  String value();

  /// What to do in its place, for messages.
  String instead();

  /// All of a section.
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface RemovedKeys {
    RemovedKey[] value();
  }
}
