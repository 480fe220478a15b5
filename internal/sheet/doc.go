// Package sheet is the preparation sheet a municipality fills in before anything is mapped, as xlsx and as CSV, both ways:
// its sagstyper and ydelser (deck 1.1–1.3), all common types to choose from (1.2), and its units (6.1–6.5).
//
// Laes reads a list with the municipality's own headings and names every fault by sheet and cell in Danish and English;
// Oversaet turns the rows into things the mirror may take and decisions the guards may judge; Fra and Skriv go the other way.
// Formulas are never evaluated, and a personal number is named by its cell alone. The package keeps nothing, and whether a
// decision is allowed is for package rules to say.
package sheet
