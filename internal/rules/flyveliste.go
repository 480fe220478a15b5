package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"indeksbro/internal/adgang"
	"indeksbro/internal/aftale"
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
)

// Lys is how a line of the flight list stands.
type Lys string

// The lights: red stands in the way, yellow is told, green is in order.
const (
	Groen Lys = "groen"
	Gul   Lys = "gul"
	Roed  Lys = "roed"
)

// Varselsfrist is how many days before the activation FKI wants to know of it (R092).
const Varselsfrist = 7

// The addresses of the notice (R092).
const (
	FKI = "fki@kombit.dk"
	KMD = "KMD"
)

// Punkt is one line of the flight list: how it stands, who must act, and what to write to them.
type Punkt struct {
	Noegle   string       `json:"noegle"` // names the line for machines
	Regel    string       `json:"regel"`
	Navn     string       `json:"navn"`
	Lys      Lys          `json:"lys"`
	Dansk    string       `json:"dansk"`
	English  string       `json:"english"`
	Hvem     string       `json:"hvem,omitempty"`     // who must act, in Danish
	Modtager string       `json:"modtager,omitempty"` // of a letter: address or name
	Emne     string       `json:"emne,omitempty"`     // its subject
	Brev     string       `json:"brev,omitempty"`     // its text
	Adresse  string       `json:"adresse,omitempty"`  // where in the workbench it is mended
	Faktum   program.Emne `json:"faktum,omitempty"`   // which fact settles it
	Kode     string       `json:"kode,omitempty"`
	Antal    int          `json:"antal,omitempty"` // what it counts: sagstyper that are marked, ydelser without a type, units not found
}

// Keys of lines that count something.
const (
	PunktOpmaerkning = "opmaerkning"
	PunktYdelser     = "ydelser"
	PunktEnheder     = "enheder"
)

// Antal is what the line with a key counts.
func (f Flyveliste) Antal(key string) int {
	for _, p := range f {
		if p.Noegle == key {
			return p.Antal
		}
	}
	return 0
}

// Flyveliste is all that must be in order before Eksporter sager is activated (step 8).
type Flyveliste []Punkt

// Mangler lists the lines with a light.
func (f Flyveliste) Mangler(lys Lys) Flyveliste {
	return slices.DeleteFunc(slices.Clone(f), func(p Punkt) bool { return p.Lys != lys })
}

// Brud is why the activation is refused; nil when no light is red. It may be overridden with a reason (R092, R093).
func (f Flyveliste) Brud() *Brud {
	red := f.Mangler(Roed)
	if len(red) == 0 {
		return nil
	}
	b := &Brud{Regel: red[0].Regel, KanTrodses: true, English: red[0].English, Dansk: red[0].Navn + ": " + red[0].Dansk}
	if more := len(red) - 1; more > 0 {
		b.English += fmt.Sprintf(" (and %d more)", more)
		b.Dansk += " (og " + strconv.Itoa(more) + " til)"
	}
	return b
}

// OpgaverOf is the five tasks of Eksporter sager as the facts have them (R065). The second and third follow the agreements with both indexes:
// the third is done when both are approved (R092).
func OpgaverOf(facts *program.Stand) Aktivering {
	tasks := NyAktivering("FK Sags- og Dokumentindeks", "FK Ydelsesindeks")
	for i := range tasks {
		if f, done := facts.Dag(program.Opgave, strconv.Itoa(i+1)); done {
			tasks[i].Dato, tasks[i].Af = f.Dato, f.Af
		}
	}
	book := aftale.Laes(facts)
	tasks.foelg(book.Egen(aftale.SDI, aftale.Rediger), book.Egen(aftale.YDI, aftale.Rediger))
	return tasks
}

// KlassifikationsopgaverOf is the five tasks of Klassifikationsimporter as the facts have them (R065). The second and third follow the
// agreement with FK Klassifikation, where it has been entered.
func KlassifikationsopgaverOf(facts *program.Stand) Aktivering {
	tasks := NyAktivering("FK Klassifikation")
	for i := range tasks {
		if f, done := facts.Dag(program.Klassifikation, strconv.Itoa(i+1)); done {
			tasks[i].Dato, tasks[i].Af = f.Dato, f.Af
		}
	}
	if a := aftale.Laes(facts).Egen(aftale.Klassifikation, aftale.Udstil); a.Tilstand() != aftale.Ingen {
		tasks.foelg(a)
	}
	return tasks
}

// foelg lets the second and third task follow agreements: requested when all are, approved when all hold.
func (a *Aktivering) foelg(agreements ...aftale.Aftale) {
	requested, approved := a[1], Aktivopgave{Navn: a[2].Navn, Leverandoer: a[2].Leverandoer}
	all, holds := true, true
	for i := range agreements {
		asked, was := agreements[i].Sidst(aftale.Anmodet)
		if all = all && was; all && a[1].Dato == 0 && asked.Dato >= requested.Dato {
			requested.Dato, requested.Af = asked.Dato, asked.Af
		}
		said, _ := agreements[i].Sidst(aftale.Godkendt)
		if holds = holds && agreements[i].Gaelder(); holds && said.Dato >= approved.Dato {
			approved.Dato, approved.Af = said.Dato, said.Af
		}
	}
	if all {
		a[1] = requested
	}
	if a[2] = approved; !holds {
		a[2].Dato, a[2].Af = 0, ""
	}
}

