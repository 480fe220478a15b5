package simulate

import (
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
)

// scenarier are the accidents, those of order first, then those of upkeep, then those of what should never be sent.
var scenarier = []scenarie{
	ydelserMappetForSent, enhederFundetForSent, glemtKombit, lukketSag, startForfra,
	nySagstype, nyYdelse, flyttetYdelse, flyttetTilUmarkeret, pakke, markoer, paragraf16a,
}

// visitationen is the part of the world every scenario has: the top of the tree, and one unit that is found.
func visitationen(more ...post) []handling {
	posts := append([]post{enhed("omsorg", "Omsorg og Sundhed", ""), enhed("visitation", "Visitationen", "omsorg")}, more...)
	return []handling{kilden("", posts...), findEnhed("", "visitation", fkVisitation)}
}

var visitationenErFundet = map[string]oio.UUID{"visitation": fkVisitation}

// forebyggelsen is a sagstype with two local services, an open case and a closed one.
func forebyggelsen() []handling {
	return visitationen(
		sagstype("forebyggelse", "Sundhedsmæssig forebyggelsesindsats"),
		ydelse("diaetist", "forebyggelse", "Diætist KOL"), ydelse("samtale", "forebyggelse", "Hjertekar, samtale"),
		sag("sag-1", "forebyggelse", "visitation", "Kost ved KOL", "2024-02-01"), bevilling("bev-1", "sag-1", "diaetist", "2024-02-10"),
		sag("sag-2", "forebyggelse", "visitation", "Efter blodprop", "2023-03-01").med("afsluttet", "2023-09-01"),
		bevilling("bev-2", "sag-2", "samtale", "2023-03-15").med("til", "2023-08-01"),
	)
}

var forebyggelsensTyper = map[string]string{"diaetist": diaetbehandling, "samtale": afklarendeSamtale}

var ydelserMappetForSent = scenarie{
	Kort: Kort{ID: "4-foer-5", Titel: "Sagstypen opmærkes, før ydelserne er mappet", Regler: []string{"R006", "R028", "R029", "R095"},
		Historie: "Sagstypen får sit KLE-nummer, mens ydelserne under den endnu ikke er mappet. De mappes tre dage senere."},
	foer:  forebyggelsen(),
	facit: facit{fra: map[string]int{"forebyggelse": 1}, typer: forebyggelsensTyper, enheder: visitationenErFundet},
	dage: map[int][]handling{
		1: {opmaerk("»Sundhedsmæssig forebyggelsesindsats« får KLE-nummer 29.09.08.", "forebyggelse", "29.09.08").
			trodsAf("Sagerne skal kunne ses fra i dag. Ydelserne bliver mappet i denne uge.")},
		4: {mapYdelse("»Diætist KOL« mappes til Diætbehandling.", "diaetist", diaetbehandling),
			mapYdelse("»Hjertekar, samtale« mappes til Afklarende samtale.", "samtale", afklarendeSamtale)},
		5: {kilden("Borgeren får en ny bevilling: »Hjertekar, samtale« på den åbne sag.", bevilling("bev-3", "sag-1", "samtale", "2024-05-10"))},
	},
	sidste: 6,
}

// traeningen is a unit that is responsible for an open case and a closed one.
func traeningen() []post {
	return []post{
		enhed("omsorg", "Omsorg og Sundhed", ""), enhed("traening", "Træning", "omsorg"), sagstype("genoptraening", "Genoptræning"),
		ydelse("hold", "genoptraening", "Styrketræning, forløb"),
		sag("sag-1", "genoptraening", "traening", "Ny hofte", "2024-03-01"), bevilling("bev-1", "sag-1", "hold", "2024-03-10"),
		sag("sag-2", "genoptraening", "traening", "Brækket håndled", "2023-02-01").med("afsluttet", "2023-06-01"),
		bevilling("bev-2", "sag-2", "hold", "2023-02-10").med("til", "2023-05-20"),
	}
}

var (
	traeningensTyper    = map[string]string{"hold": fysiskTraening}
	traeningensEnheder  = map[string]oio.UUID{"traening": fkTraening}
	nyHofteFaarNyTitel  = kilden("Den åbne sag ændres: den får en ny titel.", sag("sag-1", "genoptraening", "traening", "Ny hofte, højre side", "2024-03-01").med("version", 2))
	traeningenBliverSat = findEnhed("Enheden »Træning« får sit KOMBIT-id: det er »Genoptræning« i FK Organisation.", "traening", fkTraening)
)

