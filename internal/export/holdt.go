package export

import (
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// Holdtsted is where an object stands in the list of the held: cases first, each kind by number.
type Holdtsted struct {
	Art oio.Art
	Nr  int64
}

// Holdt is one object that policy or a missing unit holds back, and since when (R028, R072).
type Holdt struct {
	Sted     Holdtsted
	ID       string // in the source
	Sagstype string
	Ydelse   string // of a grant
	Grund    projection.Grund
	Siden    time.Time
}

// Holdtvalg chooses among the held; what is empty chooses all.
type Holdtvalg struct {
	Grund            projection.Grund
	Sagstype, Ydelse string
}

// Holdtgruppe counts the held of one kind by why and where.
type Holdtgruppe struct {
	Art              oio.Art
	Grund            projection.Grund
	Sagstype, Ydelse string
	Antal, Borgere   int
	Siden            time.Time // the oldest
}
