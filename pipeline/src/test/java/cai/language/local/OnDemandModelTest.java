package cai.language.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.dialogue.DialogueStyle;
import cai.dialogue.FormatKind;
import cai.errors.UserError;
import cai.language.Generation;
import cai.language.Generation.Sampling;
import cai.language.LanguageModel;
import cai.language.Prompt;
import cai.language.Scoring;
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
    try (LanguageModel model = new OnDemandModel(this::open, 2, FormatKind.CHAT, "identity")) {
      assertThat(model.text()).isNotNull();
      assertThat(model.choices()).isNotNull();
      assertThat(model.likelihoods()).isNotNull();
    }
    assertThat(openings).hasValue(0);
  }

  @Test
  void itIsOpenedOnceAndAnswersAsTheModelItself() {
    var request = List.of(Generation.of("a", new Prompt.PlainText("One, two,")));
    var sampling = new Sampling(0.7, 1, 0, 6, List.of(), 3);
    try (LanguageModel model = new OnDemandModel(this::open, 2, FormatKind.CHAT, "identity");
        LocalModel files = open();
        LanguageModel expected = files.languageModel(2)) {
      var options =
          List.of(new Scoring("b", new Prompt.PlainText("Well?"), List.of(" Yes", " No")));
      assertThat(model.text().generate(request, sampling))
          .isEqualTo(expected.text().generate(request, sampling));
      assertThat(model.choices().choose(options)).isEqualTo(expected.choices().choose(options));
      assertThat(model.likelihoods().score(options))
          .isEqualTo(expected.likelihoods().score(options));
    }
    assertThat(openings).hasValue(2);
  }

  @Test
  void whatTheModelThrowsComesThroughAsItIs() {
    var error = new UserError("model: is damaged");
    try (LanguageModel model =
        new OnDemandModel(
            () -> {
              throw error;
            },
            2,
            FormatKind.CHAT,
            "identity")) {
      assertThatThrownBy(() -> model.likelihoods().score(List.of())).isSameAs(error);
    }
  }
}
