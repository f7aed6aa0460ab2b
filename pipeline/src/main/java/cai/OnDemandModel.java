package cai;

import cai.language.Generation;
import cai.language.Generation.Completion;
import cai.language.Generation.Sampling;
import cai.language.LanguageModel;
import cai.language.Scoring;
import cai.language.Scoring.Scored;
import cai.language.local.LocalModel;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A language model that is opened when it is asked for the first time: a stage that takes over all
/// its results asks none.
///
/// **Thread-safety**: one thread at a time.
final class OnDemandModel implements LanguageModel {
  private final Supplier<LocalModel> opening;
  private final int rows;
  private Optional<Opened> opened = Optional.empty();

  private record Opened(LocalModel files, LanguageModel model) {}

  /// @param rows sequences sampled at the same time
  OnDemandModel(Supplier<LocalModel> opening, int rows) {
    this.opening = opening;
    this.rows = rows;
  }

  private LanguageModel model() {
    if (opened.isEmpty()) {
      LocalModel files = opening.get();
      opened = Optional.of(new Opened(files, languageModel(files)));
    }
    return opened.get().model();
  }

  private LanguageModel languageModel(LocalModel files) {
    try {
      return files.languageModel(rows);
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  @Override
  public List<Completion> generate(List<Generation> requests, Sampling sampling) {
    return model().generate(requests, sampling);
  }

  @Override
  public List<Scored> score(List<Scoring> requests) {
    return model().score(requests);
  }

  @Override
  public int countTokens(String text) {
    return model().countTokens(text);
  }

  @Override
  public int contextLength() {
    return model().contextLength();
  }

  @Override
  public void close() {
    opened.ifPresent(one -> {
      one.model().close();
      one.files().close();
    });
    opened = Optional.empty();
  }
}