var enhederFundetForSent = scenarie{
	Kort: Kort{ID: "7-foer-5", Titel: "Sagstypen opmærkes, før enheden er fundet", Regler: []string{"R007", "R072", "R095"},
		Historie: "Sagstypen får sit KLE-nummer, mens den enhed, der har ansvaret, ikke har noget KOMBIT-id. Det har heller ingen enhed over den. Id'et kommer tre dage senere."},
	foer:  []handling{kilden("", traeningen()...), mapYdelse("", "hold", fysiskTraening)},
	facit: facit{fra: map[string]int{"genoptraening": 1}, typer: traeningensTyper, enheder: traeningensEnheder},
	dage: map[int][]handling{
		1: {opmaerk("»Genoptræning« får KLE-nummer 29.21.04.", "genoptraening", "29.21.04")},
		4: {traeningenBliverSat},
		6: {nyHofteFaarNyTitel},
	},
	sidste: 7,
}

var glemtKombit = scenarie{
	Kort: Kort{ID: "glemt-kombit-id", Titel: "Et KOMBIT-id bliver glemt", Regler: []string{"R072", "R095", "R102"},
		Historie: "En ny enhed overtager opgaven, og ingen husker at give den et KOMBIT-id. Der er heller ikke noget id på enheden over den."},
	foer: append(visitationen(sagstype("hjaelpemidler", "Hjælpemidler"), ydelse("rollator", "hjaelpemidler", "Rollator").med("art", "fysisk"),
		sag("sag-1", "hjaelpemidler", "visitation", "Rollator til udendørs brug", "2024-01-15"), bevilling("bev-1", "sag-1", "rollator", "2024-01-20")),
		mapYdelse("", "rollator", genbrug), opmaerk("", "hjaelpemidler", "27.60.11")),
	facit: facit{fra: map[string]int{"hjaelpemidler": 1}, typer: map[string]string{"rollator": genbrug},
		enheder: map[string]oio.UUID{"visitation": fkVisitation, "depot": fkHjaelp}},
	dage: map[int][]handling{
		1: {kilden("Den nye enhed »Hjælpemiddelteamet« oprettes og får sin første sag med en bevilling. Ingen tænker på KOMBIT-id'et.",
			enhed("depot", "Hjælpemiddelteamet", "omsorg"), sag("sag-2", "hjaelpemidler", "depot", "Rollator til indendørs brug", "2024-05-06"),
			bevilling("bev-2", "sag-2", "rollator", "2024-05-06"))},
		2: {findEnhed("Indeksbros status viser, at en sag og en bevilling er holdt tilbage, fordi enheden ikke kan findes i FK Organisation. »Hjælpemiddelteamet« får derfor sit KOMBIT-id.", "depot", fkHjaelp).kun(Indeksbro)},
	},
	sidste: 5,
}

var lukketSag = scenarie{
	Kort: Kort{ID: "lukket-sag", Titel: "Den lukkede sag, der aldrig bliver rettet", Regler: []string{"R071", "R095"},
		Historie: "Enheden har ikke sit eget KOMBIT-id, så sagerne får id'et fra enheden over. Da den får sit eget, er den ene sag lukket for længst."},
	foer: []handling{kilden("", traeningen()...), mapYdelse("", "hold", fysiskTraening), findEnhed("", "omsorg", fkOmsorg),
		opmaerk("", "genoptraening", "29.21.04")},
	facit: facit{fra: map[string]int{"genoptraening": 1}, typer: traeningensTyper, enheder: traeningensEnheder},
	dage: map[int][]handling{
		2: {traeningenBliverSat},
		4: {nyHofteFaarNyTitel},
	},
	sidste: 8,
}

