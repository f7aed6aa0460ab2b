package cai.jinja.builtins;

import cai.jinja.strings.Casing;
import cai.jinja.strings.Cuts;
import cai.jinja.strings.Markup;
import cai.jinja.strings.Padding;
import cai.jinja.values.Arguments;
import cai.jinja.values.Arguments.Bound;
import cai.jinja.values.Characters;
import cai.jinja.values.Dict;
import cai.jinja.values.Function;
import cai.jinja.values.JinjaException;
import cai.jinja.values.Meter;
import cai.jinja.values.Numbers;
import cai.jinja.values.Text;
import cai.jinja.values.TextBuilder;
import cai.jinja.values.Tuple;
import cai.jinja.values.Values;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/// Methods of Python's strings.
final class StringMethods {
  /// The work of one method on its string.
  @FunctionalInterface
  private interface StringMethod {
    Object call(Text text, Arguments arguments, Meter meter);
  }

  private static final List<String> UNSUPPORTED = List.of("encode", "maketrans", "translate");
  private static final List<String> WITH_NAMES =
      List.of("split", "rsplit", "splitlines", "expandtabs", "format");
  private static final String[] RANGE = {"sub", "start", "end"};

  private static final Map<String, StringMethod> METHODS =
      Map.ofEntries(
          Map.entry("strip", (text, given, _) -> strip("strip", text, given)),
          Map.entry("lstrip", (text, given, _) -> strip("lstrip", text, given)),
          Map.entry("rstrip", (text, given, _) -> strip("rstrip", text, given)),
          Map.entry("split", (text, given, meter) -> split("split", text, given, meter)),
          Map.entry("rsplit", (text, given, meter) -> split("rsplit", text, given, meter)),
          Map.entry("splitlines", StringMethods::splitLines),
          Map.entry(
              "partition",
              (text, given, _) -> Cuts.partition(text, one("partition", given), false)),
          Map.entry(
              "rpartition",
              (text, given, _) -> Cuts.partition(text, one("rpartition", given), true)),
          Map.entry("replace", StringMethods::replace),
          Map.entry("removeprefix", (text, given, _) -> removed(text, given, true)),
          Map.entry("removesuffix", (text, given, _) -> removed(text, given, false)),
          Map.entry("join", StringMethods::join),
          Map.entry("startswith", (text, given, _) -> begins("startswith", text, given)),
          Map.entry("endswith", (text, given, _) -> begins("endswith", text, given)),
          Map.entry("find", (text, given, _) -> Numbers.of(find("find", text, given))),
          Map.entry("rfind", (text, given, _) -> Numbers.of(find("rfind", text, given))),
          Map.entry("index", (text, given, _) -> index("index", text, given)),
          Map.entry("rindex", (text, given, _) -> index("rindex", text, given)),
          Map.entry("count", StringMethods::count),
          Map.entry("upper", (text, given, meter) -> meter.made(Casing.upper(none(text, given)))),
          Map.entry("lower", (text, given, meter) -> meter.made(Casing.lower(none(text, given)))),
          Map.entry("casefold", StringMethods::folded),
          Map.entry("title", (text, given, meter) -> meter.made(Casing.title(none(text, given)))),
          Map.entry(
              "swapcase", (text, given, meter) -> meter.made(Casing.swapped(none(text, given)))),
          Map.entry(
              "capitalize",
              (text, given, meter) -> meter.made(Casing.capitalized(none(text, given)))),
          Map.entry(
              "center", (text, given, meter) -> Padding.aligned("center", text, given, meter)),
          Map.entry("ljust", (text, given, meter) -> Padding.aligned("ljust", text, given, meter)),
          Map.entry("rjust", (text, given, meter) -> Padding.aligned("rjust", text, given, meter)),
          Map.entry("zfill", Padding::zeros),
          Map.entry("expandtabs", Padding::tabs),
          Map.entry("format", (text, given, meter) -> BraceFormat.format(text, given, meter)),
          Map.entry("format_map", StringMethods::formatMap),
          Map.entry("isspace", (text, given, _) -> all(none(text, given), Characters::isSpace)),
          Map.entry(
              "isalpha", (text, given, _) -> all(none(text, given), Characters::isAlphabetic)),
          Map.entry("isdecimal", (text, given, _) -> all(none(text, given), Characters::isDecimal)),
          Map.entry("isdigit", (text, given, _) -> all(none(text, given), Characters::isDigit)),
          Map.entry("isnumeric", (text, given, _) -> all(none(text, given), Characters::isNumeric)),
          Map.entry(
              "isalnum",
              (text, given, _) ->
                  all(
                      none(text, given),
                      c -> Characters.isAlphabetic(c) || Characters.isNumeric(c))),
          Map.entry(
              "isprintable",
              (text, given, _) ->
                  none(text, given).toString().codePoints().allMatch(Characters::isPrintable)),
          Map.entry(
              "isascii",
              (text, given, _) ->
                  none(text, given).toString().codePoints().allMatch(c -> c < 0x80)),
          Map.entry("isidentifier", (text, given, _) -> isIdentifier(none(text, given))),
          Map.entry("isupper", (text, given, _) -> isUpper(none(text, given))),
          Map.entry("islower", (text, given, _) -> isLower(none(text, given))),
          Map.entry("istitle", (text, given, _) -> isTitle(none(text, given))));

