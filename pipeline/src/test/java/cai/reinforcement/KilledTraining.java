package cai.reinforcement;

import cai.run.Progress;

/// Ends a training once so many steps are done, as a kill does.
record KilledTraining(int at) implements Progress {
  static final class Killed extends IllegalStateException {
    private static final long serialVersionUID = 1;
  }

  @Override
  public void begin(String stage, String what, long total, String unit) {}

  @Override
  public void advance(long done) {
    if (done == at) throw new Killed();
  }

  @Override
  public void note(String sentence) {}

  @Override
  public void end() {}
}
