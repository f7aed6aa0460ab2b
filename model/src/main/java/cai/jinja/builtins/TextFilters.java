package cai.jinja.builtins;

import cai.jinja.strings.Casing;
import cai.jinja.strings.Cuts;
import cai.jinja.strings.Markup;
import cai.jinja.strings.Padding;
import cai.jinja.strings.PercentFormat;
import cai.jinja.values.Arguments;
import cai.jinja.values.Arguments.Bound;
import cai.jinja.values.Characters;
import cai.jinja.values.Dict;
import cai.jinja.values.JinjaException;
import cai.jinja.values.Meter;
import cai.jinja.values.Numbers;
import cai.jinja.values.Text;
import cai.jinja.values.TextBuilder;
import cai.jinja.values.Tuple;
import cai.jinja.values.Undefined;
import cai.jinja.values.Values;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Filters of texts.
final class TextFilters {
  static final Map<String, Filter> ALL =
      Map.ofEntries(
          Map.entry(
              "upper",
              (meter, value, given) -> meter.made(Casing.upper(soft(meter, value, given)))),
          Map.entry(
              "lower",
              (meter, value, given) -> meter.made(Casing.lower(soft(meter, value, given)))),
          Map.entry(
              "capitalize",
              (meter, value, given) -> meter.made(Casing.capitalized(soft(meter, value, given)))),
          Map.entry(
              "title",
              (meter, value, given) -> meter.made(Casing.words(soft(meter, value, given)))),
          Map.entry("string", TextFilters::soft),
          Map.entry("trim", TextFilters::trim),
          Map.entry("replace", TextFilters::replace),
          Map.entry("indent", TextFilters::indent),
          Map.entry("center", TextFilters::center),
          Map.entry("truncate", TextFilters::truncate),
          Map.entry("wordcount", TextFilters::wordCount),
          Map.entry("format", TextFilters::format),
          Map.entry("tojson", (meter, value, given) -> JsonText.of(value, given, meter)),
          Map.entry("e", TextFilters::escape),
          Map.entry("escape", TextFilters::escape),
          Map.entry(
              "forceescape",
              (meter, value, given) ->
                  meter.made(Markup.escaped(soft(meter, value, given).asPlain()))),
          Map.entry("safe", (meter, value, given) -> soft(meter, value, given).asMarkup()),
          Map.entry(
              "striptags",
              (meter, value, given) -> meter.made(Markup.withoutTags(soft(meter, value, given)))),
          Map.entry("urlencode", TextFilters::urlEncode));

  private TextFilters() {}

  private static Text soft(Meter meter, Object value, Arguments given) {
    given.bind("the filter", 0);
    return Values.text(value, meter);
  }

  private static Object trim(Meter meter, Object value, Arguments given) {
    Bound bound = given.bind("trim", 0, "chars");
    Optional<Text> set =
        bound.isNone(0) ? Optional.empty() : Optional.of(Values.requireText("trim", bound.at(0)));
    return Cuts.stripped(Values.text(value, meter), set, true, true);
  }

  private static Object replace(Meter meter, Object value, Arguments given) {
    Bound bound = given.bind("replace", 2, "old", "new", "count");
    return Cuts.replaced(
        Values.text(value, meter).asPlain(),
        Values.text(bound.at(0), meter).asPlain(),
        Values.text(bound.at(1), meter).asPlain(),
        bound.isNone(2) ? -1 : bound.number(2, -1),
        meter);
  }

  private static Object indent(Meter meter, Object value, Arguments given) {
    Bound bound = given.bind("indent", 0, "width", "first", "blank");
    if (value instanceof Undefined undefined) throw undefined.failure();
    Text text = Values.requireText("indent", value);
    Text space =
        bound.has(0) && bound.at(0) instanceof Text given0
            ? given0
            : Padding.spaces(bound.number(0, 4), meter);
    boolean blank = bound.truth(2, false);
    List<Object> lines = Cuts.lines(text.plus(Text.of("\n")), false);
    var out = new TextBuilder();
    if (bound.truth(1, false)) out.append(space);
    for (int i = 0; i < lines.size(); i++) {
      Text line = (Text) lines.get(i);
      meter.characters((long) line.toString().length() + space.toString().length() + 1);
      if (i > 0) out.append("\n");
      if (i > 0 && (blank || !line.isEmpty())) out.append(space);
      out.append(line);
    }
    return out.text(text.isMarkup());
  }

