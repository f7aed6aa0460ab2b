/// How sure preference labels are: the temperature that log-odds are divided by, fitted to pairs
/// whose better answer is known.
///
/// Read [Temperature] first, then [KnownGaps].
package cai.feedback.confidence;
