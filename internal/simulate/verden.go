package simulate

import (
	"encoding/json"

	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/politik"
)

// foersteDag is day 1 of every scenario, a Monday.
const foersteDag oio.Dato = 20240506

// kommune is the municipality as sender.
type kommune struct {
	cvr    oio.CVR
	navn   string
	ejer   oio.Aktoer
	system oio.ITSystem
}

// verden is what every scenario happens in: a municipality, KLE, and FK Organisation.
type verden struct {
	kommune kommune
	emner   *kle.Plan
	org     *organisation.Trae
}

// The units of FK Organisation.
var (
	fkOmsorg     = oio.NameUUID("simulator/fk/omsorg")
	fkVisitation = oio.NameUUID("simulator/fk/visitation")
	fkTraening   = oio.NameUUID("simulator/fk/genoptraening")
	fkHjaelp     = oio.NameUUID("simulator/fk/hjaelpemidler")
)

func newVerden() *verden {
	p := politik.Default(oio.Korsbaek)
	unit := func(id oio.UUID, navn, telefon string, over oio.UUID) organisation.Enhed {
		return organisation.Enhed{UUID: id, Navn: navn, Overordnet: over, Status: "Aktiv", CVR: oio.Korsbaek,
			Adresser: []organisation.Adresse{{Rolle: "telefon", Tekst: telefon}}}
	}
	return &verden{
		kommune: kommune{cvr: oio.Korsbaek, navn: p.Navn, ejer: oio.Aktoer{UUID: p.Organisation, Navn: p.Navn, CVR: oio.Korsbaek},
			system: oio.ITSystem{UUID: p.System, Navn: p.SystemNavn}},
		emner: &kle.Plan{Udgivet: foersteDag, Klasser: []kle.Klasse{
			{Nummer: "27", Titel: "Social service"}, {Nummer: "27.36", Titel: "Personlig hjælp, omsorg og pleje m.v."},
			{Nummer: "27.36.04", Titel: "Personlig og praktisk hjælp"},
			{Nummer: "27.60", Titel: "Hjælpemidler, forbrugsgoder, boligindretning m.v."}, {Nummer: "27.60.11", Titel: "Genbrugshjælpemidler"},
			{Nummer: "27.69", Titel: "Udsatte grupper"}, {Nummer: "27.69.36", Titel: "Kriminalpræventivt tilsyn med udviklingshæmmede"},
			{Nummer: "29", Titel: "Sundhed"}, {Nummer: "29.09", Titel: "Forebyggelse og sundhedsfremme"},
			{Nummer: "29.09.04", Titel: "Borgerrettet forebyggelse"}, {Nummer: "29.09.08", Titel: "Patientrettet forebyggelse"},
			{Nummer: "29.21", Titel: "Genoptræning og fysioterapi efter sundhedsloven"}, {Nummer: "29.21.04", Titel: "Genoptræning efter sundhedsloven"},
		}},
		org: organisation.New([]organisation.Enhed{
			unit(fkOmsorg, "Social & Omsorg", "55 55 01 00", oio.UUID{}), unit(fkVisitation, "Visitation A", "55 55 01 23", fkOmsorg),
			unit(fkTraening, "Genoptræning", "55 55 01 40", fkOmsorg), unit(fkHjaelp, "Hjælpemidler", "55 55 01 60", fkOmsorg),
		}),
	}
}

// The types the scenarios map to.
const (
	diaetbehandling   = "FSIII#cf7a55c2-7061-47ed-b7c5-e29620fe93bf"
	afklarendeSamtale = "FSIII#6eddbaf7-2a73-49d4-91e7-6138d419f58c"
	tobaksafvaenning  = "FSIII#c203c6b5-3be0-40a8-8204-e93751deabf5"
	fysiskTraening    = "FSIII#2abe20c7-c0b4-41c1-b397-52acf36499ef"
	genbrug           = "sel-112-113a-b-genbrugshjaelpemidler"
	mobilitet         = "FSIII#H1.4"
	hygiejne          = "FSIII#H1.1"
)

// post is one line of the feed in the making.
type post map[string]any

func (p post) linje() string {
	text, err := json.Marshal(p)
	if err != nil {
		panic(err) // strings, numbers and truth values only
	}
	return string(text)
}

func (p post) med(key string, value any) post {
	p[key] = value
	return p
}

func sagstype(id, navn string) post {
	return post{"type": "sagstype", "id": id, "version": 1, "navn": navn, "borgerrettet": true}
}

func ydelse(id, sagstype, navn string) post {
	return post{"type": "ydelse", "id": id, "version": 1, "sagstype": sagstype, "navn": navn, "standard": "lokal", "art": "ressourcemæssig"}
}

func enhed(id, navn, over string) post {
	return post{"type": "enhed", "id": id, "version": 1, "navn": navn, "overordnet": over, "sagsansvarlig": true}
}

// sag is a case of the scenarios' one citizen, who is invented and has a synthetic number (day + 60).
func sag(id, sagstype, enhed, titel, oprettet string) post {
	return post{"type": "sag", "id": id, "version": 1, "sagstype": sagstype, "enhed": enhed, "titel": titel, "cpr": "7105500001",
		"partNavn": "Vera Holm", "oprettet": oprettet}
}

func bevilling(id, sag, ydelse, fra string) post {
	return post{"type": "bevilling", "id": id, "version": 1, "sag": sag, "ydelse": ydelse, "fra": fra}
}

// kilden is something that happens in the care record.
func kilden(dansk string, posts ...post) handling {
	h := handling{dansk: dansk}
	for _, p := range posts {
		h.linjer = append(h.linjer, p.linje())
	}
	return h
}

func opmaerk(dansk, id string, number kle.Nummer) handling {
	return handling{dansk: dansk, art: mapping.Sagstype, id: id, valg: mapping.Valg{KLE: number}}
}

func fjernKLE(dansk, id string) handling { return opmaerk(dansk, id, "") }

func mapYdelse(dansk, id, noegle string) handling {
	return handling{dansk: dansk, art: mapping.Ydelse, id: id, valg: mapping.Valg{Type: noegle}}
}

func skalIkke(dansk string, art mapping.Art, id string) handling {
	return handling{dansk: dansk, art: art, id: id, valg: mapping.Valg{Ikke: true}}
}

func findEnhed(dansk, id string, kombit oio.UUID) handling {
	return handling{dansk: dansk, art: mapping.Enhed, id: id, valg: mapping.Valg{Kombit: kombit}}
}

// trodsAf makes the decision go through on Indeksbro's side although a guard stands against it.
func (h handling) trodsAf(grund string) handling {
	h.trods = grund
	return h
}

// kun makes a decision one that only one side takes.
func (h handling) kun(s Side) handling {
	h.side = s
	return h
}
