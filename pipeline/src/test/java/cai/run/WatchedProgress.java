package cai.run;

import java.util.List;
import java.util.function.LongConsumer;

/// Progress that a test watches.
///
/// @param advanced is told how much is done, and may throw as a killed process ends
/// @param notes what was said
public record WatchedProgress(LongConsumer advanced, List<String> notes) implements Progress {
  @Override
  public void begin(String stage, String what, long total, String unit) {}

  @Override
  public void advance(long done) {
    advanced.accept(done);
  }

  @Override
  public void note(String sentence) {
    notes.add(sentence);
  }

  @Override
  public void end() {}
}
