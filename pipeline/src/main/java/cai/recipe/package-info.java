/// Recipes: one YAML file per run, bound to records. The records lie in the stage packages and
/// describe each key with [cai.recipe.Setting]; this package knows no stage. Read
/// [cai.recipe.RecipeReader] first.
///
/// Recipes use a part of YAML only: anchors, aliases, tags, merge keys and several documents are
/// refused by name, so that a recipe means what it shows.
package cai.recipe;
