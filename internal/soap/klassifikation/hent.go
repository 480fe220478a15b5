package klassifikation

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

// HentKlasser reads whole facets through the search of Klasse: pages of identities, then the classes in groups (05b B.7).
func HentKlasser(ctx context.Context, c *soap.Klient, facets []oio.UUID, idag oio.Dato) ([]Klassifikation, error) {
	made := Klassifikation{UUID: KLE, Noegle: "KLE"}
	for _, facet := range facets {
		ids, err := hentIder(ctx, c, facet)
		if err != nil {
			return nil, err
		}
		f := Facet{UUID: facet}
		for len(ids) > 0 {
			const group = 100
			some := ids[:min(group, len(ids))]
			ids = ids[len(some):]
			var out ListOutput
			if err := c.Kald(ctx, List, &ListInput{UUIDIdentifikator: some, VirkningFraFilter: graense(0), VirkningTilFilter: graense(0)}, &out); err != nil {
				return nil, err
			}
			if code := out.StandardRetur.StatusKode; code != "20" || len(out.FiltreretOejebliksbillede) < len(some) {
				return nil, fmt.Errorf("list of %d classes answered %s with %d of them: a reading with holes is not believed", len(some), code, len(out.FiltreretOejebliksbillede))
			}
			for i := range out.FiltreretOejebliksbillede {
				k, _ := Af(&out.FiltreretOejebliksbillede[i], idag)
				f.Klasser = append(f.Klasser, k)
			}
		}
		made.Facetter = append(made.Facetter, f)
	}
	return []Klassifikation{made}, nil
}

// maxSider ends a service that never says it has no more.
const maxSider = 400

func hentIder(ctx context.Context, c *soap.Klient, facet oio.UUID) ([]string, error) {
	var ids []string
	seen := map[string]bool{}
	for page := range maxSider {
		in := &SoegInput{GrundSoegInput: GrundSoegInput{FoersteResultatReference: tekst(fmt.Sprint(page * maxKlasser)), MaksimalAntalKvantitet: tekst(fmt.Sprint(maxKlasser))},
			RelationListe: RelationListe{Facet: &FacetRelation{Relation: relation(nil, facet)}}}
		var out SoegOutput
		if err := c.Kald(ctx, Soeg, in, &out); err != nil {
			return nil, err
		}
		if out.StandardRetur.StatusKode == "44" || out.IdListe == nil || len(out.IdListe.UUIDIdentifikator) == 0 {
			return ids, nil
		}
		if out.StandardRetur.StatusKode != "20" {
			return nil, fmt.Errorf("soeg answered %s: %s", out.StandardRetur.StatusKode, rens(out.StandardRetur.FejlbeskedTekst))
		}
		for _, id := range out.IdListe.UUIDIdentifikator {
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
		if len(out.IdListe.UUIDIdentifikator) < maxKlasser {
			return ids, nil
		}
	}
	return nil, fmt.Errorf("facet %s has more than %d classes; the service does not end", facet, maxSider*maxKlasser)
}

// spoergsmaal asks for whole facets with all periods, so that classes that have ended are seen too.
func spoergsmaal(facets []oio.UUID) ListeHentInputIndhold {
	in := ListeHentInputIndhold{KunAktuelle: tekst("false")}
	for _, f := range facets {
		in.KlassifikationKriterieListe.IdentifikationKriterie = append(in.KlassifikationKriterieListe.IdentifikationKriterie, IdentifikationKriterie{FacetIdentifikation: tekst(f.String())})
	}
	return in
}

// HentListe reads whole facets through the list service over SOAP, in one call.
func HentListe(ctx context.Context, c *soap.Klient, facets []oio.UUID) ([]Klassifikation, error) {
	in := &ListeHentInput{ListeHentInputIndhold: spoergsmaal(facets)}
	in.HovedOplysninger = HovedOplysninger{TransaktionsId: soap.NyUUID(), TransaktionsTid: soap.SkrivTid(c.Nu())}
	var out ListeHentOutput
	if err := c.Kald(ctx, Liste, in, &out); err != nil {
		return nil, err
	}
	for _, r := range out.HovedOplysningerSvar.SvarReaktion {
		if r.Fejl != nil {
			return nil, fmt.Errorf("the list service answered %s: %s", r.Fejl.FejlId, r.Fejl.FejlTekst)
		}
	}
	return afListe(out.KlassifikationListe, oio.DatoOf(c.Nu())), nil
}

// RESTKlient asks the list service as JSON. Bearer is the token to show, empty where none is asked for.
type RESTKlient struct {
	Adresse string
	Bearer  string
	HTTP    *http.Client
	Nu      func() time.Time
}

// maxListe is the largest answer read: KLE whole is about 10 MB.
const maxListe = 128 << 20

// Hent reads whole facets in one call.
func (c *RESTKlient) Hent(ctx context.Context, facets []oio.UUID) ([]Klassifikation, error) {
	question := spoergsmaal(facets)
	asked := ListeFamilie.SkrivJSON(&question).(map[string]any)
	delete(asked, "HovedOplysninger") // told in headers
	body, err := json.Marshal(asked)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.Adresse, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("x-TransaktionsId", soap.NyUUID())
	request.Header.Set("x-TransaktionsTid", c.Nu().UTC().Format(time.RFC3339))
	if c.Bearer != "" {
		request.Header.Set("Authorization", "Bearer "+c.Bearer)
	}
	response, err := c.HTTP.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxListe))
	if err != nil {
		return nil, err
	}
	return laesSvar(answer, response.Status, oio.DatoOf(c.Nu()))
}

// laesSvar believes no answer by its status alone: a 200 may tell of an error (05b B.5).
func laesSvar(answer []byte, status string, idag oio.Dato) ([]Klassifikation, error) {
	var told struct {
		O struct {
			Liste json.RawMessage `json:"KlassifikationListe"`
		} `json:"KlassifikationListeHent_O"`
		Svar []struct {
			SvarReaktion struct {
				Fejl *struct{ FejlId, FejlTekst string }
			}
		} `json:"HovedoplysningerSvarREST"`
	}
	if err := json.Unmarshal(answer, &told); err != nil {
		return nil, fmt.Errorf("the list service answered %s with something that is not its JSON", status)
	}
	for _, s := range told.Svar {
		if f := s.SvarReaktion.Fejl; f != nil {
			return nil, fmt.Errorf("the list service answered %s: %s: %s", status, f.FejlId, f.FejlTekst)
		}
	}
	if len(told.O.Liste) == 0 {
		return nil, errors.New("the list service answered " + status + " with no classification")
	}
	var list KlassifikationListe
	if _, err := ListeFamilie.LaesJSON(told.O.Liste, &list); err != nil {
		return nil, fmt.Errorf("the list service's answer: %w", err)
	}
	return afListe(&list, idag), nil
}