  private StringMethods() {}

  /// The method of this name; empty where Python's strings have none.
  static Optional<Object> of(Text text, String name) {
    if (UNSUPPORTED.contains(name)) return Optional.of(Methods.unsupported("str", name));
    return Optional.ofNullable(METHODS.get(name))
        .map(method ->
            Function.of(
                name,
                (meter, given) -> {
                  if (!given.named().isEmpty() && !WITH_NAMES.contains(name))
                    throw JinjaException.failed("str." + name + "() takes no keyword arguments");
                  return method.call(text, given, meter);
                }));
  }

  private static Text none(Text text, Arguments given) {
    given.bind("the method", 0);
    return text;
  }

  private static Text one(String method, Arguments given) {
    return Values.requireText(method, given.bind(method, 1, "sep").at(0));
  }

  private static Object strip(String method, Text text, Arguments given) {
    Bound bound = given.bind(method, 0, "chars");
    Optional<Text> set =
        bound.isNone(0) ? Optional.empty() : Optional.of(Values.requireText(method, bound.at(0)));
    return Cuts.stripped(text, set, !method.equals("rstrip"), !method.equals("lstrip"));
  }

  private static Object split(String method, Text text, Arguments given, Meter meter) {
    Bound bound = given.bind(method, 0, "sep", "maxsplit");
    Optional<Text> separator =
        bound.isNone(0) ? Optional.empty() : Optional.of(Values.requireText(method, bound.at(0)));
    return parts(Cuts.split(text, separator, bound.number(1, -1), method.equals("rsplit")), meter);
  }

  private static Object splitLines(Text text, Arguments given, Meter meter) {
    return parts(Cuts.lines(text, given.bind("splitlines", 0, "keepends").truth(0, false)), meter);
  }

  private static List<Object> parts(List<Object> parts, Meter meter) {
    meter.steps(parts.size());
    return parts;
  }

  private static Object replace(Text text, Arguments given, Meter meter) {
    Bound bound = given.bind("replace", 2, "old", "new", "count");
    Text other = Values.requireText("replace", bound.at(1));
    return Cuts.replaced(
        text,
        Values.requireText("replace", bound.at(0)),
        text.isMarkup() ? Markup.escaped(other) : other,
        bound.number(2, -1),
        meter);
  }

  private static Object removed(Text text, Arguments given, boolean prefix) {
    String part = one("removeprefix", given).toString();
    String chars = text.toString();
    if (prefix)
      return chars.startsWith(part) ? text.substring(part.length(), chars.length()) : text;
    return chars.endsWith(part) ? text.substring(0, chars.length() - part.length()) : text;
  }

  private static Object join(Text text, Arguments given, Meter meter) {
    var out = new TextBuilder();
    boolean first = true;
    for (Object item : Values.list(given.bind("join", 1, "iterable").at(0), meter)) {
      Text part = Values.requireText("join", item);
      if (text.isMarkup()) part = Markup.escaped(part);
      meter.characters((long) part.toString().length() + text.toString().length());
      if (!first) out.append(text);
      out.append(part);
      first = false;
    }
    return out.text(text.isMarkup());
  }

  /// The part of a string between the optional indices of `find`, `startswith` and similar methods.
  private record SearchedPart(String chars, int begin, boolean valid) {
    static SearchedPart of(Text text, Bound bound) {
      int size = text.length();
      int from = place(bound, 1, 0, size);
      int to = place(bound, 2, size, size);
      boolean valid = bound.isNone(1) || Numbers.count(bound.at(1)) <= size;
      if (from > to) return new SearchedPart("", Math.min(from, size), false);
      return new SearchedPart(
          text.toString().substring(text.unit(from), text.unit(to)), from, valid);
    }

