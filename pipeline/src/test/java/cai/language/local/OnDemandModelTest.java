package cai.language.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.dialogue.DialogueStyle;
import cai.errors.UserError;
import cai.language.Generation;
import cai.language.Generation.Sampling;
import cai.language.LanguageModel;
import cai.language.Prompt;
import cai.recipe.Installation;
import cai.transformer.Arithmetic;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A model that is opened when it is asked.
final class OnDemandModelTest {
  private final AtomicInteger openings = new AtomicInteger();

  private LocalModel open() {
    openings.incrementAndGet();
    Path tiny = Installation.home().resolve("models/tiny-random");
    return LocalModel.open(tiny, Arithmetic.FP32, DialogueStyle.AUTO);
  }

  @Test
  void whoAsksNothingOpensNothing() {
    try (LanguageModel model = OnDemandModel.of(this::open, 2)) {
      assertThat(model.toString()).isNotNull();
    }
    assertThat(openings).hasValue(0);
  }

  @Test
  void itIsOpenedOnceAndAnswersAsTheModelItself() {
    var request = List.of(Generation.of("a", new Prompt.Text("One, two,")));
    var sampling = new Sampling(0.7, 1, 0, 6, List.of(), 3);
    try (LanguageModel model = OnDemandModel.of(this::open, 2);
        LocalModel files = open();
        LanguageModel expected = files.languageModel(2)) {
      assertThat(model.generate(request, sampling)).isEqualTo(expected.generate(request, sampling));
    }
    assertThat(openings).hasValue(2);
  }

  @Test
  void whatTheModelThrowsComesThroughAsItIs() {
    var error = new UserError("model: is damaged");
    try (LanguageModel model =
        OnDemandModel.of(
            () -> {
              throw error;
            },
            2)) {
      assertThatThrownBy(() -> model.score(List.of())).isSameAs(error);
    }
  }
}
