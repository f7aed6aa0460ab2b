/// Stage 4 of 9, finetuning: the helpful-only model learns its own revised answers, mixed with
/// helpful ones, and becomes SL-CAI.
///
/// In: `critique/revisions.jsonl`, `critique/helpful.jsonl` and the model. Out: `sl-cai/` (a
/// Hugging Face folder), `metrics.jsonl` ([cai.finetuning.FinetuningStep]), `validation.json`
/// ([cai.finetuning.FinetuningValidation]). Command: `cai finetuning`. Paper: sections 3.1 and 3.2.
///
/// Read [cai.finetuning.FinetuningWork] first, then [cai.finetuning.FinetuningLoop].
package cai.finetuning;
