package cai.jinja;

/// What a template can call.
interface Function {
  /// The name that errors give it.
  String name();

  Object call(Interpreter interpreter, Arguments arguments);

  /// A function without a class of its own.
  static Function of(String name, Action action) {
    return new Named(name, action);
  }

  /// What a function does.
  @FunctionalInterface
  interface Action {
    Object call(Interpreter interpreter, Arguments arguments);
  }

  /// A name and what it does.
  record Named(String name, Action action) implements Function {
    @Override
    public Object call(Interpreter interpreter, Arguments arguments) {
      return action.call(interpreter, arguments);
    }
  }
}
