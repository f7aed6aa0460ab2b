/// What a command sees of the world: streams, folders and environment variables, the terminal with
/// its progress bar, and the keys that interrupt.
///
/// Read [Surroundings] first.
package cai.cli.terminal;
