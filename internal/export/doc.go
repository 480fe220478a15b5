// Package export keeps the indexes equal to what projection says they should hold. It works on differences, never on
// events: what changed in the source is found by change number, what changed in mapping, organisation or policy by what it
// touches; both are projected again, compared with the ledger, and the difference is sent. A late mapping therefore heals
// what was sent, closed cases too (R029, R095); a removed mark removes (R096); and a stop at any point costs a repeated call.
//
// It promises: nothing is sent before activation (R090); what will be sent is on record before it is sent, or in the same
// transaction; every source object is in exactly one state (R102); no large deletion without a named person (R100). It does not
// decide what is right to send (package projection), knows no database and no wire format, and talks to indexes through Indeks.
package export
