/// Stage 1 of 9: the constitution.
///
/// In: YAML files of principles (`constitutions/`), or the paper's two JSON files. Out:
/// `constitution.json`, one [Constitution]. Paper: section 1.2, appendix C.
///
/// Read [Constitution] first: [CritiquePrinciple]s steer critique and revision,
/// [ComparisonPrinciple]s choose the better of two responses; one is drawn for each item.
/// [ConstitutionReader] reads every layout, `PaperPrinciples` alone knows the names of the released
/// files. Run by `cai run`.
package cai.constitution;
