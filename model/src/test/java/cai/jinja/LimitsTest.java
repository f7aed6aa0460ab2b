package cai.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.jinja.values.JinjaException;
import cai.jinja.values.Text;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Templates that would never end, fill the memory or the stack.
class LimitsTest {
  private static Text render(String template) {
    return JinjaTemplate.parse(template).render(Map.of("text", Text.content("abc")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% set ns = namespace(x='ab') %}{% for i in range(100) %}{% set ns.x = ns.x + ns.x %}{%"
            + " endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(100) %}{% set ns.x = ns.x + ns.x %}{%"
            + " endfor %}",
        "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}",
        "{% for a in range(90000) %}{% for b in range(90000) %}x{% endfor %}{% endfor %}",
        "{{ 'x' * 1000000000 }}",
        "{{ 'x' * 2000000000 * 2000000000 }}",
        "{{ [0] * 1000000000 }}",
        "{{ (0,) * 1000000000 }}",
        "{{ range(1000000000) }}",
        "{{ range(1, 2 ** 70) }}",
        "{{ 2 ** (2 ** 100) }}",
        "{{ 10 ** 1000000 }}",
        "{{ 'x' | center(1000000000) }}",
        "{{ 'x'.ljust(1000000000) }}",
        "{{ 'x'.zfill(1000000000) }}",
        "{{ 'x\ty'.expandtabs(1000000000) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '%.1000000000f' % 1 }}",
        "{{ '%*d' % (1000000000, 1) }}",
        "{{ '{:1000000}'.format(1) * 100 }}",
        "{{ ('a' * 100000).replace('', 'b' * 100000) }}",
        "{{ ('a' * 10000).replace('a', 'b' * 100000) }}",
        "{{ ('a' * 100000).join(range(100000) | map('string')) }}",
        "{{ ('a\n' * 100000) | indent(100000) }}",
        "{{ [1] | tojson(indent=100000000) }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro m(x) %}{{ m(x + [x]) }}{% endmacro %}{{ m([]) }}",
        "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{% for x in [[1]] recursive %}{{ loop([[1]]) }}{% endfor %}",
        "{% macro m() %}{{ caller() }}{% endmacro %}{% macro r() %}{% call m() %}{{ r() }}{%"
            + " endcall %}{% endmacro %}{{ r() }}",
        "{% set ns = namespace(x=1) %}{% for i in range(1000) %}{% set ns.x = [ns.x] %}{% endfor"
            + " %}{{ ns.x }}",
        "{% set ns = namespace(x=1) %}{% for i in range(1500) %}{% set ns.x = [ns.x] %}{% endfor"
            + " %}{{ ns.x | tojson }}",
        "{% for i in range(99999) %}{{ range(99999) | sum }}{% endfor %}",
        "{% for i in range(99999) %}{{ 'a' * 100000 in text }}{% endfor %}",
        "{% for i in range(99999) %}{{ (100 * [text]) | sort | length }}{% endfor %}",
        "{% set ns = namespace() %}{% set ns.me = ns %}{{ ns }}"
      })
  void endsBySaying(String template) {
    assertThatThrownBy(() -> render(template))
        .isInstanceOfSatisfying(
            JinjaException.class, e -> assertThat(e.kind()).isEqualTo(JinjaException.Kind.LIMIT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "{'a':", "not ", "-", "x if x else ", "f(", "x[", "{'a': ["})
  void refusesWhatNestsTooDeep(String open) {
    assertThatThrownBy(() -> render("{{ " + open.repeat(100_000) + "1"))
        .isInstanceOf(JinjaException.class)
        .hasMessageContaining("deeper");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " + 1",
        " ~ 1 + 1",
        " | string",
        ".x",
        "[0]",
        " and 1",
        " or 0",
        " ** 1",
        " < 2",
        " is none is none"
      })
  void refusesEndlessChains(String link) {
    assertThatThrownBy(() -> render("{{ 1" + link.repeat(100_000) + " }}"))
        .isInstanceOf(JinjaException.class);
  }

  @Test
  void refusesTagsThatNestTooDeep() {
    assertThatThrownBy(() -> render("{% if 1 %}".repeat(10_000)))
        .isInstanceOf(JinjaException.class)
        .hasMessageContaining("deeper");
    assertThatThrownBy(() -> render("{% if 1 %}" + "{% elif 1 %}".repeat(100_000)))
        .isInstanceOf(JinjaException.class);
  }

  @Test
  void aSmallStackIsEnough() throws InterruptedException {
    var failures = new java.util.concurrent.ConcurrentLinkedQueue<Throwable>();
    var thread =
        new Thread(
            null,
            () ->
                assertThatThrownBy(() ->
                        render(
                            "{% macro m(x) %}{% if x %}{% for i in [1] %}{{ (m([x]) ~ '') | trim"
                                + " }}{% endfor %}{% endif %}{% endmacro %}{{ m(1) }}"))
                    .isInstanceOf(JinjaException.class)
                    .hasMessageContaining("too deep"),
            "small",
            512 * 1024);
    thread.setUncaughtExceptionHandler((_, e) -> failures.add(e));
    thread.start();
    thread.join(Duration.ofSeconds(60));
    assertThat(failures).isEmpty();
  }

  @Test
  void longConversationsAreNoTrouble() {
    var turns = new java.util.ArrayList<Map<String, Object>>();
    for (int i = 0; i < 2_000; i++)
      turns.add(Map.of("role", "user", "content", Text.content("word ".repeat(2_000))));
    Text text =
        JinjaTemplate.parse(
                "{% for m in messages %}{{ '<|' + m.role + '|>' + m.content | trim + '\\n' }}{%"
                    + " endfor %}")
            .render(Map.of("messages", turns));
    assertThat(text.toString()).hasSize(2_000 * (10_000 + 8));
  }

  @Test
  void aCycleOfDataCannotBeMade() {
    assertThatThrownBy(() -> render("{% set x = [] %}{{ x.append(x) }}"))
        .isInstanceOf(JinjaException.class);
    assertThat(List.of(render("{{ [1] * 3 }}").toString())).containsExactly("[1, 1, 1]");
  }
}
