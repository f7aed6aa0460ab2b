package cai.recipe;

import cai.errors.UserError;
import cai.recipe.YamlNode.Mapping;
import cai.recipe.YamlNode.MappingEntry;
import cai.recipe.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `--set section.key=value`, laid over the recipe before it is bound. If a key is overridden
/// twice, the later value wins.
final class Overrides {
  private final Errors errors;

  Overrides(Errors errors) {
    this.errors = errors;
  }

  Mapping apply(List<String> overrides, Mapping recipe) {
    Mapping result = recipe;
    for (String override : overrides) result = apply(override, result);
    return result;
  }

  private Mapping apply(String override, Mapping recipe) {
    int equals = override.indexOf('=');
    String key = equals < 0 ? override.strip() : override.substring(0, equals).strip();
    var place = new Place.CommandLine(key, override);
    if (equals < 0 || key.isEmpty() || List.of(key.split("\\.", -1)).contains("")) {
      errors.add(place, place.prefix() + "is not an override; write section.key=value");
      return recipe;
    }
    return value(override.substring(equals + 1), place)
        .map(value -> with(recipe, List.of(key.split("\\.")), value))
        .orElse(recipe);
  }

  private Optional<YamlNode> value(String text, Place place) {
    try {
      YamlNode value = YamlParser.parse(text, _ -> place).orElse(new Scalar(place, "", true));
      if (!(value instanceof Mapping)) return Optional.of(value);
      errors.add(place, place.prefix() + "sets a section; set its keys one by one");
    } catch (UserError e) {
      errors.add(place, e.getMessage());
    }
    return Optional.empty();
  }

  private static Mapping with(Mapping section, List<String> path, YamlNode value) {
    var entries = new ArrayList<MappingEntry>();
    boolean found = false;
    for (MappingEntry entry : section.entries()) {
      boolean here = entry.key().equals(path.getFirst());
      entries.add(
          here
              ? new MappingEntry(entry.key(), entry.place(), inside(entry.value(), path, value))
              : entry);
      found |= here;
    }
    if (!found) {
      var empty = new Mapping(value.place(), List.of());
      entries.add(new MappingEntry(path.getFirst(), value.place(), inside(empty, path, value)));
    }
    return new Mapping(section.place(), entries);
  }

  private static YamlNode inside(YamlNode old, List<String> path, YamlNode value) {
    List<String> rest = path.subList(1, path.size());
    if (rest.isEmpty()) return value;
    return switch (old) {
      case Mapping mapping -> with(mapping, rest, value);
      case Scalar scalar when scalar.isNull() ->
          with(new Mapping(scalar.place(), List.of()), rest, value);
      // Not a section: an error of the recipe that the binder reports.
      default -> old;
    };
  }
}
