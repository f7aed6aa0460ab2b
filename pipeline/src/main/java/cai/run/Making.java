package cai.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes artifacts by stages. The method is written once as an expression over artifacts
/// (`cai.ConstitutionalAi`), and the implementation decides what making means: [Run] does the
/// stages, [Remaining] only looks which artifacts are there.
public interface Making {
  /// The artifacts of an instance of a stage. They are not made where an artifact that the stage
  /// reads is not.
  ///
  /// @param variant tells the instance from others of the stage in the same run; empty for the
  ///   method's own
  <O> O make(String variant, Stage<O> stage);

  /// The artifacts of the method's own instance of a stage.
  default <O> O make(Stage<O> stage) {
    return make("", stage);
  }

  /// The whole output of each stage so far, in order, and what the manifest tells of the run
  /// besides: all that a report shows.
  List<Artifact<Path>> everything();

  /// A run that ends with one stage: later stages are left out, and their artifacts are not made.
  default Making upTo(StageWord last) {
    return new UpTo(this, last, new ArrayList<>());
  }

  /// Stages up to one.
  record UpTo(Making making, StageWord last, List<Artifact<Path>> left) implements Making {
    @Override
    public <O> O make(String variant, Stage<O> stage) {
      if (stage.word().compareTo(last) <= 0) return making.make(variant, stage);
      var result = new StageResult(new StageName(stage.word(), variant), Optional.empty());
      left.add(result.whole());
      return stage.outputs(result);
    }

    @Override
    public List<Artifact<Path>> everything() {
      var all = new ArrayList<>(making.everything());
      all.addAll(left);
      return List.copyOf(all);
    }
  }
}
