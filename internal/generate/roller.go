package generate

import (
	"bytes"
	"fmt"
)

// Roller is the role catalogue of Korsbæk as it exports its job-function roles: 37 of them, four of which somebody forgot to limit (S7, R110).
func Roller() []byte {
	var b bytes.Buffer
	b.WriteString("rolle;id;brugersystemroller;kle;foelsomhed;orgenhed;itsystem;antal\n")
	nr := 0
	role := func(navn, retter, kle, foelsomhed string, antal int) {
		nr++
		fmt.Fprintf(&b, "%s;jf-%02d;%s;%s;%s;;;%d\n", navn, nr, retter, kle, foelsomhed, antal)
	}
	const sensitive, confidential = "FOELSOMME_PERSONOPLYSNINGER", "FORTROLIGE_PERSONOPLYSNINGER"
	role("Borgerservice, front", "overblik", "", sensitive, 38)
	role("Borgerservice, telefon", "overblik", "", sensitive, 14)
	role("Digitalisering, support", "overblik", "", "", 5)
	role("Vikar, administration", "overblik", "", confidential, 9)
	role("Visitator, ældre", "overblik,Hop fra Overblik til fagsystem", "27.*", sensitive, 22)
	role("Sundhed og omsorg, leder", "overblik,Hop fra Overblik til fagsystem", "27.*,29.*", sensitive, 6)
	for i, area := range []string{"Byggesag", "Miljø", "Vej og park", "Skole", "Dagtilbud", "Jobcenter, ungdom", "Jobcenter, sygedagpenge", "Jobcenter, kontanthjælp", "Ydelseskontor", "Pension", "Boligstøtte",
		"Opkrævning", "Kultur", "Folkeregister", "Beredskab", "Indkøb", "Løn", "Ejendomme", "Erhverv", "Bibliotek", "Museum", "Havn", "Affald", "Spildevand", "Plan", "Byfornyelse", "Valg", "Borgmesterkontor", "Økonomi", "Jura", "HR"} {
		kle := []string{"02.*", "09.*", "05.*", "17.*", "28.*", "15.*", "32.24.*", "32.*", "32.*", "32.03.*", "32.18.*"}
		limit := "00.*"
		if i < len(kle) {
			limit = kle[i]
		}
		role(area, "overblik", limit, confidential, 2+i%11)
	}
	return b.Bytes()
}
