package cai;

import static cai.run.StageWord.CONSTITUTION;
import static cai.run.StageWord.CRITIQUE;
import static cai.run.StageWord.EVALUATION;
import static cai.run.StageWord.FEEDBACK;
import static cai.run.StageWord.FINETUNING;
import static cai.run.StageWord.PREFERENCE;
import static cai.run.StageWord.PROMPTS;
import static cai.run.StageWord.REINFORCEMENT;
import static cai.run.StageWord.REPORT;

import cai.run.Run;
import cai.run.StageFolder;
import cai.run.StageWord;
import cai.run.StageWork;
import java.util.EnumMap;
import java.util.List;
import java.util.TreeMap;

/// Constitutional AI: a list of principles becomes a trained assistant, without human labels of
/// harmlessness.
///
/// Read [#run] beside figure 1 of the paper. What each stage reads stands in [StageNeeds], what it
/// does with it in [StageWorks]; the algorithms stand in the packages of the stages.
///
/// **Source**: Bai et al. 2022, arXiv 2212.08073.
public final class ConstitutionalAi {
  private final StageNeeds needs;
  private final Run run;
  private final StageWord last;
  private final EnumMap<StageWord, StageFolder> done = new EnumMap<>(StageWord.class);
  private final StageWorks works;

  /// @param last the stage after which the run ends
  public ConstitutionalAi(Recipe recipe, Models models, Run run, StageWord last) {
    this.needs = new StageNeeds(recipe, models.modelHash(), models.feedbackHash());
    this.run = run;
    this.last = last;
    this.works = new StageWorks(recipe, models, run, done);
  }

  /// Does every stage that is not done yet, up to the last one asked for.
  public void run() {
    // 1. The principles, and the prompts that tempt to break them.
    perform(CONSTITUTION, works::constitution);
    perform(PROMPTS, works::prompts);

    // 2. The helpful-only model answers, criticises its answers under drawn principles and revises
    //    them; finetuned on the revisions it becomes SL-CAI.
    perform(CRITIQUE, works::critique);
    perform(FINETUNING, works::finetuning);

    // 3. SL-CAI answers in pairs; a feedback model says which answer fits a drawn principle better;
    //    a preference model learns its judgement.
    perform(FEEDBACK, works::feedback);
    perform(PREFERENCE, works::preference);

    // 4. Reinforcement learning against the preference model turns SL-CAI into RL-CAI.
    perform(REINFORCEMENT, works::reinforcement);

    // 5. What changed, and by how much.
    perform(EVALUATION, works::evaluation);
    perform(REPORT, works::report);
    if (done.containsKey(REPORT)) run.complete();
  }

  private void perform(StageWord stage, StageWork work) {
    if (stage.compareTo(last) > 0) return;
    var inputs = new TreeMap<>(needs.models(stage));
    for (StageNeeds.Output output : needs.outputs(stage))
      inputs.put(output.title(), output.hash(done.get(output.stage())));
    done.put(stage, run.perform(stage, needs.settings(stage), List.of(), inputs, work));
  }
}
