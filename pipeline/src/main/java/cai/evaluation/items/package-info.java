/// Multiple-choice items of released files, put to every model that evaluation compares.
///
/// There are two kinds. A helpful-honest-harmless item asks which of two answers to a conversation
/// is better ({@link cai.evaluation.items.HhhItem}); an identification item asks whether or how a
/// conversation was harmful, with two options or more ({@link
/// cai.evaluation.items.IdentificationItem}). Of each kind a `…File` reads the items, `…Questions`
/// asks a model in both orders of the options, a `…Choice` is what it said, and `…Results` are the
/// accuracies.
///
/// **Source**: Bai et al. 2022, section 2 and appendix B.
package cai.evaluation.items;
