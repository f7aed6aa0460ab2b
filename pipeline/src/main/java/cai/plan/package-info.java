/// What a recipe costs before it is run: items, tokens, memory and time of each stage, by
/// arithmetic on the recipe, on counts of what it works on and on the speed of the machine, which
/// [cai.plan.EngineSpeed] measures. Read [cai.plan.Plan] first; `cai plan RECIPE` prints it.
///
/// Texts are counted at their longest, and what all prompts of a kind share is counted once, as the
/// engine computes it once.
package cai.plan;