var startForfra = scenarie{
	Kort: Kort{ID: "start-forfra", Titel: "At starte forfra", Regler: []string{"R028", "R029", "R094", "R095"},
		Historie: "Alle ydelser under sagstypen er kommet over uden rigtig type. I EOJ'en er der én udvej: fjern KLE-nummeret, vent, til alt er slettet, og sæt det på igen."},
	foer:  forebyggelsen(),
	facit: facit{fra: map[string]int{"forebyggelse": 1}, typer: forebyggelsensTyper, enheder: visitationenErFundet},
	dage: map[int][]handling{
		1: {opmaerk("»Sundhedsmæssig forebyggelsesindsats« får KLE-nummer 29.09.08, før ydelserne er mappet.", "forebyggelse", "29.09.08").
			trodsAf("Sagerne skal kunne ses fra i dag. Ydelserne bliver mappet i denne uge.")},
		3: {mapYdelse("»Diætist KOL« mappes til Diætbehandling.", "diaetist", diaetbehandling),
			mapYdelse("»Hjertekar, samtale« mappes til Afklarende samtale.", "samtale", afklarendeSamtale)},
		4: {fjernKLE("Det, der er sendt, bliver ikke rettet. Derfor fjernes KLE-nummeret, så alt bliver slettet.", "forebyggelse").kun(Alene)},
		7: {opmaerk("SAPA viser ikke længere sagerne, og mapningen er efterset. KLE-nummeret sættes på igen.", "forebyggelse", "29.09.08").kun(Alene)},
	},
	sidste: 10,
}

// toSagstyper is a service in use under A, which is marked, and a sagstype B it can be moved to.
func toSagstyper() []handling {
	return append(visitationen(
		sagstype("forebyggelse", "Sundhedsmæssig forebyggelsesindsats"), sagstype("kronisk", "Forløb ved kronisk sygdom"),
		ydelse("diaetist", "forebyggelse", "Diætist KOL"),
		sag("sag-1", "forebyggelse", "visitation", "Kost ved KOL", "2024-02-01"), bevilling("bev-1", "sag-1", "diaetist", "2024-02-10")),
		mapYdelse("", "diaetist", diaetbehandling), opmaerk("", "forebyggelse", "29.09.04"))
}

var (
	diaetistenFlyttes = kilden("»Diætist KOL« flyttes fra »Sundhedsmæssig forebyggelsesindsats« til »Forløb ved kronisk sygdom«.",
		ydelse("diaetist", "kronisk", "Diætist KOL").med("version", 2))
	diaetistenBevilgesIgen = kilden("Borgeren får en ny sag og en ny bevilling under »Forløb ved kronisk sygdom«.",
		sag("sag-2", "kronisk", "visitation", "Kronisk sygdom", "2024-05-08"), bevilling("bev-2", "sag-2", "diaetist", "2024-05-08"))
	toSagstyperFacit = facit{fra: map[string]int{"forebyggelse": 1, "kronisk": 1}, typer: forebyggelsensTyper, enheder: visitationenErFundet}
)

var flyttetYdelse = scenarie{
	Kort: Kort{ID: "flyttet-ydelse", Titel: "En ydelse flyttes, og begge sagstyper er opmærket", Regler: []string{"R057"},
		Historie: "En ydelse flyttes til en anden sagstype, som også har et KLE-nummer. De gamle bevillinger bliver, hvor de er; de nye følger med ydelsen."},
	foer:  append(toSagstyper(), opmaerk("", "kronisk", "29.09.08")),
	facit: toSagstyperFacit,
	dage: map[int][]handling{
		2: {diaetistenFlyttes},
		3: {diaetistenBevilgesIgen},
	},
	sidste: 4,
}

var flyttetTilUmarkeret = scenarie{
	Kort: Kort{ID: "flyttet-ydelse-umarkeret", Titel: "En ydelse flyttes til en sagstype uden KLE-nummer", Regler: []string{"R004", "R057", "R102"},
		Historie: "En ydelse flyttes til en sagstype, der ikke har noget KLE-nummer. De gamle bevillinger kan stadig ses; de nye bliver aldrig sendt, og EOJ'en siger det ikke."},
	foer:  toSagstyper(),
	facit: toSagstyperFacit,
	dage: map[int][]handling{
		2: {diaetistenFlyttes},
		3: {diaetistenBevilgesIgen},
		4: {opmaerk("Indeksbros status viser, at en sag og en bevilling er udeladt, fordi sagstypen ikke har noget KLE-nummer. »Forløb ved kronisk sygdom« får derfor 29.09.08.", "kronisk", "29.09.08").kun(Indeksbro)},
	},
	sidste: 6,
}

