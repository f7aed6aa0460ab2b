package cai.preference;

import cai.preference.Pair.Source;
import cai.run.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Comparisons to train on and those to validate on, divided by prompt: all comparisons of a prompt
/// are on one side.
record HeldOut(List<Pair> train, List<Pair> heldOut) {
  HeldOut {
    train = List.copyOf(train);
    heldOut = List.copyOf(heldOut);
  }

  /// Holds out a share of the prompts of each source of labels, drawn by the run's seed. Of two
  /// prompts and more of a source at least one is trained on, and one held out unless the share is
  /// 0; a single one is trained on.
  static HeldOut of(List<Pair> pairs, double share, Seeds seeds) {
    var placed = new HashSet<String>();
    var out = new HashSet<String>();
    for (Source source : Source.values()) {
      Set<String> prompts = new LinkedHashSet<>();
      for (Pair pair : pairs)
        if (pair.source() == source && !placed.contains(pair.prompt())) prompts.add(pair.prompt());
      placed.addAll(prompts);
      int count = (int) Math.round(share * prompts.size());
      boolean divisible = share > 0 && prompts.size() > 1;
      prompts.stream()
          .sorted(
              Comparator.comparingLong(
                      (String prompt) -> seeds.seed("preference", "held-out/" + prompt))
                  .thenComparing(prompt -> prompt))
          .limit(divisible ? Math.clamp(count, 1, prompts.size() - 1) : 0)
          .forEach(out::add);
    }
    var train = new ArrayList<Pair>();
    var heldOut = new ArrayList<Pair>();
    for (Pair pair : pairs) (out.contains(pair.prompt()) ? heldOut : train).add(pair);
    return new HeldOut(train, heldOut);
  }
}
