package sheet

import (
	"fmt"

	"indeksbro/internal/eoj"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
)

// enhedRaekker resolves and decides the rows of units (deck 6.1–6.5). All names are known before any overordnet is looked for.
func (o *oversaetter) enhedRaekker(rows []Enhed) {
	o.ud.Enheder.Laest = len(rows)
	ids := make([]string, len(rows))
	first := make(map[string]*Enhed)
	for i := range rows {
		e := &rows[i]
		id, fine := o.enhedID(e)
		if !fine {
			continue
		}
		if before, twice := first[id]; twice {
			if before.Kombit != e.Kombit || before.Fjern != e.Fjern || before.Findes != e.Findes {
				o.modstrid(e.sted, before.sted, e.Navn, fEnhed, fEnhedID)
			}
			continue
		}
		ids[i], first[id] = id, e
		o.enheder.note(e.Navn, id)
	}
	above := make(map[string]string)
	for id, e := range o.g.Enheder {
		above[id] = e.Overordnet
	}
	for i := range rows {
		if ids[i] == "" {
			continue
		}
		over := o.over(&rows[i])
		if _, known := o.g.Enheder[ids[i]]; !known {
			above[ids[i]] = over
		}
	}
	o.kredse(rows, ids, above)
	used := make(map[oio.UUID]*Enhed)
	for i := range rows {
		if ids[i] != "" {
			o.enhed(&rows[i], ids[i], above[ids[i]], used)
		}
	}
}

func (o *oversaetter) enhedID(e *Enhed) (string, bool) {
	switch {
	case e.ID != "":
		return e.ID, true
	case e.Navn == "":
		return "", false
	}
	id, several := o.enheder.find(e.Navn)
	if several {
		o.flere(e.sted, "enheder", "units", e.Navn, fEnhed)
		return "", false
	}
	if id == "" {
		id = afledt(mapping.Enhed, e.Navn)
	}
	return id, true
}

// over finds the unit above: by id, else by name.
func (o *oversaetter) over(e *Enhed) string {
	named := e.Overordnet
	if named == "" {
		named = e.OverordnetNavn
	}
	if named == "" {
		return ""
	}
	if _, known := o.g.Enheder[named]; known || o.enheder.ider[named] {
		return named
	}
	if known, found := o.g.Enheder[e.ID]; found && known.Overordnet == named {
		return named // the source has not sent it yet
	}
	id, several := o.enheder.find(named)
	switch {
	case several:
		o.flere(e.sted, "enheder", "units", named, fOverordnet)
	case id == "":
		o.fejl.af(e.sted, fmt.Sprintf("den overordnede enhed »%s« står hverken i arket eller i kilden", kort(named)), fmt.Sprintf("the unit above, %q, is neither in the sheet nor in the source", kort(named)), fOverordnet, fOverordnetNavn)
	}
	return id
}

// kredse names one row of every circle that new units make: an upward lookup in one would find nothing.
func (o *oversaetter) kredse(rows []Enhed, ids []string, above map[string]string) {
	fine := make(map[string]bool)
	for i, id := range ids {
		if _, known := o.g.Enheder[id]; known {
			continue // the source's own tree is the source's to mend
		}
		way := make(map[string]bool)
		for at := id; at != "" && !fine[at]; at = above[at] {
			if way[at] {
				o.fejl.af(rows[i].sted, fmt.Sprintf("enheden »%s« ligger over sig selv; ret hvad der er overordnet", kort(rows[i].Navn)), fmt.Sprintf("unit %q is above itself; mend what is above what", kort(rows[i].Navn)), fOverordnet, fOverordnetNavn)
				break
			}
			way[at] = true
		}
		for at := range way {
			fine[at] = true
		}
	}
}

func (o *oversaetter) enhed(e *Enhed, id, above string, used map[oio.UUID]*Enhed) {
	name := e.Navn
	if known, found := o.g.Enheder[id]; found {
		o.afvig(e.Navn != "" && ens(e.Navn) != ens(known.Navn))
		name = known.Navn
	} else if e.Navn != "" {
		o.ud.Enheder.Nye++
		o.ny(e.sted, &eoj.Enhed{ID: id, Version: arkVersion, Navn: e.Navn, Overordnet: above, Sagsansvarlig: e.Sagsansvarlig.eller(false),
			Usynlig: e.Usynlig.eller(false), Aktiv: e.Aktiv.eller(true), PNummer: e.PNummer, CVR: e.CVR})
	} else if !e.sted.afvist(fEnhed, fEnhedID) {
		o.fejl.af(e.sted, fmt.Sprintf("enheden »%s« kendes ikke, og den har intet navn", kort(id)), fmt.Sprintf("unit %q is not known and has no name", kort(id)), fEnhedID)
		return
	}
	v := valgte{}
	if !e.Kombit.IsZero() && o.kombitFri(e, id, used) {
		v.tilfoej(mapping.Valg{Kombit: e.Kombit})
	}
	v.fjern(e.Fjern)
	o.afgoer(mapping.Enhed, id, v, e.Svar, o.omEnhed(e, name), e.sted, fKombit, fNote, fEnhed, fEnhedID)
}

// kombitFri is R073 inside the sheet: one KOMBIT id, one unit.
func (o *oversaetter) kombitFri(e *Enhed, id string, used map[oio.UUID]*Enhed) bool {
	if e.Findes == Nej {
		o.fejl.af(e.sted, "enheden har et KOMBIT-id, men findes ifølge rækken ikke i FK Organisation", "the unit has a KOMBIT id, but by the row it is not in FK Organisation", fKombit, fFindes)
		return false
	}
	first, taken := used[e.Kombit]
	if !taken || o.g.Mapping.Valg(mapping.Enhed, id).Kombit == e.Kombit { // what holds already is no new use
		used[e.Kombit] = e
		return true
	}
	ark, celle := first.sted.celle(fKombit)
	o.fejl.af(e.sted, fmt.Sprintf("KOMBIT-id'et står også ved »%s« i %s!%s; ét id hører til én enhed, så sæt det på enheden over dem begge (R073)", kort(first.Navn), ark, celle),
		fmt.Sprintf("the KOMBIT id also stands at %q in %s!%s; one id belongs to one unit, put it on the unit above both (R073)", kort(first.Navn), ark, celle), fKombit)
	return false
}

// omEnhed is what the sheet says of 6.3 and 6.5 beyond what the choice itself tells.
func (o *oversaetter) omEnhed(e *Enhed, name string) tekster {
	var t tekster
	if e.Kombit.IsZero() {
		t.Findes = e.Findes.String()
	}
	derived := ""
	if official, found := o.g.Organisation.Find(e.Kombit); found {
		derived = forslag(renTekst(name), renTekst(official.Navn))
	}
	if e.Forslag != derived {
		t.Forslag = e.Forslag
	}
	return t
}
