// Package oio is the shared alphabet of the official interfaces: identities (UUIDv5), civil dates and Virkning, the
// sensitivity ladder, the roles and types with their official UUIDs in one table, personal numbers that redact
// themselves, and the two objects the indexes hold, Sag (SF1470 §4) and Bevilling (FK Ydelsesindeks, 05a §1.3).
//
// It decides nothing about what is sent (that is package projection) and does no I/O.
package oio
