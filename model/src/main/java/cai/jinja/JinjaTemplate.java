package cai.jinja;

import cai.jinja.rendering.Interpreter;
import cai.jinja.rendering.Scopes;
import cai.jinja.syntax.Parser;
import cai.jinja.syntax.Statement.Body;
import cai.jinja.values.Dict;
import cai.jinja.values.Meter;
import cai.jinja.values.None;
import cai.jinja.values.Text;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A template of Jinja's language, rendered as `transformers` renders chat templates. It runs in a
/// sandbox: a template sees only the data it is given, and one that computes too much is stopped
/// after a fixed number of steps.
///
/// **Thread-safety**: any thread.
public final class JinjaTemplate {
  private final Body body;
  private final Scopes scopes;

  private JinjaTemplate(Body body) {
    this.body = body;
    this.scopes = Scopes.of(body);
  }

  /// Parses a template; a fault in it is a [cai.jinja.values.JinjaException] of the kind `SYNTAX`.
  public static JinjaTemplate parse(String source) {
    return new JinjaTemplate(Parser.parse(source));
  }

  /// Renders the template with variables: texts, booleans, numbers, null, and lists and maps of
  /// them. A [Text] knows which of its characters came from outside; a `String` counts as part of
  /// the template.
  public Text render(Map<String, ?> variables) {
    var given = (Dict) value(variables);
    var meter = new Meter(characters(given));
    return new Interpreter(scopes, meter).render(body, given);
  }

  private static Object value(Object given) {
    return switch (given) {
      case null -> None.NONE;
      case Text text -> text;
      case String text -> Text.of(text);
      case Boolean truth -> truth;
      case BigInteger number -> number;
      case Integer number -> BigInteger.valueOf(number);
      case Long number -> BigInteger.valueOf(number);
      case Double number -> number;
      case List<?> list -> {
        var items = new ArrayList<Object>();
        for (Object item : list) items.add(value(item));
        yield items;
      }
      case Map<?, ?> map -> {
        var dict = new Dict();
        map.forEach((key, one) -> dict.put(value(key), value(one)));
        yield dict;
      }
      default ->
          throw new IllegalArgumentException(
              "a template takes no " + given.getClass().getSimpleName());
    };
  }

  private static long characters(Object value) {
    return switch (value) {
      case Text text -> text.toString().length();
      case List<?> list -> list.stream().mapToLong(JinjaTemplate::characters).sum();
      case Dict dict -> dict.values().stream().mapToLong(JinjaTemplate::characters).sum();
      default -> 0;
    };
  }
}
