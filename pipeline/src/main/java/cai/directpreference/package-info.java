/// Stage 7 of 9, reinforcement, by another way than a policy gradient: direct preference
/// optimisation (`policy: dpo`). SL-CAI learns from the labels of the feedback stage themselves,
/// and becomes RL-CAI without a preference model and without sampling.
///
/// In: SL-CAI and `feedback/comparisons.jsonl`. Out: `rl-cai/` (a Hugging Face folder),
/// `metrics.jsonl` ([cai.directpreference.DirectPreferenceStep]), `validation.json`
/// ([cai.directpreference.DirectPreferenceValidation]). It is not in the paper: Rafailov et al.
/// 2023, arXiv 2305.18290.
///
/// Read [cai.directpreference.PairLoss] first, then [cai.directpreference.DirectPreferenceLoss] and
/// [cai.directpreference.DirectPreferenceLoop].
package cai.directpreference;
