package cai.prompts.fewshots;

/// A worked example of chain-of-thought feedback.
///
/// **Source**: section 4.1; the released examples leave a slot for the principle's question.
///
/// @param conversation with the tags `H:` and `A:`, so that its turns are not mistaken for turns of
///   the prompt
/// @param reasoning the text after "Let's think step by step:"
/// @param firstIsBetter whether the reasoning ends with option (A)
public record ReasoningShot(
    String id,
    String conversation,
    String optionA,
    String optionB,
    String reasoning,
    boolean firstIsBetter) {}
