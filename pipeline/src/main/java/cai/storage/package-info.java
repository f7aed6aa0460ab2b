/// Files that survive a kill, a power cut and a full disk: each is there as a whole or not at all,
/// or grows by whole lines. What a run keeps in them is the business of [cai.run].
///
/// Read [AtomicFiles] first, then [KeyedJournal], whose lines belong to items, and [Journal], whose
/// lines follow each other.
package cai.storage;
