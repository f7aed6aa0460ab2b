package cai.bench;

import cai.bench.Workload.Revised;
import cai.language.local.TokenModel;
import cai.language.local.TokenModel.Sampled;
import java.util.ArrayList;
import java.util.List;

/// Critiques are generated, then revisions behind prompt, critique and revision request. The speed
/// counts the tokens of both, the time is that of everything.
final class CritiqueRevision implements Work {
  private final Generator generator;
  private final List<Revised> items;

  CritiqueRevision(Subject subject) {
    generator = Generator.of(subject);
    items = subject.workload().critiqueRevision();
  }

  @Override
  public Pass pass() {
    try (TokenModel model = generator.tokenModel(items.size())) {
      Clock clock = Clock.start();
      List<int[]> prompts = items.stream().map(Revised::prompt).toList();
      List<Sampled> critiques =
          Generator.generate(model, prompts, Workload.FEW_SHOTS, Workload.GENERATED);
      Generator.generate(model, continued(critiques), Workload.FEW_SHOTS, Workload.GENERATED);
      return new Pass(2L * Workload.GENERATED * items.size(), clock.seconds(), cost());
    }
  }

  private List<int[]> continued(List<Sampled> critiques) {
    var prompts = new ArrayList<int[]>();
    for (Revised item : items) {
      int[] critique = critiques.get(prompts.size()).ids();
      prompts.add(
          WorkloadText.joined(WorkloadText.joined(item.prompt(), critique), item.request()));
    }
    return prompts;
  }

  /// The last token of a critique is read with the request that follows it.
  private Cost cost() {
    ModelCost cost = generator.subject().cost();
    int shared = Workload.FEW_SHOTS;
    int steps = Workload.GENERATED - 1;
    int[] own = items.stream().mapToInt(item -> item.prompt().length - shared).toArray();
    int[] request = items.stream().mapToInt(item -> 1 + item.request().length).toArray();
    int[] critiqued = ModelCost.longer(own, steps);
    int[] asked = ModelCost.longer(critiqued, request[0]);
    return cost.prompts(shared, own)
        .plus(cost.steps(shared, own, steps))
        .plus(cost.read(shared, critiqued, request))
        .plus(cost.steps(shared, asked, steps));
  }

  @Override
  public void close() {
    generator.close();
  }
}