// ProevFaktum holds a fact against what is known: order of the tasks (R065), a day that has been, the day named by the notice (R092).
func ProevFaktum(f program.Faktum, facts *program.Stand, idag oio.Dato) *Brud {
	future := f.Emne == program.Aktiveringsdag || f.Emne == program.Trinfrist || f.Emne == program.Planstart
	switch {
	case f.Emne == program.Serviceaftale:
		return proevAftale(f, facts, idag)
	case f.Dato == 0:
		return nil // taken back
	case f.Dato > idag && !future:
		return &Brud{Regel: "R092", English: fmt.Sprintf("%s lies in the future; enter what has happened", f.Dato), Dansk: "datoen ligger i fremtiden; skriv det ind, når det er sket"}
	case f.Emne == program.TrinA && strings.TrimSpace(f.Tekst) == "":
		if n := adgang.NyTrinA(facts, nil).Mangler(); n > 0 {
			return &Brud{Regel: "R110", KanTrodses: true, English: fmt.Sprintf("%d job-function roles that see everything, or care cases, are not decided; decide them on /adgang, or say why not", n),
				Dansk: sprog.Antal(n, "rolle mangler", "roller mangler") + " en afgørelse; afgør dem under Adgang, eller skriv hvorfor trin A alligevel er gjort"}
		}
	case f.Emne == program.Klassifikation:
		if a := aftale.Laes(facts).Egen(aftale.Klassifikation, aftale.Udstil); f.Kode == "3" && a.Tilstand() != aftale.Ingen {
			return &Brud{Regel: "R065", English: "the third task is done by approving the agreement with FK Klassifikation", Dansk: "opgave 3 er udført, når serviceaftalen med FK Klassifikation er godkendt"}
		}
		nr, _ := strconv.Atoi(f.Kode) // 0 is no task, and is refused as one
		if _, err := KlassifikationsopgaverOf(facts).Udfoert(nr, f.Dato, f.Af); err != nil {
			return err.(*Brud) //nolint:errorlint // Udfoert gives nothing else
		}
	case f.Emne == program.Opgave && f.Kode == "3":
		return &Brud{Regel: "R092", English: "the third task is done by approving both agreements: aftale sdi and aftale ydi", Dansk: "opgave 3 er udført, når begge serviceaftaler er godkendt"}
	case f.Emne == program.Opgave, f.Emne == program.Aftale:
		nr, err := strconv.Atoi(f.Kode)
		if f.Emne == program.Aftale {
			if nr, err = 3, nil; f.Kode != program.SDI && f.Kode != program.YDI {
				return &Brud{Regel: "R092", English: "want aftale sdi or ydi", Dansk: "vælg SDI eller YDI"}
			}
		}
		if err != nil {
			nr = 0
		}
		if _, err := OpgaverOf(facts).Udfoert(nr, f.Dato, f.Af); err != nil {
			return err.(*Brud) //nolint:errorlint // Udfoert gives nothing else
		}
	}
	return nil
}

// proevAftale holds an agreement's record against the one it replaces (R065).
func proevAftale(f program.Faktum, facts *program.Stand, idag oio.Dato) *Brud {
	after, err := aftale.Af(f)
	if err != nil {
		return &Brud{Regel: "R065", English: oio.MaskCPR(err.Error()), Dansk: "serviceaftalen kan ikke læses"}
	}
	before, found := aftale.Laes(facts)[f.Kode]
	if !found {
		before = aftale.Aftale{System: after.System, Tjeneste: after.Tjeneste, Ret: after.Ret}
	}
	return AftaleBrud(aftale.Proev(before, after, idag))
}

// AftaleBrud is a step that cannot be taken, as a refusal; nil when it can.
func AftaleBrud(no *aftale.Nej) *Brud {
	if no == nil {
		return nil
	}
	return &Brud{Regel: "R065", English: no.English, Dansk: no.Dansk}
}

// Afgang is what the flight list is made from.
type Afgang struct {
	Snapshot    *Snapshot
	Fakta       *program.Stand
	Kommune     string // its name
	Sager       int    // cases and grants that would be sent
	Bevillinger int
}

// NyFlyveliste judges every line (R065, R090–R093, R006, R007).
func NyFlyveliste(a Afgang) Flyveliste {
	list := append(Flyveliste{}, a.maerker(), a.typer(), a.enheder())
	list = append(list, a.opgaver()...)
	return append(list, a.varsel(), a.trinA())
}

