package cai.feedback;

/// What the feedback stage did, for the record of the run.
///
/// @param comparisons pairs in all
/// @param labelled those with a label
/// @param unreadable pairs that the feedback model could not compare
/// @param flipped those whose two orders disagreed
/// @param known pairs with a known better answer that the feedback model compared
/// @param promptTokens tokens that both models read, without the tokens of the known pairs
/// @param tokens sampled by both models
public record FeedbackCounts(
    int comparisons,
    int labelled,
    int unreadable,
    int flipped,
    int known,
    long promptTokens,
    long tokens) {}
