/// What a run costs before it is made, as a table: each stage says its cost ([cai.cost.StageCost]),
/// and [cai.plan.EngineSpeed] measures the speed of the machine. Read [cai.plan.Plan] first; `cai
/// plan RECIPE` prints it.
package cai.plan;
