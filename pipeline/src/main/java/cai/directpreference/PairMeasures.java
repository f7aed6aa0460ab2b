package cai.directpreference;

/// What is measured of some pairs.
///
/// @param loss what training minimises: `preferenceLoss` plus `sft-weight` times `supervisedLoss`
/// @param preferenceLoss mean loss of [cai.directpreference.PairLoss], nats per pair; ln 2 = 0.693
///   for SL-CAI itself
/// @param supervisedLoss mean negative log-likelihood of the better answers, nats per token; each
///   answer counts with the probability that it is the better one
/// @param margin beta times the mean of `betterGain` less `worseGain`
/// @param accuracy share of the pairs whose better answer has gained more than the other; a tie is
///   a half
/// @param betterGain mean over the pairs: log-probability of the likelier better answer less its
///   log-probability under SL-CAI, nats per answer
/// @param worseGain the same of the other answer
public record PairMeasures(
    double loss,
    double preferenceLoss,
    double supervisedLoss,
    double margin,
    double accuracy,
    double betterGain,
    double worseGain) {}
