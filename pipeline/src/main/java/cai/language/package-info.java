/// What the text stages know of a language model: the port [cai.language.LanguageModel], requests
/// and results, the [cai.language.Outcome] in which every request ends, and the ways of asking that
/// several stages share. Read the port first; [cai.language.ScriptedLanguageModel] stands in for it
/// in tests.
package cai.language;
