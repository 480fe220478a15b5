package ydi

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

// Omverden is what a judge must know beyond the message. Nil functions mean that nothing is known.
type Omverden struct {
	Streng bool
	Nu     time.Time
	Kalder oio.CVR
	KLE    func(number string, on oio.Dato) (uuid oio.UUID, inForce bool)
	Typer  Ydelsestyper
	Findes func(uuid oio.UUID) bool
}

type dommer struct {
	soap.Dom
	om    *Omverden
	whole bool
}

func nyDommer(om *Omverden, whole bool) *dommer {
	return &dommer{Dom: soap.Dom{Regler: Regler, Streng: om.Streng}, om: om, whole: whole}
}

// Doem judges a grant sent for import, or with whole false what an update says of it.
func Doem(om *Omverden, registrations []BevillingRegistrering, whole bool, path string) []soap.Fund {
	d := nyDommer(om, whole)
	for i := range registrations {
		at := path
		if whole {
			at = fmt.Sprintf("%s/Registrering[%d]", path, i+1)
			d.registrering(&registrations[i].Registrering, at)
		}
		d.bevilling(&registrations[i], at)
	}
	return d.Fund
}

func (d *dommer) registrering(r *Registrering, path string) {
	if r.Tidspunkt == nil {
		d.Brud("YDI-07", path+"/Tidspunkt", "Tidspunkt mangler")
	}
	if vaerdi(r.LivscyklusKode) != "Importeret" {
		d.Brud("YDI-08", path+"/LivscyklusKode", "LivscyklusKode er %q", vaerdi(r.LivscyklusKode))
	}
	if r.BrugerRef == nil || (r.BrugerRef.UUIDIdentifikator == nil && !strings.HasPrefix(urnI(r.BrugerRef), "urn:oio:")) {
		d.Brud("YDI-09", path+"/BrugerRef", "BrugerRef mangler eller er ukendt af form")
	}
	if r.StsTidspunkt != nil {
		d.Brud("YDI-10", path+"/StsTidspunkt", "StsTidspunkt er sendt")
	}
}

func (d *dommer) bevilling(r *BevillingRegistrering, path string) {
	at := path + "/AttributListe"
	list := r.AttributListe.Egenskaber
	if d.whole && len(list) == 0 {
		d.Brud("YDI-15", at, "Egenskaber med Foelsomhed mangler")
	}
	for i := range list {
		e, at := &list[i], fmt.Sprintf("%s/Egenskaber[%d]", at, i+1)
		d.virkning(e.Virkning, at)
		if vaerdi(e.BrugervendtNoegle) == "" {
			d.Brud("YDI-14", at+"/BrugervendtNoegle", "BrugervendtNoegle mangler")
		}
		if e.Foelsomhed == nil {
			d.Brud("YDI-15", at+"/Foelsomhed", "Foelsomhed mangler")
		}
	}
	d.ydelser(r.AttributListe.BevilgetYdelse, at)
	d.relationer(r, path+"/RelationListe")
}

// virkning judges a period.
func (d *dommer) virkning(v *Virkning, path string) {
	path += "/Virkning"
	if v == nil || v.FraTidspunkt == nil || v.FraTidspunkt.TidsstempelDatoTid == nil {
		d.Brud("YDI-11", path, "Virkning mangler eller har intet FraTidspunkt")
		return
	}
	from, until := graenser(v)
	if !until.IsZero() && !from.Before(until) {
		d.Brud("YDI-12", path, "FraTidspunkt %s er ikke før TilTidspunkt %s", *v.FraTidspunkt.TidsstempelDatoTid, vaerdi(v.TilTidspunkt.TidsstempelDatoTid))
	}
}

