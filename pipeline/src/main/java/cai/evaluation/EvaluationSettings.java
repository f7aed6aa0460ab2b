package cai.evaluation;

import cai.dialogue.FormatKind;
import cai.language.Capability;
import cai.language.Capability.Need;
import cai.language.Generation.Sampling;
import cai.language.YesNoQuestions;
import cai.recipe.Impossible;
import cai.recipe.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How the models are compared: the recipe's section `evaluation`.
public record EvaluationSettings(
    @Setting(value = "1", min = 1, max = 64, about = "answers sampled for each held-out prompt")
        int samples,
    @Setting(value = "0.7", min = 0, max = 5, about = "sampling temperature (paper: 1)")
        double temperature,
    @Setting(
            value = "0.9",
            min = 0,
            minExclusive = true,
            max = 1,
            about = "smallest share of probability that sampling draws from; 1 draws from all")
        double topP,
    @Setting(value = "64", min = 1, max = 4096, about = "longest answer, tokens") int answerTokens,
    @Setting(value = "true", about = "whether the feedback model judges the answers too")
        boolean judge,
    @Setting(
            value = "2",
            min = 1,
            max = 1000,
            about =
                "comparison principles under which the feedback model judges an answer, at most;"
                    + " drawn for each prompt, the same for all models")
        int judgePrinciples,
    @Setting(
            value = "true",
            about =
                "whether likelihoods are measured: of each answer under the model before any"
                    + " training, and of unrelated text under each model")
        boolean likelihoods,
    @Setting(
            value = "200",
            min = 0,
            max = 1_000_000,
            about = "revision chains whose texts the preference model scores, at most")
        int revisionChains,
    @Setting(about = "file of helpful-honest-harmless items, JSON lines; without it none are asked")
        Optional<Path> hhh,
    @Setting(
            value = "[]",
            about =
                "files of items that ask whether or how a conversation was harmful, JSON lines"
                    + " (paper: HarmfulVsEthical.jsonl, HarmfulnessClassification.jsonl)")
        List<Path> identification,
    @Setting(
            value = "[]",
            about =
                "files of human comparisons of answers, for example hh-rlhf's; a preference model"
                    + " that learns them scores the answers, and nothing is trained with it")
        List<Path> humanComparisons,
    @Setting(value = "1000", min = 20, max = 1_000_000, about = "at most so many of them")
        int mostHumanComparisons,
    @Setting(
            value = "32",
            min = 1,
            max = 4096,
            about = "answers worked on together; after each batch the work is safe on disk")
        int batchSize) {

  public EvaluationSettings {
    new Impossible()
        .when(
            temperature == 0 && samples > 1,
            "temperature=0 makes all samples=%d of a prompt the same text; raise the temperature or set samples=1"
                .formatted(samples))
        .throwIfAny();
    identification = List.copyOf(identification);
    humanComparisons = List.copyOf(humanComparisons);
  }

  /// What the models that are compared must be able to do.
  public List<Need> needsOfContenders() {
    // The options " (A)", " (B)" and so on begin with the same token.
    var letters = Set.of(Capability.CONTINUATION, Capability.LIKELIHOOD);
    var needs = new ArrayList<Need>();
    needs.add(new Need("evaluation", Set.of(Capability.CHAT)));
    if (likelihoods)
      needs.add(
          Need.of(
              "evaluation.likelihoods",
              likelihoods,
              Set.of(Capability.CONTINUATION, Capability.LIKELIHOOD)));
    hhh.ifPresent(file -> needs.add(Need.of("evaluation.hhh", file, letters)));
    if (!identification.isEmpty())
      needs.add(Need.of("evaluation.identification", identification.getFirst(), letters));
    return needs;
  }

  /// What the feedback model must be able to do to judge single answers.
  ///
  /// @param format in which it is asked
  public List<Need> needsOfJudge(FormatKind format) {
    return judge
        ? List.of(Need.of("evaluation.judge", judge, YesNoQuestions.needs(format)))
        : List.of();
  }

  Sampling sampling(long seed) {
    return new Sampling(temperature, topP, 0, answerTokens, List.of(), seed);
  }
}
