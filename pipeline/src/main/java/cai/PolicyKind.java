package cai;

import cai.bestof.BestOfSettings;
import cai.contextdistillation.ContextSettings;
import cai.directpreference.DirectPreferenceSettings;
import cai.recipe.KeyNames;
import cai.reinforcement.ReinforcementSettings;
import cai.reinforcement.ReinforcementSettings.PolicyGuards;
import cai.reinforcement.advantages.AdvantageKind;

/// The ways from SL-CAI to RL-CAI that a recipe can name: the values of its key `policy`.
public enum PolicyKind {
  /// Proximal policy optimisation against the preference model, as in the paper.
  PPO,
  /// The same with the mean of the other answers to a prompt in place of a value head.
  RLOO,
  /// The same with the mean of all answers to a prompt in place of a value head.
  GRPO,
  /// Direct preference optimisation on the labels of the feedback stage.
  DPO,
  /// The preference model chooses among several answers of SL-CAI; nothing is trained.
  BEST_OF_N,
  /// The policy learns to answer without a principle as SL-CAI answers when it is shown one.
  CONTEXT_DISTILLATION;

  /// As a recipe writes it.
  public String word() {
    return KeyNames.ofConstant(this);
  }

  /// The way with the recipe's settings of it.
  WayToRlCai of(Recipe recipe) {
    return switch (this) {
      case PPO, RLOO, GRPO -> new WayToRlCai.Reinforced(training(recipe.reinforcement()));
      case DPO -> new WayToRlCai.DirectPreference(recipe.directPreference());
      case BEST_OF_N -> new WayToRlCai.BestOf(recipe.bestOfN(), recipe.reinforcement().guards());
      case CONTEXT_DISTILLATION ->
          new WayToRlCai.ContextDistillation(
              recipe.contextDistillation(), training(recipe.reinforcement()));
    };
  }

  /// The settings of reinforcement with the advantages that this way asks for; PPO takes what the
  /// recipe names.
  private ReinforcementSettings training(ReinforcementSettings reinforcement) {
    return switch (this) {
      case RLOO -> reinforcement.with(AdvantageKind.LEAVE_ONE_OUT);
      case GRPO -> reinforcement.with(AdvantageKind.GROUP);
      case CONTEXT_DISTILLATION -> reinforcement.with(AdvantageKind.GAE);
      case PPO, DPO, BEST_OF_N -> reinforcement;
    };
  }

  /// Whether it takes several answers to a prompt, as RLOO and GRPO do.
  ///
  /// @throws IllegalArgumentException where the section `reinforcement` does not allow that
  void requireSettings(ReinforcementSettings reinforcement) {
    try {
      training(reinforcement);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(word() + ": reinforcement: " + e.getMessage(), e);
    }
  }

  /// How RL-CAI is made from SL-CAI.
  sealed interface WayToRlCai {
    /// By answers that the preference model scores.
    record Reinforced(ReinforcementSettings settings) implements WayToRlCai {}

    /// By pairs of answers that the feedback model has labelled.
    record DirectPreference(DirectPreferenceSettings settings) implements WayToRlCai {}

    /// By a choice among answers, made whenever the model is asked.
    record BestOf(BestOfSettings settings, PolicyGuards guards) implements WayToRlCai {}

    /// By what SL-CAI, shown a principle, thinks of answers that were given without.
    record ContextDistillation(ContextSettings settings, ReinforcementSettings training)
        implements WayToRlCai {}
  }
}
