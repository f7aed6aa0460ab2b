package cai.feedback;

import cai.constitution.Aim;

/// What a judge says of a pair whose better answer is known.
///
/// @param conversation names what the pair is about; pairs of one conversation stay together
/// @param logOdds of the better answer, nats; above 0 is right
record KnownGap(Aim aim, String conversation, double logOdds) {}
