package sheet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"indeksbro/internal/eoj"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/ydelsestype"
)

// Afgoerelse is a decision the sheet makes, and the cell it stands in.
type Afgoerelse struct {
	mapping.Beslutning
	Ark, Celle string
	NytValg    bool // false: only what is said beside the choice has changed, so no guard has anything to judge
}

// Tal counts one kind of rows: read, and of them not known before.
type Tal struct {
	Laest int `json:"laest"`
	Nye   int `json:"nye"`
}

// Oversat is a sheet as the rest of the program understands it: lines for the mirror about what no feed has named, and the
// decisions that differ from what holds, ydelser and enheder before sagstyper (map, then mark).
type Oversat struct {
	Poster                      []eoj.Post
	Afgoerelser                 []Afgoerelse
	Sagstyper, Ydelser, Enheder Tal
	Uaendrede                   int // decisions the sheet repeats
	Afviger                     int // rows that say otherwise of a thing than its source does, which keeps its word
}

// version of a line from a sheet: whatever a feed says later is newer.
const arkVersion = 0

type oversaetter struct {
	g    *projection.Grundlag
	plan *kle.Plan
	af   string
	idag oio.Dato
	fejl *Fejlliste
	ud   Oversat

	sagstyper navne
	enheder   navne
	ydelser   map[string]string             // of the sheet: sagstype and name → id
	maerker   map[string]maerke             // by sagstype
	typer     map[string][]ydelsestype.Type // by name, made when first needed
	marks     []Afgoerelse
}

// maerke is the KLE number a sagstype was given, and where.
type maerke struct {
	nummer kle.Nummer
	hvor   string
}

// navne finds ids by name among the rows of the sheet and what is known.
type navne struct {
	ark, kendt map[string][]string
	ider       map[string]bool // of the sheet
}

func newNavne() navne {
	return navne{ark: map[string][]string{}, kendt: map[string][]string{}, ider: map[string]bool{}}
}

// find gives the id for a name; several tells that more than one thing has it.
func (n navne) find(name string) (id string, several bool) {
	for _, among := range []map[string][]string{n.ark, n.kendt} {
		if ids := among[ens(name)]; len(ids) > 0 {
			return ids[0], len(ids) > 1
		}
	}
	return "", false
}

func (n navne) note(name, id string) {
	if !n.ider[id] {
		n.ider[id] = true
		n.ark[ens(name)] = append(n.ark[ens(name)], id)
	}
}

// Oversaet holds a sheet against what is known (g, and plan, the newest KLE import) and finds what it would add and decide. A
// thing a feed has named keeps the feed's word and takes only the decision. Ids that are missing are found by name, else
// derived from kind and name, so that the same list gives the same ids. Every fault it finds is in the list by cell; af is who
// reads the sheet in, idag when.
func Oversaet(a *Ark, g *projection.Grundlag, plan *kle.Plan, af string, idag oio.Dato) (*Oversat, *Fejlliste) {
	o := &oversaetter{g: g, plan: plan, af: af, idag: idag, fejl: &Fejlliste{}, sagstyper: newNavne(), enheder: newNavne(),
		ydelser: map[string]string{}, maerker: map[string]maerke{}}
	for id, s := range g.Sagstyper {
		o.sagstyper.kendt[ens(s.Navn)] = append(o.sagstyper.kendt[ens(s.Navn)], id)
	}
	for id, e := range g.Enheder {
		o.enheder.kendt[ens(e.Navn)] = append(o.enheder.kendt[ens(e.Navn)], id)
	}
	a = o.medKildensIder(a)
	o.sagstypeRaekker(a.Sagstyper)
	o.ydelseRaekker(a.Ydelser)
	o.enhedRaekker(a.Enheder)
	o.ud.Afgoerelser = append(o.ud.Afgoerelser, o.marks...)
	return &o.ud, o.fejl
}

