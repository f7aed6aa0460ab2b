package cai.jinja.builtins;

import cai.jinja.strings.FormatSpec;
import cai.jinja.strings.Markup;
import cai.jinja.values.Arguments;
import cai.jinja.values.JinjaException;
import cai.jinja.values.Meter;
import cai.jinja.values.Representation;
import cai.jinja.values.Text;
import cai.jinja.values.TextBuilder;
import cai.jinja.values.Values;
import java.math.BigInteger;

/// Python's `str.format`.
final class BraceFormat {
  private static final int DEEPEST = 2;

  private final Arguments arguments;
  private final Meter meter;
  private int next;
  private boolean numbered;

  private BraceFormat(Arguments arguments, Meter meter) {
    this.arguments = arguments;
    this.meter = meter;
  }

  static Text format(Text format, Arguments arguments, Meter meter) {
    return new BraceFormat(arguments, meter).expand(format, DEEPEST);
  }

  private Text expand(Text format, int depth) {
    if (depth == 0) throw JinjaException.failed("Max string recursion exceeded");
    String chars = format.toString();
    var out = new TextBuilder();
    int at = 0;
    while (at < chars.length()) {
      char c = chars.charAt(at);
      if (c != '{' && c != '}') {
        int end = at;
        while (end < chars.length() && chars.charAt(end) != '{' && chars.charAt(end) != '}') end++;
        meter.characters(end - at);
        out.append(format.substring(at, end));
        at = end;
      } else if (chars.startsWith(c + "" + c, at)) {
        out.append(format.substring(at, at + 1));
        at += 2;
      } else if (c == '}') {
        throw JinjaException.failed("Single '}' encountered in format string");
      } else {
        int end = closing(chars, at);
        Text field = field(format.substring(at + 1, end), depth);
        Text made = format.isMarkup() ? Markup.escaped(field) : field;
        meter.characters(made.toString().length());
        out.append(made);
        at = end + 1;
      }
    }
    return out.text(format.isMarkup());
  }

  private static int closing(String chars, int open) {
    int depth = 0;
    for (int i = open; i < chars.length(); i++) {
      if (chars.charAt(i) == '{') depth++;
      if (chars.charAt(i) == '}' && --depth == 0) return i;
    }
    throw JinjaException.failed("Single '{' encountered in format string");
  }

  private Text field(Text field, int depth) {
    String chars = field.toString();
    int nameEnd = 0;
    boolean inKey = false;
    while (nameEnd < chars.length()) {
      char c = chars.charAt(nameEnd);
      if (c == '[') inKey = true;
      if (c == ']') inKey = false;
      if (!inKey && (c == ':' || c == '!')) break;
      nameEnd++;
    }
    int at = nameEnd;
    char conversion = ' ';
    if (chars.startsWith("!", at)) {
      if (at + 1 >= chars.length())
        throw JinjaException.failed("end of string while looking for conversion specifier");
      conversion = chars.charAt(at + 1);
      at += 2;
    }
    if (at < chars.length() && chars.charAt(at) != ':')
      throw JinjaException.failed("expected ':' after conversion specifier");
    Object value = converted(conversion, value(chars.substring(0, nameEnd)));
    Text spec =
        at < chars.length()
            ? expand(field.substring(at + 1, chars.length()), depth - 1)
            : Text.EMPTY;
    return FormatSpec.apply(value, spec.toString(), meter);
  }

  private Object converted(char conversion, Object value) {
    return switch (conversion) {
      case ' ' -> value;
      case 's' -> Values.text(value, meter);
      case 'r', 'a' -> Representation.of(value, meter);
      default -> throw JinjaException.failed("Unknown conversion specifier '" + conversion + "'");
    };
  }

  private Object value(String path) {
    int end = 0;
    while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') end++;
    Object value = argument(path.substring(0, end));
    while (end < path.length()) {
      boolean item = path.charAt(end) == '[';
      int from = end + 1;
      end = from;
      if (item) {
        end = path.indexOf(']', from);
        if (end < 0) throw JinjaException.failed("Missing ']' in format string");
        String key = path.substring(from, end++);
        value = Attributes.item(value, key.matches("[0-9]+") ? new BigInteger(key) : Text.of(key));
      } else {
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') end++;
        value = Attributes.attribute(value, path.substring(from, end));
      }
    }
    return value;
  }

  private Object argument(String name) {
    if (name.isEmpty()) {
      if (numbered) throw switched();
      return positional(next++);
    }
    if (name.matches("[0-9]{1,9}")) {
      if (next > 0) throw switched();
      numbered = true;
      return positional(Integer.parseInt(name));
    }
    Object value = arguments.named().get(name);
    if (value == null) throw JinjaException.failed(Representation.quoted(name));
    return value;
  }

  private static JinjaException switched() {
    return JinjaException.failed(
        "cannot switch between automatic field numbering and manual field specification");
  }

  private Object positional(int place) {
    if (place >= arguments.positional().size())
      throw JinjaException.failed(
          "Replacement index " + place + " out of range for positional args tuple");
    return arguments.positional().get(place);
  }
}
