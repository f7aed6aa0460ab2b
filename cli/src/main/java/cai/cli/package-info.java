/// The `cai` command: the only place where everything meets.
///
/// Each command is a class of its own that reads its arguments and calls the pipeline; [Main]
/// starts, [CommandTree] lists them and turns what goes wrong into exit codes: 0 done, 2 something
/// the user can mend (one sentence), 1 a bug (stack trace). `cai.cli.terminal` is what a command
/// sees of the world, `cai.cli.machine` what the machine computes with.
package cai.cli;