// medKildensIder gives back the ids that have blanks around them in the source: a cell keeps none.
func (o *oversaetter) medKildensIder(a *Ark) *Ark {
	kept := map[mapping.Art]map[string]string{mapping.Sagstype: {}, mapping.Ydelse: {}, mapping.Enhed: {}}
	note := func(art mapping.Art, id string) {
		if clean := renTekst(id); clean != id {
			kept[art][clean] = id
		}
	}
	for id := range o.g.Sagstyper {
		note(mapping.Sagstype, id)
	}
	for id := range o.g.Ydelser {
		note(mapping.Ydelse, id)
	}
	for id := range o.g.Enheder {
		note(mapping.Enhed, id)
	}
	if len(kept[mapping.Sagstype])+len(kept[mapping.Ydelse])+len(kept[mapping.Enhed]) == 0 {
		return a
	}
	other := &Ark{Sagstyper: slices.Clone(a.Sagstyper), Ydelser: slices.Clone(a.Ydelser), Enheder: slices.Clone(a.Enheder)}
	for i := range other.Sagstyper {
		s := &other.Sagstyper[i]
		s.ID = cmp.Or(kept[mapping.Sagstype][s.ID], s.ID)
	}
	for i := range other.Ydelser {
		y := &other.Ydelser[i]
		y.ID, y.Sagstype = cmp.Or(kept[mapping.Ydelse][y.ID], y.ID), cmp.Or(kept[mapping.Sagstype][y.Sagstype], y.Sagstype)
	}
	for i := range other.Enheder {
		e := &other.Enheder[i]
		e.ID, e.Overordnet = cmp.Or(kept[mapping.Enhed][e.ID], e.ID), cmp.Or(kept[mapping.Enhed][e.Overordnet], e.Overordnet)
	}
	return other
}

// afledt is an id made of what a thing is and is called. A UUID is never taken for a personal number.
func afledt(art mapping.Art, words ...string) string {
	name := "ark/" + string(art)
	for _, w := range words {
		name += "/" + ens(w)
	}
	return oio.NameUUID(name).String()
}

// sagstypeRaekker resolves and decides the rows of sagstyper.
func (o *oversaetter) sagstypeRaekker(rows []Sagstype) {
	o.ud.Sagstyper.Laest = len(rows)
	first := make(map[string]*Sagstype)
	for i := range rows {
		s := &rows[i]
		if s.ID == "" && s.Navn == "" {
			continue
		}
		id := s.ID
		if id == "" {
			found, several := o.sagstyper.find(s.Navn)
			if several {
				o.flere(s.sted, "sagstyper", "sagstyper", s.Navn, fSagstype)
				continue
			}
			if id = found; id == "" {
				id = afledt(mapping.Sagstype, s.Navn)
			}
		}
		if before, twice := first[id]; twice {
			if before.KLE != s.KLE || before.Ikke != s.Ikke || before.Fjern != s.Fjern {
				o.modstrid(s.sted, before.sted, s.Navn, fSagstype, fSagstypeID)
			}
			continue
		}
		first[id] = s
		o.sagstyper.note(s.Navn, id)
		o.sagstype(s, id)
	}
}

func (o *oversaetter) sagstype(s *Sagstype, id string) {
	if known, found := o.g.Sagstyper[id]; found {
		o.afvig(s.Navn != "" && ens(s.Navn) != ens(known.Navn))
	} else if s.Navn != "" {
		o.ud.Sagstyper.Nye++
		o.lov(s.sted, s.Lov)
		o.ny(s.sted, &eoj.Sagstype{ID: id, Version: arkVersion, Navn: s.Navn, Lov: s.Lov, Paragraf: s.Paragraf,
			Borgerrettet: s.Borgerrettet.eller(s.Administrativ != Ja), Administrativ: s.Administrativ.eller(false)})
	} else if !s.sted.afvist(fSagstype, fSagstypeID) {
		o.fejl.af(s.sted, fmt.Sprintf("sagstypen »%s« kendes ikke, og den har intet navn", kort(id)), fmt.Sprintf("sagstype %q is not known and has no name", kort(id)), fSagstypeID)
	}
	v := valgte{}
	if s.KLE != "" && o.seksCifre(s.sted, s.KLE, fKLE) {
		v.tilfoej(mapping.Valg{KLE: s.KLE})
		ark, celle := s.sted.celle(fKLE)
		o.maerker[id] = maerke{s.KLE, ark + "!" + celle}
	}
	v.svar(s.Ikke, mapping.Valg{Ikke: true}, o.g.Mapping.Valg(mapping.Sagstype, id).Ikke)
	v.fjern(s.Fjern)
	o.afgoer(mapping.Sagstype, id, v, s.Svar, tekster{}, s.sted, fKLE, fIkke, fNote, fSagstype, fSagstypeID)
}

