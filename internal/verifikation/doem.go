package verifikation

import (
	"bytes"
	"context"
	"slices"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/seal"
)

type udfald uint8

const (
	ens     udfald = iota
	udenfor        // rightly not in the index
	venter         // the ledger says that it is not settled
)

// doem is the whole of the comparison: what should be, what the ledger says, what is.
func doem(noegler *seal.Noegler, w *ventet, post export.Post, had bool, held oio.Gemt, there, undervejs bool) (*Forskel, udfald) {
	difference := func(s Slags, dansk, english string) (*Forskel, udfald) {
		return &Forskel{Slags: s, art: w.art, slettet: w.slettet, UUID: w.uuid, Nr: w.nr, Hvorfor: dansk, Why: english}, ens
	}
	unsettled := had && (post.Kvitteret == export.Ubesvaret || post.Sletning != 0 || post.Grund == projection.IKoe || post.Grund == projection.Afvist || post.Grund == projection.TilSletning || post.Grund == projection.SlettetIKoe)
	right, known := w.objekt == nil && !there, true
	if w.objekt != nil && there {
		right = lig(held, w.kanonisk)
	}
	if had && w.objekt != nil && post.Oensket != noegler.Aftryk(w.kanonisk) || !had && w.objekt != nil {
		known = false
	}
	switch {
	case right && known && w.objekt == nil:
		return nil, udenfor
	case right && known:
		return nil, ens
	case unsettled || undervejs:
		return nil, venter
	case right:
		return difference(Ledger, "indekset er rigtigt, men bogen ved det ikke", "the index is right, but the ledger does not know")
	case w.objekt == nil:
		return difference(Overskydende, "den skal ikke være i indekset"+bogen(post, had), "it should not be in the index"+ledger(post, had))
	case !there:
		return difference(Mangler, "den er ikke i indekset"+bogen(post, had), "it is not in the index"+ledger(post, had))
	case held.Fuld != nil:
		return difference(Andet, "et andet system har skrevet den om", "another system has rewritten it")
	}
	return difference(Andet, "indekset har et andet indhold"+bogen(post, had), "the index has other content"+ledger(post, had))
}

func lig(held oio.Gemt, kanonisk []byte) bool {
	is, err := oio.Canonical(held.Objekt)
	return err == nil && held.Fuld == nil && bytes.Equal(is, kanonisk)
}

func bogen(post export.Post, had bool) string {
	switch {
	case !had:
		return ", og bogen kender den ikke"
	case post.Kvitteret.IsZero():
		return ", og bogen tror ikke, den er der"
	}
	return ", men bogen tror, den er som den skal være"
}

func ledger(post export.Post, had bool) string {
	switch {
	case !had:
		return ", and the ledger does not know it"
	case post.Kvitteret.IsZero():
		return ", and the ledger does not think it is there"
	}
	return ", but the ledger thinks it is as it should be"
}

// Rettet is what a repair set in motion.
type Rettet struct {
	Gensendes int `json:"gensendes"` // looked at and sent again by the next export
	Fjernet   int `json:"fjernet"`   // removed from the index, since the source does not know them
	Senere    int `json:"senere"`    // cases that the next repair removes, since grants under them leave first
	Afventer  int `json:"afventer"`  // not removed: so many need a named person (R100)
}

// Ret lets the sender set differences right, and removes what the source does not know: at most so many without a named person (R100).
func (v *Verifikation) Ret(ctx context.Context, found *Resultat, hoejst int, af string) (Rettet, error) {
	var done Rettet
	for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
		var some []Forskel
		for _, f := range found.Forskelle {
			if f.art == art && f.Nr != 0 {
				some = append(some, f)
			}
		}
		if len(some) == 0 {
			continue
		}
		if err := v.tvivl(ctx, art, some); err != nil {
			return done, err
		}
		done.Gensendes += len(some)
	}
	foreign := map[oio.Art][]oio.UUID{}
	n := 0
	for _, f := range found.Forskelle {
		if f.Nr == 0 {
			foreign[f.art] = append(foreign[f.art], f.UUID)
			n++
		}
	}
	if n > hoejst && af == "" {
		done.Afventer = n
		return done, nil
	}
	if slices.ContainsFunc(found.Forskelle, func(f Forskel) bool { return f.Nr != 0 && f.art == oio.ArtBevilling && f.Slags == Overskydende }) {
		done.Senere = len(foreign[oio.ArtSag]) // the sender removes those grants first
		foreign[oio.ArtSag] = nil
	}
	for _, art := range []oio.Art{oio.ArtBevilling, oio.ArtSag} { // grants before cases
		if len(foreign[art]) == 0 {
			continue
		}
		if _, err := v.Indeks.Fjern(ctx, v.Kommune, art, foreign[art]); err != nil {
			return done, err
		}
		done.Fjernet += len(foreign[art])
	}
	return done, nil
}

// tvivl notes in the ledger that nobody knows what the index holds of these.
func (v *Verifikation) tvivl(ctx context.Context, art oio.Art, differences []Forskel) error {
	nrs := make([]int64, len(differences))
	for i := range differences {
		nrs[i] = differences[i].Nr
	}
	return v.Store.Tvivl(ctx, v.Kommune, art, nrs, func(posts map[int64]export.Post) ([]export.Post, map[export.Taelling]int) {
		return tvivl(art, differences, posts)
	})
}

// tvivl gives the lines of differences as they are to be, and what moves in the count.
func tvivl(art oio.Art, differences []Forskel, posts map[int64]export.Post) ([]export.Post, map[export.Taelling]int) {
	moved := map[export.Taelling]int{}
	doubted := make([]export.Post, 0, len(posts))
	for _, f := range differences {
		p, had := posts[f.Nr]
		switch {
		case had:
			moved[export.Taelling{Sagstype: p.Sagstype, Art: art, Grund: p.Grund}]--
			if p.Grund == projection.Sendes {
				p.Grund = projection.IKoe
			}
		case f.slettet: // sent and deleted before this ledger heard of it: nothing else would ever ask for its removal
			p = export.Post{Art: art, Nr: f.Nr, UUID: f.UUID, Grund: projection.SlettetIKoe, Derefter: projection.Slettet}
		default:
			continue // what the ledger has never heard of is worked through with the rest
		}
		p.Kvitteret = export.Ubesvaret
		moved[export.Taelling{Sagstype: p.Sagstype, Art: art, Grund: p.Grund}]++
		doubted = append(doubted, p)
	}
	return doubted, moved
}
