// Package ydi is FK Ydelsesindeks, version 6, on the wire: its messages as Go types, the operations of its three services, and the
// rules YDI-01 to YDI-45 by which a message is judged.
//
// It promises that every message the schema allows is read and written unchanged. It keeps nothing and searches nothing; that is
// the index behind it. What caseworkers' systems read (SF1491) is package ydelsehent.
package ydi
