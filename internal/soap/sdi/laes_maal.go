package sdi

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

// alleDele is everything an answer can show of a case.
var alleDele = []string{"egenskaber", "fremdrift", "sagsklasse", "sagsaktoer", "sagspart", "sagsrelation", "sagsgenstand", "journalpost", "journalpost-journalnote", "itsystem", "sikkerhedsprofil"}

func visAlt() *Filter {
	f := &Filter{}
	for _, part := range alleDele {
		f.Valg = append(f.Valg, FilterValg{SagVis: &SagVis{Vis: part}})
	}
	return f
}

// ObjekterMed reads cases by identity through the official search, as anybody may: what is asked for and not answered is not there.
func (m *Maal) ObjekterMed(ctx context.Context, _ oio.CVR, ids []oio.UUID) (map[oio.UUID]oio.Gemt, error) {
	found := make(map[oio.UUID]oio.Gemt, len(ids))
	for chunk := range slices.Chunk(ids, maxObjekter) {
		texts := make([]string, len(chunk))
		for i := range chunk {
			texts[i] = chunk[i].String()
		}
		held, err := m.hent(ctx, texts)
		if err != nil {
			return nil, fmt.Errorf("read cases: %w", err)
		}
		for id, r := range held {
			g := m.gemt(id, r)
			found[g.Objekt.Identitet()] = g
		}
	}
	return found, nil
}

// gemt is a case as an index keeps it, out of the newest registration that an answer shows.
func (m *Maal) gemt(id string, r *SagRegistrering) oio.Gemt {
	received, _ := soap.LaesTid(vaerdi(r.StsTidspunkt))
	said := *r
	said.StsTidspunkt = nil // the index's own, no part of what was said
	made := Registrer(&Sag{SagDokObjekt: SagDokObjekt{UUIDIdentifikator: id}, Registrering: []SagRegistrering{said}}, m.Klient.Nu())
	return oio.Gemt{Objekt: made.Objekt, Tidspunkt: made.Tidspunkt, StsTidspunkt: received, Fuld: made.Fuld}
}

// Soeg lists the cases of a system (Master), a page at a time, as index.Soegning has it: at most 500, continued after the last of the page
// before. An empty page is the end. It takes no other limits.
func (m *Maal) Soeg(ctx context.Context, _ oio.CVR, s index.Soegning) ([]oio.Gemt, error) {
	if s.Art != oio.ArtSag || s.System.IsZero() || s.Borger != (oio.Borgernoegle{}) || s.KLE != "" || !s.Enhed.IsZero() || !s.Sag.IsZero() || s.Aktiv != 0 || s.Status != 0 || s.I != (oio.Virkning{}) {
		return nil, errors.New("the cases of one system can be listed, and nothing else")
	}
	from, err := m.bladr.Fra(s.Art, s.Efter)
	if err != nil {
		return nil, err
	}
	size := hoejstAntal
	if s.Antal > 0 {
		size = min(s.Antal, hoejstAntal)
	}
	for {
		shown, err := m.side(ctx, s.System, from, size)
		if err != nil {
			return nil, fmt.Errorf("list cases: %w", err)
		}
		if len(shown) == 0 {
			return nil, nil
		}
		from += len(shown)
		shown = slices.DeleteFunc(shown, func(g oio.Gemt) bool { return g.Objekt.(*oio.Sag).System.UUID != s.System })
		if len(shown) > 0 { // an index that does not know the criterion shows others' cases too
			m.bladr.Naaet(s.Art, shown[len(shown)-1].Objekt.Identitet(), from)
			return shown, nil
		}
	}
}

// side asks for one page of a system's cases, whenever they hold, in an order that stays.
func (m *Maal) side(ctx context.Context, system oio.UUID, from, size int) ([]oio.Gemt, error) {
	master := &SagsitsystemRelation{Relation: Relation{Rolle: &UnikId{UUIDIdentifikator: tekst(rolleMaster)}, ReferenceID: &UnikId{UUIDIdentifikator: tekst(system.String())}}}
	leaf := &SagSoegInput{
		SoegIndeksInput: SoegIndeksInput{SoegInput: SoegInput{FoersteResultatReference: tekst(strconv.Itoa(from)), MaksimalAntalKvantitet: tekst(strconv.Itoa(size)), SoegVirkning: altid()}},
		RelationListe:   SagRelationListe{LokalUdvidelseListe: &LokalUdvidelseListe{Indhold: []soap.Udvidelse{{Navn: "si:SagsitsystemRelation", Vaerdi: master}}}},
	}
	in := &FremsoegInput{
		SoegUdtryk: &SoegUdtryk{Valg: []SoegUdtrykValg{{SoegSag: leaf}}}, Filter: visAlt(),
		Sortering: &Sortering{Valg: []SorteringValg{{SagSortering: &SagSortering{Element: "BrugervendtNoegle", Retning: "Stigende", Prioritet: "1"}}}},
	}
	var out FremsoegOutput
	if err := m.Klient.Kald(ctx, Operationer[3], in, &out); err != nil {
		return nil, err
	}
	if code := out.StandardRetur.StatusKode; code != "20" && code != "44" {
		return nil, fmt.Errorf("the index answers %s %s", code, oio.MaskCPR(vaerdi(out.StandardRetur.FejlbeskedTekst)))
	}
	var shown []oio.Gemt
	for i := range out.SagFiltreretOejebliksbillede {
		if b := &out.SagFiltreretOejebliksbillede[i]; len(b.Registrering) > 0 {
			shown = append(shown, m.gemt(strings.ToLower(b.ObjektType.UUIDIdentifikator), &b.Registrering[len(b.Registrering)-1]))
		}
	}
	return shown, nil
}
