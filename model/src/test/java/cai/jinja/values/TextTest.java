package cai.jinja.values;

import static org.assertj.core.api.Assertions.assertThat;

import cai.jinja.JinjaTemplate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What of a rendered text came from outside the template.
class TextTest {
  private static final Map<String, Object> VARIABLES =
      Map.of(
          "c",
          Text.content(" Some Text, straße "),
          "messages",
          List.of(
              Map.of("role", "user", "content", Text.content("Eins")),
              Map.of("role", "assistant", "content", Text.content("Zwei"))));

  /// The rendered text with what came from outside in brackets.
  private static String marked(String template) {
    Text text = JinjaTemplate.parse(template).render(VARIABLES);
    var marked = new StringBuilder();
    int from = 0;
    int[] content = text.content();
    for (int i = 0; i < content.length; i += 2) {
      marked.append(text.toString(), from, content[i]);
      marked.append('[').append(text.toString(), content[i], content[i + 1]).append(']');
      from = content[i + 1];
    }
    return marked.append(text.toString().substring(from)).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '⇒',
      quoteCharacter = '`',
      value = {
        "{{ '<a>' + c + '</a>' }} ⇒ `<a>[ Some Text, straße ]</a>`",
        "{{ '<' ~ c.strip() ~ '>' }} ⇒ `<[Some Text, straße]>`",
        "{{ ('<' + c + '>') | trim('<> ') }} ⇒ `[Some Text, straße]`",
        "{{ c.split(',')[0] ~ '|' ~ c.split(',')[1] }} ⇒ [ Some Text]|[ straße ]",
        "{{ '-'.join(c.split()) }} ⇒ `[Some]-[Text,]-[straße]`",
        "{{ c.split() | join('-') }} ⇒ `[Some]-[Text,]-[straße]`",
        "{{ c.replace('Text', '<b>') }} ⇒ `[ Some ]<b>[, straße ]`",
        "{{ '<x>'.replace('x', c.strip()) }} ⇒ `<[Some Text, straße]>`",
        "{{ ('<' + c.strip() + '>') | upper }} ⇒ `<[SOME TEXT, STRASSE]>`",
        "{{ ('<' + c.strip() + '>')[3:-2] }} ⇒ `[me Text, straß]`",
        "{{ (c.strip() ~ '>')[::-1] }} ⇒ `>[eßarts ,txeT emoS]`",
        "{{ '%s|%5s' % (c.strip(), 'x') }} ⇒ `[Some Text, straße]|    x`",
        "{{ '{}-{:>8}'.format('a', c.split()[0]) }} ⇒ a-    [Some]",
        "{{ c.strip() | tojson }} ⇒ `\"[Some Text, straße]\"`",
        "{{ {'role': 'user', 'content': c.strip()} | tojson }} ⇒ `{\"role\": \"user\", \"content\":"
            + " \"[Some Text, straße]\"}`",
        "{{ messages[0].content ~ messages[1].content }} ⇒ [EinsZwei]",
        "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %} ⇒"
            + " <user>[Eins]<assistant>[Zwei]",
        "{% set x %}<{{ c | trim }}>{% endset %}{{ x }} ⇒ `<[Some Text, straße]>`",
        "{% macro m(x) %}{{ x | trim }}{{ caller() }}{% endmacro %}{% call m(c) %}!{% endcall %} ⇒"
            + " `[Some Text, straße]!`",
        "{% filter replace('S', 's') %}S{{ c | trim }}{% endfilter %} ⇒ `ss[ome Text, straße]`",
        "{{ [c.strip()] }} ⇒ `['[Some Text, straße]']`",
        "{{ c.strip() | indent(2, true) }} ⇒ `  [Some Text, straße]`",
        "{{ c.strip() | e }} ⇒ `[Some Text, straße]`",
        "{{ 'a' if c else 'b' }}{{ c | length }} ⇒ a19"
      })
  void isKnownThroughEveryOperation(String template, String expected) {
    assertThat(marked(template)).isEqualTo(expected.equals("`") ? "" : expected);
  }
}