func (d *dommer) ydelser(list []BevilgetYdelse, path string) {
	if d.whole && len(list) == 0 {
		d.Brud("YDI-16", path, "BevilgetYdelse mangler")
	}
	seen := map[string]bool{}
	for i := range list {
		y, at := &list[i], fmt.Sprintf("%s/BevilgetYdelse[%d]", path, i+1)
		d.virkning(y.Virkning, at)
		switch id := vaerdi(y.Id); {
		case id == "":
			d.Brud("YDI-17", at+"/Id", "Id mangler")
		case seen[id] && d.whole:
			d.Brud("YDI-17", at+"/Id", "Id %q er brugt to gange", id)
		default:
			seen[id] = true
		}
		d.datoer(y, at)
		d.ydelse(y, at+"/Ydelse")
		d.systemer(y, at)
	}
}

func (d *dommer) datoer(y *BevilgetYdelse, path string) {
	if y.BevilgetYdelseStartdato == nil {
		d.Brud("YDI-18", path+"/BevilgetYdelseStartdato", "BevilgetYdelseStartdato mangler")
		return
	}
	start, _ := soap.LaesTid(*y.BevilgetYdelseStartdato)
	if y.BevilgetYdelseSlutdato == nil {
		return
	}
	if end, err := soap.LaesTid(*y.BevilgetYdelseSlutdato); err == nil && !start.Before(end) {
		d.Brud("YDI-18", path+"/BevilgetYdelseSlutdato", "BevilgetYdelseSlutdato %s ligger ikke efter BevilgetYdelseStartdato %s", (*y.BevilgetYdelseSlutdato)[:10], (*y.BevilgetYdelseStartdato)[:10])
	}
}

var kleNoegle = regexp.MustCompile(`^\d\d\.\d\d\.\d\d$`)

func (d *dommer) ydelse(y *BevilgetYdelse, path string) {
	v := y.Ydelse
	if v == nil {
		d.Brud("YDI-19", path+"/Ydelsesnavn", "Ydelsesnavn mangler")
		return
	}
	if name := vaerdi(v.Ydelsesnavn); name == "" {
		d.Brud("YDI-19", path+"/Ydelsesnavn", "Ydelsesnavn mangler")
	} else if n := len([]rune(name)); n > 100 {
		d.Med("YDI-19", varm, path+"/Ydelsesnavn", "Ydelsesnavn er %d tegn", n)
	}
	d.rolle(v.Rolle, v.Type, oio.BevillingYdelse, path)
	d.ydelsestype(y, path)
	d.klassifikation(y, v.Klassifikation, path+"/Klassifikation")
}

func (d *dommer) ydelsestype(y *BevilgetYdelse, path string) {
	u := uuidI(y.Ydelse.ReferenceID)
	if u.IsZero() {
		d.Brud("YDI-22", path+"/ReferenceID", "ydelsen henviser ikke til en klasse med UUID")
		return
	}
	if d.om.Typer == nil {
		return
	}
	_, kind, known := d.om.Typer(u)
	if !known {
		d.Brud("YDI-22", path+"/ReferenceID", "klassen %s er ikke en kendt ydelsestype", u)
	} else if kind != "" && kind != "monetær" && len(y.OekonomiskEffektueringsplan) > 0 {
		d.Brud("YDI-23", path, "en ydelse af arten %s har effektueringsplan", kind)
	}
}

func (d *dommer) klassifikation(y *BevilgetYdelse, k *YdelseKlassifikation, path string) {
	if k == nil || !kleNoegle.MatchString(vaerdi(k.BrugervendtNoegle)) {
		key := ""
		if k != nil {
			key = vaerdi(k.BrugervendtNoegle)
		}
		d.Brud("YDI-20", path+"/BrugervendtNoegle", "KLE-nummeret er %q", key)
		return
	}
	d.rolle(k.Rolle, k.Type, oio.BevillingKLE, path)
	start := dato(y.BevilgetYdelseStartdato)
	if d.om.KLE == nil || start == 0 {
		return
	}
	uuid, inForce := d.om.KLE(*k.BrugervendtNoegle, start)
	if !inForce {
		d.Brud("YDI-43", path, "%s gælder ikke %s", *k.BrugervendtNoegle, start)
	} else if !uuid.IsZero() && uuid != uuidI(k.ReferenceID) {
		d.Brud("YDI-21", path+"/ReferenceID", "%s har en anden UUID i KLE", *k.BrugervendtNoegle)
	}
}

