package cai.prompts;

import cai.recipe.Setting;
import java.nio.file.Path;

/// The recipe's section `examples`: worked examples that models are shown, and pairs with a known
/// better answer, on which the feedback model and the judge are measured.
public record ExamplesSettings(
    @Setting(
            value = "cai:prompts/few-shots/critique.yaml",
            about = "examples of critique and revision")
        Path critique,
    @Setting(value = "cai:prompts/few-shots/responses.yaml", about = "example exchanges")
        Path responses,
    @Setting(
            value = "64",
            min = 0,
            max = 64,
            about =
                "example exchanges before a response or an answer in a transcript, at most;"
                    + " training and evaluation have none, and a chat has none")
        int exchanges,
    @Setting(
            value = "cai:prompts/few-shots/feedback.yaml",
            about = "examples of pairs for multiple choice")
        Path feedback,
    @Setting(
            value = "cai:prompts/few-shots/reasoning.yaml",
            about = "examples of chains of thought")
        Path reasoning,
    @Setting(value = "cai:prompts/few-shots/yes-no.yaml", about = "examples of yes/no questions")
        Path yesNo,
    @Setting(
            value = "cai:prompts/known-comparisons.jsonl",
            about = "pairs whose better answer is known, to calibrate labels on")
        Path known) {}
