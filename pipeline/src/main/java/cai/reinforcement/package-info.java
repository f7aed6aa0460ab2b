/// Stage 7 of 9, reinforcement: SL-CAI learns by PPO to give answers that the preference model
/// scores higher, held near where it began by a KL penalty, and becomes RL-CAI.
///
/// In: `prompts/prompts.jsonl`, `finetuning/sl-cai/`, `preference/preference-model/`. Out:
/// `rl-cai/` (a Hugging Face folder), `score-scale.json` ([cai.reinforcement.ScoreScale]),
/// `metrics.jsonl` ([cai.reinforcement.ReinforcementStep]), `rollouts.jsonl`
/// ([cai.reinforcement.Rollout]), `preflight.json` ([cai.reinforcement.Preflight]), `outcome.json`
/// ([cai.reinforcement.ReinforcementOutcome]). Command: `cai reinforcement`. Paper: sections 4.1
/// and 4.2.
///
/// Read [cai.reinforcement.ReinforcementLoop] first: a step is numbered there as the method is.
package cai.reinforcement;
