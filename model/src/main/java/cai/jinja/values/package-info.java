/// What a template computes with: the values of Python, as Java's `BigInteger`, `Double`, `Boolean`
/// and `List` and the classes here for the rest, with Python's truth, equality, order and printing.
/// [Text] knows which of its characters came from outside the template. [Meter] counts the work.
///
/// Read [Values] first.
package cai.jinja.values;
