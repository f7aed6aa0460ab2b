package cai.reinforcement;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.training.AdamW;
import java.util.ArrayList;
import java.util.List;

/// The value head: a linear function of the policy's last states that expects the reward still to
/// come, with its optimiser. It begins at zero (the N implementation details of RLHF with PPO, 11).
///
/// **Differs**: its loss does not reach the policy's layers, so a wrong expectation cannot spoil
/// what the policy has learnt; it has a learning rate of its own.
final class ValueHead implements AutoCloseable {
  private final Tensor weight; // [1, width + 1], the last column meets a constant
  private final AdamW optimiser;

  ValueHead(int width) {
    try (var scope = TensorScope.inference()) {
      weight = scope.keep(Tensor.of(new float[width + 1], 1, width + 1).trained(true));
    }
    optimiser =
        new AdamW(List.of(weight), List.of("the value head"), AdamW.Settings.reinforcement());
  }

  Tensor weight() {
    return weight;
  }

  AdamW optimiser() {
    return optimiser;
  }

  /// What a checkpoint holds of it.
  List<Tensor> state() {
    var state = new ArrayList<Tensor>();
    state.add(weight);
    state.addAll(optimiser.moments());
    return state;
  }

  /// **Shape**: normalised states [rows, width] give [rows].
  Tensor of(Tensor states) {
    long width = weight.size(1) - 1;
    Tensor slopes = weight.narrow(1, 0, width);
    Tensor offset = weight.narrow(1, width, 1).view(1);
    return states.linear(slopes).view(states.size(0)).add(offset);
  }

  @Override
  public void close() {
    optimiser.close();
    weight.close();
  }
}
