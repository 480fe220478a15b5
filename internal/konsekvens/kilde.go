// Package konsekvens says what decisions would do before they are taken, in numbers (R005): which cases, grants and citizens
// appear, change or disappear, in which of the two readers, what is held back and why, and what the care record alone would
// have shown (R018). It also counts how much of the source each local name stands for.
//
// It promises the numbers the exporter then arrives at, because every verdict is package projection's own; it decides nothing,
// writes nothing and knows no clock. Whether a decision is allowed is for package rules to say.
package konsekvens

import (
	"context"

	"indeksbro/internal/oio"
)

// Sagens is what is known of the case a line belongs to.
type Sagens uint8

// A grant may have come before its case, or outlived it.
const (
	Kendt   Sagens = iota // the source has the case
	Ukendt                // it has not come yet
	Slettet               // it is deleted in the source
)

// Linje is one case or grant that the source has, reduced to what its verdict and its counting depend on. Of a grant whose
// case is not Kendt, everything about the case is empty.
type Linje struct {
	Art      oio.Art
	Sag      string // id of the case: its own, or the one a grant hangs under
	Sagen    Sagens
	Sagstype string // the case's
	SagEnhed string // the case's
	Borger   oio.Borgernoegle
	Ydelse   string   // the grant's
	Enhed    string   // the grant's own; empty: the case's
	Til      oio.Dato // first day it is closed or ended; zero: open
}

// Loeber reports whether a case is open, or a grant has not ended, on a date.
func (l *Linje) Loeber(idag oio.Dato) bool { return l.Til == 0 || l.Til > idag }

// Udsnit is a part of the source: everything, or all that at least one of the lists touches. A sagstype touches its cases and
// the grants under them; a ydelse its grants; an enhed the cases it is responsible for, the grants under those, and the
// grants that have it as their own.
type Udsnit struct {
	Alt       bool
	Sagstyper []string
	Ydelser   []string
	Enheder   []string // as listed: those below must be listed too
}

// Kilde reads the copy of the source.
type Kilde interface {
	// Omfang calls yield for every case and grant of a part of the source, each once and in any order, all as they were at one
	// moment. A line is good until yield returns.
	Omfang(ctx context.Context, kommune oio.CVR, u Udsnit, yield func(*Linje)) error
}
