package cai.models;

/// Receives the progress of a download.
public interface FetchProgress {
  /// A download begins.
  ///
  /// @param what is downloaded
  /// @param bytes size of the whole download
  void begin(String what, long bytes);

  /// @param bytes number of bytes on the disk, from earlier attempts, too
  void advance(long bytes);

  /// One sentence worth knowing.
  void note(String sentence);

  /// The download is over, whether it succeeded or not.
  void end();
}
