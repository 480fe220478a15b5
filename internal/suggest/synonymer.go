package suggest

import (
	"slices"
	"sync"

	"indeksbro/internal/kle"
)

// synonymer leads from words and abbreviations people in the field use to the words the catalogue of types has. Matching is on stems,
// word by word.
var synonymer = [][2]string{
	{"bpa", "borgerstyret personlig assistance"},
	{"gop", "genoptræningsplan genoptræning"},
	{"hmi", "hjælpemiddel"},
	{"hjm", "hjælpemiddel"},
	{"adl", "almindelig daglig levevis"},
	{"stu", "særligt tilrettelagt ungdomsuddannelse"},
	{"ppr", "pædagogisk psykologisk rådgivning"},
	{"ppv", "pædagogisk psykologisk vurdering"},
	{"skp", "støtte kontaktperson"},
	{"viso", "videns specialrådgivningsorganisation"},
	{"kol", "kronisk sygdom patientrettet"},
	{"diabetes", "kronisk sygdom patientrettet"},
	{"hjemmehjælp", "personlig praktisk hjælp pleje"},
	{"hjemmepleje", "personlig praktisk hjælp pleje"},
	{"rollator", "mobilitetshjælpemidler ganghjælpemidler"},
	{"gangvogn", "mobilitetshjælpemidler"},
	{"gangstol", "mobilitetshjælpemidler"},
	{"ganghjælpemiddel", "mobilitetshjælpemidler"},
	{"kørestol", "mobilitetshjælpemidler"},
	{"elkørestol", "mobilitetshjælpemidler"},
	{"scooter", "forbrugsgoder mobilitet"},
	{"glidebræt", "mobilitetshjælpemidler forflytning"},
	{"drejeskive", "mobilitetshjælpemidler forflytning"},
	{"forflytningshjælpemiddel", "mobilitetshjælpemidler"},
	{"forflytning", "mobilitet"},
	{"lejring", "mobilitet"},
	{"vending", "mobilitet"},
	{"personløfter", "mobilitetshjælpemidler genbrugshjælpemidler"},
	{"lift", "genbrugshjælpemidler"},
	{"plejeseng", "genbrugshjælpemidler"},
	{"toiletforhøjer", "genbrugshjælpemidler"},
	{"toiletstol", "genbrugshjælpemidler"},
	{"badebænk", "genbrugshjælpemidler"},
	{"bækkenstol", "genbrugshjælpemidler"},
	{"kugledyne", "genbrugshjælpemidler sansestimulerende"},
	{"kuglevest", "genbrugshjælpemidler sansestimulerende"},
	{"kædedyne", "genbrugshjælpemidler sansestimulerende"},
	{"sansestimulerende hjælpemidler", "genbrugshjælpemidler"},
	{"kommunikationshjælpemiddel", "genbrugshjælpemidler"},
	{"høretekniske", "genbrugshjælpemidler"},
	{"synstekniske", "genbrugshjælpemidler"},
	{"nødkald", "genbrugshjælpemidler alarm"},
	{"ble", "kropsbårne hjælpemidler"},
	{"stomi", "kropsbårne hjælpemidler"},
	{"protese", "kropsbårne hjælpemidler"},
	{"paryk", "kropsbårne hjælpemidler"},
	{"ortose", "kropsbårne hjælpemidler"},
	{"bandage", "kropsbårne hjælpemidler"},
	{"kompressionsstrømpe", "kropsbårne hjælpemidler"},
	{"støttestrømpe", "kropsbårne hjælpemidler"},
	{"ortopædisk fodtøj", "kropsbårne hjælpemidler"},
	{"indlæg", "kropsbårne hjælpemidler"},
	{"katete", "kropsbårne hjælpemidler"},
	{"diabetesmateriale", "kropsbårne hjælpemidler"},
	{"brystprotese", "kropsbårne hjælpemidler"},
	{"rampe", "boligindretning"},
	{"dørtrin", "boligindretning"},
	{"dørautomatik", "boligindretning"},
	{"trappelift", "boligindretning"},
	{"elevator", "boligindretning"},
	{"badeværelse", "boligindretning"},
	{"ombygning", "boligindretning"},
	{"boligændring", "boligindretning"},
	{"klapsæde", "boligindretning"},
	{"invalidebil", "støtte til bil"},
	{"handicapbil", "støtte til bil"},
	{"kørekort", "støtte til bil kørekort"},
	{"bil", "støtte til bil"},
	{"gelænder", "forbrugsgoder"},
	{"støttegreb", "forbrugsgoder"},
	{"greb", "forbrugsgoder"},
	{"elscooter", "forbrugsgoder"},
	{"computer", "forbrugsgoder"},
	{"bad", "personlig hygiejne"},
	{"brusebad", "personlig hygiejne"},
	{"hårvask", "personlig hygiejne"},
	{"hudpleje", "personlig hygiejne"},
	{"soignering", "personlig hygiejne"},
	{"morgenhygiejne", "personlig hygiejne"},
	{"toilette", "personlig hygiejne"},
	{"mundpleje", "personlig hygiejne"},
	{"barbering", "personlig hygiejne"},
	{"påklædning", "personlig hygiejne"},
	{"negl", "personlig hygiejne"},
	{"toiletbesøg", "udskillelser"},
	{"uridom", "udskillelser"},
	{"bækken", "udskillelser"},
	{"kolbe", "udskillelser"},
	{"bleskift", "udskillelser"},
	{"spise", "ernæring"},
	{"indtagelse mad", "ernæring"},
	{"måltid", "ernæring mad"},
	{"tilsynsbesøg", "tilsyn omsorg"},
	{"omsorgsbesøg", "tilsyn omsorg"},
	{"tryghedsbesøg", "tilsyn omsorg"},
	{"støttebesøg", "tilsyn omsorg"},
	{"vare", "indkøb"},
	{"ærinde", "indkøb"},
	{"dagligvare", "indkøb"},
	{"gulvvask", "rengøring"},
	{"støvsugning", "rengøring"},
	{"aftørring", "rengøring"},
	{"sengelinned", "rengøring"},
	{"snerydning", "rengøring"},
	{"oprydning", "rengøring opgaver i hjemmet"},
	{"vaskeri", "tøjvask"},
	{"strygning", "tøjvask"},
	{"vasketøj", "tøjvask"},
	{"opvask", "tilberede anrette mad"},
	{"vaske op", "tilberede anrette mad"},
	{"madlavning", "tilberede anrette mad"},
	{"børn", "børn i husstanden"},
	{"lægge i seng", "praktiske indsatser børn"},
	{"institution skole", "praktiske indsatser børn"},
	{"kost", "diætbehandling ernæring"},
	{"diætist", "diætbehandling"},
	{"diæt", "diætbehandling"},
	{"klinisk diætist", "diætbehandling"},
	{"rygestop", "nikotin tobaksafvænning"},
	{"tobak", "nikotin tobaksafvænning"},
	{"ryg", "nikotin tobaksafvænning"},
	{"forløbskoordinator", "afklarende samtale"},
	{"samtale", "afklarende samtale"},
	{"opskrift", "madlavning"},
	{"fællesspisning", "madlavning"},
	{"styrketræning", "fysisk træning"},
	{"balancetræning", "fysisk træning"},
	{"holdtræning", "fysisk træning"},
	{"kondition", "fysisk træning"},
	{"udholdenhed", "fysisk træning"},
	{"bevægelighed", "fysisk træning"},
	{"motion", "fysisk aktivitet træning"},
	{"idræt", "fysisk aktivitet"},
	{"motorisk", "fysisk træning"},
	{"hukommelse", "kognitiv træning"},
	{"kalender", "kognitiv træning"},
	{"planlægning", "kognitiv træning"},
	{"koncentration", "kognitiv træning"},
	{"regne", "kognitiv træning"},
	{"problemløsning", "kognitiv træning"},
	{"afspænding", "psykomotorisk træning"},
	{"mindfulness", "psykomotorisk træning"},
	{"opmærksomhed", "psykomotorisk træning"},
	{"undersøgelse", "udredning"},
	{"test", "udredning"},
	{"revurdering", "udredning"},
	{"undervisning", "vejledning undervisning"},
	{"pårørendesamtale", "vejledning undervisning"},
	{"fritidsaktivitet", "adl-træning"},
	{"transportmiddel", "adl-træning transport"},
	{"gangtræning", "funktionstræning"},
	{"rejse sætte sig", "funktionstræning"},
	{"sansehave", "sansestimulerende aktivitet"},
	{"snoezelen", "sansestimulerende aktivitet"},
	{"musik", "social aktivitet"},
	{"spil", "social aktivitet"},
	{"udflugt", "oplevelsesaktivitet"},
	{"ferie", "oplevelsesaktivitet"},
	{"kantine", "service"},
	{"café", "service"},
	{"bus", "transport"},
	{"søvn", "sund levevis"},
	{"døgnrytme", "sund levevis"},
	{"daghjem", "aflastningsophold uden for hjemmet"},
	{"nathjem", "aflastningsophold uden for hjemmet"},
	{"fast vagt", "afløsning i hjemmet"},
	{"opfølgende besøg", "koordinerende 0-ydelse"},
	{"sambesøg", "koordinerende 0-ydelse"},
	{"vurderingsbesøg", "koordinerende 0-ydelse"},
	{"misbrug", "stofmisbrug alkohol"},
	{"narko", "stofmisbrug"},
	{"alkohol", "alkoholbehandling"},
	{"rusmiddel", "stofmisbrug alkohol"},
	{"bostøtte", "socialpædagogisk støtte"},
	{"hjemmevejleder", "socialpædagogisk støtte"},
	{"støttekontaktperson", "støtte kontaktperson"},
	{"ledsager", "ledsageordning"},
	{"ledsagelse", "ledsageordning"},
	{"kørsel", "befordring"},
	{"transport", "befordring"},
	{"taxa", "befordring"},
	{"bosted", "botilbud ophold"},
	{"botilbud", "ophold"},
	{"herberg", "forsorgshjem"},
	{"hjemløs", "hjemløshed forsorgshjem"},
	{"krisecenter", "ophold kvindekrisecenter"},
	{"værksted", "beskyttet beskæftigelse"},
	{"værested", "aktivitets samværstilbud"},
	{"dagtilbud", "aktivitets samværstilbud"},
	{"ældrebolig", "ældrebolig handicapbolig"},
	{"handicapvenlig", "handicapbolig"},
	{"plejecenter", "plejehjem plejebolig"},
	{"demensbolig", "plejebolig"},
	{"mad", "madservice"},
	{"madudbringning", "madservice"},
	{"madlevering", "madservice"},
	{"sygeplejerske", "sygepleje"},
	{"sår", "sårbehandling sygepleje"},
	{"medicin", "medicinadministration"},
	{"insulin", "medicinadministration"},
	{"injektion", "medicinadministration"},
	{"dosering", "medicinadministration"},
	{"tandlæge", "tandpleje"},
	{"tolk", "tolkebistand tegnsprog"},
	{"plejeorlov", "pasning nærtstående"},
	{"terminal", "pasning døende"},
	{"merudgift", "dækning af merudgifter"},
	{"domfældt", "kriminalpræventivt tilsyn"},
	{"tvang", "magtanvendelse"},
	{"pension", "social pension"},
	{"frivillig", "frivilligt socialt arbejde"},
	{"besøgsven", "frivilligt socialt arbejde"},
	{"sundhedsplejerske", "sundhedspleje"},
	{"amme", "ammeindsats"},
	{"tale", "taleundervisning logopædi kommunikation"},
	{"logopæd", "taleundervisning kommunikation"},
	{"hørelse", "høretekniske"},
	{"neuropsykolog", "kognitiv træning udredning"},
	{"fysioterapi", "fysisk træning fysioterapi"},
	{"ergoterapi", "adl-træning ergoterapi"},
	{"svømning", "fysisk aktivitet"},
	{"klippekort", "klippekort"},
}

