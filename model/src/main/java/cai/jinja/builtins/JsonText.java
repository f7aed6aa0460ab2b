package cai.jinja.builtins;

import cai.jinja.values.Arguments;
import cai.jinja.values.Dict;
import cai.jinja.values.JinjaException;
import cai.jinja.values.Meter;
import cai.jinja.values.None;
import cai.jinja.values.Numbers;
import cai.jinja.values.Representation;
import cai.jinja.values.Text;
import cai.jinja.values.TextBuilder;
import cai.jinja.values.Tuple;
import cai.jinja.values.Types;
import cai.jinja.values.Values;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The filter `tojson` as `transformers` defines it: Python's `json.dumps`.
final class JsonText {
  private final boolean ascii;
  private final boolean sorted;
  private final Optional<String> indent;
  private final Text between;
  private final Text colon;
  private final Meter meter;
  private final TextBuilder out = new TextBuilder();

  private JsonText(Arguments.Bound given, Meter meter) {
    this.meter = meter;
    this.ascii = given.truth(0, false);
    this.sorted = given.truth(3, false);
    this.indent = given.isNone(1) ? Optional.empty() : Optional.of(indent(given.at(1)));
    if (given.isNone(2)) {
      this.between = Text.of(indent.isPresent() ? "," : ", ");
      this.colon = Text.of(": ");
    } else {
      List<Object> two = Values.list(given.at(2), meter);
      if (two.size() != 2
          || !(two.get(0) instanceof Text first)
          || !(two.get(1) instanceof Text second))
        throw JinjaException.failed("tojson: separators are two texts");
      this.between = first;
      this.colon = second;
    }
  }

  static Text of(Object value, Arguments arguments, Meter meter) {
    var given = arguments.bind("tojson", 0, "ensure_ascii", "indent", "separators", "sort_keys");
    var json = new JsonText(given, meter);
    json.write(value, 0);
    return json.out.text();
  }

  private static String indent(Object value) {
    if (value instanceof Text text) return text.toString();
    int spaces = Math.max(0, Numbers.count(value));
    if (spaces > 1_000) throw JinjaException.limit("tojson: the indent is too wide");
    return " ".repeat(spaces);
  }

  private void add(String text) {
    meter.characters(text.length());
    out.append(text);
  }

  private void write(Object value, int depth) {
    meter.step();
    meter.enter();
    switch (value) {
      case Text text -> quoted(text);
      case Boolean truth -> add(truth ? "true" : "false");
      case None _ -> add("null");
      case BigInteger number -> add(Representation.digits(number));
      case Double number -> add(real(number));
      case List<?> list -> items(list, depth);
      case Tuple tuple -> items(tuple.items(), depth);
      case Dict dict -> entries(dict, depth);
      default ->
          throw JinjaException.failed(
              "Object of type " + Types.name(value) + " is not JSON serializable");
    }
    meter.leave();
  }

  private static String real(double number) {
    if (Double.isNaN(number)) return "NaN";
    if (Double.isInfinite(number)) return number > 0 ? "Infinity" : "-Infinity";
    return Representation.real(number);
  }

  private void lineBreak(int depth) {
    if (indent.isEmpty()) return;
    meter.characters(1 + (long) indent.get().length() * depth);
    out.append("\n" + indent.get().repeat(depth));
  }

  private void between(boolean first, int depth) {
    if (!first) out.append(between);
    lineBreak(depth);
  }

  private void items(List<?> items, int depth) {
    if (items.isEmpty()) {
      add("[]");
      return;
    }
    add("[");
    for (int i = 0; i < items.size(); i++) {
      between(i == 0, depth + 1);
      write(items.get(i), depth + 1);
    }
    lineBreak(depth);
    add("]");
  }

  private void entries(Dict dict, int depth) {
    if (dict.size() == 0) {
      add("{}");
      return;
    }
    var entries = new ArrayList<>(dict.entries());
    if (sorted)
      entries.sort(
          Comparator.comparing(Dict.DictEntry::key, (a, b) -> Values.compare(a, b, "<").orElse(0)));
    add("{");
    for (int i = 0; i < entries.size(); i++) {
      between(i == 0, depth + 1);
      key(entries.get(i).key());
      out.append(colon);
      write(entries.get(i).value(), depth + 1);
    }
    lineBreak(depth);
    add("}");
  }

  private void key(Object key) {
    switch (key) {
      case Text text -> quoted(text);
      case Boolean truth -> quoted(Text.of(truth ? "true" : "false"));
      case None _ -> quoted(Text.of("null"));
      case BigInteger number -> quoted(Text.of(Representation.digits(number)));
      case Double number -> quoted(Text.of(real(number)));
      default ->
          throw JinjaException.failed(
              "keys must be str, int, float, bool or None, not " + Types.name(key));
    }
  }

  private void quoted(Text text) {
    String chars = text.toString();
    meter.characters(chars.length() + 2L);
    out.append("\"");
    int from = 0;
    for (int i = 0; i < chars.length(); i++) {
      String escaped = escaped(chars.charAt(i));
      if (escaped.isEmpty()) continue;
      meter.characters(escaped.length());
      out.append(text.substring(from, i).asPlain());
      out.append(text.substring(i, i + 1).asPlain().changedTo(escaped));
      from = i + 1;
    }
    out.append(text.substring(from, chars.length()).asPlain()).append("\"");
  }

  private String escaped(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\f' -> "\\f";
      case '\b' -> "\\b";
      default -> c < 0x20 || ascii && c > 0x7e ? "\\u%04x".formatted((int) c) : "";
    };
  }
}
