/// What this machine is and computes best with: the choice of arithmetic and lanes, measured once
/// and kept, and the examination of `cai doctor`.
///
/// Read [ChosenArithmetic] first, then [Examination].
package cai.cli.machine;
