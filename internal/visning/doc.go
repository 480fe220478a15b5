// Package visning is what a municipality has decided that the readers of the indexes show (step B, R111): which source systems are opened for
// SAPA and for Borgerblikket, and what citizens see of what is in the indexes (06 B1–B16).
//
// It is pure: decisions come in as facts of the programme, oldest first, and what holds comes out, with the reason for each object that is not
// shown. Who may look at all is package adgang's; how it is written is package borger's.
package visning
