package suggest

import (
	"errors"
	"slices"
	"sync"

	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
	"indeksbro/internal/ydelsestype"
)

// emner are the targets of a KLE number: the six-digit ones in force (R001, R002).
func emnerMaal(plan *kle.Plan, idag oio.Dato) []maal {
	var targets []maal
	for i := range plan.Klasser {
		class := &plan.Klasser[i]
		if !class.Nummer.ErEmne() || !class.IKraft(idag) {
			continue
		}
		m := maal{kode: string(class.Nummer), titel: class.Titel, kle: string(class.Nummer), tekst: class.Vejledning, over: string(class.Nummer.Overordnet()),
			kanVaelges: true, hjemler: hjemlerOf(class)}
		for _, s := range class.Stikord {
			m.stikord = append(m.stikord, s.Tekst)
		}
		for _, r := range class.Retskilder {
			m.tekst += " " + r.Titel // an order's title says what it is about
		}
		if group, found := plan.Find(class.Nummer.Overordnet()); found {
			m.gruppe = group.Titel
			m.hjemler = append(m.hjemler, lawsOnly(kle.HjemlerI(group.Titel))...)
		}
		targets = append(targets, m)
	}
	return targets
}

// hjemlerOf are the laws of a class: its references, and those its title names.
func hjemlerOf(class *kle.Klasse) []kle.Hjemmel {
	var all []kle.Hjemmel
	for _, r := range class.Retskilder {
		named := kle.HjemlerI(r.Titel + " " + r.Paragraf)
		if !slices.ContainsFunc(named, func(h kle.Hjemmel) bool { return h.Lov != "" }) {
			named = kle.Hjemler(r.Titel, r.Paragraf) // a law nobody cuts short: its § 3 is no other law's
		}
		all = append(all, named...)
	}
	return append(all, kle.HjemlerI(class.Titel)...)
}

// lawsOnly keeps the law of a reference: a group's paragraph need not be each emne's.
func lawsOnly(refs []kle.Hjemmel) []kle.Hjemmel {
	for i := range refs {
		refs[i].Fra, refs[i].Til = 0, 0
	}
	return refs
}

// typerMaal are the targets of a common type, choosable or not (R021).
func typerMaal(katalog *ydelsestype.Katalog, definitions []ydelsestype.Definition, egenFSIII bool) []maal {
	known := make(map[string]ydelsestype.Definition, len(definitions))
	for _, d := range definitions {
		if t, found := katalog.FindKode(d.System, d.Kode); found {
			known[t.Noegle] = d
		}
	}
	before := tidligereNavne()
	var targets []maal
	for _, t := range katalog.Typer() {
		m := maal{kode: t.Noegle, titel: t.Navn, kle: t.KLE, over: string(t.Liste), foer: before[t.Noegle], hjemler: kle.Hjemler(t.Lov, t.Paragraf), kanVaelges: true}
		var refused *ydelsestype.Afvist
		if errors.As(t.Valgbar(egenFSIII), &refused) {
			m.kanVaelges, m.spaerret = false, refused.Dansk
		}
		if d, found := known[t.Noegle]; found {
			m.tekst, m.stikord = d.Tekst, d.Eksempler
		}
		targets = append(targets, m)
	}
	return targets
}

// tidligereNavne are the names types had in earlier releases, by key.
var tidligereNavne = sync.OnceValue(func() map[string][]string {
	names := map[string][]string{}
	for _, r := range ydelsestype.Releases() {
		katalog, err := ydelsestype.Indlejret(r)
		if err != nil {
			continue
		}
		for _, t := range katalog.Typer() {
			if now, found := ydelsestype.Nyeste().Find(t.Noegle); found && now.Navn != t.Navn && !slices.Contains(names[t.Noegle], t.Navn) {
				names[t.Noegle] = append(names[t.Noegle], t.Navn)
			}
		}
	}
	return names
})
