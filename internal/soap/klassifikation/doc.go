// Package klassifikation is FK Klassifikation on the wire, read only: Klasse version 7, and KlassifikationListeHent over SOAP and as
// JSON, both as services over what the municipality has imported and as clients for the daily import (R060–R063).
//
// It promises that the same classes come out whichever way they are asked for. It keeps nothing, and writes nothing to FK
// Klassifikation: who owns a class maintains it there.
package klassifikation
