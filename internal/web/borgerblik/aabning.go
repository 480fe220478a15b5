package borgerblik

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"indeksbro/internal/adgang"
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
	"indeksbro/internal/visning"
	"indeksbro/internal/web"
)

// ejer is the role that opens and closes for a reader.
func ejer(l visning.Laeser) adgang.Roller {
	if l == visning.Sapa {
		return adgang.SapaAdministrator
	}
	return adgang.Borgerblikejer
}

// aabningsvisning is the page of openings.
type aabningsvisning struct {
	TrinA    program.Faktum // without a day: not signed off
	Systemer []systemvisning
	Brud     *rules.Brud
	Ved      string // the opening that was refused
}

// systemvisning is a source system and how it stands towards each reader.
type systemvisning struct {
	Navn   string
	Stande []aabningslinje
}

// aabningslinje is one opening as a person handles it.
type aabningslinje struct {
	visning.Aabningsstand
	Maa bool // she may order, open and close it
}

// Adresse is where it is handled.
func (a *aabningslinje) Adresse() string {
	return "/borgerblik/aabning/" + string(a.Laeser) + "/" + a.System.String()
}

// Saetning says how it stands, by whom and since when (R111).
func (a *aabningslinje) Saetning() string {
	ordered := ""
	if a.Bestilt.Dato != 0 {
		ordered = "Bestilt " + sprog.Dato(a.Bestilt.Dato) + " af " + a.Bestilt.Af + ". "
	}
	switch {
	case a.Aaben():
		text := ordered + "Åbnet " + sprog.Dato(a.Aabnet.Dato) + " af " + a.Aabnet.Af + "."
		if a.Aabnet.Tekst != "" {
			text += " Begrundelse: " + a.Aabnet.Tekst + "."
		}
		return text
	case a.Venter():
		return ordered + "Ikke trådt i kraft endnu."
	case a.Lukket():
		return "Lukket igen " + sprog.Dato(oio.DatoOf(a.Aabnet.Tid)) + " af " + a.Aabnet.Af + "."
	}
	return "Ikke bestilt."
}

func (s *Sider) aabninger(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	return s.visAabninger(w, r, id, http.StatusOK, nil, "")
}

func (s *Sider) visAabninger(w http.ResponseWriter, r *http.Request, id web.Identitet, status int, refused *rules.Brud, at string) error {
	v, err := s.stande(r.Context(), id)
	if err != nil {
		return err
	}
	v.Brud, v.Ved = refused, at
	s.ramme.Site.Vis(w, r, status, s.side("Åbninger", id), aabningsside(v, fanerTil(id.Roller)))
	return nil
}

func (s *Sider) stande(ctx context.Context, id web.Identitet) (aabningsvisning, error) {
	v := aabningsvisning{}
	decided, err := s.kilde.Visning(ctx)
	if err != nil {
		return v, err
	}
	systems, err := s.kilde.Systemer(ctx)
	if err != nil {
		return v, err
	}
	v.TrinA, _ = decided.Stand.Dag(program.TrinA, "")
	names := map[oio.UUID]string{}
	ids := make([]oio.UUID, 0, len(systems))
	for _, one := range systems {
		names[one.UUID] = one.Navn
		ids = append(ids, one.UUID)
	}
	at := map[oio.UUID]int{}
	for _, stand := range visning.Aabninger(decided.Stand, ids) {
		i, seen := at[stand.System]
		if !seen {
			i = len(v.Systemer)
			at[stand.System] = i
			name := names[stand.System]
			if name == "" {
				name = "Ukendt system " + stand.System.String()
			}
			v.Systemer = append(v.Systemer, systemvisning{Navn: name})
		}
		v.Systemer[i].Stande = append(v.Systemer[i].Stande, aabningslinje{stand, id.Roller.Er(ejer(stand.Laeser))})
	}
	slices.SortFunc(v.Systemer, func(a, b systemvisning) int { return strings.Compare(a.Navn, b.Navn) })
	return v, nil
}

// aabn orders an opening, puts it in effect, or closes it again (R111). It is refused while step A is not signed off, unless with a reason (R117).
func (s *Sider) aabn(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	reader := visning.Laeser(r.PathValue("laeser"))
	system, err := oio.ParseUUID(r.PathValue("system"))
	if err != nil || !slices.Contains(visning.Laesere, reader) {
		return forkert("Kildesystemet findes ikke")
	}
	if !id.Roller.Er(ejer(reader)) {
		return forkert("Den åbning hører til en anden rolle")
	}
	code, reason := visning.Aabning(reader, system), strings.TrimSpace(r.PostFormValue("grund"))
	var f program.Faktum
	switch r.PostFormValue("handling") {
	case "bestil":
		f = program.Faktum{Emne: program.AabningBestilt, Kode: code, Dato: s.idag(), Tekst: reason}
	case "aabn":
		f = program.Faktum{Emne: program.Aabnet, Kode: code, Dato: s.idag(), Tekst: reason}
	case "luk":
		f = program.Faktum{Emne: program.Aabnet, Kode: code, Tekst: reason}
	default:
		return forkert("Vælg, hvad der skal ske")
	}
	facts := []program.Faktum{f}
	if f.Emne == program.Aabnet && f.Dato == 0 { // a closed opening is no longer ordered
		facts = append(facts, program.Faktum{Emne: program.AabningBestilt, Kode: code})
	}
	refused, err := s.noter(r.Context(), id, facts...)
	if err != nil {
		return err
	}
	if refused != nil {
		return s.visAabninger(w, r, id, http.StatusUnprocessableEntity, refused, code)
	}
	http.Redirect(w, r, "/borgerblik/aabninger", http.StatusSeeOther)
	return nil
}
