/// Work on a list of items that is interrupted and goes on: each result is kept in a journal under
/// the key of its item, and results of items that read the same as before are taken over from
/// earlier settings. Read [cai.run.items.JournaledWork] first.
package cai.run.items;
