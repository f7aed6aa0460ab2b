/// The environment of a command: streams, folders and environment variables, the terminal with its
/// progress bar, and interruption by Ctrl-C.
///
/// Read [Surroundings] first.
package cai.cli.terminal;
