// Package ydelsehent is YdelseListeHent (SF1491) on the wire: what SAPA and citizens' pages ask Ydelsesindeks of one citizen or case,
// one row for each granted service or payment.
//
// It reads an index and judges who may see what (05a §1.9, §1.13); it stores nothing.
package ydelsehent