var nySagstype = scenarie{
	Kort: Kort{ID: "ny-sagstype", Titel: "En ny sagstype med nye ydelser", Regler: []string{"R006", "R055", "R095"},
		Historie: "En ny sagstype oprettes med en ny ydelse, og borgeren får en sag. Intet bliver sendt, før sagstypen får sit KLE-nummer. Det får den, mens ydelsen endnu ikke er mappet."},
	foer:  visitationen(),
	facit: facit{fra: map[string]int{"roegfri": 2}, typer: map[string]string{"roegestop": tobaksafvaenning}, enheder: visitationenErFundet},
	dage: map[int][]handling{
		1: {kilden("Sagstypen »Røgfri hverdag« oprettes med ydelsen »Rygestop«, og borgeren får en sag med en bevilling.", sagstype("roegfri", "Røgfri hverdag"),
			ydelse("roegestop", "roegfri", "Rygestop"), sag("sag-1", "roegfri", "visitation", "Rygestop", "2024-05-06"), bevilling("bev-1", "sag-1", "roegestop", "2024-05-06"))},
		2: {opmaerk("»Røgfri hverdag« får KLE-nummer 29.09.04.", "roegfri", "29.09.04")},
		3: {mapYdelse("»Rygestop« mappes til Tobaksafvænning.", "roegestop", tobaksafvaenning)},
	},
	sidste: 4,
}

var nyYdelse = scenarie{
	Kort: Kort{ID: "ny-ydelse", Titel: "En ny ydelse bevilges, før den er mappet", Regler: []string{"R028", "R029", "R056", "R095"},
		Historie: "En ny ydelse oprettes på en sagstype, der allerede sendes. Den bliver bevilget samme dag og mappet to dage senere."},
	foer: append(visitationen(sagstype("forebyggelse", "Sundhedsmæssig forebyggelsesindsats"), ydelse("diaetist", "forebyggelse", "Diætist KOL"),
		sag("sag-1", "forebyggelse", "visitation", "Kost og røg", "2024-02-01"), bevilling("bev-1", "sag-1", "diaetist", "2024-02-10")),
		mapYdelse("", "diaetist", diaetbehandling), opmaerk("", "forebyggelse", "29.09.04")),
	facit: facit{fra: map[string]int{"forebyggelse": 1}, typer: map[string]string{"diaetist": diaetbehandling, "roegestop": tobaksafvaenning}, enheder: visitationenErFundet},
	dage: map[int][]handling{
		1: {kilden("Ydelsen »Rygestop« oprettes på sagstypen, og borgeren får den bevilget.", ydelse("roegestop", "forebyggelse", "Rygestop"),
			bevilling("bev-2", "sag-1", "roegestop", "2024-05-06"))},
		3: {mapYdelse("»Rygestop« mappes til Tobaksafvænning.", "roegestop", tobaksafvaenning)},
		4: {kilden("Bevillingen bliver ændret: den får en slutdato.", bevilling("bev-2", "sag-1", "roegestop", "2024-05-06").med("version", 2).med("til", "2024-08-06"))},
	},
	sidste: 5,
}

var pakke = scenarie{
	Kort: Kort{ID: "pakke", Titel: "Pakken mappes, ydelserne i den glemmes", Regler: []string{"R006", "R023", "R095"},
		Historie: "Administratoren mapper en ydelsespakke og tror, at ydelserne i den så er på plads. Men pakker skal ikke mappes; det er enkeltydelserne, der sendes."},
	foer: visitationen(sagstype("forebyggelse", "Sundhedsmæssig forebyggelsesindsats"),
		ydelse("kol-pakke", "forebyggelse", "KOL-pakken").med("pakke", true), ydelse("diaetist", "forebyggelse", "Diætist KOL"), ydelse("roegestop", "forebyggelse", "Rygestop"),
		sag("sag-1", "forebyggelse", "visitation", "KOL", "2024-02-01"), bevilling("bev-1", "sag-1", "kol-pakke", "2024-02-10"),
		bevilling("bev-2", "sag-1", "diaetist", "2024-02-10"), bevilling("bev-3", "sag-1", "roegestop", "2024-02-10")),
	facit: facit{fra: map[string]int{"forebyggelse": 1}, typer: map[string]string{"diaetist": diaetbehandling, "roegestop": tobaksafvaenning}, enheder: visitationenErFundet},
	dage: map[int][]handling{
		1: {mapYdelse("»KOL-pakken« mappes til Diætbehandling.", "kol-pakke", diaetbehandling),
			opmaerk("»Sundhedsmæssig forebyggelsesindsats« får KLE-nummer 29.09.08.", "forebyggelse", "29.09.08")},
		3: {mapYdelse("Ydelserne i pakken mappes: »Diætist KOL« til Diætbehandling …", "diaetist", diaetbehandling),
			mapYdelse("… og »Rygestop« til Tobaksafvænning.", "roegestop", tobaksafvaenning)},
	},
	sidste: 4,
}

