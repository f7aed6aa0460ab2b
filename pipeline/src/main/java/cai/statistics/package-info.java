/// Means with their intervals, for every stage that measures something: plain numbers in, no other
/// package of the project needed.
package cai.statistics;
