package cai.run;

/// What is told to the person who waits.
public interface Progress {
  /// A stretch of work begins.
  ///
  /// @param stage word of the stage
  /// @param what is being done
  /// @param total amount of it
  /// @param unit of the amount, in the plural
  void begin(String stage, String what, long total, String unit);

  /// So much of the stretch is done in all, what earlier sessions did included.
  void advance(long done);

  /// One sentence worth knowing.
  void note(String sentence);

  /// The stretch is over.
  void end();

  /// Tells nothing.
  static Progress silent() {
    return new Progress() {
      @Override
      public void begin(String stage, String what, long total, String unit) {}

      @Override
      public void advance(long done) {}

      @Override
      public void note(String sentence) {}

      @Override
      public void end() {}
    };
  }
}