func (d *dommer) systemer(y *BevilgetYdelse, path string) {
	masters, senders := 0, 0
	for i := range y.ItSystem {
		s, at := &y.ItSystem[i], fmt.Sprintf("%s/ItSystem[%d]", path, i+1)
		if harRolle(s.Rolle, oio.BevillingMaster) {
			masters++
		}
		if harRolle(s.Rolle, oio.BevillingAfsender) {
			senders++
		}
		if uuidI(s.ReferenceID).IsZero() || vaerdi(s.SystemNavn) == "" || s.SystemURI != nil {
			d.Brud("YDI-24", at, "systemet er ikke en UUID med SystemNavn, eller det har en SystemURI")
		}
	}
	if masters != 1 || senders != 1 {
		d.Brud("YDI-24", path+"/ItSystem", "der er %d Master og %d Afsender", masters, senders)
	}
	for i := range y.OekonomiskEffektueringsplan {
		d.beloeb(y.OekonomiskEffektueringsplan[i].Ydelsesbeloeb, fmt.Sprintf("%s/OekonomiskEffektueringsplan[%d]/Ydelsesbeloeb", path, i+1))
	}
}

func (d *dommer) beloeb(s *string, path string) {
	if _, decimals, has := strings.Cut(vaerdi(s), "."); has && len(decimals) > 2 {
		d.Brud("YDI-40", path, "beløbet %s har %d decimaler", *s, len(decimals))
	}
}

// rolle holds a role and its type against the official ones.
func (d *dommer) rolle(role, kind *UnikId, want oio.Rolle, path string) {
	if !harRolle(role, want) || kind == nil || !strings.EqualFold(vaerdi(kind.UUIDIdentifikator), want.Official().Type.String()) {
		d.Brud("YDI-30", path, "rolle eller type er ikke %s / %s", want.Official().Navn, want.Official().TypeNavn)
	}
}

// enkelt is one occurrence of a relation, for counting.
type enkelt struct {
	relation *Relation
	navn     string // of the element
}

func (d *dommer) relationer(r *BevillingRegistrering, path string) {
	list := &r.RelationListe
	var all []enkelt
	for i := range list.Bevillingssag {
		s, at := &list.Bevillingssag[i], fmt.Sprintf("%s/Bevillingssag[%d]", path, i+1)
		all = append(all, enkelt{&s.Relation, "Bevillingssag"})
		d.virkning(s.Virkning, at)
		if uuidI(s.ReferenceID).IsZero() {
			d.Brud("YDI-29", at+"/ReferenceID", "Bevillingssag har ingen UUID")
		}
		d.rolle(s.Rolle, s.Type, oio.BevillingSag, at)
	}
	for i := range list.Bevillingspart {
		p, at := &list.Bevillingspart[i], fmt.Sprintf("%s/Bevillingspart[%d]", path, i+1)
		all = append(all, enkelt{&p.Relation, "Bevillingspart"})
		d.virkning(p.Virkning, at)
		d.part(p, at)
	}
	for i := range list.Bevillingsaktoer {
		a, at := &list.Bevillingsaktoer[i], fmt.Sprintf("%s/Bevillingsaktoer[%d]", path, i+1)
		all = append(all, enkelt{&a.Relation, "Bevillingsaktoer"})
		d.virkning(a.Virkning, at)
		d.aktoer(a, at)
	}
	d.ens(all, path)
	if d.whole {
		d.antal(r, path)
	}
}

