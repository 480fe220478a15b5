// Package mirror keeps a copy of what the source holds: it takes a feed line by line, in any order, repeated or broken, and
// ends with the newest version of every object. A line that cannot be read is set aside whole, with its number and reason;
// nothing is half-taken. What refers to something not yet known is kept and waits.
//
// It promises that the mirror depends only on the set of lines taken, never on their order. It decides nothing about what is
// sent and keeps its data through the Store it declares.
package mirror
