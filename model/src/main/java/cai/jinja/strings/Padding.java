package cai.jinja.strings;

import cai.jinja.values.Arguments;
import cai.jinja.values.Arguments.Bound;
import cai.jinja.values.JinjaException;
import cai.jinja.values.Meter;
import cai.jinja.values.Text;
import cai.jinja.values.TextBuilder;
import cai.jinja.values.Values;

/// Padding of strings to a width.
public final class Padding {
  private Padding() {}

  /// `center`, `ljust` and `rjust`.
  public static Text aligned(String method, Text text, Arguments given, Meter meter) {
    Bound bound = given.bind(method, 1, "width", "fillchar");
    Text fill = bound.has(1) ? Values.requireText(method, bound.at(1)) : Text.of(" ");
    if (fill.length() != 1)
      throw JinjaException.failed("The fill character must be exactly one character long");
    int missing = Math.max(0, bound.number(0, 0) - text.length());
    int left =
        switch (method) {
          case "ljust" -> 0;
          case "rjust" -> missing;
          default -> missing / 2 + (missing & bound.number(0, 0) & 1);
        };
    return padded(text, fill, left, missing - left, meter);
  }

  static Text padded(Text text, Text fill, int left, int right, Meter meter) {
    if (left + right == 0) return text;
    meter.characters((long) left + right + text.toString().length());
    return new TextBuilder()
        .append(repeated(fill, left))
        .append(text)
        .append(repeated(fill, right))
        .text(text.isMarkup());
  }

  private static Text repeated(Text fill, int times) {
    return fill.changedTo(fill.toString().repeat(times));
  }

  public static Text spaces(int count, Meter meter) {
    int width = Math.max(0, count);
    meter.characters(width);
    return Text.of(" ".repeat(width));
  }

  public static Text zeros(Text text, Arguments given, Meter meter) {
    int missing = given.bind("zfill", 1, "width").number(0, 0) - text.length();
    if (missing <= 0) return text;
    boolean signed = text.toString().startsWith("-") || text.toString().startsWith("+");
    int from = signed ? 1 : 0;
    meter.characters((long) missing + text.toString().length());
    return new TextBuilder()
        .append(text.substring(0, from))
        .append("0".repeat(missing))
        .append(text.substring(from, text.toString().length()))
        .text(text.isMarkup());
  }

  public static Text tabs(Text text, Arguments given, Meter meter) {
    int size = given.bind("expandtabs", 0, "tabsize").number(0, 8);
    var out = new TextBuilder();
    int column = 0;
    for (int i = 0; i < text.length(); i++) {
      Text one = text.at(i);
      String c = one.toString();
      if (c.equals("\t")) {
        int width = size <= 0 ? 0 : size - column % size;
        meter.characters(width);
        out.append(one.changedTo(" ".repeat(width)));
        column += width;
      } else {
        meter.characters(1);
        out.append(one);
        column = c.equals("\n") || c.equals("\r") ? 0 : column + 1;
      }
    }
    return out.text(text.isMarkup());
  }
}
