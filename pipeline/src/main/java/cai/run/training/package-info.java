/// The skeleton under the three training loops: checkpoint, metrics, progress, and the reasons to
/// stop early. What one step does is the business of each loop.
///
/// Read [ResumableTraining] first.
package cai.run.training;
