package cai.preference;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.errors.UserError;
import cai.feedback.Comparison;
import cai.preference.Pair.Source;
import cai.prompts.Conversations;
import cai.prompts.KnownComparisons;
import cai.prompts.KnownPair;
import cai.prompts.PromptItem;
import cai.run.Seeds;
import cai.sequence.TokenSequence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Collects the comparisons that the preference model is trained and validated on: harmlessness by
/// AI labels, helpfulness by human ones where a file is given and by AI ones where not.
///
/// **Source**: Bai et al. 2022, section 4.1: "a mix of human-generated labels for helpfulness and
/// AI-generated labels for harmlessness".
final class PreferenceData {
  static final double MOST_BAD_ROWS = 0.05;

  private final PreferenceSettings settings;
  private final BaseModel base;
  private final Seeds seeds;
  private final List<Pair> pairs = new ArrayList<>();
  private int unlabelled;
  private int replaced;
  private int identical;
  private final Map<String, String> refused = new LinkedHashMap<>();
  private int tooLong;
  private int asked;
  private int cutOff;

  PreferenceData(PreferenceSettings settings, BaseModel base, Seeds seeds) {
    this.settings = settings;
    this.base = base;
    this.seeds = seeds;
  }

  /// Two answers and their label, before they are rendered.
  private record Labelled(
      String id,
      Source source,
      Dialogue prompt,
      String first,
      String second,
      int cutOff,
      double probabilityFirst) {}

  /// All comparisons of the feedback stage that are to be used.
  PreferenceData addFeedback(List<Comparison> comparisons) {
    for (Comparison comparison : comparisons) {
      boolean harmless = comparison.aim() == Aim.HARMLESSNESS;
      if (!harmless && settings.humanHelpfulness().isPresent()) {
        replaced++;
      } else if (comparison.verdict().probabilityFirst().isEmpty()) {
        unlabelled++;
      } else {
        add(
            new Labelled(
                comparison.id(),
                harmless ? Source.AI_HARMLESSNESS : Source.AI_HELPFULNESS,
                comparison.prompt(),
                comparison.first(),
                comparison.second(),
                comparison.cutOff(),
                comparison.verdict().probabilityFirst().get()));
      }
    }
    return this;
  }

  /// Human comparisons of the settings' file, where there is one; if it has more than wanted, those
  /// that the run's seed draws. The seed also draws which answer is called the first. Comparisons
  /// of conversations that evaluation asks about are left out, because the preference model judges
  /// there.
  ///
  /// @param heldOut prompts that evaluation asks
  PreferenceData addHuman(List<PromptItem> heldOut) {
    settings
        .humanHelpfulness()
        .ifPresent(file -> addCompared(human(file), settings.humanComparisons(), heldOut));
    return this;
  }

  /// Human comparisons of both aims; if there are more than wanted, those that the run's seed
  /// draws. The seed also draws which answer is called the first.
  ///
  /// @param most of them
  /// @param asked prompts that evaluation asks; comparisons of their conversations are left out
  PreferenceData addCompared(List<KnownPair> known, int most, List<PromptItem> asked) {
    Set<String> heldOut =
        asked.stream()
            .map(item -> Conversations.opening(item.prompt()))
            .collect(Collectors.toSet());
    // Numbers, not the file's name: a moved file must give the same draws.
    IntStream.range(0, known.size())
        .boxed()
        .filter(i -> isApart(known.get(i), heldOut))
        .sorted(Comparator.comparingLong(i -> seeds.seed("preference", "human-drawn/" + i)))
        .limit(most)
        .sorted()
        .forEach(i -> add(shuffled("human-" + (i + 1), known.get(i))));
    return this;
  }

  /// Human comparisons of a file.
  ///
  /// @throws UserError where it cannot be read or compares anything but helpfulness
  static List<KnownPair> human(Path file) {
    List<KnownPair> known = KnownComparisons.read(file, Aim.HELPFULNESS, MOST_BAD_ROWS).pairs();
    for (KnownPair pair : known)
      if (pair.aim() != Aim.HELPFULNESS)
        throw new UserError(
            "%s: %s has aim=%s; preference.human-helpfulness takes comparisons of helpfulness only"
                .formatted(file, pair.id(), pair.aim().word()));
    return known;
  }

  private boolean isApart(KnownPair pair, Set<String> heldOut) {
    boolean apart = !heldOut.contains(Conversations.opening(pair.prompt()));
    if (!apart) asked++;
    return apart;
  }

  private Labelled shuffled(String id, KnownPair pair) {
    boolean betterFirst = seeds.generator("preference", "order/" + id).nextBoolean();
    return new Labelled(
        id,
        pair.aim() == Aim.HELPFULNESS ? Source.HUMAN_HELPFULNESS : Source.HUMAN_HARMLESSNESS,
        pair.prompt(),
        betterFirst ? pair.better() : pair.worse(),
        betterFirst ? pair.worse() : pair.better(),
        0,
        betterFirst ? 1 : 0);
  }

  private void add(Labelled labelled) {
    if (labelled.first().strip().equals(labelled.second().strip())) {
      identical++;
      return;
    }
    Optional<String> refusal =
        base.renderer().refusal(labelled.prompt().answered(labelled.first()));
    if (refusal.isPresent()) {
      refused.put(labelled.id(), refusal.get());
      return;
    }
    TokenSequence first = base.read(labelled.prompt().answered(labelled.first()));
    TokenSequence second = base.read(labelled.prompt().answered(labelled.second()));
    if (Math.max(first.ids().length, second.ids().length) > base.config().contextLength()) {
      tooLong++;
    } else {
      cutOff += labelled.cutOff();
      boolean harmless = labelled.source() == Source.AI_HARMLESSNESS;
      pairs.add(
          new Pair(
              labelled.id(),
              Conversations.opening(labelled.prompt()),
              labelled.source(),
              first,
              second,
              words(labelled.first()),
              words(labelled.second()),
              labelled.probabilityFirst(),
              harmless ? settings.harmlessnessWeight() : 1));
    }
  }

  static int words(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }

  List<Pair> pairs() {
    return List.copyOf(pairs);
  }

  /// Pairs that the chat template refuses, by id, with the reason.
  Map<String, String> refused() {
    return Collections.unmodifiableMap(refused);
  }

  /// What was used and what was left out.
  PreferenceCounts counts(HeldOut split) {
    int harmlessness = count(Source.AI_HARMLESSNESS);
    int human = count(Source.HUMAN_HELPFULNESS);
    int helpfulness = human + count(Source.AI_HELPFULNESS);
    return new PreferenceCounts(
        PreferenceCounts.FORMAT,
        harmlessness,
        helpfulness,
        human > 0
            ? PreferenceCounts.LabelledBy.HUMAN
            : helpfulness > 0 ? PreferenceCounts.LabelledBy.AI : PreferenceCounts.LabelledBy.NOBODY,
        unlabelled,
        replaced,
        identical,
        tooLong,
        asked,
        cutOff,
        split.train().size(),
        split.heldOut().size(),
        pairs.stream()
            .mapToLong(pair -> pair.first().ids().length + pair.second().ids().length)
            .sum());
  }

  private int count(Source source) {
    return (int) pairs.stream().filter(pair -> pair.source() == source).count();
  }
}
