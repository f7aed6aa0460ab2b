package cai.run;

/// Where a stage says how far it is.
public interface Progress {
  /// A piece of work begins.
  void begin(String stage, String what, long total, String unit);

  /// So many units are done in all.
  void advance(long done);

  /// A sentence for the person who watches.
  void note(String sentence);

  /// The piece of work is finished.
  void end();
}
