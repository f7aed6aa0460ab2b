package cai.directpreference;

import cai.feedback.Comparison;
import cai.run.Seeds;
import cai.sequence.DialogueRenderer;
import cai.sequence.TokenSequence;
import cai.statistics.CutOff;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The pairs of the feedback stage that RL-CAI learns from, and what of them is left out.
///
/// @param training pairs
/// @param heldOut pairs of other conversations
/// @param unlabelled pairs that the feedback model gave no label
/// @param unusable pairs whose answers are equal, or one of which is empty or does not fit the
///   context
/// @param refused prompts that the chat template refuses, by id, with the reason
/// @param cutOff of the answers in the other pairs, how many did not come to their end: no
///   end-of-text token closes them
record LabelledPairs(
    List<LabelledPair> training,
    List<LabelledPair> heldOut,
    int unlabelled,
    int unusable,
    Map<String, String> refused,
    CutOff cutOff) {
  LabelledPairs {
    training = List.copyOf(training);
    heldOut = List.copyOf(heldOut);
  }

  /// Pairs all of which are trained on.
  static LabelledPairs allTrainedOn(List<LabelledPair> pairs) {
    return new LabelledPairs(pairs, List.of(), 0, 0, Map.of(), new CutOff(0, 2L * pairs.size()));
  }

  /// Renders the comparisons. All pairs of one conversation are trained on or all are held out;
  /// where none would be trained on, none is held out.
  static LabelledPairs of(
      List<Comparison> comparisons, DialogueRenderer renderer, PairSelection selection) {
    var training = new ArrayList<LabelledPair>();
    var heldOut = new ArrayList<LabelledPair>();
    var refused = new LinkedHashMap<String, String>();
    int unlabelled = 0;
    int unusable = 0;
    int cut = 0;
    for (Comparison one : comparisons) {
      Optional<Double> label = one.verdict().probabilityFirst();
      Optional<String> refusal = renderer.refusal(one.prompt().answered(one.first()));
      if (label.isEmpty()) {
        unlabelled++;
      } else if (refusal.isPresent()) {
        refused.put(one.id(), refusal.get());
      } else {
        LabelledPair pair = pair(one, label.get(), renderer);
        if (one.first().strip().equals(one.second().strip()) || !selection.takes(pair)) {
          unusable++;
        } else {
          cut += one.cutOff();
          (selection.holdsOut(one.conversation()) ? heldOut : training).add(pair);
        }
      }
    }
    if (training.isEmpty()) {
      training.addAll(heldOut);
      heldOut.clear();
    }
    int answers = 2 * (training.size() + heldOut.size());
    return new LabelledPairs(
        training, heldOut, unlabelled, unusable, refused, new CutOff(cut, answers));
  }

  private static LabelledPair pair(Comparison one, double label, DialogueRenderer renderer) {
    TokenSequence first = renderer.answered(one.prompt().answered(one.first()), one.firstEnded());
    TokenSequence second =
        renderer.answered(one.prompt().answered(one.second()), one.secondEnded());
    return new LabelledPair(one.id(), first, second, label);
  }

  /// Which conversations are held out and which answers fit.
  ///
  /// @param share of the conversations
  /// @param contextLength in tokens
  record PairSelection(Seeds seeds, double share, int contextLength) {
    boolean holdsOut(String conversation) {
      return seeds.generator("direct-preference", "held-out/" + conversation).nextDouble() < share;
    }

    boolean takes(LabelledPair pair) {
      return takes(pair.first()) && takes(pair.second());
    }

    private boolean takes(TokenSequence one) {
      return one.answerLength() > 0 && one.ids().length <= contextLength;
    }
  }
}
