package klassifikation

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

// Kilde gives the classifications a municipality has.
type Kilde func(ctx context.Context, kommune oio.CVR) ([]Klassifikation, error)

// Tjeneste is the services of FK Klassifikation over what was imported.
type Tjeneste struct{ Kilde Kilde }

// EntityID is the audience of tokens for Klasse (05b E.7); that of the list service is not published, and taken to be the same.
const EntityID = "http://entityid.kombit.dk/service/klassifikation/7"

// Where the services answer, under /soap/.
const (
	Adresse      = "Klasse/7"
	AdresseListe = "KlassifikationListeHent/2"
)

const actions = "http://kombit.dk/sts/klassifikation/klasse/"

// The operations that read (05a §2.2); those that write belong to the owners of classifications.
var (
	Laes  = soap.Operation{Navn: "laes", Action: actions + "laes", Ind: "k:LaesInput", Ud: "k:LaesOutput"}
	Soeg  = soap.Operation{Navn: "soeg", Action: actions + "soeg", Ind: "k:SoegInput", Ud: "k:SoegOutput"}
	List  = soap.Operation{Navn: "list", Action: actions + "list", Ind: "k:ListInput", Ud: "k:ListOutput"}
	Liste = soap.Operation{Navn: "KlassifikationListeHent", Action: "http://www.kombit.dk/2017/01/01/KlassifikationListeHentService_2#KlassifikationListeHent",
		Ind: "l:KlassifikationListeHent_I", Ud: "l:KlassifikationListeHent_O"}
)

// SOAP is the services for a server.
func (t *Tjeneste) SOAP() []*soap.Tjeneste {
	reads := func(op soap.Operation, do func(context.Context, soap.Kald) (any, []soap.Fund, error)) soap.Handling {
		return soap.Handling{Operation: op, Rolle: soap.Udstil, Udfoer: do}
	}
	return []*soap.Tjeneste{
		{Adresse: Adresse, EntityID: EntityID, Familie: Familie, Skemaregel: "Klasse 7", Handlinger: []soap.Handling{reads(Laes, t.laes), reads(Soeg, t.soeg), reads(List, t.list)},
			Beskrivelse: soap.Beskrivelse{Navn: "KlasseService_7", Rum: "http://stoettesystemerne.dk/klassifikation", Port: "Klasse", SOAP12: true, Operationer: []soap.Operation{Laes, Soeg, List}}},
		{Adresse: AdresseListe, EntityID: EntityID, Familie: ListeFamilie, Skemaregel: "KlassifikationListeHent 2", Handlinger: []soap.Handling{reads(Liste, t.liste)},
			Beskrivelse: soap.Beskrivelse{Navn: "KlassifikationListeHentService", Rum: "http://www.kombit.dk/2017/01/01/", Port: "KlassifikationListeHentServicePort", SOAP12: true, UdenHoved: true, Operationer: []soap.Operation{Liste}}},
	}
}

// maxKlasser is how many identities a page of a search holds (05b B.2).
const maxKlasser = 500

// stilling is a class with where it belongs.
type stilling struct {
	*Klasse
	facet *Facet
}

func (t *Tjeneste) alle(ctx context.Context, kommune oio.CVR) ([]stilling, error) {
	list, err := t.Kilde(ctx, kommune)
	if err != nil {
		return nil, err
	}
	var all []stilling
	for i := range list {
		for j := range list[i].Facetter {
			facet := &list[i].Facetter[j]
			for n := range facet.Klasser {
				all = append(all, stilling{&facet.Klasser[n], facet})
			}
		}
	}
	return all, nil
}

func (t *Tjeneste) soeg(ctx context.Context, k soap.Kald) (any, []soap.Fund, error) {
	in := k.Ind.(*SoegInput)
	all, err := t.alle(ctx, k.Kalder.CVR)
	if err != nil {
		return nil, nil, err
	}
	found := slices.DeleteFunc(all, func(c stilling) bool { return !passer(c, in, oio.DatoOf(k.Nu)) })
	from, most := tal(in.FoersteResultatReference, 0), min(tal(in.MaksimalAntalKvantitet, maxKlasser), maxKlasser)
	if from >= len(found) || most <= 0 {
		return &SoegOutput{StandardRetur: retur("44", "ingen klasser fundet")}, nil, nil
	}
	out := &SoegOutput{StandardRetur: retur("20", "OK"), IdListe: &IdListe{}}
	for _, c := range found[from:min(from+most, len(found))] {
		out.IdListe.UUIDIdentifikator = append(out.IdListe.UUIDIdentifikator, c.UUID.String())
	}
	return out, nil, nil
}

func retur(code, text string) StandardRetur {
	return StandardRetur{StatusKode: code, FejlbeskedTekst: &text}
}

func tal(s *string, otherwise int) int {
	if s == nil {
		return otherwise
	}
	n, err := strconv.Atoi(strings.TrimSpace(*s))
	if err != nil || n < 0 {
		return otherwise
	}
	return n
}

