package cai.run;

import cai.cost.StageCost;
import java.io.IOException;

/// A stage of a run: a record whose components are the settings and the artifacts that the stage
/// reads. The key of the stage is computed from these components and from nothing else (see
/// [StageComponents]), so a stage cannot read what is not in its key.
///
/// @param <O> what it leaves: an artifact, or a record of artifacts
public interface Stage<O> {
  /// Which of the method's stages it is.
  StageWord word();

  /// Does the work and writes all outputs into the folder. What an interrupted session has left
  /// there is there again: journals and checkpoints of the same key, to go on from.
  void make(Workplace place) throws IOException;

  /// What the stage costs, as planned before it is done. The stage also says what its artifacts
  /// will hold, as far as later stages count with it.
  ///
  /// @param outputs its artifacts, not made
  StageCost cost(Forecast forecast, O outputs);

  /// The artifacts of the stage, made or not.
  O outputs(StageResult result);
}
