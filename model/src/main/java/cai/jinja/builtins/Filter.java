package cai.jinja.builtins;

import cai.jinja.values.Arguments;
import cai.jinja.values.Meter;

/// A filter: a function of a value and arguments.
@FunctionalInterface
interface Filter {
  Object apply(Meter meter, Object value, Arguments arguments);
}
