package suggest

import (
	"slices"
	"strings"
	"sync"

	"indeksbro/internal/kle"
)

// lovord says in words of our own what a paragraph is about: the words of the law and those people in the field use for it. KLE and
// the catalogue name the paragraph, and seldom all it covers.
var lovord = [][3]string{
	// Serviceloven
	{"Serviceloven", "§ 4-6", "forsyningsansvar kommunens ansvar for tilstrækkelige tilbud rammeaftale højt specialiserede tilbud lands- og landsdelsdækkende central udmelding"},
	{"Serviceloven", "§ 9", "handlekommune opholdskommune betalingskommune refusion mellem kommuner mellemkommunal flytning"},
	{"Serviceloven", "§ 10", "rådgivning vejledning gratis anonym rådgivningspligt åben rådgivning opsøgende socialrådgiver"},
	{"Serviceloven", "§ 12", "rådgivning til voksne funktionsnedsættelse sociale problemer misbrug gæld økonomisk rådgivning pårørende opsøgende arbejde hjælpemiddelrådgivning"},
	{"Serviceloven", "§ 12b-12e", "radikalisering ekstremisme exit mentor æresrelateret konflikt"},
	{"Serviceloven", "§ 15", "specialrådgivning viso"},
	{"Serviceloven", "§ 16", "brugerinddragelse bruger- og pårørenderåd medindflydelse"},
	{"Serviceloven", "§ 18", "frivilligt socialt arbejde frivillige foreninger organisationer støttemidler tilskud frivilligcenter besøgsven"},
	{"Serviceloven", "§ 79", "forebyggende aktiverende tilbud aktivitetscenter dagcenter daghjem ældreklub pensionisthus pensionistforening hobby udflugt højskole café gymnastik samvær fritid ferie musik kultur rejse foredrag"},
	{"Serviceloven", "§ 79a", "forebyggende hjemmebesøg ældre 75 år 80 år trivselssamtale"},
	{"Serviceloven", "§ 80", "husvild husly uden bolig brand udsættelse genhusning midlertidig indkvartering hotel campingplads"},
	{"Serviceloven", "§ 82", "tidlig forebyggende indsats kortvarig støtte"},
	{"Serviceloven", "§ 82a", "gruppebaseret forløb gruppe kursus for borgere mestring"},
	{"Serviceloven", "§ 82b", "individuel tidsbegrænset kortvarigt støtteforløb op til seks måneder"},
	{"Serviceloven", "§ 82c", "akut krise akuttilbud akuttelefon psykiatri psykisk lidelse akutteam døgnåbent"},
	{"Serviceloven", "§ 83", "hjemmehjælp hjemmepleje personlig pleje bad påklædning toiletbesøg praktisk hjælp rengøring indkøb tøjvask oprydning madservice mad levering ernæring social- og sundhedshjælper klippekort tryghedsbesøg"},
	{"Serviceloven", "§ 83a", "rehabilitering rehabiliteringsforløb hverdagsrehabilitering træning i hverdagens gøremål"},
	{"Serviceloven", "§ 84", "afløsning aflastning aflastningsophold midlertidigt ophold døgnophold aflastningsplads korttidsplads nathjem ægtefælle pårørende forældre"},
	{"Serviceloven", "§ 85", "bostøtte socialpædagogisk støtte hjemmevejleder støtte kontaktperson psykisk sygdom sindslidende udviklingshæmning autisme adhd hjerneskade botræning hverdagsstøtte mestring efterforsorg"},
	{"Serviceloven", "§ 85a", "bostøtte hjemløs hjemløshed housing first critical time intervention intensiv case management"},
	{"Serviceloven", "§ 86", "genoptræning vedligeholdelsestræning vedligeholdende træning holdtræning fysioterapeut ergoterapeut svækkelse efter sygdom uden indlæggelse adl"},
	{"Serviceloven", "§ 88-89", "visitation afgørelse om hjælp individuel konkret vurdering bevilling visitator kvalitetsstandard tildeling plan for hjælpen"},
	{"Serviceloven", "§ 90", "erstatningshjælp aflyst hjælp"},
	{"Serviceloven", "§ 91", "frit valg leverandør godkendelse privat leverandør udbud fritvalgsbevis"},
	{"Serviceloven", "§ 94", "selvudpeget hjælper privat hjælper ansat af kommunen"},
	{"Serviceloven", "§ 95", "kontant tilskud hjælpere hjælperordning ansætte hjælper pasning i hjemmet forældre"},
	{"Serviceloven", "§ 96", "borgerstyret personlig assistance bpa handicaphjælper hjælperordning overvågning respirator arbejdsleder"},
	{"Serviceloven", "§ 96c", "godkendelse arbejdsgiver forening virksomhed bpa"},
	{"Serviceloven", "§ 97", "ledsager ledsageordning ledsagelse 15 timer følgeskab aktiviteter uden for hjemmet"},
	{"Serviceloven", "§ 98", "kontaktperson døvblind høretab synstab"},
	{"Serviceloven", "§ 99", "støtte kontaktperson skp gadeplan opsøgende sindslidende misbrugere hjemløse"},
	{"Serviceloven", "§ 100", "merudgifter merudgiftsydelse nødvendige merudgifter kost diæt medicin befordring standardbeløb"},
	{"Serviceloven", "§ 101", "stofmisbrug misbrug narkotika hash rusmidler misbrugscenter ambulant dagbehandling døgnbehandling afvænning social behandling narkoman stofafhængig behandlingsgaranti"},
	{"Serviceloven", "§ 101a", "anonym behandling stofmisbrug unge hash"},
	{"Serviceloven", "§ 102", "behandling specialpsykolog psykologhjælp specialbehandling psykologisk seksuelle overgreb neuropsykolog"},
	{"Serviceloven", "§ 103", "beskyttet beskæftigelse beskyttet værksted produktionsværksted arbejde løn til brugere"},
	{"Serviceloven", "§ 104", "aktivitetstilbud samværstilbud værested dagtilbud aktivitetscenter dagcenter udviklingshæmmede sindslidende brugerklub"},
	{"Serviceloven", "§ 105", "befordring til dagtilbud kørsel til værksted vederlag"},
	{"Serviceloven", "§ 107", "midlertidigt botilbud bofællesskab botræning døgnophold udslusning botilbud til voksne ophold bosted boform"},
	{"Serviceloven", "§ 108", "længerevarende botilbud varigt botilbud ophold bosted boform bofællesskab udviklingshæmmede domfældt modtagepligt"},
	{"Serviceloven", "§ 109", "krisecenter kvindekrisecenter vold voldsramt partnervold trusler psykologbehandling kvinder mænd børn"},
	{"Serviceloven", "§ 110", "forsorgshjem herberg hjemløs selvmøder natherberg nødovernatning boform for hjemløse"},
	{"Serviceloven", "§ 112", "hjælpemidler rollator kørestol protese ortose bandage bleer stomi kateter paryk høreapparat briller synshjælpemidler ortopædisk fodtøj kompressionsstrømper plejeseng lift bækkenstol badebænk toiletforhøjer talemaskine nødkald inkontinens diabetes"},
	{"Serviceloven", "§ 113", "forbrugsgoder elscooter computer gelænder greb cykel hvilestol halv pris egenbetaling"},
	{"Serviceloven", "§ 114", "bil handicapbil invalidebil køb af bil indretning af bil kørekort lån til bil afgiftsfritagelse motorkøretøj køreprøve reparation af bil"},
	{"Serviceloven", "§ 116", "boligindretning boligændring ramper dørautomatik dørtrin ombygning badeværelse trappelift boligskift tilbygning"},
	{"Serviceloven", "§ 117", "individuel befordring kørsel taxa handicapkørsel kørselsordning transport buskort kollektiv trafik flextrafik"},
	{"Serviceloven", "§ 117a", "hastigt fremadskridende sygdom als hurtig sagsbehandling"},
	{"Serviceloven", "§ 118", "pasning af nærtstående plejeorlov orlov alvorlig syg pårørende løn til pårørende"},
	{"Serviceloven", "§ 119-122", "døende terminal plejevederlag pasning af døende sygeplejeartikler terminalerklæring hospice"},
	{"Serviceloven", "§ 124-137", "magtanvendelse indgreb selvbestemmelse fastholdelse tvang låsning aflåsning alarm pejling seler flytning uden samtykke tilbageholdelse afværgehjælp personlig hygiejne indberetning"},
	{"Serviceloven", "§ 128b", "tryghedsskabende velfærdsteknologi gps alarm pejling sensor overvågning kamera faldalarm"},
	{"Serviceloven", "§ 138", "sociale tilbud plejehjem drift"},
	{"Serviceloven", "§ 141", "handleplan voksne plan for indsatsen mål"},
	{"Serviceloven", "§ 148-149", "tilsyn med den enkelte opfølgning personrettet tilsyn"},
	{"Serviceloven", "§ 151", "kommunalt tilsyn anmeldt uanmeldt tilsyn plejehjem ældretilsyn tilsynsrapport"},
	{"Serviceloven", "§ 161-163", "egenbetaling betaling for hjælp takst"},
	{"Serviceloven", "§ 174", "takster finansiering omkostningsbaseret takstberegning"},
	{"Serviceloven", "§ 192", "plejehjem beskyttede boliger ældre institution huslejebetaling"},
	// Ældreloven
	{"Ældreloven", "§ 6", "forebyggende aktiverende tilbud ældre aktivitetscenter"},
	{"Ældreloven", "§ 7-8", "frivillige civilsamfund foreninger ældre"},
	{"Ældreloven", "§ 9-15", "helhedspleje pleje- og omsorgsforløb hjemmepleje ældre folkepensionsalder personlig pleje praktisk hjælp madservice rehabilitering genoptræning ældreplejen"},
	{"Ældreloven", "§ 16", "afløsning aflastning ægtefælle pårørende ældre"},
	{"Ældreloven", "§ 18-22", "frit valg leverandør helhedspleje fritvalgsbevis selvudpeget hjælper"},
	{"Ældretilsynsloven", "", "ældretilsyn tilsyn ældreplejen"},
	// Sundhedsloven
	{"Sundhedsloven", "§ 119", "forebyggelse sundhedsfremme rygestop tobak nikotin kost motion livsstil overvægt alkohol diabetes kol hjertesygdom kræft kronisk sygdom patientuddannelse forløbsprogram diætist vaccination sundhedscenter"},
	{"Sundhedsloven", "§ 120-121", "sundhedspleje sundhedsplejerske nyfødt spædbarn amning hjemmebesøg skolesundhedspleje skolelæge børn og unge"},
	{"Sundhedsloven", "§ 122-123", "børn med særlige behov tværfaglig gruppe sårbare familier"},
	{"Sundhedsloven", "§ 126a", "psykisk mistrivsel lettilgængeligt tilbud børn unge angst depression psykolog"},
	{"Sundhedsloven", "§ 127-129", "børnetandpleje ungdomstandpleje skoletandpleje tandlæge tandregulering bøjle børn unge"},
	{"Sundhedsloven", "§ 131-132", "omsorgstandpleje tandlæge plejehjem ældre"},
	{"Sundhedsloven", "§ 133-134", "specialtandpleje sindslidende udviklingshæmmede tandlæge"},
	{"Sundhedsloven", "§ 134a", "socialtandpleje hjemløse socialt udsatte tandlæge"},
	{"Sundhedsloven", "§ 135", "tandproteser tandskade kæbe"},
	{"Sundhedsloven", "§ 138", "sygepleje hjemmesygepleje sygeplejerske sår sårpleje medicin injektion insulin kateter sonde stomi kompression akutplads akutsygepleje palliation sygeplejeklinik dosering"},
	{"Sundhedsloven", "§ 140", "genoptræning genoptræningsplan efter sygehus udskrivning indlæggelse specialiseret rehabilitering hjerneskade fysioterapi ergoterapi"},
	{"Sundhedsloven", "§ 140a-140b", "vederlagsfri fysioterapi ridefysioterapi handicappet praksis"},
	{"Sundhedsloven", "§ 141", "alkohol alkoholbehandling alkoholmisbrug alkoholiker antabus drikkeri afrusning alkoholambulatorium anonym"},
	{"Sundhedsloven", "§ 142", "stofmisbrug lægelig behandling substitutionsbehandling metadon buprenorfin heroin lægesamtale misbrugscenter"},
	{"Sundhedsloven", "§ 170-175", "befordring kørsel befordringsgodtgørelse til læge speciallæge sygehus genoptræning"},
	{"Sundhedsloven", "§ 198-199", "patientsikkerhed utilsigtede hændelser rapportering"},
	{"Sundhedsloven", "§ 203-206", "sundhedsaftale sundhedsklynge samarbejde region sygehus almen praksis tværsektoriel"},
	// Øvrige
	{"LBK om euforiserende stoffer", "§ 3b", "stofindtagelsesrum fixerum skadesreduktion"},
	{"Retssikkerhedsloven", "§ 3", "sagsbehandlingsfrist sagsbehandlingstid svarfrist"},
	{"Retssikkerhedsloven", "§ 16a", "tilsyn domfældte udviklingshæmmede foranstaltningsdom kriminalpræventiv tiltalefrafald"},
	{"Retssikkerhedsloven", "§ 30-33", "ældreråd seniorråd"},
	{"Retssikkerhedsloven", "§ 37a", "handicapråd"},
	{"Retssikkerhedsloven", "§ 76-84", "praksis statistik ankestyrelse indberetning data nøgletal undersøgelse"},
	{"Almenboligloven", "§ 54", "plejebolig ældrebolig anvisning plejehjemsplads plejecenter demensbolig venteliste plejeboliggaranti visitation til bolig"},
	{"Almenboligloven", "§ 105", "ældrebolig handicapbolig seniorbolig almen bolig botilbud leje husleje"},
	{"Folkeskoleloven", "§ 3", "specialundervisning støtte specialskole specialklasse"},
	{"Folkeskoleloven", "§ 12", "pædagogisk psykologisk rådgivning ppr skolepsykolog vurdering"},
	{"Folkeskoleloven", "§ 4", "specialpædagogisk bistand småbørn førskolebørn talepædagog logopæd"},
	{"Folkeskoleloven", "§ 20-21", "specialundervisning specialskole specialklasse tegnsprog vidtgående"},
}

