/// Stage 5 of 9: AI feedback, which makes labelled comparisons of SL-CAI's answers.
///
/// In: prompts, the comparison principles of the constitution, few-shot examples, the SL-CAI model
/// that answers and the feedback model that compares answers. Out: `pairs.jsonl`
/// ([cai.feedback.ResponsePair]), `verdicts.jsonl` ([cai.feedback.RawVerdict]), `comparisons.jsonl`
/// ([cai.feedback.Comparison]), `calibration.jsonl` ([cai.feedback.KnownComparison]),
/// `confidence.json` ([cai.feedback.confidence.LabelConfidence]).
///
/// Bai et al. 2022, section 4.1. Read [cai.feedback.FeedbackWork] first, then
/// [cai.feedback.FeedbackModel] and its three methods.
package cai.feedback;
