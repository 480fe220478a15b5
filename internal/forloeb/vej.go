package forloeb

import (
	"fmt"
	"strconv"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
)

// Raekker counts the rows of one kind that a person decides upon.
type Raekker struct {
	Ialt, Besluttet, Afklares int
	Andel                     float64 // of the citizens behind them, 0 to 1 (R104)
}

func (r Raekker) tilbage() int { return r.Ialt - r.Besluttet }

// Kontrol is the last full verification.
type Kontrol struct {
	Dag       oio.Dato
	Forskelle int
}

// Forhold is all that the steps' states follow from, as it is now.
type Forhold struct {
	Idag      oio.Dato
	Fakta     *program.Stand
	KLE       int // classes that may be chosen from
	KLEFilter string
	KLEDag    oio.Dato // when they came last

	Ydelser, Sagstyper, Enheder Raekker

	KildeEnheder   int // enheder of the care record
	FKEnheder      int // units of FK Organisation
	EnhederUkendte int // enheder responsible for cases that resolve to no KOMBIT id (R072)

	Flyveliste rules.Flyveliste
	Aktiv      bool
	AktivDag   oio.Dato
	Trods      string // why it was activated against the flight list
	Tilbage    int    // objects that are to be sent, still
	Undervejs  bool   // something is being sent
	Kontrol    *Kontrol
	Stop       []Kendsgerning // what holds the sending up now: paused, an agreement withdrawn, a certificate expired

	RollerMangler int // job-function roles that nobody has decided upon (R110)
	Roller        int
	SAPA          bool // the care record is opened for the reader
	Borgerblik    bool
	SAPABestilt   bool
	BlikBestilt   bool
	Omraader      int // KLE areas activated for citizens
}

func (h *Forhold) opmaerket() int { return h.Flyveliste.Antal(rules.PunktOpmaerkning) }

// Nyt derives every step's state (R121, R122). A step is done by its facts alone: what a person says stands beside it and makes nothing done.
func Nyt(h Forhold) *Forloeb {
	f := &Forloeb{Idag: h.Idag, Trin: make([]Trin, len(Opgaver)), Plan: planOf(h.Fakta)}
	for i, o := range Opgaver {
		t := Trin{Opgave: o, Nr: o.Nr, Navn: o.Navn}
		t.Fakta, t.Andel = h.fakta(o.Nr)
		t.Advarsler = h.advarsler(o.Nr)
		if owner, found := h.Fakta.Kode(program.Trinejer, string(o.Nr)); found {
			t.Ejer = owner.Tekst
		}
		if due, found := h.Fakta.Dag(program.Trinfrist, string(o.Nr)); found {
			t.Frist, t.EgenFrist = due.Dato, true
		} else if f.Plan != nil {
			t.Frist = f.Plan.Frist(o.Nr)
		}
		if said, found := h.Fakta.Kode(program.Trinmeldt, string(o.Nr)); found {
			t.Meldt, t.Bevis = said.Dato, said.Tekst
		}
		f.Trin[i] = t
	}
	for i := range f.Trin {
		f.Trin[i].Tilstand = tilstand(&f.Trin[i])
	}
	for i := range f.Trin {
		f.vent(&f.Trin[i])
	}
	f.prognoser()
	return f
}

// tilstand is what the facts alone say.
func tilstand(t *Trin) Tilstand {
	met, stopped := 0, false
	for _, k := range t.Fakta {
		if k.Opfyldt {
			met++
		} else if k.Stopper {
			stopped = true
		}
	}
	switch {
	case stopped:
		return Stoppet
	case met == len(t.Fakta):
		return Gjort
	case met > 0 || t.Andel > 0:
		return Igang
	}
	return Klar
}

// vent lists the steps that come first, and lets what has not begun wait for them.
func (f *Forloeb) vent(t *Trin) {
	if t.Tilstand == Gjort {
		return
	}
	for _, before := range t.Opgave.Efter {
		if f.Find(before).Tilstand != Gjort {
			t.VenterPaa = append(t.VenterPaa, before)
		}
	}
	if len(t.VenterPaa) > 0 && t.Tilstand == Klar {
		t.Tilstand = Venter
	}
}

func (h *Forhold) fakta(nr Nr) ([]Kendsgerning, int) {
	switch nr {
	case Skrivebord:
		return h.skrivebord()
	case Klassifikation:
		return h.klassifikation()
	case KLEKoder:
		return h.kleKoder()
	case Ydelser:
		return raekkefakta("ydelser", h.Ydelser, "lokal ydelse", "lokale ydelser", "R006")
	case Sagstyper:
		return h.sagstyper()
	case Enhedsbord:
		return h.enhedsbord()
	case Enheder:
		return h.enheder()
	case Eksport:
		return h.eksport()
	case Dataafgraensing:
		return h.dataafgraensning()
	}
	return h.aabning()
}

