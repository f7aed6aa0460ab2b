/// This machine: the choice of arithmetic and lanes, which is measured once and stored, and the
/// examination of `cai doctor`.
///
/// Read [ChosenArithmetic] first, then [Examination].
package cai.cli.machine;