// seksCifre is R001 in the words of the sheet, with the numbers below to choose from.
func (o *oversaetter) seksCifre(s sted, number kle.Nummer, f felt) bool {
	if number.ErEmne() {
		return true
	}
	digits, cifre := "two", "to"
	if number.Niveau() == 2 {
		digits, cifre = "four", "fire"
	}
	var below []string
	for _, k := range o.plan.EmnerUnder(number) {
		if k.IKraft(o.idag) && len(below) < 8 {
			below = append(below, string(k.Nummer)+" "+k.Titel)
		}
	}
	choose, valg := "write all six digits", "skriv alle seks"
	if len(below) > 0 {
		choose, valg = "choose one of "+strings.Join(below, "; "), "vælg et af "+strings.Join(below, "; ")
	}
	o.fejl.af(s, fmt.Sprintf("KLE-nummer %s har kun %s cifre, og der skal seks til at opmærke en sagstype (R001); %s", number, cifre, valg),
		fmt.Sprintf("KLE number %s has only %s digits, and it takes six to mark a sagstype (R001); %s", number, digits, choose), f)
	return false
}

// ydelseRaekker resolves and decides the rows of ydelser.
func (o *oversaetter) ydelseRaekker(rows []Ydelse) {
	o.ud.Ydelser.Laest = len(rows)
	known := make(map[string][]string) // name → ids, and sagstype and name → ids
	for id, y := range o.g.Ydelser {
		for _, key := range []string{ens(y.Navn), y.Sagstype + "\n" + ens(y.Navn)} {
			known[key] = append(known[key], id)
		}
	}
	first := make(map[string]*Ydelse)
	for i := range rows {
		y := &rows[i]
		if y.ID == "" && y.Navn == "" {
			continue
		}
		sagstype, fine := o.underSagstype(y)
		if !fine {
			continue
		}
		id, fine := o.ydelseID(y, sagstype, known)
		if !fine {
			continue
		}
		if before, twice := first[id]; twice {
			if before.Type != y.Type || before.TypeNoegle != y.TypeNoegle || before.Ikke != y.Ikke || before.UdenType != y.UdenType || before.Fjern != y.Fjern {
				o.modstrid(y.sted, before.sted, y.Navn, fYdelse, fYdelseID)
			}
			continue
		}
		first[id] = y
		o.ydelse(y, id, sagstype)
	}
}

// underSagstype finds the sagstype a row hangs under and makes it where only rows of ydelser name it. It may be none for a
// ydelse that is known.
func (o *oversaetter) underSagstype(y *Ydelse) (string, bool) {
	id := y.Sagstype
	if id == "" && y.SagstypeNavn == "" {
		return "", !y.sted.afvist(fSagstype, fSagstypeID)
	}
	if id == "" {
		found, several := o.sagstyper.find(y.SagstypeNavn)
		if several {
			o.flere(y.sted, "sagstyper", "sagstyper", y.SagstypeNavn, fSagstype)
			return "", false
		}
		if id = found; id == "" {
			id = afledt(mapping.Sagstype, y.SagstypeNavn)
		}
	}
	if local, found := o.g.Ydelser[y.ID]; found && local.Sagstype == id {
		o.maerkVed(y, id)
		return id, true // known, also where the source has not sent the sagstype yet
	}
	if _, known := o.g.Sagstyper[id]; !known && !o.sagstyper.ider[id] {
		if y.SagstypeNavn == "" {
			o.fejl.af(y.sted, fmt.Sprintf("sagstypen »%s« står hverken i arket eller i kilden", kort(id)), fmt.Sprintf("sagstype %q is neither in the sheet nor in the source", kort(id)), fSagstypeID)
			return "", false
		}
		o.ud.Sagstyper.Laest++
		o.ud.Sagstyper.Nye++
		o.sagstyper.note(y.SagstypeNavn, id)
		o.ny(y.sted, &eoj.Sagstype{ID: id, Version: arkVersion, Navn: y.SagstypeNavn, Borgerrettet: true})
	}
	o.maerkVed(y, id)
	return id, true
}

// maerkVed takes the KLE number that a row of a ydelse gives its sagstype.
func (o *oversaetter) maerkVed(y *Ydelse, sagstype string) {
	if y.SagstypeKLE == "" || !o.seksCifre(y.sted, y.SagstypeKLE, fKLE) {
		return
	}
	before, marked := o.maerker[sagstype]
	if marked && before.nummer != y.SagstypeKLE {
		o.fejl.af(y.sted, fmt.Sprintf("sagstypen har KLE-nummer %s i %s og %s her", before.nummer, before.hvor, y.SagstypeKLE),
			fmt.Sprintf("the sagstype has KLE number %s in %s and %s here", before.nummer, before.hvor, y.SagstypeKLE), fKLE)
	}
	if marked {
		return
	}
	ark, celle := y.sted.celle(fKLE)
	o.maerker[sagstype] = maerke{y.SagstypeKLE, ark + "!" + celle}
	v := valgte{}
	v.tilfoej(mapping.Valg{KLE: y.SagstypeKLE})
	o.afgoer(mapping.Sagstype, sagstype, v, Svar{Trods: y.Trods}, tekster{}, y.sted, fKLE)
}

