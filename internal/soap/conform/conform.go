package conform

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/sdi"
	"indeksbro/internal/soap/ydi"
)

// Maal is what is tried: clients of the services. A nil one leaves its cases out.
type Maal struct {
	SDI, YDI, Bevilling *soap.Klient
	Kommune             oio.CVR // the authority the caller acts for
	Organisation        oio.UUID
	System              oio.UUID // the caller's, as its agreement has it: Master of the objects made
	Nu                  func() time.Time
	KunLaes             bool // nothing that writes
	Streng              bool // the endpoint judges by every rule of the guides
	Navngiver           bool // its answers name our rules
}

// Resultat is what became of a case.
type Resultat struct {
	Sag      string `json:"sag"` // of the suite
	Regel    string `json:"regel"`
	Sendt    string `json:"sendt"`
	Ventet   string `json:"ventet"`
	Fik      string `json:"fik"`
	Bestaaet bool   `json:"bestaaet"`
	Sprunget bool   `json:"sprunget,omitempty"` // left out in reading mode
}

// sagen is one case: what it sends, what must come back. It tells what came and whether that is right.
type sagen struct {
	navn, regel, sendt, ventet string
	skriver                    bool
	koer                       func(ctx context.Context, l *loeb) (got string, ok bool, err error)
}

// loeb is one run, with the objects it has made.
type loeb struct {
	Maal
	maerke string // makes keys of this run its own
	nr     int
	sager  map[string]bool
	ydelse map[string]bool
}

// Koer runs all cases and tells each as it ends. What was made is removed, also when the run is broken off.
func Koer(ctx context.Context, m Maal, tell func(Resultat)) error {
	l := &loeb{Maal: m, maerke: soap.NyUUID()[:8], sager: map[string]bool{}, ydelse: map[string]bool{}}
	defer l.ryd(context.WithoutCancel(ctx))
	var cases []sagen
	if m.SDI != nil {
		cases = append(cases, sagerSDI()...)
	}
	if m.YDI != nil {
		cases = append(cases, sagerYDI()...)
	}
	for _, c := range cases {
		if err := ctx.Err(); err != nil {
			return err
		}
		r := Resultat{Sag: c.navn, Regel: c.regel, Sendt: c.sendt, Ventet: c.ventet}
		if c.skriver && m.KunLaes {
			r.Sprunget = true
			tell(r)
			continue
		}
		got, ok, err := c.koer(ctx, l)
		if err != nil && (errors.Is(err, soap.ErrGenproev) || ctx.Err() != nil) {
			return fmt.Errorf("%s: %w", c.navn, err) // the endpoint cannot be reached: nothing is said about it
		}
		if err != nil {
			got, ok = err.Error(), false
		}
		r.Fik, r.Bestaaet = oio.MaskCPR(got), ok
		tell(r)
	}
	return nil
}

// ryd removes what the run has made.
func (l *loeb) ryd(ctx context.Context) {
	for id := range l.ydelse {
		_, _ = l.fjernYdelse(ctx, id) // what stays is told of by nobody: the endpoint may be down
	}
	for id := range l.sager {
		_, _ = l.fjernSag(ctx, id)
	}
}

// borger is the invented citizen of the suite: the day is raised by 60, which no real person's is.
func borger() oio.Part {
	cpr, err := oio.ParseCPR("6101010000")
	if err != nil {
		panic(err)
	}
	return oio.Part{CPR: cpr, Navn: "Konformitet Prøvesen"}
}

