package cai.jinja.values;

import java.util.Optional;

/// What a template can call.
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

  /// What a function does.
  @FunctionalInterface
  interface Action {
    Object call(Meter meter, Arguments arguments);
  }

  /// A name and what it does.
  record Named(String name, Action action) implements Function {
    @Override
    public Object call(Meter meter, Arguments arguments) {
      return action.call(meter, arguments);
    }
  }
}
