package historier

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"indeksbro/internal/eoj"
	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// runder is how often the world may be asked to come to rest.
const runder = 16

// tilRo stops the world: everything arrives, the target answers and refuses nothing, the source has told everything, people approve. Then
// the property must hold.
func (w *verden) tilRo() {
	w.liv.saet(Doed{})
	w.maal.fejl = nil
	clear(w.maal.afviser)
	w.maal.ankom()
	if err := w.stands(); err != nil {
		w.find("error", "at rest: %v", err)
	}
	if w.fund == nil {
		w.holder()
	}
	w.loft = export.Graense{}
}

func (w *verden) stands() error {
	w.billed = nil
	w.opgrader(len(w.proces))
	w.spaerret = [2]bool{}
	for _, p := range slices.Concat(w.proces, w.andre) { // what stood still wakes, and ends what it was at
		if p.videre == nil {
			continue
		}
		for p.lad() {
		}
		if _, err := w.endt(p); err != nil && !ventet(err) {
			return err
		}
	}
	if err := w.indlaes(levering{}); err != nil {
		return err
	}
	if w.mangler {
		if _, err := w.fuldFil(true); err != nil {
			return err
		}
		w.mangler = false
	}
	w.billed = nil
	if !w.aktiv {
		if err := w.store.Aktiver(w.ctx, kommune, true, person, "", w.Nu()); err != nil {
			return err
		}
		w.aktiv = true
	}
	for range runder {
		w.ur = w.ur.Add(2 * time.Minute) // whoever waits a moment has waited
		if _, err := w.eksporter(&skridt{ja: true}); err != nil || w.fund != nil {
			return err
		}
		said, err := w.godkend()
		if err != nil {
			return err
		}
		restarting, err := w.forfraIgang()
		if err != nil {
			return err
		}
		if restarting {
			if _, err := w.begynderForfra(&skridt{ja: true}); err != nil || w.fund != nil {
				return err
			}
			if restarting, err = w.forfraIgang(); err != nil {
				return err
			}
		}
		waits, err := w.store.NaesteForsoeg(w.ctx, kommune)
		if err != nil {
			return err
		}
		if said != "0 objects" || waits != 0 {
			continue
		}
		if !w.tvivl && !restarting {
			return nil
		}
		if !w.tvivl {
			continue
		}
		said, err = w.ret()
		if err != nil {
			return err
		}
		w.tvivl = said != "nothing differs"
	}
	w.find("rest", "the export does not come to rest")
	return nil
}

// holder checks the property.
func (w *verden) holder() {
	b, err := w.se()
	if err == nil {
		err = w.kildenErHoert(b)
	}
	if err == nil {
		err = w.indeksetErProjektionen(b)
	}
	if err == nil {
		err = w.alleErAfgjort()
	}
	if err == nil {
		err = w.beslutningerStaar(b)
	}
	if err != nil {
		w.find("error", "at rest: %v", err)
	}
}

// kildenErHoert holds the mirror against the care record: each case and grant there is, and no other, as it is.
func (w *verden) kildenErHoert(b *billede) error {
	for _, t := range univers {
		p := w.kilde.poster[t]
		var held eoj.Post
		switch t.art {
		case eoj.TypeSag:
			if s := b.sager[t.id]; s != nil {
				held = s
			}
		case eoj.TypeBevilling:
			if g := b.bevillinger[t.id]; g != nil {
				held = g
			}
		case eoj.TypeSagstype:
			if s := b.g.Sagstyper[t.id]; s != nil {
				held = s
			}
		case eoj.TypeYdelse:
			if y := b.g.Ydelser[t.id]; y != nil {
				held = y
			}
		case eoj.TypeEnhed:
			if e := b.g.Enheder[t.id]; e != nil {
				held = e
			}
		}
		switch alive := p != nil && !p.slettet; {
		case alive && held == nil:
			w.find("source", "the care record has %s, and the mirror has not", t)
		case !alive && held != nil && !t.art.Stamdata():
			w.find("source", "the care record has deleted %s, and the mirror has it", t)
		case alive:
			should, err := eoj.ParseLinje([]byte(p.linje))
			if err != nil {
				return err
			}
			_, _, want := should.Noegle()
			if _, _, is := held.Noegle(); is != want {
				w.find("source", "the care record has %s in version %d, the mirror in version %d", t, want, is)
			}
		}
	}
	return nil
}

