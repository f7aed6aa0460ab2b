/// Stage 8 of 9: the models compared on prompts that none was trained on.
///
/// In: held-out prompts, revision chains, the models before and after each training, the feedback
/// model, the preference model, and a file of helpful-honest-harmless items if there is one. Out:
/// `answers.jsonl` and `examples.jsonl` ([cai.evaluation.MeasuredAnswer]), `revision-scores.jsonl`
/// ([cai.evaluation.RevisionScore]), `summary.json` ([cai.evaluation.EvaluationSummary]).
///
/// Bai et al. 2022, sections 2, 3.4 and 4.3. Read [cai.evaluation.EvaluationWork] first; what is
/// counted in a text is in `TextMeasures`; multiple-choice items have a package of their own,
/// [cai.evaluation.items]. Run by `cai run`.
package cai.evaluation;
