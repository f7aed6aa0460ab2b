/// How the rewards of a step's answers become advantages of their tokens: generalised advantage
/// estimation with a value head (PPO as in the paper), leave-one-out (RLOO) and group-relative
/// (GRPO). The last two compare the answers to one prompt with each other and need no value head.
///
/// Read [cai.reinforcement.advantages.AdvantageEstimator] first.
package cai.reinforcement.advantages;
