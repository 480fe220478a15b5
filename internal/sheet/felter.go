package sheet

import (
	"strings"
	"unicode"
)

// felt is a column the sheet may have, by what it says.
type felt int

const (
	fSlags felt = iota
	fSagstypeID
	fSagstype
	fYdelseID
	fYdelse
	fEnhedID
	fEnhed
	fLov
	fParagraf
	fArt
	fStandard
	fKode
	fPakke
	fHold
	fAktiv
	fBorgerrettet
	fAdministrativ
	fKLE
	fKLETitel
	fType
	fTypeNoegle
	fTypeKLE
	fIkke
	fUdenType
	fOverordnet
	fOverordnetNavn
	fSagsansvarlig
	fUsynlig
	fFindes
	fKombit
	fNavnDer
	fForslag
	fPNummer
	fCVR
	fBegrundelse
	fTrods
	fNote
	fAf
	fDato
	// What a heading says depends on the list it stands in; after the header is read these are no more.
	fID
	fNavn
	fUUID
	antalFelter
)

// kolonne is a column as we write it.
type kolonne struct {
	felt       felt
	overskrift string
	bredde     float64
}

var svarKolonner = []kolonne{
	{fBegrundelse, "Begrundelse", 36}, {fTrods, "Trods regel, fordi", 24}, {fNote, "Note", 36}, {fAf, "Besluttet af", 22}, {fDato, "Dato", 12},
}

// lokaleKolonner are those of sheet one.
var lokaleKolonner = append([]kolonne{
	{fSlags, "Slags", 10}, {fSagstypeID, "Sagstype-id", 14}, {fSagstype, "Sagstype", 36}, {fYdelseID, "Ydelse-id", 14}, {fYdelse, "Ydelse", 40},
	{fLov, "Lov", 12}, {fParagraf, "Paragraf", 14}, {fArt, "Art", 16}, {fStandard, "Standard", 10}, {fKode, "Kode", 12},
	{fPakke, "Pakke", 8}, {fHold, "Hold", 8}, {fAktiv, "Aktiv", 8}, {fBorgerrettet, "Borgerrettet", 12}, {fAdministrativ, "Administrativ", 12},
	{fKLE, "KLE-nummer", 12}, {fKLETitel, "KLE-titel", 36},
	{fType, "Fælleskommunal ydelsestype", 44}, {fTypeNoegle, "Ydelsestypens nøgle", 24}, {fTypeKLE, "Ydelsestypens KLE-nummer", 14},
	{fIkke, "Skal ikke overføres/mappes", 14}, {fUdenType, "Sendes uden ydelsestype", 14},
}, svarKolonner...)

// enhedKolonner are those of sheet three, with the deck's step numbers.
var enhedKolonner = append([]kolonne{
	{fEnhedID, "Enhed-id", 14}, {fEnhed, "6.1 Enhed", 36}, {fOverordnet, "Overordnet", 14}, {fOverordnetNavn, "Overordnets navn", 30},
	{fSagsansvarlig, "6.2 Sagsansvarlig", 14}, {fUsynlig, "Usynlig", 10}, {fAktiv, "Aktiv", 8}, {fFindes, "6.3 Findes i FK Organisation", 14},
	{fKombit, "6.4 KOMBIT-id", 38}, {fNavnDer, "Navn i FK Organisation", 36}, {fForslag, "6.5 Foreslået navn", 36},
	{fPNummer, "P-nummer", 12}, {fCVR, "CVR", 10},
}, svarKolonner...)

// alleKolonner are those of the one table of a CSV file.
var alleKolonner = func() []kolonne {
	all := append([]kolonne{}, lokaleKolonner[:len(lokaleKolonner)-len(svarKolonner)]...)
	for _, k := range enhedKolonner {
		if k.felt != fAktiv {
			all = append(all, k)
		}
	}
	return all
}()

