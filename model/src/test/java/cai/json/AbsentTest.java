package cai.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AbsentTest {
  record Inner(String text, @Absent("true") boolean ended) {}

  enum Level {
    HIGH,
    LOW
  }

  record Outer(
      String name,
      @Absent("a word") String word,
      @Absent("") String nothing,
      @Absent("7") int count,
      @Absent("9") long many,
      @Absent("0.5") double share,
      @Absent("LOW") Level level,
      @Absent("") Optional<Integer> perhaps,
      @Absent("") List<Inner> several,
      List<Inner> inner) {
    Outer {
      several = List.copyOf(several);
      inner = List.copyOf(inner);
    }
  }

  private static Outer parse(String text) {
    return Json.parse(text, Outer.class, "x.jsonl:1");
  }

  @Test
  void whatALineDoesNotNameHasTheValueOfTheMarkAlsoInside() {
    assertThat(parse("{\"name\":\"n\",\"inner\":[{\"text\":\"t\"}]}"))
        .isEqualTo(
            new Outer(
                "n",
                "a word",
                "",
                7,
                9,
                0.5,
                Level.LOW,
                Optional.empty(),
                List.of(),
                List.of(new Inner("t", true))));
  }

  @Test
  void whatALineNamesIsTaken() {
    var outer =
        new Outer(
            "n",
            "w",
            "x",
            1,
            2,
            3,
            Level.HIGH,
            Optional.of(4),
            List.of(new Inner("s", false), new Inner("t", true)),
            List.of(new Inner("u", false)));
    assertThat(parse(Json.line(outer))).isEqualTo(outer);
  }

  @Test
  void allOtherMissingAndUnknownFieldsAreErrors() {
    assertThatThrownBy(() -> parse("{\"inner\":[]}"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("x.jsonl:1")
        .hasMessageContaining("name");
    assertThatThrownBy(() -> parse("{\"name\":\"n\",\"inner\":[{\"ended\":true}]}"))
        .hasMessageContaining("text");
    assertThatThrownBy(() -> parse("{\"name\":\"n\",\"inner\":[],\"more\":1}"))
        .hasMessageContaining("more");
    assertThatThrownBy(() -> parse("{\"name\":\"n\",\"inner\":[{\"text\":\"t\",\"ended\":null}]}"))
        .isInstanceOf(UserError.class);
  }
}