// faktum is one fact in both languages; each pair is what it says when it is met, and when it is not.
func faktum(navn string, met bool, dansk, english [2]string) Kendsgerning {
	k := Kendsgerning{Navn: navn, Opfyldt: met, Dansk: dansk[1], English: english[1]}
	if met {
		k.Dansk, k.English = dansk[0], english[0]
	}
	return k
}

func (k Kendsgerning) regel(r string) Kendsgerning { k.Regel = r; return k }
func (k Kendsgerning) hvem(who string) Kendsgerning {
	if !k.Opfyldt {
		k.Hvem = who
	}
	return k
}
func (k Kendsgerning) stopper() Kendsgerning { k.Stopper = true; return k }

const (
	kommunen      = "kommunen"
	leverandoeren = "leverandøren"
)

func (h *Forhold) skrivebord() ([]Kendsgerning, int) {
	lists := h.Ydelser.Ialt+h.Sagstyper.Ialt > 0
	looked := h.Ydelser.Besluttet + h.Ydelser.Afklares + h.Sagstyper.Besluttet + h.Sagstyper.Afklares
	all := h.Ydelser.Ialt + h.Sagstyper.Ialt
	return []Kendsgerning{
		faktum("lister", lists, [2]string{sprog.Antal(h.Ydelser.Ialt, "ydelse", "ydelser") + " og " + sprog.Antal(h.Sagstyper.Ialt, "sagstype", "sagstyper") + " er læst ind.", "Kommunens lister er ikke læst ind."},
			[2]string{fmt.Sprintf("%d ydelser and %d sagstyper are read", h.Ydelser.Ialt, h.Sagstyper.Ialt), "the municipality's lists are not read"}).hvem("EOJ-administratoren"),
		faktum("gennemgaaet", lists && looked == all, [2]string{"Alle er besluttet eller sendt til afklaring.", sprog.Antal(all-looked, "række", "rækker") + " er hverken besluttet eller til afklaring."},
			[2]string{"all are decided or under clarification", fmt.Sprintf("%d rows are neither decided nor under clarification", all-looked)}).hvem("EOJ-administratoren"),
	}, procent(looked, all)
}

func (h *Forhold) klassifikation() ([]Kendsgerning, int) {
	tasks := rules.KlassifikationsopgaverOf(h.Fakta)
	var facts []Kendsgerning
	done := 0
	for i, o := range tasks {
		who := kommunen
		if o.Leverandoer {
			who = leverandoeren
		}
		k := faktum("opgave-"+strconv.Itoa(i+1), o.Dato != 0, [2]string{o.Navn + ": " + sprog.Dato(o.Dato) + ", " + o.Af + ".", o.Navn + ": ikke gjort."},
			[2]string{fmt.Sprintf("task %d done %s by %s", i+1, o.Dato, o.Af), fmt.Sprintf("task %d is not done", i+1)}).regel("R065").hvem(who)
		k.Personen = true
		if h.KLE > 0 && !k.Opfyldt { // it is active: its numbers have come
			k.Opfyldt, k.Hvem = true, ""
			k.Dansk, k.English = o.Navn+": ingen dato, men KLE er hentet.", fmt.Sprintf("task %d has no date, but KLE has come", i+1)
		}
		if k.Opfyldt {
			done++
		}
		facts = append(facts, k)
	}
	return facts, procent(done, len(tasks))
}

func (h *Forhold) kleKoder() ([]Kendsgerning, int) {
	facts := []Kendsgerning{
		faktum("kle", h.KLE > 0, [2]string{sprog.Antal(h.KLE, "KLE-nummer", "KLE-numre") + " kan vælges, hentet " + sprog.Dato(h.KLEDag) + ".", "Der er ingen KLE-numre at vælge imellem."},
			[2]string{fmt.Sprintf("%d KLE classes, of %s", h.KLE, h.KLEDag), "there are no KLE numbers to choose from"}).regel("R060").hvem("EOJ-administratoren"),
		faktum("filter", h.KLE > 0, [2]string{"Filter: " + filterord(h.KLEFilter) + ".", "Intet filter er brugt endnu."}, [2]string{"filter " + filterord(h.KLEFilter), "no filter is in use"}).regel("R062").hvem("EOJ-administratoren"),
	}
	if h.KLE > 0 {
		return facts, 100
	}
	return facts, 0
}

func filterord(filter string) string {
	if filter == "" {
		return "alle numre"
	}
	return filter
}