// overskrifter are the words lists are headed with, in the folded form of fold. Our own headings are added below.
var overskrifter = func() map[string]felt {
	words := map[felt]string{
		fSlags:          "slags|type af raekke|kind",
		fSagstypeID:     "sagstype id|sagstypeid|sagstype nr|sagstypenummer|sagstypens id|case type id",
		fSagstype:       "sagstype|sagstyper|lokal sagstype|lokale sagstyper|sagstypenavn|sagstype navn|navn paa sagstype|sagstypens navn|tilknyttet sagstype|case type|local case type|case type name",
		fYdelseID:       "ydelse id|ydelseid|ydelses id|ydelsesid|ydelse nr|ydelsesnummer|ydelsens id|service id",
		fYdelse:         "ydelse|ydelser|lokal ydelse|lokale ydelser|ydelsesnavn|ydelse navn|ydelsens navn|navn paa ydelse|lokal ydelsestype|indsats|service|local service|service name",
		fEnhedID:        "enhed id|enhedid|enheds id|enhedsid|enhed nr|enhedsnummer|organisationsenhed id|unit id",
		fEnhed:          "enhed|enheder|organisationsenhed|organisationsenheder|cura enhed|enhedsnavn|enhed navn|enhedens navn|navn paa enhed|org enhed|afdeling|unit|unit name|organisation unit|organisational unit",
		fLov:            "lov|lovgivning|lovgrundlag|lovomraade|retsgrundlag|law|act",
		fParagraf:       "paragraf|paragraffer|§|lovparagraf|lov §|section|paragraph",
		fArt:            "art|ydelsesart|ydelsens art|monetaer ressourcemaessig fysisk|nature",
		fStandard:       "standard|kodestandard|katalog|standard kode",
		fKode:           "kode|ydelseskode|fsiii kode|ffb kode|standardens kode|code",
		fPakke:          "pakke|ydelsespakke|er pakke|package",
		fHold:           "hold|holdydelse|hold ydelse|er hold|group",
		fAktiv:          "aktiv|i brug|bruges|active|in use",
		fBorgerrettet:   "borgerrettet|vedroerer borger|vedroerer en borger|citizen facing|about a citizen",
		fAdministrativ:  "administrativ|administrativ sag|administrative",
		fKLE:            "kle|kle nummer|kle nr|kle emne|kle emnenummer|kle kode|emnenummer|kle number|sagstypens kle nummer|valgt kle nummer",
		fKLETitel:       "kle titel|kle navn|kle emnetitel|emnetitel|kle tekst|kle title",
		fType:           "ydelsestype|faelleskommunal ydelsestype|faelles ydelsestype|valgt ydelsestype|navn paa ydelsestype|ydelsestypens navn|mappes til|mappet til|faelleskommunal kode|common type|common service type|service type",
		fTypeNoegle:     "ydelsestype noegle|noegle|ydelsestypens noegle|ydelsestypenoegle|type key|key|service type key",
		fTypeKLE:        "ydelsestypens kle|ydelsestypens kle nummer|kle nummer paa ydelsestype|kle for ydelsestype|ydelsestype kle|ydelsestypekle|service type kle",
		fIkke:           "skal ikke overfoeres|skal ikke mappes|skal ikke overfoeres mappes|skal ikke mappes overfoeres|overfoeres ikke|mappes ikke|fravalgt|not to be sent|not to be mapped|do not map|do not send|excluded",
		fUdenType:       "sendes uden ydelsestype|sendes uden type|uden ydelsestype|uden type|send without type|without type",
		fOverordnet:     "overordnet|overordnet enhed|overordnet id|overordnet enhed id|foraelder|parent|parent id|parent unit",
		fOverordnetNavn: "overordnets navn|overordnet navn|overordnet enheds navn|parent name",
		fSagsansvarlig:  "sagsansvarlig|er sagsansvarlig|sagsansvarlig enhed|sagsansvar|responsible|case responsible",
		fUsynlig:        "usynlig|skjult|er usynlig|invisible|hidden",
		fFindes:         "findes i fk organisation|findes i fk org|i fk organisation|i fk org|findes enheden i fk org|in fk organisation",
		fKombit:         "kombit id|kombitid|kombit uuid|fk org uuid|fk organisation uuid|uuid kombit id|kombit",
		fNavnDer:        "navn i fk organisation|navn i fk org|fk organisation navn|fk org navn|name in fk organisation",
		fForslag:        "foreslaaet navn|nyt navn|forslag til navn|navneforslag|eventuelt nyt navn|proposed name|new name",
		fPNummer:        "p nummer|pnummer|p nr|produktionsenhed|p number",
		fCVR:            "cvr|cvr nummer|cvr nr|cvr number",
		fBegrundelse:    "begrundelse|aarsag|grund|hvorfor|reason|why",
		fTrods:          "trods|trods regel fordi|trods begrundelse|override reason|override",
		fNote:           "note|noter|bemaerkning|bemaerkninger|kommentar|kommentarer|notes|comment|comments|remark",
		fAf:             "besluttet af|af|hvem|decided by|by",
		fDato:           "dato|besluttet dato|beslutningsdato|date|decided on",
		fID:             "id|nr|nummer|number",
		fNavn:           "navn|betegnelse|titel|name|title",
		fUUID:           "uuid|guid",
	}
	all := make(map[string]felt)
	for f, synonyms := range words {
		for word := range strings.SplitSeq(synonyms, "|") {
			all[fold(word)] = f
		}
	}
	for _, k := range alleKolonner {
		all[fold(k.overskrift)] = k.felt
	}
	return all
}()