// synonym is one line of the table as stems.
type synonym struct {
	fra []string
	til string
}

// synonymtabel is a table by the first stem of each line.
type synonymtabel map[string][]synonym

var (
	typesynonymer = sync.OnceValue(func() synonymtabel { return efterStamme(synonymer) })
	klesynonymer  = sync.OnceValue(func() synonymtabel { return efterStamme(kleSynonymer) })
)

func efterStamme(list [][2]string) synonymtabel {
	table := synonymtabel{}
	for _, s := range list {
		stems := stammerAf(kle.Ord(s[0]))
		table[stems[0]] = append(table[stems[0]], synonym{stems, s[1]})
	}
	return table
}

// synonymerI lists what the words of a name are also called. What a compound ends or else begins with is a word too: "diabetesdiætist",
// "skolelægeordning".
func (table synonymtabel) synonymerI(words []string) []string {
	stems := stammerAf(words)
	var out []string
	for _, stem := range stems {
		for _, s := range table.om(stem) {
			if !slices.ContainsFunc(s.fra[1:], func(w string) bool { return !slices.Contains(stems, w) }) {
				out = append(out, s.til)
			}
		}
	}
	return out
}

// om are the lines about a word, or about a part of it where it has none.
func (table synonymtabel) om(stem string) []synonym {
	if list := table[stem]; list != nil {
		return list
	}
	const least, rest = 4, 3
	for at := rest; at <= len(stem)-least; at++ {
		if list := table[stem[at:]]; list != nil && len(list[0].fra) == 1 {
			return list
		}
	}
	for end := len(stem) - rest; end >= least; end-- {
		if list := table[stem[:end]]; list != nil && len(list[0].fra) == 1 {
			return list
		}
	}
	return nil
}
