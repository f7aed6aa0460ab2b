package cai.preference;

import cai.preference.Pair.Source;
import cai.run.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Comparisons to train on and those to validate on, divided by conversation: all comparisons of
/// one are on one side.
record HeldOut(List<Pair> train, List<Pair> heldOut) {
  HeldOut {
    train = List.copyOf(train);
    heldOut = List.copyOf(heldOut);
  }

  /// Holds out a share of the conversations of each source of labels, drawn by the run's seed. Of
  /// two conversations and more of a source at least one is trained on, and one held out unless the
  /// share is 0; a single one is trained on.
  static HeldOut of(List<Pair> pairs, double share, Seeds seeds) {
    var placed = new HashSet<String>();
    var out = new HashSet<String>();
    for (Source source : Source.values()) {
      Set<String> conversations = new LinkedHashSet<>();
      for (Pair pair : pairs)
        if (pair.source() == source && !placed.contains(pair.conversation()))
          conversations.add(pair.conversation());
      placed.addAll(conversations);
      int count = (int) Math.round(share * conversations.size());
      boolean divisible = share > 0 && conversations.size() > 1;
      conversations.stream()
          .sorted(
              Comparator.comparingLong((String one) -> seeds.seed("preference", "held-out/" + one))
                  .thenComparing(one -> one))
          .limit(divisible ? Math.clamp(count, 1, conversations.size() - 1) : 0)
          .forEach(out::add);
    }
    var train = new ArrayList<Pair>();
    var heldOut = new ArrayList<Pair>();
    for (Pair pair : pairs) (out.contains(pair.conversation()) ? heldOut : train).add(pair);
    return new HeldOut(train, heldOut);
  }
}
