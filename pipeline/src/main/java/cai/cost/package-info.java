/// What a stage of a run costs, as the stage itself says it before it is run: items, tokens,
/// memory. Read [cai.cost.StageCost] first. Each stage has a class named after it, such as
/// `cai.critique.CritiqueCost`, that computes the cost from its settings and from what earlier
/// stages pass on; [cai.run.Stage] hands it to the plan, and `cai.plan` prints the costs as a
/// table.
///
/// Texts are counted at their longest, and what all prompts of a kind share is counted once, as the
/// engine computes it once.
package cai.cost;
