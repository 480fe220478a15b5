// Package vaerksted is the administrator's desk (steps 1 and 3–7): every sagstype, ydelse and enhed as a row with its state,
// its suggestions, its findings and what it touches; how far the work is; and the ways to act on rows: decide, several at
// once, undo, note, approve (R006, R015, R099, R104).
//
// Every decision, from page, command line or sheet, goes through Beslut, so none escapes the guards. The desk shows nothing
// by itself (web/vaerksted does) and sends nothing (export does).
package vaerksted