func raekkefakta(navn string, r Raekker, en, flere, regel string) ([]Kendsgerning, int) {
	return []Kendsgerning{
		faktum(navn, r.Ialt > 0 && r.tilbage() == 0, [2]string{sprog.Antal(r.Besluttet, en, flere) + " er besluttet.", manglende(r, en, flere)},
			[2]string{fmt.Sprintf("%d decided", r.Besluttet), fmt.Sprintf("%d of %d are not decided", r.tilbage(), r.Ialt)}).regel(regel).hvem("EOJ-administratoren"),
	}, andel(r)
}

func manglende(r Raekker, en, flere string) string {
	if r.Ialt == 0 {
		return "Der er ingen " + flere + " endnu."
	}
	said := sprog.Antal(r.tilbage(), en, flere) + " mangler en beslutning"
	if r.Afklares > 0 {
		said += ", " + strconv.Itoa(r.Afklares) + " af dem er til afklaring"
	}
	return said + "."
}

// andel is the share of citizens, so that what matters counts; 100 only when every row is decided.
func andel(r Raekker) int {
	switch {
	case r.Ialt == 0 || r.Besluttet == 0:
		return 0
	case r.tilbage() == 0:
		return 100
	}
	return min(99, max(1, int(100*r.Andel)))
}

func procent(part, all int) int {
	if all == 0 {
		return 0
	}
	return 100 * part / all
}

func (h *Forhold) sagstyper() ([]Kendsgerning, int) {
	facts, share := raekkefakta("sagstyper", h.Sagstyper, "sagstype", "sagstyper", "R008")
	return append(facts, faktum("opmaerket", h.opmaerket() > 0, [2]string{sprog.Antal(h.opmaerket(), "sagstype har", "sagstyper har") + " KLE-nummer.", "Ingen sagstype har KLE-nummer."},
		[2]string{fmt.Sprintf("%d sagstyper are marked", h.opmaerket()), "no sagstype is marked"}).regel("R001").hvem("EOJ-administratoren")), share
}

func (h *Forhold) enhedsbord() ([]Kendsgerning, int) {
	looked := h.Enheder.Besluttet + h.Enheder.Afklares
	return []Kendsgerning{
		faktum("organisation", h.FKEnheder > 0, [2]string{sprog.Antal(h.FKEnheder, "enhed", "enheder") + " er hentet fra FK Organisation.", "FK Organisation er ikke hentet."},
			[2]string{fmt.Sprintf("%d units of FK Organisation", h.FKEnheder), "FK Organisation has not been read"}).regel("R078").hvem("FK Organisation-administratoren"),
		faktum("gennemgaaet", h.KildeEnheder > 0 && looked == h.Enheder.Ialt, [2]string{"Alle sagsansvarlige enheder er set igennem.", enhedsrest(h, looked)},
			[2]string{"all units responsible for cases are looked at", fmt.Sprintf("%d units are not looked at", h.Enheder.Ialt-looked)}).regel("R078").hvem("EOJ-administratoren"),
	}, procent(looked, h.Enheder.Ialt)
}

func enhedsrest(h *Forhold, looked int) string {
	if h.KildeEnheder == 0 {
		return "Omsorgssystemets enheder er ikke læst ind."
	}
	return sprog.Antal(h.Enheder.Ialt-looked, "sagsansvarlig enhed", "sagsansvarlige enheder") + " er ikke set igennem."
}

func (h *Forhold) enheder() ([]Kendsgerning, int) {
	found := h.KildeEnheder > 0 && h.FKEnheder > 0 && h.EnhederUkendte == 0
	facts := []Kendsgerning{faktum("fundet", found, [2]string{"Hver enhed med sager findes i FK Organisation, selv eller gennem en over den.", enhederMangler(h)},
		[2]string{"every unit with cases resolves to a KOMBIT id", fmt.Sprintf("%d units with cases resolve to no KOMBIT id", h.EnhederUkendte)}).regel("R072").hvem("FK Organisation-administratoren")}
	if found {
		return facts, 100
	}
	return facts, min(99, andel(h.Enheder))
}

func enhederMangler(h *Forhold) string {
	if h.KildeEnheder == 0 || h.FKEnheder == 0 {
		return "Enhederne kan ikke findes, før begge lister er læst ind."
	}
	return sprog.Antal(h.EnhederUkendte, "enhed med sager kan", "enheder med sager kan") + " ikke findes i FK Organisation."
}

