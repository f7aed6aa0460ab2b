/// What a run has left and what follows from it: {@link cai.report.findings.RunFiles} are its
/// files, read as the records that the stages wrote; {@link cai.report.findings.Findings} are
/// sentences on what moved, each with its interval; {@link cai.report.findings.Wording} is how
/// numbers are written.
package cai.report.findings;
