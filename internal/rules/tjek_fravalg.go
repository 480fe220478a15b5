package rules

import (
	"fmt"

	"indeksbro/internal/eoj"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/suggest"
	"indeksbro/internal/ydelsestype"
)

// raad is the deck's remedy for a name that becomes no type (R031–R046).
type raad struct {
	dansk, english string // what it is
	goer, remedy   string // what to do
	valg           mapping.Valg
	grund          string // of the decision, when valg is one that can do no harm
	vises          bool   // to be warned of when its sagstype is marked: the cases alone tell of it
}

const koordinerende = "FSIII#H7.2" // Koordinerende 0-ydelse

var raadene = map[string]raad{
	"R031": {dansk: "Nødopkald bliver ikke til egne ydelser.", english: "Emergency calls have no types of their own.",
		goer: "Opret en akut- eller ekstraaftale, og kobl de almindelige ydelser efter § 83 eller § 85 på.", remedy: "Set up an acute agreement with the ordinary §83 or §85 ydelser."},
	"R032": {dansk: "Opfølgende besøg, sambesøg og vurderingsbesøg efter § 83 a mappes til »Koordinerende 0-ydelse«.", english: "Follow-up, joint and assessment visits under §83a are mapped to Koordinerende 0-ydelse.",
		goer: "Map den til »Koordinerende 0-ydelse«.", remedy: "Map it to Koordinerende 0-ydelse.", valg: mapping.Valg{Type: koordinerende}, grund: "R032 koordinerende besøg"},
	"R033": {dansk: "Specialiseret rehabilitering efter § 83 a er dækket af de almindelige FSIII-ydelser.", english: "Specialised rehabilitation under §83a is covered by the ordinary FSIII ydelser.",
		goer: "Bevilg de almindelige FSIII-ydelser i omsorgssystemet i stedet.", remedy: "Grant the ordinary FSIII ydelser in the care record instead."},
	"R034": {dansk: "Det afgørende er, hvad der leveres, ikke hvem der leverer det.", english: "What is delivered decides, not who delivers it.",
		goer: "Brug de typer, der findes til SEL § 86, SUL § 119 og § 140.", remedy: "Use the existing types of SEL §86, SUL §119 and §140."},
	"R035": {dansk: "BPA er altid en økonomisk ydelse, også når beløbet ikke lander på borgerens konto.", english: "BPA is always monetary, also when the money does not reach the citizen's account.",
		goer: "Map den til den økonomiske type for BPA.", remedy: "Map it to the monetary type of BPA."},
	"R036": {dansk: "Særtakst er en datamarkør og ikke en ydelse.", english: "A special rate is a data marker, not a ydelse.",
		goer: "Beslut, at den ikke skal mappes, så den ikke vises.", remedy: "Decide that it is not to be mapped, so that it is not shown.", valg: mapping.Valg{Ikke: true}, grund: "R036 markør for særtakst"},
	"R037": {dansk: "Hjælpemidler efter §§ 112–116 bruger de fysiske typer, også når der udbetales penge.", english: "Aids under §§112–116 use the physical types, also when money is paid out.",
		goer: "Map den til den fysiske type for hjælpemidlet.", remedy: "Map it to the aid's physical type."},
	"R038": {dansk: "§ 117 a er en markering; hjælpen bevilges med de almindelige ydelser.", english: "§117a is a mark; the help is granted by ordinary ydelser.",
		goer: "Beslut, at markeringen ikke skal mappes.", remedy: "Decide that the mark is not to be mapped.", valg: mapping.Valg{Ikke: true}, grund: "R038 markering, ikke en ydelse"},
	"R039": {dansk: "Magtanvendelse er ikke en ydelse, der bevilges.", english: "Use of force is not a granted ydelse.",
		goer: "Beslut, at den ikke skal mappes, og lad dens sagstype være uden KLE-nummer.", remedy: "Decide that it is not to be mapped, and leave its sagstype unmarked.", vises: true},
	"R040": {dansk: "GPS og alarmer bevilges ikke og skal ikke vises.", english: "GPS and alarms are not granted and are not to be shown.",
		goer: "Beslut, at den ikke skal mappes, og lad dens sagstype være uden KLE-nummer.", remedy: "Decide that it is not to be mapped, and leave its sagstype unmarked.", valg: mapping.Valg{Ikke: true}, grund: "R040 bevilges ikke, skal ikke vises", vises: true},
	"R041": {dansk: "Ydelsen er en FSIII-ydelse, der bruges på socialområdet.", english: "The ydelse is an FSIII one used in the social area.",
		goer: "Gør FSIII-ydelsen tilgængelig for socialområdet i omsorgssystemet.", remedy: "Make the FSIII ydelse available to the social area in the care record."},
	"R042": {dansk: "Boligen og støtten er to ydelser.", english: "The home and the support are two ydelser.",
		goer: "Opret boligen og støtten hver for sig. En kombineret ydelse mappes til den borgervendte støtte, fx § 85.", remedy: "Set the home and the support up separately; map a combined one to the citizen-facing support, such as §85."},
	"R043": {dansk: "Et hjælpemiddel til medarbejdere er ikke en ydelse til en borger.", english: "An aid for employees is no ydelse to a citizen.",
		goer: "Beslut, at den ikke skal mappes.", remedy: "Decide that it is not to be mapped.", valg: mapping.Valg{Ikke: true}, grund: "R043 hjælpemiddel til medarbejdere"},
	"R044": {dansk: "Handicapkørsel kan ikke bevilges efter lov om trafikselskaber.", english: "Disability transport cannot be granted under lov om trafikselskaber.",
		goer: "Bevilg den med en anden hjemmel i omsorgssystemet, og beslut, at denne ikke skal mappes.", remedy: "Grant it on another legal basis in the care record, and decide that this one is not to be mapped."},
	"R045": {dansk: "Tilsyn med domfældte er ikke en ydelse. Sagstypen må gerne have 27.69.36.", english: "Supervision of sentenced persons is no ydelse. Its sagstype may be marked 27.69.36.",
		goer: "Beslut, at den ikke skal mappes, og overvej at lade sagstypen være uden KLE-nummer.", remedy: "Decide that it is not to be mapped, and consider leaving the sagstype unmarked.", valg: mapping.Valg{Ikke: true}, grund: "R045 tilsyn er ikke en ydelse", vises: true},
	"R046": {dansk: "Et socialt frikort er en tilladelse og mappes foreløbig ikke.", english: "A socialt frikort is a permission and is not mapped for now.",
		goer: "Beslut, at den ikke skal mappes.", remedy: "Decide that it is not to be mapped.", valg: mapping.Valg{Ikke: true}, grund: "R046 en tilladelse, mappes ikke foreløbig"},
}

