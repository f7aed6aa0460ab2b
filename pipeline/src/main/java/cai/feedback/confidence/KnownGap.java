package cai.feedback.confidence;

import cai.constitution.Aim;

/// What the feedback model says of a pair whose better answer is known.
///
/// @param conversation names the conversation of the pair; pairs of one conversation are in one
///   fold
/// @param logOdds of the better answer, nats; above 0 the feedback model is right
public record KnownGap(Aim aim, String conversation, double logOdds) {}
