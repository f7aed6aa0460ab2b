package cai.bench;

import cai.language.local.TokenModel;
import cai.language.local.TokenModel.Asked;
import java.util.List;

/// One prompt is read and the likelihood of one next token asked for. The speed counts its tokens.
final class Prefill implements Work {
  private static final List<List<int[]>> NEXT = List.of(List.of(new int[] {0}));

  private final Generator generator;
  private final List<Asked> prompts;

  Prefill(Subject subject) {
    generator = Generator.of(subject);
    prompts = subject.workload().prefill().stream().map(one -> new Asked(one.prompt(), 0)).toList();
  }

  @Override
  public Pass pass() {
    int length = prompts.getFirst().ids().length;
    Cost cost = generator.subject().cost().prompts(0, new int[] {length});
    try (TokenModel model = generator.tokenModel(1)) {
      Clock clock = Clock.start();
      model.score(prompts, NEXT);
      return new Pass(length, clock.seconds(), cost);
    }
  }

  @Override
  public void close() {
    generator.close();
  }
}
