package cai.jinja.builtins;

import cai.jinja.values.Arguments;
import cai.jinja.values.Meter;

/// What a filter does with a value.
@FunctionalInterface
interface Filter {
  Object apply(Meter meter, Object value, Arguments arguments);
}
