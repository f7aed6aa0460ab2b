package cai.bestof;

import static org.assertj.core.api.Assertions.assertThat;

import cai.bestof.AnswerChooser.ChosenAnswer;
import cai.dialogue.Dialogue;
import cai.language.Generation;
import cai.language.Generation.Ending;
import cai.language.Generation.Sampling;
import cai.language.Outcome;
import cai.language.Prompt;
import cai.language.ScriptedLanguageModel;
import cai.preference.PreferenceScorer;
import cai.recipe.RecipeReader;
import cai.reinforcement.ReinforcementSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerChooserTest {
  private static final Sampling SAMPLING = new Sampling(1, 1, 0, 20, List.of(), 5);

  /// Candidates by their number; the scripted model sees the number in the request's id.
  private Map<Integer, String> texts = Map.of(0, "no", 1, "yes it is", 2, "maybe");

  private Map<String, Double> scores = Map.of("no", 0.0, "yes it is", 4.0, "maybe", 2.0);
  private String refused = "";

  private final ScriptedLanguageModel model =
      ScriptedLanguageModel.answering(request -> {
        String id = request.id();
        int at = id.indexOf("/candidate/");
        return texts.get(at < 0 ? 0 : Integer.parseInt(id.substring(at + 11)));
      });

  private AnswerChooser chooser(int answers, String... guards) {
    var scorer =
        new PreferenceScorer() {
          @Override
          public double[] score(List<Dialogue> answered) {
            return answered.stream().mapToDouble(one -> scores.get(answer(one))).toArray();
          }

          @Override
          public Optional<String> refusal(Dialogue answered) {
            return answer(answered).equals(refused) ? Optional.of("too long") : Optional.empty();
          }
        };
    var settings = RecipeReader.section(ReinforcementSettings.class, guards);
    return new AnswerChooser(model, scorer, 2, answers, settings.guards());
  }

  private static String answer(Dialogue answered) {
    return answered.turns().getLast().text();
  }

  private static final String[] NONE = {
    "guards.fewest-tokens=0", "guards.unfinished-penalty=0", "guards.most-repetition=1"
  };

  private Outcome<ChosenAnswer> chosen(AnswerChooser chooser) {
    var request = Generation.of("q", new Prompt.Chat(Dialogue.ask("Why?")));
    return chooser.choose(List.of(request), SAMPLING).getFirst();
  }

  @Test
  void theAnswerWithTheHighestScoreIsGivenUnderTheRequestsOwnId() {
    ChosenAnswer chosen = chosen(chooser(3, NONE)).given().orElseThrow();
    assertThat(chosen.best()).isEqualTo(1);
    var completion = chosen.completion("q");
    assertThat(completion.id()).isEqualTo("q");
    assertThat(completion.text()).isEqualTo("yes it is");
    assertThat(completion.ending()).isEqualTo(Ending.END_OF_TEXT);
    assertThat(completion.tokens()).isEqualTo(1 + 3 + 1); // of all three answers
    assertThat(chosen.candidates())
        .extracting(CandidateAnswer::score)
        .containsExactly(0.0, 4.0, 2.0);
    // In the deviation of 2.
    assertThat(chosen.candidates().get(1).guarded()).isEqualTo(2);
  }

  @Test
  void theFirstCandidateIsWhatTheModelAnswersByItself() {
    chosen(chooser(3, NONE));
    assertThat(model.generations())
        .extracting(Generation::id)
        .containsExactly("q", "q/candidate/1", "q/candidate/2");
    assertThat(model.samplings()).containsOnly(SAMPLING);
  }

  @Test
  void ofEqualAnswersTheFirstIsChosen() {
    scores = Map.of("no", 1.0, "yes it is", 1.0, "maybe", 1.0);
    assertThat(chosen(chooser(3, NONE)).given().orElseThrow().best()).isZero();
  }

  @Test
  void guardsTakeFromTheScoreBeforeTheChoice() {
    // 4 / 2 - 5 is less than 2 / 2 - 0 and 0.
    texts = Map.of(0, "no", 1, "yes yes yes yes", 2, "maybe");
    scores = Map.of("no", 0.0, "yes yes yes yes", 4.0, "maybe", 2.0);
    ChosenAnswer chosen =
        chosen(
                chooser(
                    3,
                    "guards.fewest-tokens=0",
                    "guards.most-repetition=0.3",
                    "guards.repetition-penalty=5"))
            .given()
            .orElseThrow();
    assertThat(chosen.best()).isEqualTo(2);
    assertThat(chosen.candidates().get(1).penalties()).isEqualTo("repetitive");
    assertThat(chosen.candidates().get(1).guarded()).isEqualTo(-3);
  }

  @Test
  void anAnswerThatTheScorerCannotReadIsNoCandidate() {
    refused = "yes it is";
    ChosenAnswer chosen = chosen(chooser(3, NONE)).given().orElseThrow();
    assertThat(chosen.candidates()).hasSize(2);
    assertThat(chosen.completion("q").text()).isEqualTo("maybe");
    refused = "no";
    texts = Map.of(0, "no", 1, "no");
    assertThat(chosen(chooser(2, NONE)).refusal()).contains("too long");
  }

  @Test
  void aScoreThatIsNoNumberIsARefusal() {
    scores = Map.of("no", 0.0, "yes it is", Double.NaN, "maybe", 2.0);
    assertThat(chosen(chooser(3, NONE)).refusal())
        .contains("the preference model's score of an answer is not finite");
  }
}
