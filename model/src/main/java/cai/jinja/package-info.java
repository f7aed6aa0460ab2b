/// Jinja's template language as chat templates use it, rendered exactly as `transformers` renders
/// it: Jinja 3.1 with `trim_blocks` and `lstrip_blocks`, loop controls, the `generation` tag and
/// Python's values and methods. Text in, text out: a template sees the data it is given and nothing
/// else, and how much it may compute is limited by counting, never by time.
///
/// Read [cai.jinja.JinjaTemplate] first. A template passes [cai.jinja.Lexer] and [cai.jinja.Parser]
/// (syntax to records), [cai.jinja.Scopes] (which scope a name belongs to), and is carried out by
/// [cai.jinja.Interpreter] and [cai.jinja.Expressions]. Values are Java's `BigInteger`, `Double`,
/// `Boolean` and `List`, and the classes here for the rest of Python's.
package cai.jinja;
