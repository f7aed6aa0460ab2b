package cai.jinja.values;

/// The object that `namespace()` makes: its attributes can be set from every scope.
public record Namespace(Dict attributes) {
  public static Namespace of(Dict attributes) {
    for (Object name : attributes.keys()) require(name);
    return new Namespace(attributes);
  }

  public void set(String name, Object value) {
    require(Text.of(name));
    attributes.put(Text.of(name), value);
  }

  private static void require(Object name) {
    if (name instanceof Text text && text.toString().startsWith("_"))
      throw JinjaException.failed(
          "a namespace has no attributes that begin with an underscore, such as '" + text + "'");
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
