// Package historier drives the real mirror, planner, ledger, sender and embedded index through random histories in virtual time and
// holds them to one property (07-quality, "nothing lost"): whatever happens, once the world stops changing and the target answers, the
// index is the projection of the source, and no object the policy holds back was ever there.
//
// A seed decides everything: what the care record, the people and the world outside do, in which order, and which calls fail how. The
// same seed gives the same history, step by step; there is no clock, no goroutine and no order of a map in it. A history that fails is
// shrunk to the steps that matter and told in words.
//
// It has opinions of its own: what the source holds, what was approved by whom, what each call may bring. It asks the code under test
// for nothing but what it did. It does not choose a database: the caller gives places to keep one (Base).
package historier
