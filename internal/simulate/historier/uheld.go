package historier

import (
	"time"

	"indeksbro/internal/oio"
)

func timer(n int) time.Duration { return time.Duration(n) * time.Hour }

// The names of copies.
const (
	kopiHoved  = "kopi-hoved"
	kopiIndeks = "kopi-indeks"
)

// tagKopi copies the databases aside.
func (w *verden) tagKopi() error {
	if err := w.luk(); err != nil {
		return err
	}
	if err := w.base.Kopier(w.ctx, hoved, kopiHoved); err != nil {
		return err
	}
	if !w.h.delt {
		if err := w.base.Kopier(w.ctx, fjernt, kopiIndeks); err != nil {
			return err
		}
	}
	w.kopier[0] = true
	return w.aabn()
}

// genopret puts the newest copy in place as restore does: the ledger believes nothing of itself any more. Where the index is another's, it
// has gone on. The care record tells everything once more.
func (w *verden) genopret() (string, error) {
	if !w.kopier[0] {
		return "there is none", nil
	}
	if err := w.luk(); err != nil {
		return "", err
	}
	if err := w.base.Kopier(w.ctx, kopiHoved, hoved); err != nil {
		return "", err
	}
	if err := w.aabn(); err != nil {
		return "", err
	}
	w.tal.Fejl["an old backup is restored"]++
	if err := w.store.TvivlAlt(w.ctx, kommune); err != nil {
		return "", err
	}
	return "", w.forfra()
}

// forfra brings what is around a database that is another than before up to date.
func (w *verden) forfra() error {
	w.tvivl, w.mangler = true, true
	stand, err := w.store.Stand(w.ctx, kommune)
	if err != nil {
		return err
	}
	w.aktiv = stand.Aktiv
	if err := w.maal.laes(); err != nil {
		return err
	}
	_, err = w.fuldFil(true)
	if err == nil {
		w.mangler = false
	}
	return err
}

// nytAnlaeg begins in an empty database beside an index that is full: the ledger is lost.
func (w *verden) nytAnlaeg() (string, error) {
	if err := w.luk(); err != nil {
		return "", err
	}
	if err := w.base.Fjern(w.ctx, hoved); err != nil {
		return "", err
	}
	if err := w.aabn(); err != nil {
		return "", err
	}
	w.tal.Fejl["the database is lost"]++
	if err := w.opsaet(); err != nil {
		return "", err
	}
	return "", w.forfra()
}

// mist takes objects out of the index behind everybody's back.
func (w *verden) mist(things []ting) (string, error) {
	ids := map[oio.Art][]oio.UUID{}
	n := 0
	for _, t := range things {
		if h := w.maal.har[uuid(t)]; h != nil {
			ids[h.art] = append(ids[h.art], uuid(t))
			n++
		}
	}
	if n == 0 {
		return "it has none of them", nil
	}
	w.tal.Fejl["the index loses objects"] += n
	for _, art := range []oio.Art{oio.ArtBevilling, oio.ArtSag} {
		if _, err := w.maal.indeks.Fjern(w.ctx, kommune, art, ids[art]); err != nil {
			return "", err
		}
	}
	w.tvivl = true
	return "", w.maal.laes()
}

// indeksTilbage restores an old copy of the index alone, where it is another's.
func (w *verden) indeksTilbage() (string, error) {
	if w.h.delt || !w.kopier[0] {
		return "there is none", nil
	}
	if err := w.luk(); err != nil {
		return "", err
	}
	if err := w.base.Kopier(w.ctx, kopiIndeks, fjernt); err != nil {
		return "", err
	}
	if err := w.aabn(); err != nil {
		return "", err
	}
	w.tal.Fejl["the index goes back"]++
	w.tvivl = true
	return "", w.maal.laes()
}
