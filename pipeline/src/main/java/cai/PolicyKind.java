package cai;

import cai.bestof.BestOfSettings;
import cai.directpreference.DirectPreferenceSettings;
import cai.reinforcement.ReinforcementSettings;
import cai.reinforcement.ReinforcementSettings.PolicyGuards;
import java.util.Locale;

/// The ways from SL-CAI to RL-CAI that a recipe can name: the values of its key `policy`.
public enum PolicyKind {
  /// Proximal policy optimisation against the preference model, as in the paper.
  PPO,
  /// Direct preference optimisation on the labels of the feedback stage.
  DPO,
  /// The preference model chooses among several answers of SL-CAI; nothing is trained.
  BEST_OF_N;

  /// As a recipe writes it.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The way with the recipe's settings of it.
  WayToRlCai of(Recipe recipe) {
    return switch (this) {
      case PPO -> new WayToRlCai.Reinforced(recipe.reinforcement());
      case DPO -> new WayToRlCai.DirectPreference(recipe.directPreference());
      case BEST_OF_N -> new WayToRlCai.BestOf(recipe.bestOfN(), recipe.reinforcement().guards());
    };
  }

  /// How RL-CAI is made from SL-CAI.
  sealed interface WayToRlCai {
    /// By answers that the preference model scores.
    record Reinforced(ReinforcementSettings settings) implements WayToRlCai {}

    /// By pairs of answers that the feedback model has labelled.
    record DirectPreference(DirectPreferenceSettings settings) implements WayToRlCai {}

    /// By a choice among answers, made whenever the model is asked.
    record BestOf(BestOfSettings settings, PolicyGuards guards) implements WayToRlCai {}
  }
}
