/// What the likelihoods of texts say about models: how fluent an answer is and how much it belongs
/// to its prompt, by the model before any training ([cai.evaluation.gauges.AnswerReadings]), and
/// how well each model predicts text that has nothing to do with its training
/// ([cai.evaluation.gauges.CapabilityProbe]).
package cai.evaluation.gauges;
