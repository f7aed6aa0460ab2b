package cai.jinja.values;

import java.util.Optional;

/// A function that a template can call.
public interface Function {
  /// The name that errors give it.
  String name();

  /// What the function gives for arguments; the meter counts its work.
  Object call(Meter meter, Arguments arguments);

  /// An attribute of the function, where it has it.
  default Optional<Object> attribute(String attribute) {
    return Optional.empty();
  }

  /// A function without a class of its own.
  static Function of(String name, Action action) {
    return new Named(name, action);
  }

  /// The work of a function.
  @FunctionalInterface
  interface Action {
    Object call(Meter meter, Arguments arguments);
  }

  /// A function made of a name and its work.
  record Named(String name, Action action) implements Function {
    @Override
    public Object call(Meter meter, Arguments arguments) {
      return action.call(meter, arguments);
    }
  }
}