// lovlinje is one line of the table, read.
type lovlinje struct {
	hjemler []kle.Hjemmel
	ord     []string // stems
}

var lovordene = sync.OnceValue(func() (all []lovlinje) {
	for _, l := range lovord {
		all = append(all, lovlinje{kle.Hjemler(l[0], l[1]), ordene(l[2])})
	}
	return all
})

// gaelder reports whether a reference is to what the line is about.
func (l *lovlinje) gaelder(ref kle.Hjemmel) bool {
	for _, h := range l.hjemler {
		if h.Fra == 0 || ref.Fra == 0 {
			if h.Fra == 0 && ref.Fra == 0 && strings.EqualFold(h.Lov, ref.Lov) {
				return true
			}
		} else if h.Passer(ref) >= 0.7 || ref.Passer(h) >= 0.7 {
			return true
		}
	}
	return false
}

// lovregister is the table as a corpus uses it.
type lovregister struct {
	maal   [][]int32     // by line: the targets of its paragraphs
	ord    [][]int32     // by stem: the lines that have it
	post   [][]postering // by feature: the lines
	linjer [][]int32     // by target: the lines
}

func (r *lovregister) skriv(k *korpus) {
	lines := lovordene()
	r.linjer = make([][]int32, len(k.maal))
	r.maal, r.ord, r.post = make([][]int32, len(lines)), make([][]int32, len(k.idf)), make([][]postering, len(k.idf))
	for l := range lines {
		for i := range k.maal {
			if slices.ContainsFunc(k.maal[i].hjemler, lines[l].gaelder) {
				r.maal[l], r.linjer[i] = append(r.maal[l], int32(i)), append(r.linjer[i], int32(l))
			}
		}
		if len(r.maal[l]) == 0 {
			continue
		}
		for _, w := range lines[l].ord {
			r.ord[k.stammer[w]] = append(r.ord[k.stammer[w]], int32(l))
		}
		for _, t := range k.vektor(lines[l].ord) {
			r.post[t.id] = append(r.post[t.id], postering{int32(l), t.vaegt})
		}
	}
}

// grunde says which word of a name belongs to which paragraph of a target, or nothing.
func (r *lovregister) grunde(k *korpus, name string, m int32) []string {
	for _, w := range strings.Fields(name) {
		id, found := k.stammer[kle.Stamme(w)]
		if !found || kle.Fyldord(w) {
			continue
		}
		for _, l := range r.ord[id] {
			if _, has := slices.BinarySearch(r.maal[l], m); has {
				return []string{"»" + w + "« hører under " + strings.TrimSpace(lovord[l][0]+" "+lovord[l][1])}
			}
		}
	}
	return nil
}
