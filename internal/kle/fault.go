package kle

import (
	"fmt"
	"strconv"
)

// Error says why a file was refused. Nothing of the file is imported then. Both texts are safe to show: they hold at most a
// short quotation from the file.
type Error struct {
	Line   int    // where it was found, counted from 1; 0 when the file as a whole is at fault
	Reason string // English, without line and package
	Grund  string // Danish, without line
	Err    error  // the reader's or decoder's own error, or nil
}

// Error is the English text with the line.
func (e *Error) Error() string {
	if e.Line == 0 {
		return "kle: " + e.Reason
	}
	return "kle: line " + strconv.Itoa(e.Line) + ": " + e.Reason
}

// Dansk is the text for people, with the line and what it means for the import.
func (e *Error) Dansk() string {
	if e.Line == 0 {
		return "KLE-filen er ikke importeret: " + e.Grund + "."
	}
	return "KLE-filen er ikke importeret. Linje " + strconv.Itoa(e.Line) + ": " + e.Grund + "."
}

// Unwrap gives the reader's or decoder's own error.
func (e *Error) Unwrap() error { return e.Err }

// fault is one reason for refusing a file, in both languages with the same arguments in the same order.
type fault struct{ en, da string }

var (
	faultRead      = fault{"the file could not be read", "filen kunne ikke læses"}
	faultXML       = fault{"not well-formed XML: %s", "filen er ikke velformet XML (%s)"}
	faultTruncated = fault{"the file ends too early", "filen slutter for tidligt; den er afkortet"}
	faultNoXML     = fault{"the file has no XML in it", "filen indeholder ikke XML"}
	faultEncoding  = fault{"unsupported encoding %s", "tegnsættet %s kan ikke læses; brug UTF-8 eller ISO-8859-1"}
	faultDoctype   = fault{"a document type declaration is not allowed", "filen har en DOCTYPE, og det tillades ikke"}
	faultRoot      = fault{
		"the root element is %s, want KLE-Emneplan or KLE-Handlingsfacetter",
		"filens rod er %s; den skal være KLE-Emneplan eller KLE-Handlingsfacetter",
	}
	faultTwoRoots  = fault{"there is more after the end of the plan", "der står mere efter planens slutning"}
	faultFileSize  = fault{"the file is larger than %d bytes", "filen er større end %d byte"}
	faultToken     = fault{"a piece of text or markup is longer than %d bytes", "et stykke tekst er længere end %d byte"}
	faultDepth     = fault{"elements are nested deeper than %d", "elementerne ligger dybere end %d niveauer"}
	faultLong      = fault{"%s is longer than %d bytes", "%s er længere end %d byte"}
	faultKlasser   = fault{"more than %d classes", "der er flere end %d klasser"}
	faultList      = fault{"class %s has more than %d of %s", "klassen %s har flere end %d af %s"}
	faultPlace     = fault{"%s must not stand in %s", "%s må ikke stå i %s"}
	faultNr        = fault{"%s is malformed: %s", "%s er ikke et gyldigt nummer: %s"}
	faultNrMissing = fault{"%s has no number", "%s mangler sit nummer"}
	faultNrFirst   = fault{"%s must come before %s", "%s skal stå før %s"}
	faultUnder     = fault{"%s does not belong under %s", "%s hører ikke under %s"}
	faultTwice     = fault{"%s stands twice in the same element", "%s står to gange i samme element"}
	faultDuplicate = fault{"number %s is already used at line %d", "nummer %s er allerede brugt i linje %d"}
	faultTitel     = fault{"%s has no title", "%s mangler titel"}
	faultDate      = fault{"%s is not a date: %s", "%s er ikke en dato: %s"}
	faultUdgivet   = fault{"UdgivelsesDato is missing", "UdgivelsesDato mangler"}
	faultUUID      = fault{"not a UUID: %s", "%s er ikke et gyldigt UUID"}
	faultRetskilde = fault{"%s stands before any RetskildeTitel", "%s står uden en RetskildeTitel før sig"}
	faultEmpty     = fault{"the plan is empty", "planen er tom"}
)

func (f fault) at(line int, err error, args ...any) *Error {
	return &Error{Line: line, Reason: fmt.Sprintf(f.en, args...), Grund: fmt.Sprintf(f.da, args...), Err: err}
}
