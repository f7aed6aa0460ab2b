/// The whole method: [cai.ConstitutionalAi] reads as the paper does, [cai.Recipe] holds everything
/// a run is made by, [cai.run.StageWord] names the stages, [cai.PlannedCosts] says what they cost.
/// Only the commands depend on this package.
package cai;
