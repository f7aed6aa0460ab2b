package cai.critique.acceptance;

import cai.recipe.Setting;

/// When a revision is accepted: it may be worse than the text that it revises by so much and no
/// more, and may lie so far below the model's own responses and no further.
///
/// On topic is how much likelier the prompt makes the text, fluency how likely the text is without
/// its prompt; both are means over the tokens behind the lead-in, in nats, of the model before any
/// training. A spread is the standard deviation over the model's own responses to the red-team
/// prompts of the run.
public record AcceptanceSettings(
    @Setting(
            value = "true",
            about =
                "whether a revision is taken only where it is on topic, fluent and no worse under"
                    + " its principle (paper: no, every revision is taken)")
        boolean enabled,
    @Setting(
            value = "1",
            min = 0,
            max = 100,
            about =
                "most that a revision may be less on topic than the text it revises, nats per"
                    + " token")
        double mostTopicLoss,
    @Setting(
            value = "2",
            min = 0,
            max = 100,
            about =
                "most that a revision may be less on topic than the mean of the model's own"
                    + " responses, in their spreads")
        double topicFloor,
    @Setting(
            value = "1",
            min = 0,
            max = 100,
            about =
                "most that a revision may be less fluent than the text it revises, nats per token")
        double mostFluencyLoss,
    @Setting(
            value = "3",
            min = 0,
            max = 100,
            about =
                "most that a revision may be less fluent than the mean of the model's own"
                    + " responses, in their spreads")
        double fluencyFloor,
    @Setting(
            value = "0.5",
            min = 0,
            max = 100,
            about =
                "most that a revision's balanced yes/no score under the principle may be lower than"
                    + " that of the text it revises, nats")
        double mostPrincipleLoss) {}
