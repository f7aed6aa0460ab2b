package cai.evaluation.items;

/// How often the option that describes a conversation is chosen: one entry of `identification` in
/// `evaluation/summary.json`.
///
/// @param task name of the file of items
/// @param model name of the model that chooses
/// @param method `multiple-choice` over both orders of the options, or one order in words
/// @param options of each item
/// @param chance accuracy of a guess: 1 / options
/// @param accuracy share of items whose correct option is the likeliest; of k options that are
///   equally likely each counts 1/k
/// @param items asked
/// @param conversations how many different ones the items are about: the clusters of the interval
public record IdentificationResult(
    String task,
    String model,
    String method,
    int options,
    double chance,
    double accuracy,
    double low,
    double high,
    int items,
    int conversations) {}