func (d *dommer) part(p *BevillingPartRelation, path string) {
	urn := urnI(p.ReferenceID)
	if digits, isCPR := strings.CutPrefix(urn, "urn:oio:cpr-nr:"); isCPR && (len(digits) != 10 || strings.Trim(digits, "0123456789") != "") {
		d.Med("YDI-27", ja, path+"/ReferenceID", "CPR-nummeret har ikke ti cifre")
	}
	known := harRolle(p.Rolle, oio.BevillingBevillingsmodtager) || harRolle(p.Rolle, oio.BevillingYdelsesmodtager)
	if !known {
		d.Brud("YDI-30", path+"/Rolle", "rollen er hverken Bevillingsmodtager eller Ydelsesmodtager")
	}
	if harRolle(p.Rolle, oio.BevillingBevillingsmodtager) && p.Indeks != nil {
		d.Brud("YDI-32", path+"/Indeks", "Bevillingsmodtager har Indeks")
	}
}

func (d *dommer) aktoer(a *BevillingAktoerRelation, path string) {
	cvr := vaerdi(a.CVRNr)
	switch {
	case harRolle(a.Rolle, oio.BevillingEjer):
		d.rolle(a.Rolle, a.Type, oio.BevillingEjer, path)
		if cvr == "" || vaerdi(a.FuldtNavn) == "" {
			d.Brud("YDI-25", path, "CVR-nr eller FuldtNavn mangler på Ejer")
		}
		if cvr != "" && d.om.Kalder != "" && oio.CVR(cvr) != d.om.Kalder {
			d.Brud("YDI-05", path+"/CVR-nr", "Ejer er %s, kalderen handler for %s", cvr, string(d.om.Kalder))
		}
	case harRolle(a.Rolle, oio.BevillingAnsvarlig):
		d.rolle(a.Rolle, a.Type, oio.BevillingAnsvarlig, path)
	default:
		d.Brud("YDI-30", path+"/Rolle", "rollen er hverken Ejer eller Ansvarlig")
	}
	if a.Indeks != nil && harRolle(a.Rolle, oio.BevillingEjer) {
		d.Brud("YDI-32", path+"/Indeks", "Ejer har Indeks")
	}
}

// ens refuses two relations of one key at the same time.
func (d *dommer) ens(all []enkelt, path string) {
	for i := range all {
		for j := range i {
			if all[i].navn == all[j].navn && noegle(all[i].relation) == noegle(all[j].relation) && samtidig(all[i].relation.Virkning, all[j].relation.Virkning) {
				d.Brud("YDI-31", path+"/"+all[i].navn, "to relationer med samme rolle og Indeks gælder samtidig")
			}
		}
	}
}

func samtidig(a, b *Virkning) bool {
	aFrom, aUntil := graenser(a)
	bFrom, bUntil := graenser(b)
	return soap.Overlapper(aFrom, aUntil, bFrom, bUntil)
}

func noegle(r *Relation) string { return uuidI(r.Rolle).String() + "/" + vaerdi(r.Indeks) }

func (d *dommer) antal(r *BevillingRegistrering, path string) {
	count := func(role oio.Rolle, relations []BevillingAktoerRelation) (n int) {
		for i := range relations {
			if _, until := graenser(relations[i].Virkning); until.IsZero() && harRolle(relations[i].Rolle, role) {
				n++
			}
		}
		return n
	}
	if n := count(oio.BevillingEjer, r.RelationListe.Bevillingsaktoer); n != 1 {
		d.Brud("YDI-25", path+"/Bevillingsaktoer", "der er %d åbne Ejer", n)
	}
	if n := count(oio.BevillingAnsvarlig, r.RelationListe.Bevillingsaktoer); n != 1 {
		d.Brud("YDI-26", path+"/Bevillingsaktoer", "der er %d åbne Ansvarlig", n)
	}
	has := func(role oio.Rolle) bool {
		return slices.ContainsFunc(r.RelationListe.Bevillingspart, func(p BevillingPartRelation) bool { return harRolle(p.Rolle, role) })
	}
	if !has(oio.BevillingBevillingsmodtager) {
		d.Brud("YDI-27", path+"/Bevillingspart", "Bevillingsmodtager mangler")
	}
	if !has(oio.BevillingYdelsesmodtager) {
		d.Brud("YDI-28", path+"/Bevillingspart", "Ydelsesmodtager mangler")
	}
}