func (o *oversaetter) ydelseID(y *Ydelse, sagstype string, known map[string][]string) (string, bool) {
	if y.ID != "" {
		return y.ID, true
	}
	key := ens(y.Navn)
	if sagstype != "" {
		key = sagstype + "\n" + key
	}
	switch ids := known[key]; {
	case len(ids) == 1:
		return ids[0], true
	case len(ids) > 1:
		o.flere(y.sted, "ydelser", "ydelser", y.Navn, fYdelse)
		return "", false
	}
	return afledt(mapping.Ydelse, sagstype, y.Navn), true
}

func (o *oversaetter) ydelse(y *Ydelse, id, sagstype string) {
	local, known := o.g.Ydelser[id]
	switch {
	case known:
		o.afvig(y.Navn != "" && ens(y.Navn) != ens(local.Navn) || sagstype != "" && sagstype != local.Sagstype)
	case y.Navn == "":
		if !y.sted.afvist(fYdelse, fYdelseID) {
			o.fejl.af(y.sted, fmt.Sprintf("ydelsen »%s« kendes ikke, og den har intet navn", kort(id)), fmt.Sprintf("ydelse %q is not known and has no name", kort(id)), fYdelseID)
		}
		return
	case sagstype == "":
		o.fejl.af(y.sted, "sagstypen mangler; en ny ydelse hører under en sagstype", "the sagstype is missing; a new ydelse hangs under one", fSagstype, fSagstypeID, fYdelse)
		return
	default:
		o.ud.Ydelser.Nye++
		o.lov(y.sted, y.Lov)
		local = &eoj.Ydelse{ID: id, Version: arkVersion, Sagstype: sagstype, Navn: y.Navn, Lov: y.Lov, Paragraf: y.Paragraf, Standard: eoj.Standard(y.Standard), Kode: y.Kode,
			Art: y.Art, Pakke: y.Pakke.eller(false), Hold: y.Hold.eller(false), Aktiv: y.Aktiv.eller(true)}
		if local.Standard == "" {
			local.Standard = eoj.Lokal
		}
		o.ny(y.sted, local)
	}
	o.ydelseValg(y, local)
}

func (o *oversaetter) ydelseValg(y *Ydelse, local *eoj.Ydelse) {
	current := o.g.Mapping.Valg(mapping.Ydelse, local.ID)
	key, fine := o.typeNoegle(y, local, current.Type)
	if !fine {
		return
	}
	v := valgte{}
	if automatic, why := o.g.Ydelsestype(local); key != "" && (current.Type != "" || why != projection.Sendes || automatic.Noegle != key) {
		v.tilfoej(mapping.Valg{Type: key})
	}
	v.svar(y.Ikke, mapping.Valg{Ikke: true}, current.Ikke)
	v.svar(y.UdenType, mapping.Valg{UdenType: true}, current.UdenType)
	v.fjern(y.Fjern)
	o.afgoer(mapping.Ydelse, local.ID, v, y.Svar, tekster{}, y.sted, fTypeNoegle, fType, fIkke, fUdenType, fNote, fYdelse, fYdelseID)
}

// lov refuses a law nobody has heard of, in a row about something new: suggestions and checks live by it.
func (o *oversaetter) lov(s sted, law string) {
	if law == "" || s.afvist(fLov) || erLov(law) {
		return
	}
	o.fejl.af(s, fmt.Sprintf("loven »%s« kendes ikke; skriv fx SEL, SUL, ABL, Barnets lov eller lovens fulde navn", kort(law)),
		fmt.Sprintf("the law %q is not known; write SEL, SUL, ABL, Barnets lov or the law's full name", kort(law)), fLov)
}

// ny is something the mirror has not heard of. It goes through the feed's own door, so that it is held to the feed's rules.
func (o *oversaetter) ny(s sted, post eoj.Post) {
	line, err := eoj.Stamlinje(post)
	if err == nil {
		_, err = eoj.ParseLinje(line)
	}
	if fault, wrong := err.(*eoj.Fejl); wrong {
		f := feedFelter[fault.Felt]
		if !s.afvist(f...) {
			o.fejl.af(s, fault.Felt+" "+fault.Dansk, fault.Felt+" "+fault.Message, f...)
		}
		return
	}
	o.ud.Poster = append(o.ud.Poster, post)
}

