package cai.jinja.values;

/// The value of a name or attribute that does not exist: it prints as nothing, counts as false and
/// has no items. Every other use of it fails with the message.
public record Undefined(String message, boolean forbidden) {
  public static Undefined of(String message) {
    return new Undefined(message, false);
  }

  public static Undefined name(String name) {
    return of(Representation.quoted(name) + " is undefined");
  }

  /// An attribute or item that a value does not have.
  public static Undefined member(Object owner, Object key) {
    String what = Types.described(owner);
    return key instanceof Text name
        ? of("'" + what + "' has no attribute " + Representation.of(name))
        : of(what + " has no element " + Representation.of(key));
  }

  /// An attribute that exists and that a template may not use.
  public static Undefined forbidden(Object owner, String name) {
    return new Undefined(
        "access to attribute '" + name + "' of '" + Types.name(owner) + "' object is unsafe", true);
  }

  public JinjaException failure() {
    return JinjaException.failed(message);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Undefined;
  }

  @Override
  public int hashCode() {
    return 1;
  }
}
