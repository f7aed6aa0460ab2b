/// What is told to the user when something is wrong: [cai.errors.UserError] is what the user can
/// mend, [cai.errors.Secrets] keeps passwords and keys out of messages.
package cai.errors;
