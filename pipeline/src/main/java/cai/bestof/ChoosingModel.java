package cai.bestof;

import cai.dialogue.FormatKind;
import cai.language.ChoiceModel;
import cai.language.Generation;
import cai.language.Generation.Completion;
import cai.language.Generation.Sampling;
import cai.language.LanguageModel;
import cai.language.LikelihoodModel;
import cai.language.Outcome;
import cai.language.Prompt;
import cai.language.TextModel;
import cai.language.local.LocalModel;
import cai.preference.PreferenceModel;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// An opened [BestOfModel]. Only answers to conversations are chosen: a plain text that is
/// continued has no answers to choose from, and likelihoods and choices are those of SL-CAI. The
/// preference model is opened when the first conversation is to be answered.
///
/// **Thread-safety**: one thread at a time.
final class ChoosingModel implements LanguageModel, TextModel {
  private final BestOfModel asked;
  private final LanguageModel slCai;
  private Optional<OpenedScorer> opened = Optional.empty();

  /// The preference model and the model that it was trained on.
  private record OpenedScorer(LocalModel base, PreferenceModel scorer) {}

  /// @param slCai closed with this
  ChoosingModel(BestOfModel asked, LanguageModel slCai) {
    this.asked = asked;
    this.slCai = slCai;
  }

  @Override
  public TextModel text() {
    return this;
  }

  @Override
  public ChoiceModel choices() {
    return slCai.choices();
  }

  @Override
  public LikelihoodModel likelihoods() {
    return slCai.likelihoods();
  }

  @Override
  public FormatKind format() {
    return slCai.format();
  }

  @Override
  public String identity() {
    return asked.identity();
  }

  @Override
  public List<Outcome<Completion>> generate(List<Generation> requests, Sampling sampling) {
    if (!requests.stream().allMatch(one -> one.prompt() instanceof Prompt.Chat))
      return slCai.text().generate(requests, sampling);
    List<Outcome<AnswerChooser.ChosenAnswer>> chosen = chooser().choose(requests, sampling);
    return IntStream.range(0, requests.size())
        .mapToObj(i -> chosen.get(i).<Completion>map(one -> one.completion(requests.get(i).id())))
        .toList();
  }

  AnswerChooser chooser() {
    if (opened.isEmpty()) opened = Optional.of(scorer());
    PreferenceModel scorer = opened.get().scorer();
    return new AnswerChooser(
        slCai.text(), scorer, scorer.deviation(), asked.answers(), asked.guards());
  }

  private OpenedScorer scorer() {
    LocalModel base = asked.scorer().base().open();
    try {
      return new OpenedScorer(base, asked.scorer().open(base));
    } catch (RuntimeException e) {
      base.close();
      throw e;
    }
  }

  @Override
  public void close() {
    opened.ifPresent(one -> {
      one.scorer().close();
      one.base().close();
    });
    opened = Optional.empty();
    slCai.close();
  }
}
