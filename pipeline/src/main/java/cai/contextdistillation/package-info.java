/// Stage 7 of 9, reinforcement, with SL-CAI as its own teacher: context distillation (`policy:
/// context-distillation`). The policy answers plain prompts; SL-CAI, frozen and shown a principle
/// of the constitution, says how likely each of the policy's tokens is; the policy learns to give
/// without the principle what SL-CAI gives with it.
///
/// In: SL-CAI, the constitution, training prompts, the feedback model (which measures whether the
/// principle changes anything), the preference model (which gauges the policy and rewards nothing).
/// Out: `flip-answers.jsonl`, `flips.jsonl` and `flip-share.json`
/// ([cai.contextdistillation.FlipShare]), then all files of reinforcement. Context distillation is
/// that of Askell et al. 2021, arXiv 2112.00861; on the policy's own samples as in Agarwal et al.
/// 2023, arXiv 2306.13649.
///
/// Read [cai.contextdistillation.TeacherContext] first, then [cai.contextdistillation.FlipGate] and
/// [cai.contextdistillation.ContextDistillationStage].
package cai.contextdistillation;
