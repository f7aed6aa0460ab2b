/// YAML files of data (principles, worked examples) as values that know their line. All faults of a
/// file are reported together. Recipes are read by `cai.recipe` instead.
package cai.yaml;
