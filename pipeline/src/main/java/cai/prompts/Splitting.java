package cai.prompts;

import cai.errors.UserError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// Divides prompts into training and held-out prompts.
///
/// All prompts of a kind are in one split, so that evaluation asks about kinds that training never
/// saw: the split that the data give to the kind, or else one drawn by the run's seed. Prompts
/// without a kind are divided by a hash of their first human turn. The hash is the same in every
/// run, so that models of different runs can be compared on one held-out set.
final class Splitting {
  private final double heldOutShare;
  private final ToLongFunction<String> seedOf;

  /// A division.
  ///
  /// @param heldOutShare share of kinds without a given split, and of prompts without a kind, to
  ///   hold out
  /// @param seedOf a number for each name, from the run's seed
  Splitting(double heldOutShare, ToLongFunction<String> seedOf) {
    this.heldOutShare = heldOutShare;
    this.seedOf = seedOf;
  }

  /// The prompts of one aim in their order.
  List<PromptItem> split(List<RawPrompt> prompts) {
    Map<String, Split> given = givenSplits(prompts);
    Set<String> heldOutKinds = drawnKinds(prompts, given);
    // A single kind cannot be divided by kind; its prompts are divided like those without one.
    Set<String> single = given.isEmpty() && heldOutKinds.isEmpty() ? kinds(prompts) : Set.of();
    Predicate<RawPrompt> byHash =
        prompt ->
            prompt.split().isEmpty()
                && (prompt.kind().equals(PromptItem.NO_KIND) || single.contains(prompt.kind()));
    Set<TextKey> openings = drawnOpenings(prompts.stream().filter(byHash).toList());
    var items = new ArrayList<PromptItem>();
    for (RawPrompt prompt : prompts) {
      boolean held =
          byHash.test(prompt)
              ? openings.contains(prompt.openingKey())
              : heldOutKinds.contains(prompt.kind());
      Split drawn = held ? Split.HELD_OUT : Split.TRAIN;
      items.add(prompt.inSplit(prompt.split().orElse(given.getOrDefault(prompt.kind(), drawn))));
    }
    return items;
  }

  /// Removes training prompts of conversations of which another prompt is held out. They exist
  /// because one conversation can have prompts of several kinds.
  static List<PromptItem> conversationsApart(List<PromptItem> items) {
    Set<String> heldOut =
        items.stream()
            .filter(item -> item.split() == Split.HELD_OUT)
            .map(PromptItem::conversation)
            .collect(Collectors.toSet());
    return items.stream()
        .filter(item -> item.split() == Split.HELD_OUT || !heldOut.contains(item.conversation()))
        .toList();
  }

  private static Set<String> kinds(List<RawPrompt> prompts) {
    return prompts.stream().map(RawPrompt::kind).collect(Collectors.toSet());
  }

  private static Map<String, Split> givenSplits(List<RawPrompt> prompts) {
    var given = new LinkedHashMap<String, Split>();
    for (RawPrompt prompt : prompts) {
      if (prompt.kind().equals(PromptItem.NO_KIND) || prompt.split().isEmpty()) continue;
      Split split = prompt.split().get();
      Split before = given.putIfAbsent(prompt.kind(), split);
      if (before != null && before != split)
        throw new UserError(
            "%s: split=%s of '%s', while kind '%s' is %s elsewhere; a kind has one split"
                .formatted(
                    prompt.where(), split.word(), prompt.id(), prompt.kind(), before.word()));
    }
    return given;
  }

  /// Divides kinds; of two or more kinds, at least one is held out and at least one is trained on.
  private Set<String> drawnKinds(List<RawPrompt> prompts, Map<String, Split> given) {
    List<String> kinds =
        prompts.stream()
            .map(RawPrompt::kind)
            .distinct()
            .filter(kind -> !kind.equals(PromptItem.NO_KIND) && !given.containsKey(kind))
            .sorted(
                Comparator.comparingLong((String kind) -> seedOf.applyAsLong("kind " + kind))
                    .thenComparing(kind -> kind))
            .toList();
    return new HashSet<>(kinds.subList(0, heldOut(Math.round(heldOutShare * kinds.size()), kinds)));
  }

  /// Divides prompts by their first human turn; of two or more, at least one is held out and at
  /// least one is trained on.
  private Set<TextKey> drawnOpenings(List<RawPrompt> prompts) {
    List<TextKey> openings =
        prompts.stream()
            .map(RawPrompt::openingKey)
            .distinct()
            .sorted(Comparator.comparingDouble(TextKey::fraction))
            .toList();
    long below = openings.stream().filter(key -> key.fraction() < heldOutShare).count();
    return new HashSet<>(openings.subList(0, heldOut(below, openings)));
  }

  private int heldOut(long wanted, List<?> all) {
    if (heldOutShare == 0 || all.size() < 2) return 0;
    return Math.clamp(wanted, 1, all.size() - 1);
  }
}
