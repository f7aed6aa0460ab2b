/// Jinja's template language as chat templates use it, rendered exactly as `transformers` renders
/// it: Jinja 3.1 with `trim_blocks` and `lstrip_blocks`, loop controls, the `generation` tag and
/// Python's values and methods. Text in, text out: a template sees the data it is given and nothing
/// else, and how much it may compute is limited by counting, never by time.
///
/// Read [JinjaTemplate] first. The packages below are its steps: `cai.jinja.syntax` reads a
/// template into a tree, `cai.jinja.rendering` carries the tree out on `cai.jinja.values` with the
/// functions of `cai.jinja.builtins`, which share `cai.jinja.strings`.
package cai.jinja;