// efter judges what an update leaves behind (YDI-33).
func efter(om *Omverden, before, after *BevillingRegistrering, path string) []soap.Fund {
	d := nyDommer(om, false)
	for _, role := range []oio.Rolle{oio.BevillingEjer, oio.BevillingAnsvarlig} {
		open := func(r *BevillingRegistrering) bool {
			return slices.ContainsFunc(r.RelationListe.Bevillingsaktoer, func(a BevillingAktoerRelation) bool {
				_, until := graenser(a.Virkning)
				return until.IsZero() && harRolle(a.Rolle, role)
			})
		}
		if open(before) && !open(after) {
			d.Brud("YDI-33", path+"/RelationListe/Bevillingsaktoer", "%s ophører uden afløser", role.Official().Navn)
		}
	}
	return d.Fund
}

// DoemEffektuering judges a payment.
func DoemEffektuering(om *Omverden, registrations []EffektueringRegistrering, whole bool, path string) []soap.Fund {
	d := nyDommer(om, whole)
	for i := range registrations {
		r, at := &registrations[i], path
		if whole {
			at = fmt.Sprintf("%s/Registrering[%d]", path, i+1)
			d.registrering(&r.Registrering, at)
		}
		for j := range r.AttributListe.Egenskaber {
			d.effektueringEgenskaber(&r.AttributListe.Egenskaber[j], fmt.Sprintf("%s/AttributListe/Egenskaber[%d]", at, j+1))
		}
		for j := range r.RelationListe.OekonomiskYdelseEffektueringRelation {
			d.effektueret(&r.RelationListe.OekonomiskYdelseEffektueringRelation[j], fmt.Sprintf("%s/RelationListe/OekonomiskYdelseEffektueringRelation[%d]", at, j+1))
		}
		for j := range r.RelationListe.Aktoer {
			a := &r.RelationListe.Aktoer[j]
			if cvr := vaerdi(a.CVRNr); uuidI(a.Rolle).String() == effektueringEjer && cvr != "" && om.Kalder != "" && oio.CVR(cvr) != om.Kalder {
				d.Brud("YDI-05", fmt.Sprintf("%s/RelationListe/Aktoer[%d]/CVR-nr", at, j+1), "Ejer er %s, kalderen handler for %s", cvr, string(om.Kalder))
			}
		}
	}
	return d.Fund
}

func (d *dommer) effektueringEgenskaber(e *EffektueringEgenskaber, path string) {
	d.virkning(e.Virkning, path)
	different := func(a, b *string) bool { return a != nil && b != nil && *a != *b }
	if e.Startdato == nil || e.Slutdato == nil || (different(e.BeloebEfterSkatATP, e.BeloebSendtTilUdbetaling) && e.SendtTilUdbetalingTekst == nil) ||
		(different(e.BeloebUdbetalt, e.BeloebSendtTilUdbetaling) && e.UdbetaltTekst == nil) {
		d.Brud("YDI-39", path, "start, slut eller en forklarende tekst mangler")
	}
	for name, amount := range map[string]*string{"SamletBruttobeloeb": e.SamletBruttobeloeb, "BeloebEfterSkatATP": e.BeloebEfterSkatATP, "BeloebUdbetalt": e.BeloebUdbetalt} {
		d.beloeb(amount, path+"/"+name)
	}
}

func (d *dommer) effektueret(r *YdelseEffektueringRelation, path string) {
	d.beloeb(r.Ydelsesbeloeb, path+"/Ydelsesbeloeb")
	if r.BevilgetYdelseRef == nil || (d.om.Findes != nil && !d.om.Findes(uuidAf(r.BevilgetYdelseRef.UUIDIdentifikator))) {
		d.Brud("YDI-38", path+"/BevilgetYdelseRef", "bevillingen er ikke i indekset")
	}
}
