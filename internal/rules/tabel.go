package rules

// regler is the catalogue of what this program enforces today, in order of number.
var regler = []Regel{
	{"R001", Vagt, "Kun et sekscifret KLE-emne kan opmærke en sagstype.", "Only a six-digit KLE number may mark a sagstype.", "mapping set"},
	{"R002", Vagt, "Nummeret skal findes i den importerede KLE og være i kraft.", "The number must be in the imported KLE and in force.", "mapping set"},
	{"R003", Adfaerd, "Et nummer, der forlader KLE, sletter intet, der er sendt.", "A number that leaves KLE removes nothing that was sent.", "kle import, projection"},
	{"R004", Adfaerd, "Opmærkning er alt eller intet for en sagstype.", "Marking is all or nothing per sagstype.", "projection"},
	{"R006", Vagt, "En sagstype med ydelser uden type eller beslutning opmærkes ikke uden begrundelse.", "A sagstype with ydelser that have neither type nor decision is not marked without a reason.", "mapping set"},
	{"R007", Vagt, "En sagstype, hvis enheder ikke kan findes i FK Organisation, opmærkes ikke uden begrundelse.", "A sagstype whose units resolve to no KOMBIT id is not marked without a reason.", "mapping set"},
	{"R009", Adfaerd, "En sagstype kan besluttes ikke at skulle overføres.", "A sagstype may be decided not to be sent.", "mapping set, projection"},
	{"R013", Adfaerd, "Søgning i KLE på nummer, ord, stikord, sammensætninger og paragraf.", "Search in KLE by number, words, keywords, compounds and paragraph.", "kle search"},
	{"R020", Adfaerd, "FSIII og FFB mappes automatisk på deres kode.", "FSIII and FFB are mapped automatically by their code.", "projection"},
	{"R021", Vagt, "Automatiske ydelsestyper kan ikke vælges til en lokal ydelse.", "Automatic types cannot be chosen for a local ydelse.", "mapping set"},
	{"R023", Adfaerd, "Pakker mappes og sendes aldrig.", "Packages are never mapped and never sent.", "mapping set, projection"},
	{"R024", Adfaerd, "Hver ydelsestype har art, lov, paragraf, KLE og liste efter katalogets udgave.", "Each type has kind, law, paragraph, KLE and list by catalogue release.", "ydelsestype list"},
	{"R028", Adfaerd, "En ydelse uden type holdes tilbage, til den er mappet eller frigivet.", "An unmapped ydelse is held back until mapped or released.", "projection, policy hold-back"},
	{"R029", Adfaerd, "En sen mapning retter det, der er sendt, også afsluttede sager.", "A late mapping repairs what was sent, closed cases too.", "export"},
	{"R030", Adfaerd, "En ydelse, der ikke skal mappes, sendes ikke; sagen gør.", "A ydelse decided not to be mapped is not sent; its case is.", "mapping set, projection"},
	{"R047", Adfaerd, "Nye ydelsestyper følger katalogets udgave.", "New types come with the catalogue release.", "ydelsestype diff"},
	{"R048", Adfaerd, "Ændrede ydelsestyper ændres under de mapninger, der findes.", "Changed types change under existing mappings.", "ydelsestype diff"},
	{"R049", Adfaerd, "En ny udgave af kataloget vises som forskel.", "A new catalogue release is shown as a difference.", "ydelsestype diff"},
	{"R057", Adfaerd, "En flyttet ydelse lader gamle bevillinger ligge under deres sag.", "A moved ydelse leaves its old grants under their case.", "projection"},
	{"R060", Vagt, "Uden import er der ingen KLE-numre at vælge.", "Without an import there are no KLE numbers to choose.", "mapping set"},
	{"R062", Adfaerd, "KLE importeres med et filter af præfikser.", "KLE is imported through a filter of prefixes.", "kle import"},
	{"R070", Adfaerd, "Kun sagsansvarlige enheder behøver et KOMBIT-id.", "Only sagsansvarlige enheder need a KOMBIT id.", "projection"},
	{"R071", Adfaerd, "En enhed uden KOMBIT-id bruger den nærmeste over den.", "An enhed without KOMBIT id uses its nearest ancestor's.", "projection"},
	{"R073", Vagt, "Et KOMBIT-id hører til én enhed.", "One KOMBIT id belongs to one enhed.", "mapping set"},
	{"R074", Vagt, "Et KOMBIT-id skal findes i FK Organisation, være aktivt og kommunens eget.", "A KOMBIT id must exist in FK Organisation, be active and the municipality's own.", "mapping set"},
	{"R090", Adfaerd, "Intet sendes, før Eksporter sager er aktiveret.", "Nothing is sent before Eksporter sager is active.", "export"},
	{"R091", Adfaerd, "Ved aktivering sendes alt opmærket, åbent og afsluttet; derefter hver ændring.", "On activation all that is marked is sent, open and closed; then every change.", "export"},
	{"R095", Adfaerd, "Det, EOJ'en ikke retter, retter Indeksbro.", "What the care record does not heal, Indeksbro heals.", "export"},
	{"R096", Adfaerd, "Det, der er slettet i kilden eller ikke længere opmærket, fjernes fysisk.", "What is deleted in the source or no longer marked is physically removed.", "export"},
	{"R100", Vagt, "En stor sletning venter på en navngiven person.", "A large deletion waits for a named person.", "export run"},
	{"R101", Vagt, "En kilde, der pludselig ser tom ud, bliver ikke troet.", "A source that suddenly looks empty is not believed.", "eoj load --fuld, organisation import"},
	{"R102", Visning, "Hvert objekt er i præcis én tilstand, og tallene går op.", "Every object is in exactly one state, and the counts add up.", "export status, /"},
	{"R103", Adfaerd, "Det, indekset afviser, parkeres og vises.", "What the index refuses is parked and shown.", "export"},
	{"R112", Adfaerd, "Borgeren ser kun det, hun selv er primær part i.", "Citizens see only what they are primary party to.", "/borger"},
	{"R113", Adfaerd, "Listen viser enheden som sendt; detaljen slår den op.", "The list shows the unit as sent; the detail looks it up.", "/sapa"},
	{"R116", Adfaerd, "Hvert opslag på en borger logges.", "Each look-up of a citizen is logged.", "/sapa"},
}

// Alle lists the rules in order of number.
func Alle() []Regel { return append([]Regel(nil), regler...) }