// indeksetErProjektionen holds the index against the projection, both ways.
func (w *verden) indeksetErProjektionen(b *billede) error {
	held, err := w.indhold()
	if err != nil {
		return err
	}
	var wrong []string
	for _, t := range univers {
		id := uuid(t)
		if t.art.Stamdata() {
			continue
		}
		is, there := held[id]
		wanted, should := b.oensket[id]
		switch {
		case should && !there:
			wrong = append(wrong, fmt.Sprintf("%s should be in the index, and is not", t))
		case !should && there:
			wrong = append(wrong, fmt.Sprintf("%s is in the index, and should not be", t))
		case is != wanted:
			wrong = append(wrong, fmt.Sprintf("%s is in the index with another content:\n      is     %s\n      should %s", t, afvigelse(is, wanted), afvigelse(wanted, is)))
		}
		delete(held, id)
	}
	for id := range held {
		wrong = append(wrong, "the index has "+id.String()+", which nobody knows")
	}
	slices.Sort(wrong)
	if len(wrong) > 0 {
		w.find("nothing lost", "%s", strings.Join(wrong, "\n    "))
	}
	return nil
}

// afvigelse is the part of a text that begins where it differs from another.
func afvigelse(text, other string) string {
	at := 0
	for at < len(text) && at < len(other) && text[at] == other[at] {
		at++
	}
	from := max(0, at-30)
	return "…" + oio.MaskCPR(text[from:min(len(text), at+60)]) + "…"
}

func (w *verden) indhold() (map[oio.UUID]string, error) {
	found, err := w.maal.indeks.Soeg(w.ctx, kommune, index.Soegning{Antal: 1 << 20})
	if err != nil {
		return nil, err
	}
	held := make(map[oio.UUID]string, len(found))
	for _, g := range found {
		text, err := oio.Canonical(g.Objekt)
		if err != nil {
			return nil, err
		}
		held[g.Objekt.Identitet()] = string(text)
	}
	return held, nil
}

// hash is the fingerprint of what the index holds.
func (w *verden) hash() string {
	held, err := w.indhold()
	if err != nil {
		w.find("error", "%v", err)
		return ""
	}
	lines := make([]string, 0, len(held))
	for id, text := range held {
		lines = append(lines, id.String()+" "+text)
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:8])
}

// alleErAfgjort looks at the ledger: every object is settled, the counts add up, and a verification, which shares nothing with the sender
// but the projection, finds no difference.
func (w *verden) alleErAfgjort() error {
	s, err := export.ReadStatus(w.ctx, w.store, kommune)
	if err != nil {
		return err
	}
	for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
		if n := s.I(art, projection.Parkeret); n > 0 {
			w.find("rest", "%d of kind %s are still parked", n, art)
		}
		if s.TilFjern[art] > 0 {
			w.find("rest", "%d of kind %s are still to be removed", s.TilFjern[art], art)
		}
	}
	w.gaarOp()
	found, err := w.verifikation(nil).Fuld(w.ctx)
	if err != nil {
		return err
	}
	if n := len(found.Forskelle); n > 0 {
		w.find("verify", "%d differences; the first: %s %s: %s", n, found.Forskelle[0].Slags(), w.navn(found.Forskelle[0].UUID), found.Forskelle[0].English())
	}
	if found.Venter > 0 {
		w.find("verify", "%d objects are still on their way", found.Venter)
	}
	return nil
}
