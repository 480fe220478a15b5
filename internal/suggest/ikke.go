package suggest

import (
	"slices"
	"strings"
	"sync"

	"indeksbro/internal/kle"
)

// ikkeMappes is one kind of name that is not to be mapped to a type, with the rule that says what to do instead (R031–R046).
type ikkeMappes struct {
	regel string
	ord   []string // any of these stems at the beginning of a word of the name; several words: all of them
	under []int    // the words count only under these paragraphs of serviceloven
	lov   string   // or the name is under one of the paragraphs of this law, whatever its words
	para  []int
	dansk string
	brug  bool   // it is mapped after all, to what the advice says
	til   string // to the type of this name
}

var ikkeTabel = []ikkeMappes{
	{regel: "R031", ord: []string{"nødopkald", "nødkaldsbesøg", "leveret nødkald"}, dansk: "Opret ikke en særlig ydelse til nødopkald. Lav en akut- eller ekstraaftale i omsorgssystemet, og brug den almindelige § 83- eller § 85-ydelse på den."},
	{regel: "R032", brug: true, til: "Koordinerende 0-ydelse", ord: []string{"opfølgende besøg", "sambesøg", "vurderingsbesøg"}, dansk: "Brug Koordinerende 0-ydelse."},
	{regel: "R033", brug: true, ord: []string{"specialiseret rehabilitering", "specialiseret rehab"}, dansk: "Specialiseret rehabilitering er dækket af de almindelige FSIII-ydelser. Brug dem."},
	{regel: "R034", brug: true, ord: []string{"neuropsykolog", "logopæd", "hjerneskadekoordinator"}, dansk: "Se på, hvad der leveres, ikke hvem der leverer det. Brug de ydelser efter § 86 eller SUL § 140, der findes."},
	{regel: "R035", brug: true, ord: []string{"bpa", "borgerstyret personlig assistance"}, dansk: "BPA er altid en økonomisk ydelse, også når pengene ikke lander på borgerens konto."},
	{regel: "R041", brug: true, ord: []string{"medicinadministration", "medicinadm", "medicindispensering"}, dansk: "Gør FSIII-ydelsen tilgængelig på socialområdet, og bevilg den i stedet."},
	{regel: "R042", brug: true, ord: []string{"almenbolig støtte", "almenbolig inkl", "ophold støtte inkl"}, dansk: "Bolig og støtte er hver sin ydelse. En kombineret ydelse mappes til støtten."},
	{regel: "R031", ord: []string{"nødkald"}, under: []int{kle.Paragraf(82, ""), kle.Paragraf(83, ""), kle.Paragraf(83, "a"), kle.Paragraf(85, "")}, dansk: "Opret ikke en særlig ydelse til nødkald. Lav en akut- eller ekstraaftale i omsorgssystemet, og brug den almindelige § 83- eller § 85-ydelse på den."},
	{regel: "R036", ord: []string{"særtakst"}, dansk: "Ophold til særtakst er en markering, ikke en ydelse. Den mappes ikke og vises ikke for borgeren."},
	{regel: "R038", ord: []string{"117a", "hastigt fremadskridende"}, lov: "Serviceloven", para: []int{kle.Paragraf(117, "a")}, dansk: "Bevil hjælpen med de almindelige ydelser (fx § 83 eller § 97). Markeringen af § 117a mappes ikke."},
	{regel: "R039", ord: []string{"magtanvendelse", "fastholdelse tvang"}, lov: "Serviceloven", para: []int{kle.Paragraf(126, ""), kle.Paragraf(128, ""), kle.Paragraf(129, "")}, dansk: "Magtanvendelse er ikke en ydelse, borgeren får bevilget. Den mappes ikke; se også efter, om sagstypen er opmærket."},
	{regel: "R040", ord: []string{"gps", "pejlesystem", "personlig alarm", "døralarm"}, lov: "Serviceloven", para: []int{kle.Paragraf(128, "b"), kle.Paragraf(136, "e")}, dansk: "Alarm og GPS er ikke en ydelse, borgeren vælger. Den mappes ikke; se også efter, om sagstypen er opmærket."},
	{regel: "R043", ord: []string{"arbejdsmiljø", "apv"}, dansk: "Hjælpemidler til medarbejdere er ikke en ydelse til borgeren. De mappes ikke."},
	{regel: "R044", ord: []string{"handicapkørsel"}, lov: "Lov om trafikselskaber", para: []int{kle.Paragraf(11, "")}, dansk: "Man kan ikke bevilge efter lov om trafikselskaber. Borgerens bevilling skal have en anden hjemmel."},
	{regel: "R045", ord: []string{"tilsyn domfældt"}, lov: "Retssikkerhedsloven", para: []int{kle.Paragraf(16, "a")}, dansk: "Tilsyn med domfældte er ikke en bevilget ydelse og mappes ikke. Hænger den under en opmærket sagstype, så overvej at tage KLE-nummeret af."},
	{regel: "R046", ord: []string{"socialt frikort", "social frikort", "frikort"}, dansk: "Et socialt frikort er en tilladelse og mappes ikke indtil videre."},
	{regel: "R023", ord: []string{"ydelsespakke"}, dansk: "Pakker mappes ikke; det gør ydelserne i dem."},
}

// IkkeMappes recognises a name the deck has a rule for, most of them not to be mapped, and gives the rule and its advice in
// Danish (R031–R046).
func (m *Motor) IkkeMappes(o Opgave) (regel, dansk string, ok bool) {
	one := genkend(o)
	if one == nil {
		return "", "", false
	}
	return one.regel, one.dansk, true
}

// ikkeStammer are the stems of the table's phrases, by line: every name is held against them all.
var ikkeStammer = sync.OnceValue(func() [][][]string {
	lines := make([][][]string, len(ikkeTabel))
	for i := range ikkeTabel {
		for _, phrase := range ikkeTabel[i].ord {
			lines[i] = append(lines[i], stammerAf(kle.Ord(phrase)))
		}
	}
	return lines
})

func stammerAf(words []string) []string {
	stems := make([]string, len(words))
	for i, w := range words {
		stems[i] = kle.Stamme(w)
	}
	return stems
}

// genkend gives the line of the table that knows a name, or nil.
func genkend(o Opgave) *ikkeMappes {
	refs := append(kle.Hjemler(o.Lov, o.Paragraf), kle.HjemlerI(o.Navn)...)
	stems, phrases := stammerAf(kle.Ord(o.Navn)), ikkeStammer()
	for i := range ikkeTabel {
		one := &ikkeTabel[i]
		if haveOne(stems, phrases[i]) && (one.under == nil || hjemlet(refs, "Serviceloven", one.under)) || hjemlet(refs, one.lov, one.para) {
			return one
		}
	}
	return nil
}

// haveOne reports whether a name has all the words of one of the phrases.
func haveOne(stems []string, phrases [][]string) bool {
	return slices.ContainsFunc(phrases, func(phrase []string) bool {
		return !slices.ContainsFunc(phrase, func(w string) bool { return !begins(stems, w) })
	})
}

func begins(stems []string, prefix string) bool {
	for _, s := range stems {
		if s == prefix || len(prefix) > 4 && strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return false
}

func hjemlet(refs []kle.Hjemmel, lov string, paragraphs []int) bool {
	for _, h := range refs {
		for _, p := range paragraphs {
			if h.Moeder(kle.Hjemmel{Lov: lov, Fra: p, Til: p}) {
				return true
			}
		}
	}
	return false
}
