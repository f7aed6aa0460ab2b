package cai.jinja.builtins;

import cai.jinja.values.Dict;
import cai.jinja.values.JinjaException;
import cai.jinja.values.Meter;
import cai.jinja.values.None;
import cai.jinja.values.Numbers;
import cai.jinja.values.Range;
import cai.jinja.values.Text;
import cai.jinja.values.TextBuilder;
import cai.jinja.values.Tuple;
import cai.jinja.values.Types;
import cai.jinja.values.Undefined;
import java.util.ArrayList;
import java.util.List;

/// `value[start:stop:step]`.
public final class Slices {
  private Slices() {}

  /// @param bounds start, stop and step, each a number or none
  public static Object of(Object value, List<Object> bounds, Meter meter) {
    return switch (value) {
      case Text text -> text(text, bounds, meter);
      case List<?> list -> items(list, bounds, meter);
      case Tuple tuple -> new Tuple(items(tuple.items(), bounds, meter));
      case Range range -> range(range, bounds);
      case Undefined undefined -> throw undefined.failure();
      case Dict _ -> throw JinjaException.failed("unhashable type: 'slice'");
      default ->
          throw JinjaException.failed("'" + Types.name(value) + "' object is not subscriptable");
    };
  }

  /// The first index of a slice, the number of items, and the distance between them.
  private record SliceBounds(int start, int count, int step) {}

  private static SliceBounds cut(List<Object> bounds, int size) {
    int step = bounds.get(2) == None.NONE ? 1 : number(bounds.get(2));
    if (step == 0) throw JinjaException.failed("slice step cannot be zero");
    boolean forward = step > 0;
    int first = bound(bounds.get(0), forward ? 0 : size - 1, size, forward);
    int end = bound(bounds.get(1), forward ? size : -1, size, forward);
    long span = forward ? (long) end - first : (long) first - end;
    long by = Math.abs((long) step);
    return new SliceBounds(first, span <= 0 ? 0 : (int) ((span + by - 1) / by), step);
  }

  private static int number(Object bound) {
    if (!Numbers.isWhole(bound) && !(bound instanceof Undefined))
      throw JinjaException.failed(
          "slice indices must be integers or None or have an __index__ method");
    return Numbers.count(bound);
  }

  private static int bound(Object bound, int otherwise, int size, boolean forward) {
    if (bound == None.NONE) return otherwise;
    long at = number(bound);
    if (at < 0) at += size;
    if (forward) return (int) Math.clamp(at, 0L, (long) size);
    return (int) Math.clamp(at, -1L, (long) size - 1);
  }

  private static Text text(Text text, List<Object> bounds, Meter meter) {
    SliceBounds cut = cut(bounds, text.length());
    meter.characters(cut.count());
    if (cut.step() == 1)
      return text.substring(text.unit(cut.start()), text.unit(cut.start() + cut.count()));
    var out = new TextBuilder();
    int[] units = units(text);
    for (int i = 0; i < cut.count(); i++) {
      int at = cut.start() + i * cut.step();
      out.append(text.substring(units[at], units[at + 1]));
    }
    return out.text(text.isMarkup());
  }

  /// The UTF-16 index at which each character begins, and the end of the last one.
  private static int[] units(Text text) {
    int[] units = new int[text.length() + 1];
    String chars = text.toString();
    for (int i = 0, at = 0; i < units.length; i++) {
      units[i] = at;
      if (at < chars.length()) at += Character.charCount(chars.codePointAt(at));
    }
    return units;
  }

  private static List<Object> items(List<?> list, List<Object> bounds, Meter meter) {
    SliceBounds cut = cut(bounds, list.size());
    meter.steps(cut.count());
    var items = new ArrayList<Object>(cut.count());
    for (int i = 0; i < cut.count(); i++) items.add(list.get(cut.start() + i * cut.step()));
    return items;
  }

  private static Range range(Range range, List<Object> bounds) {
    SliceBounds cut = cut(bounds, range.length());
    long start = range.start() + cut.start() * range.step();
    long step = cut.step() * range.step();
    return new Range(start, start + cut.count() * step, step);
  }
}