func (a Afgang) maerker() Punkt {
	p := Punkt{Noegle: PunktOpmaerkning, Regel: "R091", Navn: "Sagstyper er opmærket", Hvem: "EOJ-administratoren", Adresse: "/vaerksted/sagstyper?tilstand=aabne"}
	marked, open := 0, 0
	for _, t := range a.Snapshot.sagstyper() {
		switch {
		case a.Snapshot.opmaerket(t.ID):
			marked++
		case !a.Snapshot.fravalgt(t.ID) && !t.Administrativ:
			open++
		}
	}
	p.Antal = marked
	switch {
	case marked == 0:
		return p.roed("Ingen sagstype har et KLE-nummer, så intet ville blive sendt.", "no sagstype is marked, so nothing would be sent; mark one first")
	case open > 0:
		return p.gul(sprog.Antal(marked, "sagstype er opmærket", "sagstyper er opmærket")+"; "+sprog.Antal(open, "mangler en beslutning", "mangler en beslutning")+".", fmt.Sprintf("%d sagstyper are marked, %d have no decision", marked, open))
	}
	return p.groen(sprog.Antal(marked, "sagstype", "sagstyper")+".", fmt.Sprintf("%d sagstyper are marked", marked))
}

// typer are ydelser under marked sagstyper that nobody has settled. Where the mark was set in spite of that, with a reason, it is told only.
func (a Afgang) typer() Punkt {
	p := Punkt{Noegle: PunktYdelser, Regel: "R006", Navn: "Ydelser har type", Hvem: "EOJ-administratoren", Adresse: "/vaerksted/ydelser?tilstand=aabne"}
	open, overridden := 0, 0
	for _, t := range a.Snapshot.sagstyper() {
		if !a.Snapshot.opmaerket(t.ID) {
			continue
		}
		for _, y := range a.Snapshot.under(t.ID) {
			if Afgjort(y, a.Snapshot.Grundlag) {
				continue
			}
			if a.trodset(t.ID) || !a.Snapshot.Grundlag.HolderTilbage(t.ID) {
				overridden++
			} else {
				open++
			}
		}
	}
	p.Antal = open + overridden
	if open > 0 {
		return p.roed(sprog.Antal(open, "ydelse under en opmærket sagstype mangler", "ydelser under opmærkede sagstyper mangler")+" type eller beslutning. Deres bevillinger holdes tilbage.", fmt.Sprintf("%d ydelser under marked sagstyper have neither type nor decision", open))
	}
	if overridden > 0 {
		return p.gul(sprog.Antal(overridden, "ydelse mangler", "ydelser mangler")+" type; det er begrundet.", fmt.Sprintf("%d ydelser have no type, with a reason", overridden))
	}
	return p.groen("Alle ydelser under opmærkede sagstyper er afgjort.", "every ydelse under a marked sagstype is settled")
}

func (a Afgang) trodset(sagstype string) bool {
	d, _ := a.Snapshot.Grundlag.Mapping.Beslutning(mapping.Sagstype, sagstype)
	return d.Trods != ""
}

// enheder are units with cases of marked sagstyper that are found nowhere (R007).
func (a Afgang) enheder() Punkt {
	p := Punkt{Noegle: PunktEnheder, Regel: "R007", Navn: "Enheder er fundet i FK Organisation", Hvem: "EOJ-administratoren", Adresse: "/vaerksted/enheder"}
	lost, reasoned := map[string]bool{}, map[string]bool{}
	fallback := !a.Snapshot.Grundlag.Policy.DefaultEnhed.IsZero()
	for _, t := range a.Snapshot.sagstyper() {
		if !a.Snapshot.opmaerket(t.ID) {
			continue
		}
		for _, id := range a.Snapshot.sagerMed(t.ID) {
			if a.Snapshot.Grundlag.Enhed(id).Enhed != nil {
				continue
			}
			if a.trodset(t.ID) || fallback {
				reasoned[id] = true
			} else {
				lost[id] = true
			}
		}
	}
	p.Antal = len(lost) + len(reasoned)
	if len(lost) > 0 {
		return p.roed(sprog.Antal(len(lost), "enhed", "enheder")+" med sager kan ikke findes. Sagerne holdes tilbage.", fmt.Sprintf("%d units with cases resolve to no KOMBIT id", len(lost)))
	}
	if len(reasoned) > 0 {
		return p.gul(sprog.Antal(len(reasoned), "enhed", "enheder")+" kan ikke findes; det er begrundet.", fmt.Sprintf("%d units resolve to no KOMBIT id, with a reason", len(reasoned)))
	}
	return p.groen("Alle enheder med sager kan findes.", "every unit with cases is found")
}

func (p Punkt) lys(l Lys, dansk, english string) Punkt {
	p.Lys, p.Dansk, p.English = l, dansk, english
	return p
}

func (p Punkt) roed(dansk, english string) Punkt { return p.lys(Roed, dansk, english) }
func (p Punkt) gul(dansk, english string) Punkt  { return p.lys(Gul, dansk, english) }

func (p Punkt) groen(dansk, english string) Punkt {
	p.Hvem, p.Modtager, p.Emne, p.Brev = "", "", "", ""
	return p.lys(Groen, dansk, english)
}
