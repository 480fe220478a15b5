package sdi

import "indeksbro/internal/soap"

const (
	ja   = soap.Afvis
	nej  = soap.Ingen
	varm = soap.Advarsel // told of, not refused
)

// Regler are the rules of SF1470 §9: what the real index is believed to refuse, and what the guides demand of senders.
var Regler = soap.NyeRegler(
	soap.Regel{Nr: "SDI-01", Tekst: "Beskeden skal følge skemaet: rækkefølge, længder, værdier og namespaces.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "SDI-02", Tekst: "RequestHeader skal have et TransactionUUID, nyt for hvert kald.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "SDI-03", Tekst: "Kalderen handler for én myndighed; CVR-nummeret på Ejer skal være dens.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "SDI-04", Tekst: "Objektet findes; send opdater, eller fjern det først.", Mild: ja, Streng: ja, Kode: soap.KodeKonflikt},
	soap.Regel{Nr: "SDI-05", Tekst: "Objektet findes ikke; send importer med hele objektet.", Mild: ja, Streng: ja, Kode: soap.KodeUkendt},
	soap.Regel{Nr: "SDI-06", Tekst: "Kun den Master, der importerede objektet, må ændre det, og Master kan ikke skiftes.", Mild: ja, Streng: ja, Kode: soap.KodeKonflikt},
	soap.Regel{Nr: "SDI-07", Tekst: "Samme UUID må kun være én gang i et kald.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-08", Tekst: "Tidspunkt skal være der og må højst ligge 5 minutter fremme.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-09", Tekst: "Tidspunkt må ikke være ældre end det nyeste, der er registreret.", Mild: nej, Streng: ja, Kode: soap.KodeKonflikt},
	soap.Regel{Nr: "SDI-10", Tekst: "LivscyklusKode skal være Importeret ved import.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-11", Tekst: "BrugerRef skal være en UUID eller en urn:oio:… ved import.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-12", Tekst: "StsTidspunkt sættes af indekset og skal ikke sendes.", Mild: nej, Streng: varm},
	soap.Regel{Nr: "SDI-20", Tekst: "Egenskaber skal have BrugervendtNoegle, Sagsnummer og Titel.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-21", Tekst: "Sagsnummer skal være det samme som BrugervendtNoegle.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-22", Tekst: "BrugervendtNoegle skal være entydig for objekttypen hos myndigheden.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-23", Tekst: "Feltet er på én linje uden styretegn; flerlinjede felter bruger CR LF.", Mild: nej, Streng: varm},
	soap.Regel{Nr: "SDI-24", Tekst: "OffentlighedUndtaget skal have både titel og hjemmel, eller udelades.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-25", Tekst: "Kassationskode er B (bevares) eller K (kasseres).", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-26", Tekst: "Foelsomhed skal være der og kan ikke fjernes.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-27", Tekst: "Et dokument skal have BrugervendtNoegle, Dokumentnummer, Titel og Type, og Type må ikke være Brev.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-28", Tekst: "BrevDato skal være der for Brev, indgaaende.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-29", Tekst: "UnderversionIdentifikator følger VersionIdentifikator: begge eller ingen.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-30", Tekst: "Fremdrift skal være der ved import; en sag begynder med Opstaaet.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-31", Tekst: "Tilstande følger lige efter hinanden, og kun den sidste er åben.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-32", Tekst: "Tilstande går fra Opstaaet over Oplyst og Afgjort til Afsluttet.", Mild: nej, Streng: varm},
	soap.Regel{Nr: "SDI-35", Tekst: "Virkning med FraTidspunkt og TilTidspunkt skal være der, hvor der er data.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-36", Tekst: "FraTidspunkt er et tidspunkt, aldrig uendeligt.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-37", Tekst: "FraTidspunkt skal ligge før TilTidspunkt; TilTidspunkt er eksklusivt.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-38", Tekst: "AktoerRef og AktoerTypeKode skal være der: Bruger, eller ItSystem med urn:oio:it-system-uuid:<uuid>.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-39", Tekst: "Skriv tidspunkter med zone, fx +01:00; uden læses de som dansk tid.", Mild: nej, Streng: varm},
	soap.Regel{Nr: "SDI-40", Tekst: "En relation afsluttes med samme FraTidspunkt; her er den åbne periode afsluttet.", Mild: varm, Streng: varm},
	soap.Regel{Nr: "SDI-50", Tekst: "En relation skal have Rolle og Type som UUID og en ReferenceID.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-51", Tekst: "Rollen skal høre til relationen, og typen til rollen.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-52", Tekst: "Ejer, Ansvarlig, Primær klasse, Handlingsklasse, Master og Afsender er der altid netop én af; enkeltroller højst én.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-53", Tekst: "Indeks skal være der og være entydigt, hvor rollen kan forekomme flere gange, ellers skal det udelades.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-54", Tekst: "En obligatorisk rolle må kun ophøre, når en ny begynder samtidig.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-55", Tekst: "Ansvarlig på en sag er en OrgEnhed.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-56", Tekst: "CVR-nummeret skal stå, hvor anvisningen kræver det, og kun der.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-57", Tekst: "FuldtNavn skal være der; BrugervendtNoegle sammen med en URN og aldrig på parter.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-58", Tekst: "En part er en URN: cpr-nr, personid, borgerid, cvr-nr, pnr eller fuldtnavn, som passer til typen.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "SDI-59", Tekst: "Et CPR-nummer er ti cifre og begynder med en dato.", Mild: nej, Streng: varm},
	soap.Regel{Nr: "SDI-60", Tekst: "Primær klasse er en UUID med nøglen NN.NN.NN, Handlingsklasse en UUID med en nøgle som G01.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-61", Tekst: "KLE-nummeret skal gælde på FraTidspunkt.", Mild: nej, Streng: varm},
	soap.Regel{Nr: "SDI-62", Tekst: "Visnings-, kontroltema- og afgørelsesklasser er UUID'er; afgørelsesklasse kun på afgjorte sager.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-63", Tekst: "Soegeord, SystemURI og arkivroller sendes ikke længere.", Mild: nej, Streng: varm},
	soap.Regel{Nr: "SDI-64", Tekst: "Master og Afsender er UUID'er med SystemNavn.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-70", Tekst: "Dokumentet skal være i indekset eller i samme kald.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "SDI-71", Tekst: "Den anden sag skal være i indekset eller i samme kald og være en anden.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-72", Tekst: "Et journalnotat har ReferenceID URN:Empty og Titel, Notat og Format, og ingen dokumenttitel.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-73", Tekst: "Notatfelter på et dokument er alle tre eller ingen.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-74", Tekst: "Et notat er højst 100 KB.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "SDI-75", Tekst: "OffentlighedUndtaget på journalposten kun, når dokumentet ikke selv har det.", Mild: nej, Streng: varm},
	soap.Regel{Nr: "SDI-76", Tekst: "Sikkerhedsprofil er en UUID af typen Organisation, OrgEnhed eller Bruger, med Indeks.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-77", Tekst: "Enheden skal findes i FK Organisation og være aktiv.", Mild: nej, Streng: varm},
	soap.Regel{Nr: "SDI-80", Tekst: "Søg med UUID'er eller et søgeudtryk, og bed højst om 500.", Mild: nej, Streng: ja},
	soap.Regel{Nr: "SDI-81", Tekst: "Fjern skal nævne sager eller have mindst ét søgekriterium; alt fjernes aldrig.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "SDI-82", Tekst: "Kun Master eller Afsender må fjerne sagen.", Mild: ja, Streng: ja, Kode: soap.KodeKonflikt},
	soap.Regel{Nr: "SDI-83", Tekst: "Andre objekter henviser hertil; deres afsendere fjerner henvisningen.", Mild: nej, Streng: varm},
	soap.Regel{Nr: "SDI-84", Tekst: "Et kald har højst 100 objekter og 5 MB; del det op.", Mild: ja, Streng: ja},
).PaaEngelsk(engelsk)

// rolle is a role of a relation: which types it takes, how often it occurs, and what its extension must say. UUIDs that no public
// source gives are unknown to the table; such a role is told of, not refused (SDI-51).
type rolle struct {
	navn         string
	uuid         string
	typer        []string // by UUID; empty: not known
	obligatorisk bool
	flere        bool // several at a time, told apart by Indeks
}

const (
	typeOrganisation = "bc6972cd-8f2b-4b9d-8d37-62916d6a71aa"
	typeOrgEnhed     = "c5fc3b3b-5197-49ee-92e6-ae6ba1957174"
	typeBruger       = "85d65133-4b00-460d-992e-3984857b5768"
	typePerson       = "c189ba35-de4b-4363-a8b7-67f1456cf56f"
	typeKlasse       = "267235ea-526d-4a18-8001-f2a0e563eba1"
	typeITSystem     = "29fe1da2-897a-46cd-b635-b9be8e0bffd6"

	rolleEjer        = "9e979b84-b846-4472-8622-58007dc63c7e"
	rolleAnsvarlig   = "a1263342-d348-44ba-a566-233f37c4cb67"
	rollePrimaer     = "a86c6581-ec85-412d-a655-31a1f1d5b14f"
	rolleHandling    = "05ef7011-11a7-4e4c-a46b-3de6aa457fc3"
	rolleMaster      = "251c24fd-57b0-4afc-9d73-b063d1957eb3"
	rolleAfsender    = "1b3c6a6d-e977-4491-9bf8-b41ee6999f39"
	rolleTilakteret  = "69a0a697-0a77-4916-bea3-226594fa6627"
	rolleVedlagt     = "b21faed9-c4a2-49d3-aa15-35f5181d7735"
	rolleNotat       = "1281739d-93ea-486c-8950-607a4263bef0"
	rolleOversag     = "d29c49f0-931e-4d42-8db4-a8fc67c8af58"
	rollePrimaerPart = "d839f26a-d4d1-4441-b2d6-3dbbb12a9404"
)

// sagsroller are the known roles on a case, by relation (SF1470 §3 and §4.5–4.10).
var sagsroller = map[string][]rolle{
	"Sagsaktoer": {
		{"Ejer", rolleEjer, []string{typeOrganisation}, true, false}, {"Ansvarlig", rolleAnsvarlig, []string{typeOrgEnhed}, true, false},
		{"Primær behandler", "bf1f93ed-9441-4af4-835b-baeb201f3076", []string{typeOrgEnhed, typeBruger}, false, false},
	},
	"Sagsklasse":   {{"Primær klasse", rollePrimaer, []string{typeKlasse}, true, false}, {"Handlingsklasse", rolleHandling, []string{typeKlasse}, true, false}},
	"Sagspart":     {{"Primær part", rollePrimaerPart, nil, false, false}},
	"Sagsrelation": {{"Oversag", rolleOversag, nil, false, false}},
	"Journalpost":  {{"Tilakteret", rolleTilakteret, nil, false, true}, {"Vedlagt", rolleVedlagt, nil, false, true}, {"Journalnotat", rolleNotat, nil, false, true}},
	"IT-system":    {{"Master", rolleMaster, []string{typeITSystem}, true, false}, {"Afsender", rolleAfsender, []string{typeITSystem}, true, false}},
}