// sag is a new case that breaks no rule.
func (l *loeb) sag() *sdi.Sag {
	l.nr++
	id := oio.NameUUID("conform/" + l.maerke + "/" + strconv.Itoa(l.nr))
	l.sager[id.String()] = true
	today := oio.DatoOf(l.Nu())
	return sdi.FraSag(&oio.Sag{
		UUID: id, Noegle: "CONFORM-" + l.maerke + "-" + strconv.Itoa(l.nr), Titel: "Prøvesag " + l.maerke, Foelsomhed: oio.Foelsom, Oprettet: today.AddDays(-30),
		Fremdrift: []oio.Fremdrift{{Status: "Opstaaet", Virkning: oio.Virkning{Fra: today.AddDays(-30)}}}, Ejer: oio.Aktoer{UUID: l.Organisation, Navn: "Korsbæk Kommune", CVR: l.Kommune},
		Ansvarlig: oio.Aktoer{UUID: oio.NameUUID("conform/enhed"), Navn: "Prøveenhed", CVR: l.Kommune}, Part: borger(), KLE: oio.NewKlasse("KLE", "27.35.04", "", ""), Facet: oio.NewKlasse("handlingsfacet", "G01", "", ""),
		System: oio.ITSystem{UUID: l.System, Navn: "Konformitetsprøve"},
	}, l.Nu().Add(-time.Hour))
}

// bevilling is a new grant that breaks no rule that refuses.
func (l *loeb) bevilling() *ydi.Bevilling {
	l.nr++
	id := oio.NameUUID("conform/" + l.maerke + "/" + strconv.Itoa(l.nr))
	l.ydelse[id.String()] = true
	today := oio.DatoOf(l.Nu())
	return ydi.FraBevilling(&oio.Bevilling{
		UUID: id, Noegle: "CONFORM-" + l.maerke + "-" + strconv.Itoa(l.nr), Foelsomhed: oio.Foelsom, YdelseID: "1", Navn: "Prøveydelse", Periode: oio.Virkning{Fra: today.AddDays(-20)},
		Ejer: oio.Aktoer{UUID: l.Organisation, Navn: "Korsbæk Kommune", CVR: l.Kommune}, Ansvarlig: oio.Aktoer{UUID: oio.NameUUID("conform/enhed"), Navn: "Prøveenhed", CVR: l.Kommune}, Part: borger(),
		Sag: oio.NameUUID("conform/sag"), SagNoegle: "CONFORM", SagTitel: "Prøvesag", Ydelsestype: oio.Klasse{UUID: oio.NameUUID("conform/type")}, Ydelsesnavn: "Prøveydelse " + l.maerke, KLE: oio.NewKlasse("KLE", "27.35.04", "Prøve", ""),
		System: oio.ITSystem{UUID: l.System, Navn: "Konformitetsprøve"},
	}, l.Nu().Add(-time.Hour))
}

// EnSag is a new case that breaks no rule, for whoever tries a rule by hand. It is the caller's to remove.
func EnSag(m Maal) *sdi.Sag {
	return (&loeb{Maal: m, maerke: soap.NyUUID()[:8], sager: map[string]bool{}}).sag()
}

// EnBevilling is a new grant that breaks no rule that refuses.
func EnBevilling(m Maal) *ydi.Bevilling {
	return (&loeb{Maal: m, maerke: soap.NyUUID()[:8], ydelse: map[string]bool{}}).bevilling()
}

// svar is the answer about one object, or about the whole call.
type svar struct{ kode, tekst string }

func (s svar) String() string { return strings.TrimSpace(s.kode + " " + s.tekst) }

// fejlsvar makes a fault an answer: what a service refuses outright is refused too.
func fejlsvar(err error) (svar, error) {
	var fault *soap.Fault
	if errors.As(err, &fault) && fault.Afsender {
		return svar{"fault", fault.Tekst}, nil
	}
	return svar{}, err
}

func (l *loeb) importer(ctx context.Context, sager ...*sdi.Sag) ([]svar, error) {
	in := &sdi.ImporterInput{}
	for _, s := range sager {
		in.Valg = append(in.Valg, sdi.ImporterInputValg{SagIndeks: s})
	}
	return l.kaldSDI(ctx, 0, in)
}

func (l *loeb) kaldSDI(ctx context.Context, op int, in any) ([]svar, error) {
	var out sdi.MultipleOutput
	if err := l.SDI.Kald(ctx, sdi.Operationer[op], in, &out); err != nil {
		s, err := fejlsvar(err)
		return []svar{s}, err
	}
	var all []svar
	for _, r := range out.UnikRetur {
		all = append(all, svar{r.StatusKode, tekstAf(r.FejlbeskedTekst) + " " + tekstAf(r.DetaljeretFejlbesked)})
	}
	for _, r := range out.StandardRetur {
		all = append(all, svar{r.StatusKode, tekstAf(r.FejlbeskedTekst)})
	}
	return all, nil
}

