// Package adgang decides who may see and do what: the roles people have (R124), the privileges a log-in brings from the role catalogue
// (OIO Basic Privilege Profile), and the data boundary they make together, by authority, KLE number, sensitivity, unit and source system
// (06 §1.5).
//
// It promises that a limit it does not understand closes rather than opens, that a group without a limit sees everything of that kind, as
// SAPA has it, and that several groups give the union. It logs nobody in, reads nothing, and knows no pages: it is told a log-in's groups and an
// object's properties, and answers.
package adgang
