package cai.language.local;

import cai.dialogue.FormatKind;
import cai.language.ChoiceModel;
import cai.language.Generation;
import cai.language.Generation.Completion;
import cai.language.Generation.Sampling;
import cai.language.LanguageModel;
import cai.language.LikelihoodModel;
import cai.language.Outcome;
import cai.language.Scoring;
import cai.language.Scoring.Scored;
import cai.language.TextModel;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A language model that is opened when it is asked for the first time: a stage that takes over all
/// its earlier results opens no model.
///
/// **Thread-safety**: one thread at a time.
final class OnDemandModel implements LanguageModel, TextModel, ChoiceModel, LikelihoodModel {
  private final Supplier<LocalModel> opening;
  private final int rows;
  private final FormatKind format;
  private final String identity;
  private Optional<Opened> opened = Optional.empty();

  private record Opened(LocalModel files, LocalLanguageModel model) {}

  /// @param rows sequences sampled at the same time
  /// @param format in which dialogues are put to it
  /// @param identity of the model, known before it is opened
  OnDemandModel(Supplier<LocalModel> opening, int rows, FormatKind format, String identity) {
    this.opening = opening;
    this.rows = rows;
    this.format = format;
    this.identity = identity;
  }

  @Override
  public FormatKind format() {
    return format;
  }

  @Override
  public TextModel text() {
    return this;
  }

  @Override
  public ChoiceModel choices() {
    return this;
  }

  @Override
  public LikelihoodModel likelihoods() {
    return this;
  }

  @Override
  public List<Outcome<Completion>> generate(List<Generation> requests, Sampling sampling) {
    return model().generate(requests, sampling);
  }

  @Override
  public List<Outcome<Scored>> choose(List<Scoring> requests) {
    return model().choose(requests);
  }

  @Override
  public List<Outcome<Scored>> score(List<Scoring> requests) {
    return model().score(requests);
  }

  private LocalLanguageModel model() {
    if (opened.isEmpty()) {
      LocalModel files = opening.get();
      opened = Optional.of(new Opened(files, languageModel(files)));
    }
    return opened.get().model();
  }

  private LocalLanguageModel languageModel(LocalModel files) {
    try {
      return files.languageModel(rows);
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  @Override
  public String identity() {
    return identity;
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