// passer holds a class against a search by example: what is said must be so.
func passer(c stilling, in *SoegInput, idag oio.Dato) bool {
	if r := in.RelationListe; r.Facet != nil && !henviser(&r.Facet.Relation, c.facet.UUID) || r.OverordnetKlasse != nil && !henviser(&r.OverordnetKlasse.Relation, c.Over) {
		return false
	}
	for i := range in.AttributListe.Egenskab {
		e := &in.AttributListe.Egenskab[i]
		if !ligner(e.BrugervendtNoegleTekst, c.Noegle) || !ligner(e.TitelTekst, c.Titel) || !ligner(e.RetskildeTekst, c.Retskilde) {
			return false
		}
	}
	for i := range in.TilstandListe.PubliceretStatus {
		if said := in.TilstandListe.PubliceretStatus[i].ErPubliceretIndikator; said != nil && (*said == "true" || *said == "1") != c.Publiceret(idag) {
			return false
		}
	}
	if owner := in.DataEjer; owner != nil && owner.CVR != nil && *owner.CVR != string(kombit) {
		return false
	}
	if s := in.SoegRegistrering; s != nil && s.FraTidspunkt != nil && s.FraTidspunkt.TidsstempelDatoTid != nil {
		since, err := soap.LaesTid(strings.TrimSpace(*s.FraTidspunkt.TidsstempelDatoTid))
		return err == nil && !c.Aendret.Before(since)
	}
	return true
}

func henviser(r *Relation, to oio.UUID) bool {
	return r.ReferenceID == nil || r.ReferenceID.UUIDIdentifikator == nil || strings.EqualFold(*r.ReferenceID.UUIDIdentifikator, to.String())
}

func ligner(said *string, is string) bool { return said == nil || strings.EqualFold(*said, is) }

func (t *Tjeneste) laes(ctx context.Context, k soap.Kald) (any, []soap.Fund, error) {
	found, err := t.med(ctx, k.Kalder.CVR, []string{k.Ind.(*LaesInput).UUIDIdentifikator})
	if err != nil {
		return nil, nil, err
	}
	if len(found) == 0 {
		return &LaesOutput{BasicOutput: BasicOutput{StandardRetur: retur("44", "klassen findes ikke")}}, nil, nil
	}
	return &LaesOutput{BasicOutput: BasicOutput{StandardRetur: retur("20", "OK")}, FiltreretOejebliksbillede: &found[0]}, nil, nil
}

func (t *Tjeneste) list(ctx context.Context, k soap.Kald) (any, []soap.Fund, error) {
	ids := k.Ind.(*ListInput).UUIDIdentifikator
	if len(ids) > maxKlasser {
		return nil, nil, &soap.Fault{Afsender: true, Tekst: "list takes at most " + strconv.Itoa(maxKlasser) + " classes in a call"}
	}
	found, err := t.med(ctx, k.Kalder.CVR, ids)
	if err != nil {
		return nil, nil, err
	}
	out := &ListOutput{GrundListOutput: GrundListOutput{StandardRetur: retur("20", "OK")}, FiltreretOejebliksbillede: found}
	if len(found) == 0 {
		out.StandardRetur = retur("44", "ingen af klasserne findes")
	}
	return out, nil, nil
}

// med gives the snapshots of the classes there are, in the order they are stored.
func (t *Tjeneste) med(ctx context.Context, kommune oio.CVR, ids []string) ([]FiltreretOejebliksbillede, error) {
	wanted := make(map[string]bool, len(ids))
	for _, id := range ids {
		wanted[strings.ToLower(id)] = true
	}
	all, err := t.alle(ctx, kommune)
	if err != nil {
		return nil, err
	}
	var found []FiltreretOejebliksbillede
	for _, c := range all {
		if wanted[c.UUID.String()] {
			found = append(found, billede(c))
		}
	}
	return found, nil
}

// billede is a class as the real service answers (05b B.2).
func billede(c stilling) FiltreretOejebliksbillede {
	v := &Virkning{FraTidspunkt: graense(c.Fra), TilTidspunkt: graense(c.Til), AktoerRef: unik(kleEjer), AktoerTypeKode: tekst("Organisation")}
	e := Egenskab{Virkning: v, BrugervendtNoegleTekst: &c.Noegle, BeskrivelseTekst: valgfri(c.Beskrivelse), TitelTekst: &c.Titel, RetskildeTekst: valgfri(c.Retskilde)}
	for i := range c.Soegeord {
		e.Soegeord = append(e.Soegeord, Soegeord{SoegeordIdentifikator: &c.Soegeord[i]})
	}
	r := Registrering{
		GrundRegistrering: GrundRegistrering{Tidspunkt: tekst(soap.SkrivTid(c.Aendret)), LivscyklusKode: tekst("Importeret"), BrugerRef: unik(kleEjer)},
		AttributListe:     AttributListe{Egenskab: []Egenskab{e}},
		TilstandListe:     TilstandListe{PubliceretStatus: []PubliceretStatus{{Virkning: v, ErPubliceretIndikator: tekst("true")}}},
		RelationListe: RelationListe{
			Ansvarlig: &AktoerRelation{Relation: relation(v, kleAnsvarlig)}, Ejer: &AktoerRelation{Relation: relation(v, kleEjer)}, Facet: &FacetRelation{Relation: relation(v, c.facet.UUID)},
		},
	}
	if !c.Over.IsZero() {
		r.RelationListe.OverordnetKlasse = &KlasseRelation{Relation: relation(v, c.Over)}
	}
	cvr := string(kombit)
	return FiltreretOejebliksbillede{ObjektID: SagDokObjekt{UUIDIdentifikator: c.UUID.String()}, DataEjer: &DataEjer{CVR: &cvr}, Registrering: []Registrering{r}}
}

