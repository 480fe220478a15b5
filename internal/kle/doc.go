// Package kle is the taxonomy KL Emnesystematik as the municipality imported it: numbers, the tree of hovedgruppe, gruppe
// and emne, validity, law references, the import filter, the difference between two editions, and the search that helps a
// person find the right six-digit number (R001-R003, R012, R013, R060-R063).
//
// Parse reads KL's two layouts (schema 2.0 and the REST layout 1.x) and the list of handlingsfacetter. It treats the file as
// foreign: sizes are limited, a document type declaration is refused, and a plan with a structural fault gives an error
// with a line number and no plan, because half a plan would make numbers vanish (R003).
//
// The package is not the importer: it fetches nothing, stores nothing and has no clock. Dates are arguments, input comes
// from an io.Reader and a Plan is never changed after Parse, so it may be shared between goroutines. It decides no rule
// either; it answers the questions package rules asks. It holds no KLE content of its own.
package kle
