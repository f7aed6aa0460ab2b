package cai.constitution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import cai.recipe.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConstitutionStageTest {
  @TempDir Path folder;

  @Test
  void writesWhatItCanReadBack() throws IOException {
    Constitution written = stage("principles: [Be kind., Be brief.]\n").write(folder);
    assertThat(ConstitutionStage.open(folder)).isEqualTo(written);
    assertThat(folder.resolve("constitution.json"))
        .content()
        .startsWith("{\n  \"format\" : \"constitution/1\",\n  \"name\" : \"x\"");
  }

  @Test
  void addsAQuestionOfHelpfulnessWhereThereIsNone() throws IOException {
    Constitution read = stage("principles: [Be kind.]\n").read();
    assertThat(read.comparisonPrinciples(Aim.HELPFULNESS))
        .singleElement()
        .satisfies(p -> {
          assertThat(p.id()).isEqualTo("built-in-helpfulness");
          assertThat(p.positive()).hasSize(1);
          assertThat(p.negative()).hasSize(1);
        });
  }

  @Test
  void refusesAConstitutionThatServesOneStageOnly() {
    assertThatThrownBy(() ->
            stage("comparison-principles: [{id: a, aim: harmlessness, question: Which?}]\n").read())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("hold no critique-principles; add some");
    assertThatThrownBy(() ->
            stage("critique-principles: [{id: a, critique-request: b, revision-request: c}]\n")
                .read())
        .hasMessageContaining("hold no comparison-principles of harmlessness");
  }

  @Test
  void drawsEachPrincipleAboutEquallyOftenAndRepeatably() throws IOException {
    Constitution read = stage("principles: [a, b, c, d]\n").read();
    var counts =
        IntStream.range(0, 4_000)
            .mapToObj(i -> read.drawCritique(new SplittableRandom(i)).id())
            .collect(Collectors.groupingBy(id -> id, Collectors.counting()));
    assertThat(counts).hasSize(4).allSatisfy((_, n) -> assertThat(n).isBetween(850L, 1_150L));
    assertThat(read.drawComparison(Aim.HELPFULNESS, new SplittableRandom(1)).aim())
        .isEqualTo(Aim.HELPFULNESS);
    assertThat(read.drawCritique(new SplittableRandom(7)))
        .isEqualTo(read.drawCritique(new SplittableRandom(7)));
  }

  @Test
  void warnsOfLikenessMissingPolarityAndLengthWithoutFailing() throws IOException {
    Constitution read =
        stage(
                """
                critique-principles:
                  - {id: a, critique-request: Find harmful words in it., revision-request: Drop them.}
                  - {id: b, critique-request: "Find, in it, harmful words!", revision-request: Drop them now.}
                  - {id: c, critique-request: %s, revision-request: Shorten.}
                comparison-principles:
                  - {id: d, aim: harmlessness, question: Which?, positive: [Good?]}
                """
                    .formatted("long ".repeat(100)))
            .read();
    assertThat(ConstitutionLint.warnings(read))
        .containsExactly(
            "critique principle 'c' has a text of 499 characters; small models follow shorter ones",
            "comparison principle 'd' has no negative question; small models say Yes to everything,"
                + " so labels need both kinds",
            "principles 'a' and 'b' are nearly the same; their theme is drawn twice as often");
  }

  @Test
  void plainSentencesAndTheDefaultConstitutionLackNothing() throws IOException {
    var shipped = Installation.home().resolve("constitutions/default.yaml");
    Constitution written = new ConstitutionStage(new ConstitutionSettings(List.of(shipped))).read();
    for (Constitution each :
        List.of(written, stage("principles: [Be kind., Be brief.]\n").read())) {
      assertThat(ConstitutionLint.withoutLeadIns(each)).isEmpty();
      assertThat(each.comparisonPrinciples(Aim.HELPFULNESS)).isNotEmpty();
      assertThat(each.critiquePrinciples())
          .allSatisfy(p -> {
            assertThat(p.leadIns()).hasSizeGreaterThan(1);
            assertThat(p.positive()).isNotEmpty();
            assertThat(p.negative()).isNotEmpty();
          });
      assertThat(each.comparisonPrinciples())
          .allSatisfy(p -> {
            assertThat(p.positive()).isNotEmpty();
            assertThat(p.negative()).isNotEmpty();
          });
    }
    assertThat(ConstitutionLint.warnings(written)).isEmpty();
    List<String> leadIns =
        written.critiquePrinciples().stream().flatMap(p -> p.leadIns().stream()).toList();
    assertThat(leadIns).doesNotHaveDuplicates().hasSize(6 * written.critiquePrinciples().size());
  }

  @Test
  void saysWhichLeadInsTeachOneSentenceOnlyOrAreFinished() throws IOException {
    String form =
        """
        critique-principles:
          - {id: a, critique-request: What is wrong?, revision-request: Mend it., lead-ins: [%s]}
        comparison-principles:
          - {id: b, aim: harmlessness, question: Which is safer?}
        """;
    assertThat(lint(form.formatted("\"No, because\", \"Please ask a\""))).isEmpty();
    assertThat(lint(form.formatted("\"No, because\"")))
        .containsExactly(
            "critique principle 'a' has one lead-in, so all declines under it begin with the same"
                + " words; give it several: a reason, a safer way, a question back");
    assertThat(lint(form.formatted("\"No, because\", \"I won't help. \", \"No, because\"")))
        .containsExactly(
            "critique principle 'a' has a lead-in twice",
            "critique principle 'a' has the lead-in \"I won't help.\", which is finished; leave"
                + " its last sentence open, so that the model goes on");
  }

  private List<String> lint(String text) throws IOException {
    return ConstitutionLint.warnings(stage(text).read());
  }

  @Test
  void saysWhatPrinciplesWithoutLeadInsMean() throws IOException {
    Constitution read =
        stage(
                """
                principles: [Be kind.]
                critique-principles:
                  - {id: a, critique-request: What is wrong?, revision-request: Mend it.}
                """)
            .read();
    assertThat(ConstitutionLint.withoutLeadIns(read))
        .contains(
            "1 of 2 critique principles have no lead-ins, the first is 'a'; revisions under them"
                + " begin freely, and small models then hardly ever decline");
  }

  @Test
  void findsPrinciplesByTheIdThatArtifactsStore() throws IOException {
    Constitution read = stage("principles: [a, b]\n").read();
    assertThat(read.critiquePrinciple("x-02").critiqueRequest()).endsWith("b.");
    assertThatThrownBy(() -> read.comparisonPrinciple("x-09")).hasMessageContaining("x-09");
  }

  private ConstitutionStage stage(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("x.yaml"), text);
    return new ConstitutionStage(new ConstitutionSettings(List.of(file)));
  }
}
