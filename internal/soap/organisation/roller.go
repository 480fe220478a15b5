package organisation

import "indeksbro/internal/oio"

// What an address is for is told by the role of the relation to it (05b E.6). Roller has the names the tree uses.
var roller = map[string]oio.UUID{
	"email":            oio.MustUUID("2b670843-ce42-411a-8fb5-311dfdd5caf0"),
	"telefon":          oio.MustUUID("8dcfa714-5ed3-4000-b551-2ba520e7d8ad"),
	"fastnet":          oio.MustUUID("02826f64-5613-468e-ace5-3f089cb3ed20"),
	"lokation":         oio.MustUUID("ec387d90-263c-4cce-8de2-63b407a0daac"),
	"postadresse":      oio.MustUUID("80b610c6-314b-485a-a014-a9a1d7070bc4"),
	"returadresse":     oio.MustUUID("3629ce92-594b-4380-9527-81d6e53edc11"),
	"henvendelsessted": oio.MustUUID("639a3ed9-86b0-4968-825b-434666cf6220"),
	"emailbemaerkning": oio.MustUUID("d4939781-f2c4-401c-8c2f-0d08221127b9"),
	"telefontid":       oio.MustUUID("f6fd6117-c718-4254-a6f5-92538ad5a2f4"),
	"aabningstid":      oio.MustUUID("f37e5877-1549-4b5d-a53b-819491f0b933"),
	"url":              oio.MustUUID("a99c073d-482e-47d3-9275-13c79f453c3a"),
	"ean":              oio.MustUUID("9ccaafe4-c4b2-4d25-942a-2ec5730d4ed8"),
	"sor":              oio.MustUUID("b44138cf-72df-45d1-8821-83db39b62093"),
}

var (
	rollePNummer  = oio.MustUUID("7c6e2a82-ec39-4ec4-a2b7-fdfe667e1d2b")
	typeAdresse   = oio.MustUUID("9b33c0a0-a566-4ec0-8200-325cb1e5bb9a")
	rolleOpgaver  = oio.MustUUID("2a5f38d8-7092-4b3f-85cc-7e272c3c4bb0")
	typeKlasse    = oio.MustUUID("9870b51e-3bc0-4f98-8827-eba991dd89a9")
	navneAfRoller = omvendt(roller)
)

func omvendt(m map[string]oio.UUID) map[oio.UUID]string {
	made := make(map[oio.UUID]string, len(m))
	for name, role := range m {
		made[role] = name
	}
	return made
}

// rolleAf is the role an address has on the wire; one without an official role gets a stand-in.
func rolleAf(name string) oio.UUID {
	if role, known := roller[name]; known {
		return role
	}
	return oio.NameUUID("adresserolle/" + name)
}
