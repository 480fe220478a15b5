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
	{"Serviceloven", "§ 12", "rådgivning til voksne funktionsnedsættelse sociale problemer misbrug gæld økonomisk rådgivning pårørende opsøgende arbejde hjælpemiddelrådgivning socialrådgivning gældsrådgivning"},
	{"Serviceloven", "§ 12b-12e", "radikalisering ekstremisme exit mentor æresrelateret konflikt"},
	{"Serviceloven", "§ 14a", "plejehjemsoversigt oplysninger om plejehjem"},
	{"Serviceloven", "§ 15", "specialrådgivning viso"},
	{"Serviceloven", "§ 16", "brugerinddragelse bruger- og pårørenderåd medindflydelse"},
	{"Serviceloven", "§ 18", "frivilligt socialt arbejde frivillige foreninger organisationer støttemidler tilskud frivilligcenter besøgsven"},
	{"Serviceloven", "§ 50a", "børnehus overgreb mod børn politi sygehus undersøgelse videoafhøring krisestøtte"},
	{"Serviceloven", "§ 63a-63c", "magtanvendelse børn unge anbringelse"},
	{"Serviceloven", "§ 79", "forebyggende aktiverende tilbud aktivitetscenter dagcenter daghjem ældreklub pensionisthus pensionistforening hobby udflugt højskole café gymnastik samvær fritid ferie musik kultur rejse foredrag madklub spisefællesskab svømning sang dans banko bustur it-kursus træningscenter motionsrum terapi demens daghjemsplads underholdning arrangementer"},
	{"Serviceloven", "§ 79a", "forebyggende hjemmebesøg ældre 75 år 80 år trivselssamtale"},
	{"Serviceloven", "§ 80", "husvild husly uden bolig brand udsættelse genhusning midlertidig indkvartering hotel campingplads husleje udsat lejer opmagasinering"},
	{"Serviceloven", "§ 81a", "værdighedspolitik værdighed ældrepolitik mål for ældreplejen"},
	{"Serviceloven", "§ 82", "tidlig forebyggende indsats kortvarig støtte"},
	{"Serviceloven", "§ 82a", "gruppebaseret forløb gruppe kursus for borgere mestring"},
	{"Serviceloven", "§ 82b", "individuel tidsbegrænset kortvarigt støtteforløb op til seks måneder"},
	{"Serviceloven", "§ 82c", "akut krise akuttilbud akuttelefon psykiatri psykisk lidelse akutteam døgnåbent"},
	{"Serviceloven", "§ 83", "hjemmehjælp hjemmepleje personlig pleje bad påklædning toiletbesøg praktisk hjælp rengøring indkøb tøjvask oprydning madservice mad levering ernæring social- og sundhedshjælper klippekort tryghedsbesøg støvsugning natpatrulje tilkald mundpleje forflytning hygiejne egenomsorg hjemmeboende udbringning"},
	{"Serviceloven", "§ 83a", "rehabilitering rehabiliteringsforløb hverdagsrehabilitering træning i hverdagens gøremål træningsforløb"},
	{"Serviceloven", "§ 84", "afløsning aflastning aflastningsophold midlertidigt ophold døgnophold aflastningsplads korttidsplads nathjem ægtefælle pårørende forældre gæsteplads akutophold pasning"},
	{"Serviceloven", "§ 85", "bostøtte socialpædagogisk støtte hjemmevejleder støtte kontaktperson psykisk sygdom sindslidende udviklingshæmning autisme adhd hjerneskade botræning hverdagsstøtte mestring efterforsorg adfærdsvanskeligheder senhjerneskade borderline angst opgangsfællesskab"},
	{"Serviceloven", "§ 85a", "bostøtte hjemløs hjemløshed housing first critical time intervention intensiv case management"},
	{"Serviceloven", "§ 86", "genoptræning vedligeholdelsestræning vedligeholdende træning holdtræning fysioterapeut ergoterapeut svækkelse efter sygdom uden indlæggelse adl svømmetræning træningsplan faldforebyggelse"},
	{"Serviceloven", "§ 88-89", "visitation afgørelse om hjælp individuel konkret vurdering bevilling visitator kvalitetsstandard tildeling plan for hjælpen visitationsudvalg funktionsvurdering klage over afgørelse"},
	{"Serviceloven", "§ 90", "erstatningshjælp aflyst hjælp"},
	{"Serviceloven", "§ 91", "frit valg leverandør godkendelse privat leverandør udbud fritvalgsbevis"},
	{"Serviceloven", "§ 94", "selvudpeget hjælper privat hjælper ansat af kommunen"},
	{"Serviceloven", "§ 94a", "fleksibel hjemmehjælp bytte ydelser bytteydelser"},
	{"Serviceloven", "§ 95", "kontant tilskud hjælpere hjælperordning ansætte hjælper pasning i hjemmet forældre"},
	{"Serviceloven", "§ 96", "borgerstyret personlig assistance bpa handicaphjælper hjælperordning overvågning respirator arbejdsleder"},
	{"Serviceloven", "§ 96c", "godkendelse arbejdsgiver forening virksomhed bpa"},
	{"Serviceloven", "§ 97", "ledsager ledsageordning ledsagelse 15 timer følgeskab aktiviteter uden for hjemmet ledsagerkort"},
	{"Serviceloven", "§ 98", "kontaktperson døvblind høretab synstab"},
	{"Serviceloven", "§ 99", "støtte kontaktperson skp gadeplan opsøgende sindslidende misbrugere hjemløse"},
	{"Serviceloven", "§ 100", "merudgifter merudgiftsydelse nødvendige merudgifter kost diæt medicin befordring standardbeløb"},
	{"Serviceloven", "§ 101", "stofmisbrug misbrug narkotika hash rusmidler misbrugscenter ambulant dagbehandling døgnbehandling afvænning social behandling narkoman stofafhængig behandlingsgaranti abstinens nedtrapning efterbehandling visitation til behandling"},
	{"Serviceloven", "§ 101a", "anonym behandling stofmisbrug unge hash"},
	{"Serviceloven", "§ 102", "behandling specialpsykolog psykologhjælp specialbehandling psykologisk seksuelle overgreb neuropsykolog terapi sexolog"},
	{"Serviceloven", "§ 103", "beskyttet beskæftigelse beskyttet værksted produktionsværksted arbejde løn til brugere arbejdstilbud værkstedsassistent beskæftigelsesforløb dusør"},
	{"Serviceloven", "§ 104", "aktivitetstilbud samværstilbud værested dagtilbud aktivitetscenter dagcenter udviklingshæmmede sindslidende brugerklub varmestue mødested natcafé klub kontaktsted"},
	{"Serviceloven", "§ 105", "befordring til dagtilbud kørsel til værksted vederlag"},
	{"Serviceloven", "§ 107", "midlertidigt botilbud bofællesskab botræning døgnophold udslusning botilbud til voksne ophold bosted boform ungdomsbolig skærmet"},
	{"Serviceloven", "§ 108", "længerevarende botilbud varigt botilbud ophold bosted boform bofællesskab udviklingshæmmede domfældt modtagepligt sikret afdeling anbringelsesdømte botilbud for voksne"},
	{"Serviceloven", "§ 109", "krisecenter kvindekrisecenter vold voldsramt partnervold trusler psykologbehandling kvinder mænd børn mor og barn hemmelig adresse kvindehus familier"},
	{"Serviceloven", "§ 110", "forsorgshjem herberg hjemløs selvmøder natherberg nødovernatning boform for hjemløse varmestue efterforsorg midlertidigt ophold"},
	{"Serviceloven", "§ 112", "hjælpemidler rollator kørestol protese ortose bandage bleer stomi kateter paryk høreapparat briller synshjælpemidler ortopædisk fodtøj kompressionsstrømper plejeseng lift bækkenstol badebænk toiletforhøjer talemaskine nødkald inkontinens diabetes kommunikationshjælpemiddel kugledyne badetaburet gangstativ løftegrej kunstøje hjælpemiddelcentral hjælpemiddeldepot reparation udlån"},
	{"Serviceloven", "§ 113", "forbrugsgoder elscooter computer gelænder greb cykel hvilestol halv pris egenbetaling komfur vaskemaskine støttegreb løftestol tilskud"},
	{"Serviceloven", "§ 113b", "frit valg leverandør til hjælpemidler merpris eget valg"},
	{"Serviceloven", "§ 114", "bil handicapbil invalidebil køb af bil indretning af bil kørekort lån til bil afgiftsfritagelse motorkøretøj køreprøve reparation af bil"},
	{"Serviceloven", "§ 116", "boligindretning boligændring ramper dørautomatik dørtrin ombygning badeværelse trappelift boligskift tilbygning elektrisk døråbner gelænder nedlæggelse af boligindretning sikring værdiforøgelse lån"},
	{"Serviceloven", "§ 117", "individuel befordring kørsel taxa handicapkørsel kørselsordning transport buskort kollektiv trafik flextrafik teletaxa kørselsbehov"},
	{"Serviceloven", "§ 117a", "hastigt fremadskridende sygdom als hurtig sagsbehandling"},
	{"Serviceloven", "§ 118", "pasning af nærtstående plejeorlov orlov alvorlig syg pårørende løn til pårørende"},
	{"Serviceloven", "§ 119-122", "døende terminal plejevederlag pasning af døende sygeplejeartikler terminalerklæring hospice"},
	{"Serviceloven", "§ 124-137", "magtanvendelse indgreb selvbestemmelse fastholdelse tvang låsning aflåsning alarm pejling seler flytning uden samtykke tilbageholdelse afværgehjælp personlig hygiejne indberetning stofsele fastspænding yderdør vindue samtykke værge optagelse i botilbud uden samtykke"},
	{"Serviceloven", "§ 128b", "tryghedsskabende velfærdsteknologi gps alarm pejling sensor overvågning kamera faldalarm"},
	{"Serviceloven", "§ 137a-137d", "besøgsrestriktioner besøgsforbud begrænsning af besøg midlertidig"},
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
	{"Sundhedsloven", "§ 119", "forebyggelse sundhedsfremme rygestop tobak nikotin kost motion livsstil overvægt alkohol diabetes kol hjertesygdom kræft kronisk sygdom patientuddannelse forløbsprogram diætist vaccination sundhedscenter sundhedspolitik røgfri alkoholforebyggelse screening prævention seksuel sundhed bevægelse faldforebyggelse selvhjælpsgruppe"},
	{"Sundhedsloven", "§ 120-121", "sundhedspleje sundhedsplejerske nyfødt spædbarn amning hjemmebesøg skolesundhedspleje skolelæge børn og unge helbredsundersøgelse graviditetsbesøg barselsbesøg hørescreening synsprøve konsultation ind- og udskoling"},
	{"Sundhedsloven", "§ 122-123", "børn med særlige behov tværfaglig gruppe sårbare familier"},
	{"Sundhedsloven", "§ 124", "sundhedsmæssig bistand daginstitution dagpleje skole hygiejne smitsomme sygdomme indeklima"},
	{"Sundhedsloven", "§ 126a", "psykisk mistrivsel lettilgængeligt tilbud børn unge angst depression psykolog"},
	{"Sundhedsloven", "§ 127-129", "børnetandpleje ungdomstandpleje skoletandpleje tandlæge tandregulering bøjle børn unge fluor tandklinik ortodonti tandpleje skolebørn"},
	{"Sundhedsloven", "§ 131-132", "omsorgstandpleje tandlæge plejehjem ældre protese plejebolig egenbetaling"},
	{"Sundhedsloven", "§ 133-134", "specialtandpleje sindslidende udviklingshæmmede tandlæge"},
	{"Sundhedsloven", "§ 134a", "socialtandpleje hjemløse socialt udsatte tandlæge"},
	{"Sundhedsloven", "§ 135", "tandproteser tandskade kæbe"},
	{"Sundhedsloven", "§ 138", "sygepleje hjemmesygepleje sygeplejerske sår sårpleje medicin injektion insulin kateter sonde stomi kompression akutplads akutsygepleje palliation sygeplejeklinik dosering kompressionsstrømper øjendrypning medicingivning iv-behandling terminalpleje akutteam sygeplejeudredning inkontinens"},
	{"Sundhedsloven", "§ 140", "genoptræning genoptræningsplan efter sygehus udskrivning indlæggelse specialiseret rehabilitering hjerneskade fysioterapi ergoterapi hjerterehabilitering håndtræning knæ hofte genoptræningscenter træningshold"},
	{"Sundhedsloven", "§ 140a-140b", "vederlagsfri fysioterapi ridefysioterapi handicappet praksis fysioterapeut muskelsvind sklerose"},
	{"Sundhedsloven", "§ 141", "alkohol alkoholbehandling alkoholmisbrug alkoholiker antabus drikkeri afrusning alkoholambulatorium anonym pårørende til alkoholikere familiebehandling dagbehandling døgnbehandling"},
	{"Sundhedsloven", "§ 142", "stofmisbrug lægelig behandling substitutionsbehandling metadon buprenorfin heroin lægesamtale misbrugscenter diacetylmorphin injektion lægeordineret nedtrapning"},
	{"Sundhedsloven", "§ 170-175", "befordring kørsel befordringsgodtgørelse til læge speciallæge sygehus genoptræning siddende transport transportgodtgørelse kontrol ambulatorium"},
	{"Sundhedsloven", "§ 198-199", "patientsikkerhed utilsigtede hændelser rapportering fejl indberetning læring rapport"},
	{"Sundhedsloven", "§ 203-206", "sundhedsaftale sundhedsklynge samarbejde region sygehus almen praksis tværsektoriel"},
	// Øvrige
	{"Socialtilsynsloven", "§ 4-5", "godkendelse af tilbud socialtilsyn driftsorienteret tilsyn plejefamilier bosteder"},
	{"Socialtilsynsloven", "§ 18a-18h", "godkendelse arbejdsgiver forening virksomhed bpa arbejdsgiverfunktion"},
	{"Socialtilsynsloven", "§ 22", "tilbudsportalen oplysninger om tilbud socialtilsyn"},
	{"Socialtilsynsloven", "§ 23", "takster for godkendelse og tilsyn"},
	{"Tilbageholdelsesloven", "", "tilbageholdelse af stofmisbrugere i behandling kontrakt gravide misbrugere"},
	{"Voksenansvarsloven", "§ 4-20", "magtanvendelse over for anbragte børn unge afværgehjælp fysisk guidning fastholdelse isolation tilbageholdelse rusmiddeltest undersøgelse af person og opholdsrum kontrol af brev telefon internet mobiltelefon overvågning sikret afdeling låsning af værelse voksenansvar"},
	{"Voksenansvarsloven", "§ 17", "alarm pejling gps anbragte børn"},
	{"Psykiatriloven", "§ 42b-42h", "særlige pladser på psykiatrisk afdeling behandlingsplan udskrivning"},
	{"Socialfrikortsloven", "", "socialt frikort skattefri lønindtægt udsatte"},
	{"Friplejeboligloven", "", "friplejebolig friplejeboligleverandør certifikation"},
	{"Dødsboskifteloven", "§ 9", "dødsfald begravelse dødsbo beboeres værdier"},
	{"LBK om euforiserende stoffer", "§ 3b", "stofindtagelsesrum fixerum skadesreduktion"},
	{"Retssikkerhedsloven", "§ 3", "sagsbehandlingsfrist sagsbehandlingstid svarfrist"},
	{"Retssikkerhedsloven", "§ 16a", "tilsyn tilsynsmyndighed domfældte udviklingshæmmede dom foranstaltning foranstaltningsdom kriminalpræventiv tiltalefrafald mentalundersøgelse opholdssted"},
	{"Retssikkerhedsloven", "§ 30-33", "ældreråd seniorråd"},
	{"Retssikkerhedsloven", "§ 37a", "handicapråd"},
	{"Retssikkerhedsloven", "§ 76-84", "praksis statistik ankestyrelse indberetning data nøgletal undersøgelse"},
	{"Almenboligloven", "§ 54", "plejebolig ældrebolig anvisning plejehjemsplads plejecenter demensbolig venteliste plejeboliggaranti visitation til bolig"},
	{"Almenboligloven", "§ 58a", "frit valg af ældrebolig og plejebolig i anden kommune ægtefælle"},
	{"Almenboligloven", "§ 58b", "venteliste garanti to måneder"},
	{"Almenboligloven", "§ 105", "ældrebolig handicapbolig seniorbolig almen bolig botilbud leje husleje"},
	{"Folkeskoleloven", "§ 3", "specialundervisning støtte specialskole specialklasse"},
	{"Folkeskoleloven", "§ 3b", "ordblind ordblindhed ordblindetest dysleksi læsevanskeligheder læsetest"},
	{"Folkeskoleloven", "§ 12", "pædagogisk psykologisk rådgivning ppr skolepsykolog vurdering"},
	{"Folkeskoleloven", "§ 4", "specialpædagogisk bistand småbørn førskolebørn talepædagog logopæd"},
	{"Folkeskoleloven", "§ 20, stk. 3-5", "vidtgående specialundervisning regionsrådet landsdækkende"},
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