func (h *Forhold) eksport() ([]Kendsgerning, int) {
	facts := make([]Kendsgerning, 0, len(h.Flyveliste)+4)
	met := 0
	for _, p := range h.Flyveliste {
		k := Kendsgerning{Navn: p.Noegle, Regel: p.Regel, Opfyldt: p.Lys != rules.Roed, Dansk: p.Navn + ": " + p.Dansk, English: p.English, Hvem: p.Hvem, Personen: p.Faktum != ""}
		switch {
		case k.Opfyldt:
			met++
		case h.Aktiv && h.Trods != "": // somebody went against it and said why
			k.Opfyldt = true
			k.Dansk += " Aktiveret alligevel: " + h.Trods
			met++
		}
		facts = append(facts, k)
	}
	loaded := h.Aktiv && h.Tilbage == 0 && !h.Undervejs
	facts = append(facts,
		faktum("aktiv", h.Aktiv, [2]string{"Eksporter sager er aktiveret " + sprog.Dato(h.AktivDag) + ".", "Eksporter sager er ikke aktiveret."}, [2]string{"activated " + h.AktivDag.String(), "not activated"}).regel("R090").hvem("EOJ-administratoren"),
		faktum("overfoert", loaded, [2]string{"Alt er sendt.", overfoerselsrest(h)}, [2]string{"everything is sent", fmt.Sprintf("%d objects are still to be sent", h.Tilbage)}).regel("R091"),
		faktum("kontrolleret", loaded && h.Kontrol != nil && h.Kontrol.Forskelle == 0, [2]string{"Kontrolleret: 0 forskelle.", kontrolrest(h)}, [2]string{"verified: 0 differences", "not verified without differences"}).regel("R097"))
	for _, s := range h.Stop {
		facts = append(facts, s.stopper())
	}
	share := 0
	if h.Aktiv {
		share = 50
	}
	if loaded {
		share = 90
	}
	if f := facts[len(h.Flyveliste)+2]; f.Opfyldt && len(h.Stop) == 0 {
		share = 100
	}
	return facts, max(share, procent(met, 2*max(1, len(h.Flyveliste))))
}

func overfoerselsrest(h *Forhold) string {
	if !h.Aktiv {
		return "Intet er sendt."
	}
	return sprog.Antal(h.Tilbage, "sag eller bevilling mangler", "sager og bevillinger mangler") + " at blive sendt."
}

func kontrolrest(h *Forhold) string {
	if h.Kontrol == nil {
		return "Indekset er ikke kontrolleret mod kilden."
	}
	return "Kontrollen fandt " + sprog.Antal(h.Kontrol.Forskelle, "forskel", "forskelle") + "."
}

func (h *Forhold) dataafgraensning() ([]Kendsgerning, int) {
	_, signed := h.Fakta.Dag(program.TrinA, "")
	decided := h.Roller - h.RollerMangler
	share := procent(decided, max(1, h.Roller)) * 9 / 10
	if signed {
		share = 100
	}
	return []Kendsgerning{
		faktum("roller", signed || h.Roller > 0 && h.RollerMangler == 0, [2]string{"Hver rolle, der ville se sagerne, er afgjort.", rollerest(h)},
			[2]string{"every role that would see the cases is decided", fmt.Sprintf("%d roles are not decided", h.RollerMangler)}).regel("R110").hvem("SAPA-administratoren"),
		faktum("underskrevet", signed, [2]string{"Trin A er underskrevet.", "Trin A er ikke underskrevet."}, [2]string{"step A is signed off", "step A is not signed off"}).regel("R110").hvem("SAPA-administratoren"),
	}, share
}

func rollerest(h *Forhold) string {
	if h.Roller == 0 {
		return "Jobfunktionsrollerne er ikke læst ind."
	}
	return sprog.Antal(h.RollerMangler, "rolle mangler", "roller mangler") + " en afgørelse."
}

func (h *Forhold) aabning() ([]Kendsgerning, int) {
	order := func(navn, reader string, opened, ordered bool, who string) Kendsgerning {
		not := "Der er ikke åbnet i " + reader + "."
		if ordered {
			not = "Åbning i " + reader + " er bestilt, men ikke trådt i kraft."
		}
		return faktum(navn, opened, [2]string{"Der er åbnet i " + reader + ".", not}, [2]string{"opened in " + reader, "not opened in " + reader}).regel("R111").hvem(who)
	}
	facts := []Kendsgerning{
		order("sapa", "SAPA", h.SAPA, h.SAPABestilt, "SAPA-administratoren"),
		order("borgerblik", "Borgerblikket", h.Borgerblik, h.BlikBestilt, "systemejeren for Borgerblikket"),
		faktum("omraader", h.Omraader > 0, [2]string{sprog.Antal(h.Omraader, "KLE-område er", "KLE-områder er") + " aktiveret for borgere.", "Intet KLE-nummer er aktiveret for borgere."},
			[2]string{fmt.Sprintf("%d KLE areas are activated", h.Omraader), "no KLE number is activated for citizens"}).regel("R111").hvem("systemejeren for Borgerblikket"),
	}
	met := 0
	for _, k := range facts {
		if k.Opfyldt {
			met++
		}
	}
	return facts, procent(met, len(facts))
}
