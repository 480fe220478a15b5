package revision

import (
	"slices"
	"strconv"
	"strings"

	"indeksbro/internal/oio"
)

// Kolonner are the columns of SAPA's revisionslog, in its order, so that what reads that file reads ours (06 §1.6).
var Kolonner = []string{
	"Log ID", "Kald ID", "Transaktions ID", "Aftale ID", "KaldersAftale ID", "Parametre", "Tidspunkt", "Service ID", "IP Adresse", "Maskinnavn",
	"Bruger ID", "BrugerNavn", "Bruger", "IT-System ID", "Organisatorisk ID", "Organisationsenhed ID", "LOS-ID", "LOS-Navn", "Applikation", "Komponent",
	"Soegekriterier", "Sags ID", "Tilstandsskift", "Part", "Aktoer", "Anvendte CVR rettigheder", "Beskrivelse", "Organisatorisk enhed", "Vist Fra", "Sag",
	"Partens bopælskommune", "Sagsnummer",
}

// Udtraek is what a read-out tells beside the entries.
type Udtraek struct {
	Kommune oio.CVR
	System  string                            // our own identity as an IT system
	Sager   func(oio.UUID) (nr, titel string) // a case's number and KLE; empty when it is gone
	Aabn    func([]byte) string               // opens a search term, masked of CPR numbers
}

// Raekke is an entry in the columns of Kolonner. What SAPA has and we have not stays empty. No cell begins as a formula does.
func (u *Udtraek) Raekke(p *Post) []string {
	cell := map[string]string{
		"Log ID": strconv.FormatInt(p.Nr, 10), "Kald ID": p.Led.String()[:16], "Tidspunkt": p.Tid.Format("2006-01-02 15:04:05.000"), "IP Adresse": p.Indhold.Fra,
		"Bruger ID": p.Hvem, "Bruger": p.Hvem, "IT-System ID": u.System, "Applikation": "Indeksbro Overblik", "Komponent": string(p.Hvad),
		"Anvendte CVR rettigheder": string(u.Kommune), "Beskrivelse": p.Indhold.Formaal, "Organisatorisk enhed": p.Indhold.Gruppe, "Aktoer": p.Indhold.Roller,
	}
	if !p.Borger.IsZero() {
		cell["Part"] = p.Borger.String()
	}
	if len(p.Indhold.Soegning) > 0 && u.Aabn != nil {
		cell["Soegekriterier"] = u.Aabn(p.Indhold.Soegning)
	}
	ids := p.Aabnet()
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = id.String()
	}
	cell["Parametre"] = strings.Join(texts, " ")
	if p.Indhold.Objekt != nil {
		cell["Sags ID"] = p.Indhold.Objekt.String()
		if u.Sager != nil {
			cell["Sagsnummer"], cell["Sag"] = u.Sager(*p.Indhold.Objekt)
		}
	}
	if p.Roed() {
		cell["Tilstandsskift"] = "Åbnet uden for dataafgrænsningen"
	}
	row := make([]string, len(Kolonner))
	for i, name := range Kolonner {
		if row[i] = cell[name]; !slices.Contains(noegler, name) {
			row[i] = sikker(cell[name])
		}
	}
	return row
}

// noegler are the columns of hashes and identities. Ten digits in a row are chance there, and must be read as they are.
var noegler = []string{"Kald ID", "Parametre", "Sags ID", "Part"}

// sikker keeps a spreadsheet from taking a cell for a formula, and CPR numbers out of it.
func sikker(s string) string {
	s = oio.MaskCPR(strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < ' ' }), " "))
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}

// Valg is which entries are asked for. Zero fields do not limit; the newest come first.
type Valg struct {
	Borger   oio.Borgernoegle
	Hvem     string
	Hvad     Hvad
	Fra, Til int64 // Unix milliseconds, Til exclusive
	Foer     int64 // continue before this number
	Antal    int   // at most so many; zero: 100
}
