package cai.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonFaultTest {
  private record Own(double number) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":NaN}",
        "{\"a\":1} {\"b\":2}",
        "{\"a\":1}\r{\"b\":2}",
        "{'a':1}",
        "{\"a\":\"x\ty\"}",
        "{\"a\":1,}",
        "{\"a\":[1,]}",
        "{\"a\":01}",
        "{\"a\":.5}",
        "{\"a\":+5}",
        "// c",
        "# c",
        "{\"a\":True}",
        "{\"a\":nan}",
        "{\"a\":0x10}",
        "{\"a\":1,\"a\":2}",
        "{\"number\":1,\"b\":2}",
        "{\"a\":\"abc",
      })
  void noMessageRecommendsWhatTheLibraryCanDo(String text) {
    for (boolean own : new boolean[] {true, false}) {
      try {
        if (own) Json.parse(text, Own.class, "f:1");
        else Json.tree(text, "f:1");
      } catch (UserError e) {
        assertThat(e)
            .hasMessageStartingWith("f:1: malformed JSON")
            .message()
            .doesNotContain("`", "Feature", "enabl", "NaN'/", "Constraints", "class ");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1} {\"b\":2}|more follows behind the value",
        "{\"a\":+5}|JSON spec does not allow numbers to have plus signs",
        "{\"a\":0x10}|hexadecimal numbers are not JSON",
        "{\"a\":1,\"a\":2}|Duplicate Object property \"a\"",
      })
  void theFaultIsNamed(String text, String what) {
    assertThatThrownBy(() -> Json.tree(text, "f:1")).hasMessageEndingWith(what);
  }

  @Test
  void anUnknownFieldOfOurFilesIsNamedWithoutItsClass() {
    assertThatThrownBy(() -> Json.parse("{\"number\":1,\"b\":2}", Own.class, "f:1"))
        .hasMessageEndingWith(": unknown field 'b'");
  }

  @Test
  void fieldsThatNobodyReadsMayHoldAnything() {
    String deep = "[".repeat(1_500) + "]".repeat(1_500);
    String row =
        "{\"text\":\"t\",\"a\":NaN,\"b\":[Infinity,-Infinity],\"c\":%s,\"d\":%s,\"e\":1e999}"
            .formatted("1".repeat(5_000), deep);
    assertThat(Json.tree(row, "f:1").get("text").stringValue()).isEqualTo("t");
    assertThat(JsonObject.parse(row, "f:1").string("text")).contains("t");
  }

  @Test
  void beyondAllReasonIsSaidInPlainWords() {
    assertThatThrownBy(() -> Json.tree("[".repeat(3_000), "f:1"))
        .hasMessageEndingWith("values are nested more than 2000 deep");
    assertThatThrownBy(() -> Json.tree("1".repeat(20_000), "f:1"))
        .hasMessageEndingWith("a number has more than 10000 characters");
  }

  /// The value that is shown may itself be one that our own files never hold.
  @Test
  void aWrongFieldIsShownWhateverItHolds() {
    String deep = "[".repeat(1_500) + "]".repeat(1_500);
    assertThat(JsonObject.parse("{\"id\":" + deep + "}", "f:1").wrong("id", "a string"))
        .hasMessageStartingWith("f:1: id=[[[");
    assertThat(JsonObject.parse("{\"id\":NaN}", "f:1").wrong("id", "a string"))
        .hasMessageContaining("NaN");
  }

  @Test
  void ourOwnFilesStayStrict() {
    assertThatThrownBy(() -> Json.parse("{\"number\":NaN}", Own.class, "f:1"))
        .isInstanceOf(UserError.class);
  }
}