func tekst(s string) *string { return &s }

func valgfri(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func unik(u oio.UUID) *UnikId { return &UnikId{UUIDIdentifikator: tekst(u.String())} }

func relation(v *Virkning, to oio.UUID) Relation {
	return Relation{Virkning: v, ReferenceID: &UuidLabelInput{UnikId: *unik(to)}}
}

// graense is the first moment of a day, or no limit.
func graense(d oio.Dato) *Tidspunkt {
	if d == 0 {
		return &Tidspunkt{GraenseIndikator: tekst("true")}
	}
	return &Tidspunkt{TidsstempelDatoTid: tekst(soap.SkrivTid(d.Midnat()))}
}

func dag(t *Tidspunkt) oio.Dato {
	if t == nil || t.TidsstempelDatoTid == nil {
		return 0
	}
	at, err := soap.LaesTid(strings.TrimSpace(*t.TidsstempelDatoTid))
	if err != nil {
		return 0
	}
	return oio.DatoOf(at)
}

// Af reads a snapshot on a day: what held then where history is told, else the last.
func Af(b *FiltreretOejebliksbillede, idag oio.Dato) (k Klasse, facet oio.UUID) {
	k.UUID, _ = oio.ParseUUID(b.ObjektID.UUIDIdentifikator)
	for i := range b.Registrering {
		r := &b.Registrering[i]
		if r.Tidspunkt != nil {
			k.Aendret = tid(*r.Tidspunkt)
		}
		for j := range r.AttributListe.Egenskab {
			e := &r.AttributListe.Egenskab[j]
			if k.Noegle != "" && !holder(e.Virkning, idag) {
				continue
			}
			k.Noegle, k.Titel = rens(e.BrugervendtNoegleTekst), rens(e.TitelTekst)
			k.Beskrivelse, k.Retskilde, k.Soegeord = rens(e.BeskrivelseTekst), rens(e.RetskildeTekst), nil
			for n := range e.Soegeord {
				if word := rens(e.Soegeord[n].SoegeordIdentifikator); word != "" {
					k.Soegeord = append(k.Soegeord, word)
				}
			}
		}
		k.Fra, k.Til = publiceret(r.TilstandListe.PubliceretStatus, idag)
		if f := r.RelationListe.Facet; f != nil {
			facet = til(&f.Relation)
		}
		if over := r.RelationListe.OverordnetKlasse; over != nil {
			k.Over = til(&over.Relation)
		}
	}
	return k, facet
}

func tid(s string) time.Time {
	t, _ := soap.LaesTid(strings.TrimSpace(s))
	return t
}

func holder(v *Virkning, on oio.Dato) bool {
	if v == nil {
		return true
	}
	from, until := dag(v.FraTidspunkt), dag(v.TilTidspunkt)
	return from <= on && (until == 0 || on < until)
}

func rens(s *string) string {
	if s == nil {
		return ""
	}
	return strings.TrimSpace(*s)
}

// publiceret is the period that holds a day, else the last one.
func publiceret(states []PubliceretStatus, idag oio.Dato) (from, until oio.Dato) {
	found := false
	for i := range states {
		s := &states[i]
		if s.ErPubliceretIndikator == nil || *s.ErPubliceretIndikator == "false" || *s.ErPubliceretIndikator == "0" {
			if s.Virkning != nil && !found { // unpublished from then on
				until = dag(s.Virkning.FraTidspunkt)
			}
			continue
		}
		if s.Virkning == nil {
			return 0, 0
		}
		if found && !holder(s.Virkning, idag) {
			continue
		}
		from, until, found = dag(s.Virkning.FraTidspunkt), dag(s.Virkning.TilTidspunkt), true
	}
	return from, until
}

func til(r *Relation) oio.UUID {
	if r.ReferenceID == nil || r.ReferenceID.UUIDIdentifikator == nil {
		return oio.UUID{}
	}
	u, _ := oio.ParseUUID(*r.ReferenceID.UUIDIdentifikator)
	return u
}
