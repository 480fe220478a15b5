// Package revision is the audit log of look-ups (R116): what an entry tells, its canonical form, the keyed chain in which each entry covers the
// one before, what may be taken out of it again, and what in it should make somebody look (06 §1.6).
//
// It promises that any single entry that is changed, removed or put in is found, and named as the first that is wrong; whoever lacks the
// municipality's key can make no entry. It keeps nothing itself, knows no clock, and names citizens only by their keyed hash.
package revision