// skalIkkeMappesTjek is R031–R046 for names that are recognised and not decided upon; what somebody decided is not told again.
func skalIkkeMappesTjek(s *Snapshot) []Fund {
	var out []Fund
	for _, y := range s.ydelser() {
		if !s.uafgjort(y) || s.fravalgt(y.Sagstype) {
			continue
		}
		regel, _ := s.genkend(y)
		if r, known := raadene[regel]; known {
			out = append(out, s.fravalgFund(regel, r, y))
		}
	}
	return append(out, magtISagstype(s)...)
}

func (s *Snapshot) fravalgFund(regel string, r raad, y *eoj.Ydelse) Fund {
	f := s.omYdelse(regel, Advarsel, y).siger(r.dansk, r.english).raader(r.goer, r.remedy)
	if r.vises && s.opmaerket(y.Sagstype) {
		f.Dansk += " Dens sagstype er opmærket, så sagerne vises."
		f.English += " Its sagstype is marked, so the cases are shown."
	}
	if !r.valg.IsZero() {
		f = f.retter(r.valg, r.grund)
	}
	return f
}

// magtISagstype warns of marked sagstyper that are themselves about use of force or alarms (R039, R040).
func magtISagstype(s *Snapshot) []Fund {
	if s.IkkeMappes == nil {
		return nil
	}
	var out []Fund
	for _, t := range s.sagstyper() {
		regel, _, found := s.IkkeMappes(suggest.Opgave{ID: t.ID, Navn: t.Navn, Lov: t.Lov, Paragraf: t.Paragraf})
		if !found || !s.opmaerket(t.ID) || regel != "R039" && regel != "R040" {
			continue
		}
		f := s.omSagstype(regel, Advarsel, t)
		out = append(out, f.siger(fmt.Sprintf("%s Sagstypen er opmærket, så %s vises.", raadene[regel].dansk, antal(f.Tal.Sager, "sag", "sager")), fmt.Sprintf("%s The sagstype is marked, so %d cases are shown.", raadene[regel].english, f.Tal.Sager)).
			raader("Overvej at fjerne sagstypens KLE-nummer.", "Consider removing the sagstype's mark."))
	}
	return out
}

// bpaAltidMonetaer is R035 for what is mapped already.
func bpaAltidMonetaer(s *Snapshot) []Fund {
	var out []Fund
	for _, y := range s.ydelser() {
		if t, mapped := s.valgtType(y); mapped && t.Art != ydelsestype.Monetaer && moedes(s.hjemler(y), bpa) {
			r := raadene["R035"]
			out = append(out, s.omYdelse("R035", Advarsel, y).siger(r.dansk+" »"+t.Navn+"« er ikke økonomisk.", fmt.Sprintf("%s %q is not monetary.", r.english, t.Navn)).raader(r.goer, r.remedy))
		}
	}
	return out
}

// hjaelpemiddelSomPenge is R037 by law and kind, for names nobody recognises: an aid paid out as money that waits for a type.
func hjaelpemiddelSomPenge(s *Snapshot) []Fund {
	var out []Fund
	for _, y := range s.ydelser() {
		if !s.uafgjort(y) || s.fravalgt(y.Sagstype) || y.Art != string(ydelsestype.Monetaer) || !moedes(s.hjemler(y), hjaelpemidlerUdenBil) {
			continue
		}
		if regel, _ := s.genkend(y); regel == "" {
			out = append(out, s.fravalgFund("R037", raadene["R037"], y))
		}
	}
	return out
}

// hjaelpemidlerUdenBil leaves §§114–115 out: support for a car is monetary in the catalogue itself.
var hjaelpemidlerUdenBil = []kle.Hjemmel{{Lov: "Serviceloven", Fra: kle.Paragraf(112, ""), Til: kle.Paragraf(113, "z")}, sel(116, "")}