    private static int place(Bound bound, int argument, int otherwise, int size) {
      if (bound.isNone(argument)) return otherwise;
      long at = Numbers.count(bound.at(argument));
      return Math.clamp(at < 0 ? at + size : at, 0, size);
    }
  }

  private static Object begins(String method, Text text, Arguments given) {
    Bound bound = given.bind(method, 1, "prefix", "start", "end");
    SearchedPart part = SearchedPart.of(text, bound);
    List<?> affixes =
        bound.at(0) instanceof Tuple tuple
            ? tuple.items()
            : List.of(Values.requireText(method, bound.at(0)));
    boolean start = method.equals("startswith");
    return part.valid()
        && affixes.stream()
            .map(affix -> Values.requireText(method, affix).toString())
            .anyMatch(
                affix -> start ? part.chars().startsWith(affix) : part.chars().endsWith(affix));
  }

  private static int find(String method, Text text, Arguments given) {
    Bound bound = given.bind(method, 1, RANGE);
    SearchedPart part = SearchedPart.of(text, bound);
    String sought = Values.requireText(method, bound.at(0)).toString();
    if (!part.valid()) return -1;
    int at =
        method.startsWith("r") ? part.chars().lastIndexOf(sought) : part.chars().indexOf(sought);
    return at < 0 ? -1 : part.begin() + part.chars().codePointCount(0, at);
  }

  private static Object index(String method, Text text, Arguments given) {
    int at = find(method, text, given);
    if (at < 0) throw JinjaException.failed("substring not found");
    return Numbers.of(at);
  }

  private static Object count(Text text, Arguments given, Meter meter) {
    Bound bound = given.bind("count", 1, RANGE);
    SearchedPart part = SearchedPart.of(text, bound);
    String sought = Values.requireText("count", bound.at(0)).toString();
    if (!part.valid()) return Numbers.of(0);
    if (sought.isEmpty()) return Numbers.of(part.chars().codePoints().count() + 1);
    int count = 0;
    for (int at = 0; (at = part.chars().indexOf(sought, at)) >= 0; at += sought.length()) count++;
    return Numbers.of(count);
  }

  private static Object folded(Text text, Arguments given, Meter meter) {
    Text lower = Casing.lower(Casing.upper(none(text, given)));
    return meter.made(Cuts.replaced(lower, Text.of("ς"), Text.of("σ"), -1, meter));
  }

  private static Object formatMap(Text text, Arguments given, Meter meter) {
    if (!(given.bind("format_map", 1, "mapping").at(0) instanceof Dict dict))
      throw JinjaException.failed("format_map() needs a mapping");
    var arguments = Arguments.NONE;
    for (Dict.DictEntry entry : dict.entries())
      arguments = arguments.with(entry.key().toString(), entry.value());
    return BraceFormat.format(text, arguments, meter);
  }

  private static boolean all(Text text, IntPredicate test) {
    return !text.isEmpty() && text.toString().codePoints().allMatch(test);
  }

  private static boolean isIdentifier(Text text) {
    int[] characters = text.codePoints();
    if (characters.length == 0) return false;
    for (int i = 0; i < characters.length; i++) {
      int c = characters[i];
      boolean valid =
          c == '_'
              || (i == 0
                  ? Character.isUnicodeIdentifierStart(c)
                  : Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
      if (!valid) return false;
    }
    return true;
  }

  static boolean isUpper(Text text) {
    return text.toString().codePoints().anyMatch(Character::isUpperCase)
        && text.toString()
            .codePoints()
            .noneMatch(c -> Character.isLowerCase(c) || Character.isTitleCase(c));
  }

  static boolean isLower(Text text) {
    return text.toString().codePoints().anyMatch(Character::isLowerCase)
        && text.toString()
            .codePoints()
            .noneMatch(c -> Character.isUpperCase(c) || Character.isTitleCase(c));
  }

  private static boolean isTitle(Text text) {
    boolean inWord = false;
    boolean any = false;
    for (int c : text.codePoints()) {
      boolean high = Character.isUpperCase(c) || Character.isTitleCase(c);
      boolean low = Character.isLowerCase(c);
      if (high && inWord || low && !inWord) return false;
      inWord = high || low;
      any |= inWord;
    }
    return any;
  }
}
