package cai.recipe;

import cai.errors.UserError;
import cai.recipe.YamlNode.Mapping;
import cai.recipe.YamlNode.MappingEntry;
import cai.recipe.YamlNode.Scalar;
import cai.recipe.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Parses YAML text into [YamlNode]s. It works on the library's events, because only events
/// distinguish an explicit tag from a resolved one and show an alias before it is followed.
final class YamlParser {
  // The parser itself does not recurse; this bounds our own recursion on hostile input.
  private static final int DEEPEST = 20;

  private final IntFunction<Place> places;
  private final Iterator<Event> events;

  private YamlParser(Iterator<Event> events, IntFunction<Place> places) {
    this.events = events;
    this.places = places;
  }

  /// Parses one document; empty where the text holds none.
  ///
  /// @param places makes the place of a line, counted from 1
  /// @throws UserError at the first line that is not the YAML of a recipe
  static Optional<YamlNode> parse(String text, IntFunction<Place> places) {
    var settings = LoadSettings.builder().setUseMarks(true).setParseComments(false).build();
    try {
      return new YamlParser(new Parse(settings).parseString(text).iterator(), places).document();
    } catch (MarkedYamlEngineException e) {
      throw syntaxError(e, places);
    } catch (YamlEngineException e) {
      String reason = e.getMessage().lines().findFirst().orElse("unreadable");
      throw new UserError(places.apply(1).prefix() + "not valid YAML: " + reason, e);
    }
  }

  private Optional<YamlNode> document() {
    Optional<YamlNode> root = Optional.empty();
    while (events.hasNext()) {
      Event event = events.next();
      switch (event.getEventId()) {
        case DocumentStart -> {
          if (root.isPresent())
            throw error(event, "a second document begins here; a recipe is one document");
        }
        case Scalar, SequenceStart, MappingStart, Alias -> root = Optional.of(node(event, 0));
        default -> {}
      }
    }
    return root;
  }

  private YamlNode node(Event event, int depth) {
    refuseSpecials(event);
    if (depth > DEEPEST) throw error(event, "nested too deeply; a recipe has sections of keys");
    return switch (event.getEventId()) {
      case Scalar -> {
        var scalar = (ScalarEvent) event;
        yield new Scalar(place(event), scalar.getValue(), scalar.isPlain());
      }
      case SequenceStart -> sequence(event, depth);
      case MappingStart -> mapping(event, depth);
      default -> throw error(event, "unexpected " + event.getEventId());
    };
  }

  private Sequence sequence(Event start, int depth) {
    var items = new ArrayList<YamlNode>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.SequenceEnd;
        next = events.next()) {
      items.add(node(next, depth + 1));
    }
    return new Sequence(place(start), List.copyOf(items));
  }

  private Mapping mapping(Event start, int depth) {
    var entries = new ArrayList<MappingEntry>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.MappingEnd;
        next = events.next()) {
      if (!(node(next, depth + 1) instanceof Scalar(Place place, String key, boolean _)))
        throw error(next, "a key must be a word");
      entries.add(new MappingEntry(key, place, node(events.next(), depth + 1)));
    }
    return new Mapping(place(start), List.copyOf(entries));
  }

  private void refuseSpecials(Event event) {
    if (event instanceof AliasEvent alias)
      throw error(event, "alias '*" + alias.getAlias() + "' is not supported; write the value out");
    if (event instanceof NodeEvent node && node.getAnchor().isPresent())
      throw error(
          event,
          "anchor '&" + node.getAnchor().get() + "' is not supported; write the value out instead");
    Optional<String> tag =
        switch (event) {
          case ScalarEvent scalar -> scalar.getTag();
          case CollectionStartEvent collection -> collection.getTag();
          default -> Optional.empty();
        };
    if (tag.isPresent())
      throw error(event, "tag '" + tag.get() + "' is not supported; write the plain value");
  }

  private Place place(Event event) {
    return places.apply(event.getStartMark().map(Mark::getLine).orElse(0) + 1);
  }

  private UserError error(Event event, String what) {
    return new UserError(place(event).prefix() + what);
  }

  private static UserError syntaxError(MarkedYamlEngineException e, IntFunction<Place> places) {
    int line = e.getProblemMark().or(e::getContextMark).map(Mark::getLine).orElse(0) + 1;
    String problem = Optional.ofNullable(e.getProblem()).orElse("");
    String what =
        problem.contains("TAB")
            ? "a tab cannot indent YAML; use spaces"
            : "not valid YAML: " + sentence(Optional.ofNullable(e.getContext()), problem);
    return new UserError(places.apply(line).prefix() + what, e);
  }

  private static String sentence(Optional<String> context, String problem) {
    String joined = context.map(text -> text + ", ").orElse("") + problem;
    return joined
        .replaceAll("\\.? \\(Do not use .* for indentation\\)", "")
        .lines()
        .map(String::strip)
        .reduce((a, b) -> a + " " + b)
        .orElse("unreadable");
  }
}
