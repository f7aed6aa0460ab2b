package cai;

import cai.bestof.BestOfSettings;
import cai.constitution.ConstitutionSettings;
import cai.contextdistillation.ContextSettings;
import cai.critique.CritiqueSettings;
import cai.directpreference.DirectPreferenceSettings;
import cai.evaluation.EvaluationSettings;
import cai.feedback.FeedbackSettings;
import cai.finetuning.Control;
import cai.finetuning.FinetuningSettings;
import cai.language.local.ModelSettings;
import cai.preference.PreferenceSettings;
import cai.prompts.ExamplesSettings;
import cai.prompts.PromptsSettings;
import cai.recipe.Impossible;
import cai.recipe.RecipeReader;
import cai.recipe.Setting;
import cai.reinforcement.ReinforcementSettings;
import cai.report.ReportSettings;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Everything a run is made by: one section for each stage, and what they share.
public record Recipe(
    @Setting(value = "1", about = "seed of every random number of the run") long seed,
    @Setting(about = "the models") ModelSettings model,
    @Setting(about = "the principles") ConstitutionSettings constitution,
    @Setting(about = "the prompts") PromptsSettings prompts,
    @Setting(about = "worked examples") ExamplesSettings examples,
    @Setting(about = "responses, critiques and revisions") CritiqueSettings critique,
    @Setting(about = "training of SL-CAI") FinetuningSettings finetuning,
    @Setting(
            value = "[]",
            about =
                "models trained and evaluated beside SL-CAI, alike but for what they learn, to show"
                    + " what the revisions do: unrevised learns the responses before their"
                    + " revision, helpful-only the helpful samples alone; each costs one more"
                    + " finetuning and one more model to evaluate")
        List<Control> controls,
    @Setting(about = "pairs of answers and their labels") FeedbackSettings feedback,
    @Setting(about = "training of the preference model") PreferenceSettings preference,
    @Setting(
            value = "ppo",
            about =
                "how RL-CAI is made from SL-CAI: ppo (the paper's) | rloo | grpo (section"
                    + " reinforcement) | dpo (section direct-preference) | best-of-n (section"
                    + " best-of-n) | context-distillation (sections context-distillation and"
                    + " reinforcement)")
        PolicyKind policy,
    @Setting(
            value = "[]",
            about =
                "other ways to make it, each of which is done too, in reinforcement@NAME, and is"
                    + " compared as rl-cai@NAME")
        List<PolicyKind> policies,
    @Setting(about = "training of RL-CAI against the preference model")
        ReinforcementSettings reinforcement,
    @Setting(about = "training of RL-CAI on the labels themselves, by policy: dpo")
        DirectPreferenceSettings directPreference,
    @Setting(about = "choice among answers of SL-CAI, by policy: best-of-n") BestOfSettings bestOfN,
    @Setting(
            about =
                "SL-CAI that is shown a principle as a teacher, by policy: context-distillation")
        ContextSettings contextDistillation,
    @Setting(about = "comparison of the models") EvaluationSettings evaluation,
    @Setting(about = "the report") ReportSettings report) {
  public Recipe {
    controls = List.copyOf(controls);
    policies = List.copyOf(policies);
    var named = new HashSet<PolicyKind>(List.of(policy));
    var made = new HashSet<PolicyKind>(policies);
    made.add(policy);
    var impossible =
        new Impossible()
            .when(
                Set.copyOf(controls).size() < controls.size(),
                "controls names a control twice; name each once")
            .when(
                made.contains(PolicyKind.BEST_OF_N) && evaluation.temperature() == 0,
                "evaluation.temperature=0 makes all best-of-n.answers=%d of a prompt the same text; raise the temperature or choose another policy"
                    .formatted(bestOfN.answers()));
    impossible.when(
        made.contains(PolicyKind.CONTEXT_DISTILLATION)
            && contextDistillation.shown() == ContextSettings.Shown.CRITIQUE
            && !critique.withCritique(),
        "context-distillation.shown=critique needs critiques, and critique.with-critique=false"
            + " writes none; set one of the two");
    for (PolicyKind one : policies)
      impossible.when(
          !named.add(one),
          "policies names %s, which policy=%s or policies names already; leave it out"
              .formatted(one.word(), policy.word()));
    impossible.throwIfAny();
    for (PolicyKind one : made) one.requireSettings(reinforcement);
  }

  /// Whether RL-CAI is made in a certain way, as the method's own model or beside it.
  public boolean makes(PolicyKind kind) {
    return policy == kind || policies.contains(kind);
  }

  /// Reads a recipe.
  ///
  /// @param overrides `section.key=value`
  /// @throws cai.errors.UserError with one line for each error
  public static Recipe read(Path file, List<String> overrides) {
    return RecipeReader.read(file, overrides, Recipe.class);
  }
}
