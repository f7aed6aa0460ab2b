package cai.jinja;

/// What a filter does with a value.
@FunctionalInterface
interface Filter {
  Object apply(Interpreter interpreter, Object value, Arguments arguments);
}