var markoer = scenarie{
	Kort: Kort{ID: "markoer", Titel: "En markør i en sagstype, der sendes", Regler: []string{"R004", "R030", "R052", "R057"},
		Historie: "»Hastigt fremadskridende sygdom (§117a)« er ikke noget, borgeren får; det er et mærke på sagen. Men den ligger i samme sagstype som liftning og morgenhygiejne, og EOJ'en sender alt eller intet."},
	foer: visitationen(sagstype("pleje", "Personlig og praktisk hjælp"),
		ydelse("liftning", "pleje", "Liftning").med("standard", "FSIII").med("kode", "H1.4"),
		ydelse("hygiejne", "pleje", "Morgenhygiejne").med("standard", "FSIII").med("kode", "H1.1"),
		ydelse("117a", "pleje", "Hastigt fremadskridende sygdom (§117a)"),
		sag("sag-1", "pleje", "visitation", "Hjælp i hjemmet", "2024-01-08"), bevilling("bev-1", "sag-1", "liftning", "2024-01-10"),
		bevilling("bev-2", "sag-1", "hygiejne", "2024-01-10"), bevilling("bev-3", "sag-1", "117a", "2024-01-10")),
	facit: facit{fra: map[string]int{"pleje": 1}, typer: map[string]string{"liftning": mobilitet, "hygiejne": hygiejne}, enheder: visitationenErFundet},
	dage: map[int][]handling{
		1: {skalIkke("Det besluttes, at »Hastigt fremadskridende sygdom (§117a)« ikke skal mappes.", mapping.Ydelse, "117a"),
			opmaerk("»Personlig og praktisk hjælp« får KLE-nummer 27.36.04.", "pleje", "27.36.04")},
		4: {kilden("Markøren får sin egen sagstype uden KLE-nummer og flyttes dertil: opdelt i to sager.", sagstype("117a-sag", "Hastigt fremadskridende sygdom (§117a)"),
			ydelse("117a", "117a-sag", "Hastigt fremadskridende sygdom (§117a)").med("version", 2)),
			skalIkke("Det besluttes, at den nye sagstype ikke skal overføres.", mapping.Sagstype, "117a-sag")},
		5: {kilden("Markøren sættes igen, nu på en sag af den nye sagstype.", sag("sag-2", "117a-sag", "visitation", "Hastigt fremadskridende sygdom", "2024-05-10"),
			bevilling("bev-4", "sag-2", "117a", "2024-05-10"))},
	},
	sidste: 6,
}

var paragraf16a = scenarie{
	Kort: Kort{ID: "paragraf-16a", Titel: "Tilsyn efter §16a bliver til en ydelse", Regler: []string{"R030", "R045"},
		Historie: "Sagen om tilsyn må gerne kunne ses. Men tilsynet er ikke en ydelse, som borgeren får bevilget, og skal derfor ikke mappes. Den hænger bare under sagstypen."},
	foer: visitationen(sagstype("tilsyn", "Tilsyn med domfældte"), ydelse("tilsyn-16a", "tilsyn", "Tilsyn med domfældt"),
		sag("sag-1", "tilsyn", "visitation", "Tilsyn", "2024-01-08"), bevilling("bev-1", "sag-1", "tilsyn-16a", "2024-01-10")),
	facit: facit{fra: map[string]int{"tilsyn": 1}, enheder: visitationenErFundet},
	dage: map[int][]handling{
		1: {skalIkke("Det besluttes, at »Tilsyn med domfældt« ikke skal mappes.", mapping.Ydelse, "tilsyn-16a"),
			opmaerk("»Tilsyn med domfældte« får KLE-nummer 27.69.36.", "tilsyn", "27.69.36")},
	},
	sidste: 3,
}