func (l *loeb) fjernSag(ctx context.Context, id string) ([]svar, error) {
	return l.kaldSDI(ctx, 2, &sdi.FjernInput{SagUuid: []sdi.UnikId{{UUIDIdentifikator: &id}}})
}

func (l *loeb) findSag(ctx context.Context, id string) (*sdi.FremsoegOutput, error) {
	var out sdi.FremsoegOutput
	in := &sdi.FremsoegInput{SagUuid: []string{id}, Filter: &sdi.Filter{}}
	for _, part := range []string{"egenskaber", "fremdrift", "sagsaktoer", "sagsklasse", "sagspart", "itsystem"} {
		in.Filter.Valg = append(in.Filter.Valg, sdi.FilterValg{SagVis: &sdi.SagVis{Vis: part}})
	}
	return &out, l.SDI.Kald(ctx, sdi.Operationer[3], in, &out)
}

func (l *loeb) importerYdelse(ctx context.Context, grants ...*ydi.Bevilling) ([]svar, error) {
	in := &ydi.ImporterInput{}
	for _, b := range grants {
		in.Valg = append(in.Valg, ydi.ImporterInputValg{BevillingIndeks: &ydi.BevillingImport{BevillingIndeks: *b}})
	}
	return l.kaldYDI(ctx, 0, in)
}

func (l *loeb) kaldYDI(ctx context.Context, op int, in any) ([]svar, error) {
	var out ydi.MultipleOutput
	if err := l.YDI.Kald(ctx, ydi.Operationer[op], in, &out); err != nil {
		s, err := fejlsvar(err)
		return []svar{s}, err
	}
	var all []svar
	for _, r := range out.UnikRetur {
		all = append(all, svar{r.StatusKode, tekstAf(r.FejlbeskedTekst) + " " + tekstAf(r.DetaljeretFejlbesked)})
	}
	for _, r := range out.StandardRetur {
		all = append(all, svar{r.StatusKode, tekstAf(r.FejlbeskedTekst)})
	}
	return all, nil
}

func (l *loeb) fjernYdelse(ctx context.Context, id string) (svar, error) {
	var out ydi.BasicOutput
	if err := l.Bevilling.Kald(ctx, ydi.FjernBevilling, &ydi.UuidNoteInput{UUIDIdentifikator: id}, &out); err != nil {
		return fejlsvar(err)
	}
	return svar{out.StandardRetur.StatusKode, tekstAf(out.StandardRetur.FejlbeskedTekst)}, nil
}

func (l *loeb) findYdelse(ctx context.Context, id string) (*ydi.FremsoegOutput, error) {
	var out ydi.FremsoegOutput
	in := &ydi.FremsoegInput{BevillingUuid: []string{id}, Filter: &ydi.Filter{}, SoegUdtryk: ydi.SoegUdtryk{Valg: []ydi.SoegUdtrykValg{{SoegBevillingIndeks: &ydi.BevillingSoegInput{}}}}}
	for _, part := range []string{"egenskaber", "bevilgetydelse", "part", "aktoer-ejer"} {
		in.Filter.Valg = append(in.Filter.Valg, ydi.FilterValg{BevillingVis: &ydi.BevillingVis{Vis: part}})
	}
	return &out, l.YDI.Kald(ctx, ydi.Operationer[2], in, &out)
}

func tekstAf(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// koder holds answers against the codes wanted, one an object; a code may have alternatives, as in "20|49".
func koder(got []svar, want ...string) (string, bool) {
	texts := make([]string, len(got))
	ok := len(got) == len(want)
	for i, s := range got {
		texts[i] = s.String()
		ok = ok && strings.Contains("|"+want[i]+"|", "|"+s.kode+"|")
	}
	return strings.Join(texts, "; "), ok
}
