package cai.reinforcement;

import cai.sequence.AnswerRows;
import cai.sequence.MicroBatches;
import cai.sequence.TokenSequence;
import cai.tensor.DType;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.Decoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What the frozen lower layers make of a step's answers. Policy and SL-CAI share these layers, so
/// it is computed once and serves both, in every pass over the answers.
final class FrozenStates implements AutoCloseable {
  private final List<TokenSequence> sequences;
  private final List<Tensor> states; // each [length, width]

  private FrozenStates(List<TokenSequence> sequences, List<Tensor> states) {
    this.sequences = sequences;
    this.states = states;
  }

  /// @param layers that are frozen
  static FrozenStates of(
      Decoder decoder, int layers, List<TokenSequence> sequences, int tokensAtOnce) {
    var states = new Tensor[sequences.size()];
    for (int[] part : MicroBatches.of(sequences, tokensAtOnce)) {
      List<TokenSequence> some = Arrays.stream(part).mapToObj(sequences::get).toList();
      try (var scope = TensorScope.inference()) {
        Tensor all = decoder.stream(AnswerRows.of(some).ids(), layers);
        for (int i = 0; i < part.length; i++) {
          int length = some.get(i).ids().length;
          Tensor own = all.narrow(0, i, 1).narrow(1, 0, length);
          // A copy of its own, so that the padded whole can be freed.
          states[part[i]] = scope.keep(own.reshape(length, all.size(2)).add(0));
        }
      }
    }
    return new FrozenStates(sequences, List.of(states));
  }

  List<TokenSequence> sequences() {
    return sequences;
  }

  /// The states of some answers, padded to the longest. **Shape**: [answers, time, width].
  Tensor batch(int[] answers) {
    int time = Arrays.stream(answers).map(i -> sequences.get(i).ids().length).max().orElseThrow();
    var padded = new ArrayList<Tensor>();
    for (int i : answers) {
      Tensor own = states.get(i);
      long missing = time - own.size(0);
      Tensor whole =
          missing == 0
              ? own
              : Tensor.concatenate(
                  List.of(own, Tensor.zeros(DType.FLOAT32, missing, own.size(1))), 0);
      padded.add(whole.unsqueeze(0));
    }
    return padded.size() == 1 ? padded.getFirst() : Tensor.concatenate(padded, 0);
  }

  @Override
  public void close() {
    states.forEach(Tensor::close);
  }
}
