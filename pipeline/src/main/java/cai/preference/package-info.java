/// Stage 6 of 9: the preference model, which gives an answer one number for how good it is.
///
/// In: `feedback/comparisons.jsonl`, human helpfulness comparisons where the recipe names a file,
/// and the language model whose lower layers are read. Out: `preference-model/`
/// ([cai.preference.PreferenceModel]), `metrics.jsonl` ([cai.preference.PreferenceStep]),
/// `validation.json` ([cai.preference.PreferenceValidation]), `data.json`
/// ([cai.preference.PreferenceCounts]).
///
/// **Shape** legend: `pairs` comparisons, `rows` answers, `width` of the residual stream.
///
/// Bai et al. 2022, section 4.1. Read [cai.preference.PreferenceWork] first, then
/// [cai.preference.PreferenceTraining]. Later stages see only [cai.preference.PreferenceScorer].
package cai.preference;
