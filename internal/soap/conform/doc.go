// Package conform is a conformance suite for Sags- og Dokumentindeks and Ydelsesindeks: runnable cases by rule and operation against
// any endpoint that claims to be one, ours, a vendor's, or the test environment.
//
// It promises to touch only objects it made itself, of an invented citizen, and to remove them again; in reading mode it sends
// nothing that writes. It knows nothing of how an index is made.
package conform
