package cai.recipe;

import cai.errors.UserError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Collects all errors of a recipe, so that they are shown together.
final class Errors {
  private record Error(int order, String message) {}

  private final List<Error> errors = new ArrayList<>();

  /// Adds a message that already names its place.
  void add(Place place, String message) {
    errors.add(new Error(place.order(), message));
  }

  boolean isEmpty() {
    return errors.isEmpty();
  }

  /// One line per error, in the order of the recipe.
  void throwIfAny() {
    if (errors.isEmpty()) return;
    throw new UserError(
        errors.stream()
            .sorted(Comparator.comparingInt(Error::order))
            .map(Error::message)
            .distinct()
            .collect(Collectors.joining("\n")));
  }
}
