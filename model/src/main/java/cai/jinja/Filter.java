package cai.jinja;

/// What a filter does with a value.
@FunctionalInterface
interface Filter {
  Object apply(Meter meter, Object value, Arguments arguments);
}
