/// What the text stages know of a language model: the port in three parts by what is asked
/// ([cai.language.TextModel], [cai.language.ChoiceModel], [cai.language.LikelihoodModel]), requests
/// and results, the [cai.language.Outcome] in which every request ends, and the ways of asking that
/// several stages share. Read [cai.language.LanguageModel] first;
/// [cai.language.ScriptedLanguageModel] stands in for it in tests.
package cai.language;
