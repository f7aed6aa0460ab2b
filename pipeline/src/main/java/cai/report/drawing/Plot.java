package cai.report.drawing;

import cai.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a figure shows: the numbers that are drawn, and the same numbers as CSV.
///
/// @param name of its files, lower-case-dashed
/// @param title what it shows, with the unit of y
/// @param caption sentences below the figure; may be empty
/// @param xAxis label, may be empty where the ticks say it
/// @param yAxis its ends where they are known
public record Plot(
    String name, String title, String caption, String xAxis, YAxis yAxis, List<Series> series) {
  /// Colour of a series that stands for no model.
  public static final int FIRST = 0x7a5bc7;

  /// Colour of a second series that stands for no model.
  public static final int SECOND = 0x1f998a;

  /// Colour of lines to compare with.
  public static final int GUIDE = 0x9aa1a9;

  public Plot {
    series = List.copyOf(series);
    if (!name.matches("[a-z0-9-]+")) throw new IllegalArgumentException("figure name " + name);
  }

  /// How a series is drawn.
  public enum Mark {
    LINE,
    POINTS,
    LINE_AND_POINTS,
    BARS,
    GUIDE
  }

  /// Ends of the y axis; NaN leaves an end to the data.
  public record YAxis(double from, double to) {
    /// Both ends follow the data.
    public static final YAxis FREE = new YAxis(Double.NaN, Double.NaN);

    /// From 0 to an end that follows the data.
    public static final YAxis FROM_ZERO = new YAxis(0, Double.NaN);

    /// From 0 to 1.
    public static final YAxis SHARE = new YAxis(0, 1);
  }

  /// One line, one group of points or one group of bars.
  ///
  /// @param color red, green and blue; readable on white and on black
  public record Series(String name, int color, Mark mark, List<Point> points) {
    public Series {
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
  public record Point(double x, String label, double y, double low, double high) {
    /// A value without an interval.
    public static Point of(double x, double y) {
      return new Point(x, "", y, y, y);
    }

    /// A mean with its interval.
    public static Point of(double x, String label, Interval interval) {
      return new Point(x, label, interval.mean(), interval.low(), interval.high());
    }
  }

  boolean hasBars() {
    return series.stream().anyMatch(one -> one.mark == Mark.BARS);
  }

  /// Whether there is nothing to draw.
  public boolean isEmpty() {
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
                cell(one.name),
                Double.toString(point.x),
                cell(point.label),
                Double.toString(point.y),
                Double.toString(point.low),
                Double.toString(point.high)));
      }
    }
    return String.join("\n", rows) + "\n";
  }

  /// A cell of a comma-separated file, quoted where it must be.
  static String cell(String text) {
    boolean quote = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quote ? '"' + text.replace("\"", "\"\"") + '"' : text;
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
