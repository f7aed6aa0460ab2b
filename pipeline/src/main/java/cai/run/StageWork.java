package cai.run;

import java.io.IOException;

/// What a stage does.
@FunctionalInterface
public interface StageWork {
  /// Writes all outputs of the stage into its folder. What an interrupted session has left there is
  /// there again: journals and checkpoints of the same key, to go on from.
  void run(StageFolder folder) throws IOException;
}
