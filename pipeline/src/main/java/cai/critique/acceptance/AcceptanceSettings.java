package cai.critique.acceptance;

import cai.recipe.Setting;
import java.util.Optional;

/// When a revision is accepted. On topic is how much likelier the prompt makes the text, fluency
/// how likely the text is without its prompt; both are means over the tokens behind the lead-in, in
/// nats, of the model before any training.
///
/// The defaults were found on 90 sorted texts with a model of 135 million parameters:
/// docs/decisions/0035-when-a-revision-is-accepted.md. Zero on topic means the same for every
/// model.
public record AcceptanceSettings(
    @Setting(
            value = "true",
            about =
                "whether a revision is taken only where it is on topic, fluent and no worse under"
                    + " its principle (paper: no, every revision is taken)")
        boolean enabled,
    @Setting(
            value = "0",
            min = -100,
            max = 100,
            about =
                "least that the prompt must make a revision likelier, nats per token; at 0 the text"
                    + " must fit its prompt no worse than it fits a message that says nothing")
        double leastTopic,
    @Setting(
            value = "-5.5",
            min = -100,
            max = 0,
            about =
                "least mean log-probability of a revision's tokens, nats; the default model gives"
                    + " its own answers -2.3, sentences of people -4.4, the same words shuffled -8")
        double leastFluency,
    @Setting(
            min = 0,
            max = 100,
            about =
                "most that a revision's balanced yes/no score under its principle may lie below"
                    + " that of the text it revises, nats; without it the score refuses nothing,"
                    + " as suits models that answer such questions by chance")
        Optional<Double> mostPrincipleLoss) {}