// feedFelter are the columns behind the feed's fields.
var feedFelter = map[string][]felt{
	"id": {fYdelseID, fSagstypeID, fEnhedID}, "navn": {fYdelse, fSagstype, fEnhed}, "lov": {fLov}, "paragraf": {fParagraf}, "kode": {fKode, fStandard},
	"sagstype": {fSagstypeID, fSagstype}, "overordnet": {fOverordnet}, "pnummer": {fPNummer}, "cvr": {fCVR}, "art": {fArt}, "standard": {fStandard},
}

func (o *oversaetter) afvig(differs bool) {
	if differs {
		o.ud.Afviger++
	}
}

func (o *oversaetter) flere(s sted, danish, english, name string, f felt) {
	o.fejl.af(s, fmt.Sprintf("flere %s hedder »%s«; skriv id'et", danish, kort(name)), fmt.Sprintf("several %s are named %q; write the id", english, kort(name)), f)
}

func (o *oversaetter) modstrid(s, before sted, name string, felter ...felt) {
	if s.afvist(felter...) {
		return // its id is named as taken already
	}
	ark, celle := before.celle(felter...)
	o.fejl.af(s, fmt.Sprintf("»%s« står også i %s!%s med et andet svar", kort(name), ark, celle), fmt.Sprintf("%q stands in %s!%s too, with another answer", kort(name), ark, celle), felter...)
}

// valgte is what a row chooses. More than one choice is one too many.
type valgte struct {
	valg  mapping.Valg
	antal int
}

func (v *valgte) tilfoej(choice mapping.Valg) {
	v.valg = choice
	v.antal++
}

// svar adds a choice that is made by yes and, where it holds, taken back by no.
func (v *valgte) svar(answer JaNej, choice mapping.Valg, holds bool) {
	switch {
	case answer == Ja:
		v.tilfoej(choice)
	case answer == Nej && holds && v.antal == 0:
		v.tilfoej(mapping.Valg{})
	}
}

func (v *valgte) fjern(yes bool) {
	if yes {
		v.tilfoej(mapping.Valg{})
	}
}

// afgoer makes a decision of a row where it differs from what holds.
func (o *oversaetter) afgoer(art mapping.Art, id string, v valgte, s Svar, texts tekster, at sted, felter ...felt) {
	ark, celle := at.celle(felter...)
	if v.antal > 1 {
		o.fejl.Add(Fejl{Ark: ark, Celle: celle, Dansk: "rækken vælger to ting på én gang; slet den ene", English: "the row chooses two things at once; delete one"})
		return
	}
	before, decided := o.g.Mapping.Beslutning(art, id)
	choice := v.valg
	if v.antal == 0 {
		choice = before.Valg
	}
	texts.Begrundelse, texts.Note = s.Begrundelse, s.Note
	known := delt(before.Grund)
	known.Dato, known.Begrundelse, known.Note, known.Forslag = 0, klip(known.Begrundelse), klip(known.Note), klip(known.Forslag)
	texts = texts.over(known, choice == before.Valg)
	if choice == before.Valg && texts == known {
		if decided && !choice.IsZero() {
			o.ud.Uaendrede++
		}
		return
	}
	b := mapping.Beslutning{Art: art, ID: id, Valg: choice, Trods: s.Trods, Af: o.besluttetAf(s.Af, before.Af)}
	if choice == before.Valg && b.Trods == "" {
		b.Trods = before.Trods
	}
	if shown := vistDato(before, decided); s.Dato != o.idag && s.Dato != shown {
		texts.Dato = s.Dato
	}
	b.Grund = texts.samlet()
	made := Afgoerelse{Beslutning: b, Ark: ark, Celle: celle, NytValg: choice != before.Valg}
	if art == mapping.Sagstype {
		o.marks = append(o.marks, made)
		return
	}
	o.ud.Afgoerelser = append(o.ud.Afgoerelser, made)
}

func vistDato(b mapping.Beslutning, decided bool) oio.Dato {
	if !decided {
		return 0
	}
	if texts := delt(b.Grund); !texts.Dato.IsZero() {
		return texts.Dato
	}
	return oio.DatoOf(b.Tid)
}

// besluttetAf is who decides: the name in the sheet, unless it is only what the decision before left there.
func (o *oversaetter) besluttetAf(named, before string) string {
	if named == "" || named == klip(before) || named == o.af {
		return o.af
	}
	return named + " (ark indlæst af " + o.af + ")"
}