// folder writes the Danish letters out, so that lists typed either way meet.
var folder = strings.NewReplacer("æ", "ae", "ø", "oe", "å", "aa")

// fold reduces a heading or a name to what two people would call the same: lower case, single blanks, no punctuation, and
// without a step number of the deck ("6.2 Sagsansvarlig") or a trailing parenthesis.
func fold(s string) string {
	s = strings.ToLower(renTekst(s))
	if before, _, found := strings.Cut(s, "("); found && strings.TrimSpace(before) != "" {
		s = before
	}
	s = strings.TrimLeft(s, "0123456789.")
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '§' {
			return r
		}
		return ' '
	}, s)
	return folder.Replace(strings.Join(strings.Fields(s), " "))
}

// ens folds a name for comparison: nothing of it is left out but case and blanks.
func ens(s string) string { return strings.ToLower(strings.Join(strings.Fields(renTekst(s)), " ")) }

// slags is what a row is about.
type slags int

const (
	ukendtSlags slags = iota
	sagstypeSlags
	ydelseSlags
	enhedSlags
)

// slagsOrd are the words of the column Slags.
var slagsOrd = map[string]slags{
	"sagstype": sagstypeSlags, "ydelse": ydelseSlags, "enhed": enhedSlags,
	"case type": sagstypeSlags, "service": ydelseSlags, "unit": enhedSlags,
}

// slagsOf guesses from the columns and the name of a sheet or file what its rows are about.
func slagsOf(has func(felt) bool, navn string) slags {
	any := func(felter ...felt) bool {
		for _, f := range felter {
			if has(f) {
				return true
			}
		}
		return false
	}
	named := fold(navn)
	switch {
	case any(fYdelse, fYdelseID):
		return ydelseSlags
	case any(fEnhed, fEnhedID, fOverordnet, fSagsansvarlig, fUsynlig, fFindes, fKombit, fNavnDer, fPNummer):
		return enhedSlags
	case any(fType, fTypeNoegle, fUdenType, fPakke, fHold, fArt, fStandard), any(fSagstype, fSagstypeID) && any(fNavn):
		return ydelseSlags
	case any(fSagstype, fSagstypeID, fAdministrativ, fBorgerrettet):
		return sagstypeSlags
	case strings.Contains(named, "sagstype"):
		return sagstypeSlags
	case strings.Contains(named, "ydelse"):
		return ydelseSlags
	case strings.Contains(named, "enhed"), strings.Contains(named, "organisation"):
		return enhedSlags
	case any(fKLE):
		return sagstypeSlags
	}
	return ukendtSlags
}
