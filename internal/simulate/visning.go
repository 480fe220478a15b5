package simulate

import (
	"indeksbro/internal/borger"
	"indeksbro/internal/oio"
	"indeksbro/internal/sapa"
)

// laeser asks the two readers how they would show one object on one day.
type laeser struct {
	sapa    sapa.Organisation
	kommune borger.Kommune
	idag    oio.Dato
}

func newLaeser(v *verden, idag oio.Dato) laeser {
	return laeser{sapa: sapa.Organisation{Trae: v.org}, kommune: borger.Kommune{Navn: v.kommune.navn}, idag: idag}
}

func (l laeser) sag(s *oio.Sag) Visning {
	if s == nil {
		return Visning{}
	}
	held := oio.Gemt{Objekt: s}
	page, _ := sapa.Sagen(held, nil, sapa.Bilag{}, l.sapa, l.idag)
	return Visning{Borger: l.borger(s.Part.CPR, held), Sapa: &SapaVisning{Titel: page.Titel, Type: page.KLE, Status: page.Status,
		Enhed: page.Kontakt.Enhed, Bemaerkning: page.Kontakt.Bemaerkning}}
}

func (l laeser) bevilling(b *oio.Bevilling) Visning {
	if b == nil {
		return Visning{}
	}
	held := oio.Gemt{Objekt: b}
	page, _ := sapa.Bevillingen(held, l.sapa, l.idag)
	shown := SapaVisning{Titel: page.Titel, Status: page.Status, Enhed: page.Kontakt.Enhed, Bemaerkning: page.Kontakt.Bemaerkning}
	for _, field := range page.Felter {
		if field.Navn == "Ydelsestype" {
			shown.Type = field.Tekst
		}
	}
	return Visning{Borger: l.borger(b.Part.CPR, held), Sapa: &shown}
}

// borger is the sentence on the citizen's page, or nothing where the page leaves the object out.
func (l laeser) borger(cpr oio.CPR, held oio.Gemt) string {
	side := borger.Overblik(cpr, []oio.Gemt{held}, l.sapa.Trae, l.kommune, l.idag)
	for _, list := range [][]borger.Hjaelp{side.Ydelser, side.Tilbud, side.Tidligere.Hjaelp} {
		for _, h := range list {
			return h.Saetning + " " + h.Forloeb
		}
	}
	for _, list := range [][]borger.Sag{side.Sager, side.Tidligere.Sager} {
		for _, s := range list {
			return s.Titel + ". " + s.Overskrift + ". " + s.Kontakt.Tekst()
		}
	}
	return ""
}
