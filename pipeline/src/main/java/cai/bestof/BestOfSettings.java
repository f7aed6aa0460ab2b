package cai.bestof;

import cai.recipe.Setting;

/// How the best of several answers is chosen: the recipe's section `best-of-n`, which `policy:
/// best-of-n` reads. The guards of `reinforcement` apply to the choice.
public record BestOfSettings(
    @Setting(
            value = "8",
            min = 2,
            max = 1024,
            about = "answers of SL-CAI to each prompt, of which the preference model chooses one")
        int answers,
    @Setting(
            value = "16",
            min = 1,
            max = 100_000,
            about = "training prompts on which it is measured what the choice is worth")
        int measuredPrompts,
    @Setting(
            value = "48",
            min = 1,
            max = 4096,
            about = "longest answer in this measurement, tokens")
        int answerTokens,
    @Setting(
            value = "8",
            min = 1,
            max = 4096,
            about = "prompts worked on together; after each batch the work is safe on disk")
        int batchSize) {}
