package cai.critique;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// Ranks several revisions: the principle's own questions count fully, fluency by half. Both are
/// standardised over the candidates of one round, because their units differ; a score that could
/// not be read counts as average.
///
/// The balanced score is also what [cai.critique.acceptance.Acceptance] refuses candidates by that
/// are worse than the text before; here it ranks those that are not. Fluency here is that of the
/// tokens as they were sampled behind the request for a revision, and is no measure of acceptance.
final class CandidateChoice {
  private CandidateChoice() {}

  /// The places of all, the best first; equals stay in their order.
  ///
  /// @param balances balanced yes/no scores, nats
  /// @param fluencies mean log-probabilities of the tokens, nats, where the model tells them
  static List<Integer> ranking(List<OptionalDouble> balances, List<OptionalDouble> fluencies) {
    double[] principle = standardised(balances);
    double[] fluency = standardised(fluencies);
    return IntStream.range(0, principle.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -(principle[i] + fluency[i] / 2)))
        .toList();
  }

  /// Zero mean and unit spread; 0 for what is missing and where all are equal.
  static double[] standardised(List<OptionalDouble> values) {
    double[] known =
        values.stream()
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .toArray();
    double mean = Arrays.stream(known).average().orElse(0);
    double spread =
        Math.sqrt(Arrays.stream(known).map(x -> (x - mean) * (x - mean)).average().orElse(0));
    return values.stream()
        .mapToDouble(value -> spread < 1e-9 ? 0 : (value.orElse(mean) - mean) / spread)
        .toArray();
  }
}
