package cai.models;

/// What is told to the person who waits for a download.
public interface FetchProgress {
  /// A download begins.
  ///
  /// @param what is downloaded
  /// @param bytes of it in all
  void begin(String what, long bytes);

  /// @param bytes that are on the disk, from earlier attempts too
  void advance(long bytes);

  /// One sentence worth knowing.
  void note(String sentence);

  /// The download is over, whether it succeeded or not.
  void end();
}
