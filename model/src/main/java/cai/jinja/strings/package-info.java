/// Python's work on strings that methods, filters and operators share: case, cutting, padding,
/// escaping for HTML, and formatting by `%` and by format specifications.
///
/// Read [Cuts] first, then [PercentFormat].
package cai.jinja.strings;
