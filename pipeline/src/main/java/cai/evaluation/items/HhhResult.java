package cai.evaluation.items;

/// How often the better of the two answers of a helpful-honest-harmless item is chosen: one entry
/// of `hhh` in `evaluation/summary.json`.
///
/// @param model name of the model that chooses
/// @param method `preference-model`, `multiple-choice` or another in words
/// @param accuracy share of items whose better answer is chosen; a tie counts half
/// @param contexts how many different dialogues the items are about: the clusters of the interval
public record HhhResult(
    String model,
    String method,
    double accuracy,
    double low,
    double high,
    int items,
    int contexts) {}
