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
	forskellig
)

// grund is why something differs.
type grund uint8

const (
	fremmedGrund grund = iota
	ledgerGrund
	omskrevetGrund
	// Each of these is followed by one for each opinion of the ledger's.
	overskydendeGrund
	manglerGrund = overskydendeGrund + meninger
	andetGrund   = manglerGrund + meninger
)

// mening is what the ledger thinks of an object.
type mening = grund

const (
	ukendt   mening = iota // it has never heard of it
	ikkeDer                // it does not think it is in the index
	rigtig                 // it thinks it is there, as it should be
	meninger               // so many there are
)

var grunde = [...]struct {
	slags          Slags
	dansk, english string
}{
	fremmedGrund:                {Overskydende, "kilden kender den ikke", "the source does not know it"},
	ledgerGrund:                 {Ledger, "indekset er rigtigt, men bogen ved det ikke", "the index is right, but the ledger does not know"},
	omskrevetGrund:              {Andet, "et andet system har skrevet den om", "another system has rewritten it"},
	overskydendeGrund + ukendt:  {Overskydende, "den skal ikke være i indekset, og bogen kender den ikke", "it should not be in the index, and the ledger does not know it"},
	overskydendeGrund + ikkeDer: {Overskydende, "den skal ikke være i indekset, og bogen tror ikke, den er der", "it should not be in the index, and the ledger does not think it is there"},
	overskydendeGrund + rigtig:  {Overskydende, "den skal ikke være i indekset, men bogen tror, den er som den skal være", "it should not be in the index, but the ledger thinks it is as it should be"},
	manglerGrund + ukendt:       {Mangler, "den er ikke i indekset, og bogen kender den ikke", "it is not in the index, and the ledger does not know it"},
	manglerGrund + ikkeDer:      {Mangler, "den er ikke i indekset, og bogen tror ikke, den er der", "it is not in the index, and the ledger does not think it is there"},
	manglerGrund + rigtig:       {Mangler, "den er ikke i indekset, men bogen tror, den er som den skal være", "it is not in the index, but the ledger thinks it is as it should be"},
	andetGrund + ukendt:         {Andet, "indekset har et andet indhold, og bogen kender den ikke", "the index has other content, and the ledger does not know it"},
	andetGrund + ikkeDer:        {Andet, "indekset har et andet indhold, og bogen tror ikke, den er der", "the index has other content, and the ledger does not think it is there"},
	andetGrund + rigtig:         {Andet, "indekset har et andet indhold, men bogen tror, den er som den skal være", "the index has other content, but the ledger thinks it is as it should be"},
}

// doem is the whole of the comparison: what should be, what the ledger says, what is.
func doem(noegler *seal.Noegler, w *ventet, post export.Post, had bool, held oio.Gemt, there, undervejs bool) (udfald, grund) {
	unsettled := had && (post.Kvitteret == export.Ubesvaret || post.Sletning != 0 || post.Grund == projection.IKoe || post.Grund == projection.Afvist || post.Grund == projection.TilSletning || post.Grund == projection.SlettetIKoe)
	right := w.objekt == nil && !there || w.objekt != nil && there && lig(held, w.kanonisk)
	known := w.objekt == nil || had && post.Oensket == noegler.Aftryk(w.kanonisk)
	switch {
	case right && known && w.objekt == nil:
		return udenfor, 0
	case right && known:
		return ens, 0
	case unsettled || undervejs:
		return venter, 0
	case right:
		return forskellig, ledgerGrund
	case w.objekt == nil:
		return forskellig, overskydendeGrund + mener(post, had)
	case !there:
		return forskellig, manglerGrund + mener(post, had)
	case held.Fuld != nil:
		return forskellig, omskrevetGrund
	}
	return forskellig, andetGrund + mener(post, had)
}

func lig(held oio.Gemt, kanonisk []byte) bool {
	is, err := oio.Canonical(held.Objekt)
	return err == nil && held.Fuld == nil && bytes.Equal(is, kanonisk)
}

func mener(post export.Post, had bool) mening {
	switch {
	case !had:
		return ukendt
	case post.Kvitteret.IsZero():
		return ikkeDer
	}
	return rigtig
}

// Rettet is what a repair set in motion.
type Rettet struct {
	Gensendes int `json:"gensendes"` // looked at and sent again by the next export
	Fjernet   int `json:"fjernet"`   // removed from the index, since the source does not know them
	Senere    int `json:"senere"`    // cases that the next repair removes, since grants under them leave first
	Afventer  int `json:"afventer"`  // not removed: so many need a named person (R100)
}

// Ret lets the sender set differences right, and removes what the source does not know: at most so many without a named person (R100).
// It goes portion by portion; what a portion came to stands if a later one fails.
func (v *Verifikation) Ret(ctx context.Context, found *Resultat, hoejst int, af string) (Rettet, error) {
	var done Rettet
	foreign := map[oio.Art][]oio.UUID{}
	known := map[oio.Art][]int{} // indexes of found.Forskelle
	firstGrants := false
	for i := range found.Forskelle {
		f := &found.Forskelle[i]
		if f.Nr == 0 {
			foreign[f.Art] = append(foreign[f.Art], f.UUID)
			continue
		}
		known[f.Art] = append(known[f.Art], i)
		firstGrants = firstGrants || f.Art == oio.ArtBevilling && f.Slags() == Overskydende
	}
	for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
		for some := range slices.Chunk(known[art], portion) {
			if err := v.tvivl(ctx, art, found.Forskelle, some); err != nil {
				return done, err
			}
			done.Gensendes += len(some)
		}
	}
	if n := len(foreign[oio.ArtSag]) + len(foreign[oio.ArtBevilling]); n > hoejst && af == "" {
		done.Afventer = n
		return done, nil
	}
	if firstGrants {
		done.Senere = len(foreign[oio.ArtSag]) // the sender removes those grants first
		foreign[oio.ArtSag] = nil
	}
	for _, art := range []oio.Art{oio.ArtBevilling, oio.ArtSag} { // grants before cases
		for ids := range slices.Chunk(foreign[art], portion) {
			if _, err := v.Indeks.Fjern(ctx, v.Kommune, art, ids); err != nil {
				return done, err
			}
			done.Fjernet += len(ids)
		}
	}
	return done, nil
}

// tvivl notes in the ledger that nobody knows what the index holds of some of the differences.
func (v *Verifikation) tvivl(ctx context.Context, art oio.Art, differences []Forskel, some []int) error {
	nrs := make([]int64, len(some))
	for i, at := range some {
		nrs[i] = differences[at].Nr
	}
	posts, err := v.Store.Poster(ctx, v.Kommune, art, nrs)
	if err != nil {
		return err
	}
	moved := map[export.Taelling]int{}
	doubted := make([]export.Post, 0, len(posts))
	for _, at := range some {
		f := &differences[at]
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
	return v.Store.Tvivl(ctx, v.Kommune, doubted, moved)
}
