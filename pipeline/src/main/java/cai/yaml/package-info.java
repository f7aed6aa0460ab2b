/// YAML files of data (principles, worked examples) as values that know their line, with all that
/// is wrong in a file said at once. Reads no recipe: `cai.recipe` binds those to records.
package cai.yaml;
