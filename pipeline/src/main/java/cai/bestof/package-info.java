/// Stage 7 of 9, reinforcement, without training: best-of-n (`policy: best-of-n`). Whenever it is
/// asked, SL-CAI gives several answers and the preference model chooses one.
///
/// In: SL-CAI, the preference model and training prompts. Out: `candidates.jsonl`
/// ([cai.bestof.BestOfLine]) and `best-of-n.json` ([cai.bestof.BestOfMeasures]), which say on some
/// training prompts what the choice is worth. The model itself is SL-CAI and the preference model
/// together ([cai.bestof.BestOfModel]); later stages ask it like any other.
///
/// Read [cai.bestof.AnswerChooser] first.
package cai.bestof;
