// Package sdi is FK Sags- og Dokumentindeks, version 6, on the wire (SF1470): its messages as Go types, its operations, and the
// rules SDI-01 to SDI-84 by which a message is judged.
//
// It promises that every message the schema allows is read and written unchanged. It keeps nothing and searches nothing; that is
// the index behind it.
package sdi
