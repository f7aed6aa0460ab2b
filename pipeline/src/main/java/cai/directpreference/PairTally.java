package cai.directpreference;

import cai.directpreference.LabelledPair.ReferencedPair;

/// Sums over pairs. The better answer of a pair is the one that its label calls likelier to be
/// better; a *gain* is how far an answer's log-probability is above SL-CAI's, nats.
///
/// @param pairs number of pairs
/// @param preference sum of the losses of the pairs, nats
/// @param supervised sum of the negative log-likelihood of the answers, each weighted with the
///   probability that it is the better one, nats
/// @param betterTokens sum of the tokens of the answers, weighted in the same way
/// @param agreements pairs whose better answer has gained more than the other; a tie is a half
/// @param betterGain sum of the gains of the better answers
/// @param worseGain sum of the gains of the other answers
record PairTally(
    long pairs,
    double preference,
    double supervised,
    double betterTokens,
    double agreements,
    double betterGain,
    double worseGain) {
  static PairTally none() {
    return new PairTally(0, 0, 0, 0, 0, 0, 0);
  }

  /// A single pair.
  ///
  /// @param first log-probability of the first answer now, nats
  /// @param second log-probability of the second answer now, nats
  static PairTally of(ReferencedPair pair, double first, double second, double beta) {
    double label = pair.pair().probabilityFirst();
    double firstGain = first - pair.first();
    double secondGain = second - pair.second();
    double gap = firstGain - secondGain;
    boolean firstIsBetter = label >= 0.5;
    return new PairTally(
        1,
        PairLoss.of(gap, label, beta).loss(),
        -label * first - (1 - label) * second,
        pair.pair().betterTokens(),
        (Math.signum(label - 0.5) * Math.signum(gap) + 1) / 2,
        firstIsBetter ? firstGain : secondGain,
        firstIsBetter ? secondGain : firstGain);
  }

  PairTally plus(PairTally other) {
    return new PairTally(
        pairs + other.pairs,
        preference + other.preference,
        supervised + other.supervised,
        betterTokens + other.betterTokens,
        agreements + other.agreements,
        betterGain + other.betterGain,
        worseGain + other.worseGain);
  }

  /// Per pair, nats.
  double preferenceLoss() {
    return perPair(preference);
  }

  /// Per token of the better answers, nats.
  double supervisedLoss() {
    return betterTokens == 0 ? 0 : supervised / betterTokens;
  }

  /// What training minimises.
  double loss(DirectPreferenceSettings settings) {
    return preferenceLoss() + settings.sftWeight() * supervisedLoss();
  }

  /// Of these pairs, as numbers for a person.
  PairMeasures measures(DirectPreferenceSettings settings) {
    return new PairMeasures(
        loss(settings),
        preferenceLoss(),
        supervisedLoss(),
        settings.beta() * (perPair(betterGain) - perPair(worseGain)),
        perPair(agreements),
        perPair(betterGain),
        perPair(worseGain));
  }

  private double perPair(double sum) {
    return pairs == 0 ? 0 : sum / pairs;
  }
}
