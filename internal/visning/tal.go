package visning

import "indeksbro/internal/oio"

// Omraadetal is how much the index holds under a KLE number, for the choice to show it: who would see something, and how old it is.
type Omraadetal struct {
	Nummer      string
	System      oio.UUID // zero: all systems together
	Sager       int
	Bevillinger int
	Borgere     int      // each once
	Aeldste     oio.Dato // the first day of the oldest; zero: none
}