  private static Object center(Meter meter, Object value, Arguments given) {
    int width = given.bind("center", 0, "width").number(0, 80);
    Text text = Values.text(value, meter);
    return Padding.aligned("center", text, Arguments.of(Numbers.of(width)), meter);
  }

  private static Object truncate(Meter meter, Object value, Arguments given) {
    Bound bound = given.bind("truncate", 0, "length", "killwords", "end", "leeway");
    int length = bound.number(0, 255);
    Text end = bound.has(2) ? Values.requireText("truncate", bound.at(2)) : Text.of("...");
    int leeway = bound.isNone(3) ? 5 : bound.number(3, 5);
    if (length < end.length())
      throw JinjaException.failed("expected length >= " + end.length() + ", got " + length);
    if (leeway < 0) throw JinjaException.failed("expected leeway >= 0, got " + leeway);
    if (Values.length(value) <= (long) length + leeway) return value;
    Text text = Values.requireText("truncate", value);
    Text cut = text.substring(0, text.unit(length - end.length()));
    if (!bound.truth(1, false))
      cut = (Text) Cuts.split(cut, Optional.of(Text.of(" ")), 1, true).getFirst();
    return meter.made(cut.plus(end));
  }

  private static Object wordCount(Meter meter, Object value, Arguments given) {
    int count = 0;
    boolean inWord = false;
    for (int c : soft(meter, value, given).codePoints()) {
      boolean word = Characters.isWord(c);
      if (word && !inWord) count++;
      inWord = word;
    }
    return Numbers.of(count);
  }

  private static Object format(Meter meter, Object value, Arguments given) {
    if (!given.positional().isEmpty() && !given.named().isEmpty())
      throw JinjaException.failed("can't handle positional and keyword arguments at the same time");
    Text format = Values.text(value, meter);
    if (given.named().isEmpty())
      return PercentFormat.format(format, new Tuple(given.positional()), meter);
    var named = new Dict();
    given.named().forEach((name, one) -> named.put(Text.of(name), one));
    return PercentFormat.format(format, named, meter);
  }

  private static Object escape(Meter meter, Object value, Arguments given) {
    return meter.made(Markup.escaped(soft(meter, value, given)));
  }

  private static Object urlEncode(Meter meter, Object value, Arguments given) {
    given.bind("urlencode", 0);
    boolean pairs = !(value instanceof Text) && Values.isIterable(value);
    if (!pairs) return quoted(Values.text(value, meter), "/", meter);
    Object items = value instanceof Dict dict ? dict.items() : value;
    var out = new TextBuilder();
    for (Iterator<Object> each = Values.iterate(items); each.hasNext(); ) {
      List<Object> pair = Values.list(each.next(), meter);
      if (pair.size() != 2) throw JinjaException.failed("urlencode needs pairs");
      if (out.length() > 0) out.append("&");
      out.append(quoted(Values.text(pair.get(0), meter), "", meter)).append("=");
      out.append(quoted(Values.text(pair.get(1), meter), "", meter));
    }
    return out.text();
  }

  private static Text quoted(Text text, String safe, Meter meter) {
    var out = new StringBuilder();
    for (byte b : text.toString().getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || "_.-~".indexOf(c) >= 0
              || safe.indexOf(c) >= 0;
      if (plain) out.append(c);
      else if (c == ' ' && safe.isEmpty()) out.append('+');
      else out.append("%%%02X".formatted((int) c));
    }
    return meter.made(text.changedTo(out.toString()).asPlain());
  }
}
