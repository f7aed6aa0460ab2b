/// From a template's text to its syntax tree: [Lexer] makes tokens, [Parser] makes [Statement]s and
/// [Expression]s. Nothing is computed here.
///
/// Read [Statement] and [Expression] first.
package cai.jinja.syntax;
