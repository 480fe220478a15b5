package forloeb

// KLIK's two states: a task is done there when somebody says so.
const (
	KlikGjort = "Fuldført"
	KlikAaben = "Åben"
)

// Klik is what KLIK says of the step, as somebody entered it.
func (t *Trin) Klik() string {
	if t.Meldt != 0 {
		return KlikGjort
	}
	return KlikAaben
}

// Uenig says where KLIK and the facts differ; nothing where they agree. What KLIK says makes no step done (R121).
func (t *Trin) Uenig() string {
	switch {
	case t.Meldt != 0 && t.Tilstand != Gjort:
		return "Fuldført i KLIK, men ikke gjort"
	case t.Meldt == 0 && t.Tilstand == Gjort:
		return "Gjort, men ikke fuldført i KLIK"
	}
	return ""
}
