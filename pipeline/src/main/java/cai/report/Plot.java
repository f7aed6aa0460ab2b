package cai.report;

import cai.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a figure shows: the numbers that are drawn, and the same numbers as CSV.
///
/// @param name of its files, lower-case-dashed
/// @param title what it shows, with the unit of y
/// @param xAxis label, may be empty where the ticks say it
/// @param frame ends of the y axis where they are known
record Plot(String name, String title, String xAxis, Frame frame, List<Series> series) {
  Plot {
    series = List.copyOf(series);
    if (!name.matches("[a-z0-9-]+")) throw new IllegalArgumentException("figure name " + name);
  }

  /// How a series is drawn.
  enum Mark {
    LINE,
    POINTS,
    LINE_AND_POINTS,
    BARS,
    GUIDE
  }

  /// Ends of the y axis; NaN leaves an end to the data.
  record Frame(double from, double to) {
    static final Frame FREE = new Frame(Double.NaN, Double.NaN);
    static final Frame FROM_ZERO = new Frame(0, Double.NaN);
    static final Frame SHARE = new Frame(0, 1);
  }

  /// One line, one group of points or one group of bars.
  record Series(String name, Ink ink, Mark mark, List<Point> points) {
    Series {
      points = List.copyOf(points);
      for (Point point : points) {
        if (!Double.isFinite(point.x + point.y + point.low + point.high))
          throw new IllegalArgumentException(name + " has a number that is not finite: " + point);
      }
    }
  }

  /// A value with the ends of its interval (equal to it where there is none).
  ///
  /// @param label of the tick below it, or empty
  record Point(double x, String label, double y, double low, double high) {
    static Point of(double x, double y) {
      return new Point(x, "", y, y, y);
    }

    static Point of(double x, String label, Interval interval) {
      return new Point(x, label, interval.mean(), interval.low(), interval.high());
    }
  }

  boolean hasBars() {
    return series.stream().anyMatch(one -> one.mark == Mark.BARS);
  }

  boolean isEmpty() {
    return series.stream().allMatch(one -> one.points.isEmpty());
  }

  /// Comma-separated, one row per point: series, x, label, y, low, high.
  String csv() {
    var rows = new ArrayList<String>();
    rows.add("series,x,label,y,low,high");
    for (Series one : series) {
      for (Point point : one.points) {
        rows.add(
            String.join(
                ",",
                Csv.cell(one.name),
                Double.toString(point.x),
                Csv.cell(point.label),
                Double.toString(point.y),
                Double.toString(point.low),
                Double.toString(point.high)));
      }
    }
    return String.join("\n", rows) + "\n";
  }

  /// Cells of comma-separated files.
  static final class Csv {
    private Csv() {}

    /// Quoted where it must be.
    static String cell(String text) {
      boolean quote = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
      return quote ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
  }

  /// A number as people write it: up to three significant places, no exponent where none is needed.
  static String tick(double value) {
    double size = Math.abs(value);
    if (size < 1e-12) return "0";
    if (size >= 1e5 || size < 1e-3) return String.format(Locale.ROOT, "%.0e", value);
    String text = String.format(Locale.ROOT, "%.4f", value);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}
