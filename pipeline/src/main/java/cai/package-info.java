/// The whole method: [cai.ConstitutionalAi] reads as the paper does, [cai.Recipe] holds everything
/// a run is made by, [cai.run.StageWord] names the stages. But for the name of a stage, only the
/// commands and [cai.plan] depend on this package.
package cai;
