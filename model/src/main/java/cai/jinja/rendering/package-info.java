/// Carries a template out: [Scopes] says which scope a name belongs to, [Interpreter] executes
/// statements, [Expressions] computes values.
///
/// Read [Interpreter] first.
package cai.jinja.rendering;
