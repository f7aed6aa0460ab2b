/// What a template finds without being given it: filters, tests, global functions, attributes and
/// methods of values, and operators. Each name leads to a function of values and a meter.
///
/// Read [Filters] and [Attributes] first.
package cai.jinja.builtins;
