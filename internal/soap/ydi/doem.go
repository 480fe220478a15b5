package ydi

import (
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
		at := soap.NySti(path)
		if whole {
			at = at.Nr("Registrering", i+1)
			d.registrering(&registrations[i].Registrering, at)
		}
		d.bevilling(&registrations[i], at)
	}
	return d.Fund
}

func (d *dommer) registrering(r *Registrering, path *soap.Sti) {
	if r.Tidspunkt == nil {
		d.Brud("YDI-07", path.Til("Tidspunkt"), "Tidspunkt mangler")
	}
	if vaerdi(r.LivscyklusKode) != "Importeret" {
		d.Brud("YDI-08", path.Til("LivscyklusKode"), "LivscyklusKode er %q", vaerdi(r.LivscyklusKode))
	}
	if r.BrugerRef == nil || (r.BrugerRef.UUIDIdentifikator == nil && !strings.HasPrefix(urnI(r.BrugerRef), "urn:oio:")) {
		d.Brud("YDI-09", path.Til("BrugerRef"), "BrugerRef mangler eller er ukendt af form")
	}
	if r.StsTidspunkt != nil {
		d.Brud("YDI-10", path.Til("StsTidspunkt"), "StsTidspunkt er sendt")
	}
}

func (d *dommer) bevilling(r *BevillingRegistrering, path *soap.Sti) {
	at := path.Under("AttributListe")
	list := r.AttributListe.Egenskaber
	if d.whole && len(list) == 0 {
		d.Brud("YDI-15", at.String(), "Egenskaber med Foelsomhed mangler")
	}
	for i := range list {
		e, at := &list[i], at.Nr("Egenskaber", i+1)
		d.virkning(e.Virkning, at)
		if vaerdi(e.BrugervendtNoegle) == "" {
			d.Brud("YDI-14", at.Til("BrugervendtNoegle"), "BrugervendtNoegle mangler")
		}
		if e.Foelsomhed == nil {
			d.Brud("YDI-15", at.Til("Foelsomhed"), "Foelsomhed mangler")
		}
	}
	d.ydelser(r.AttributListe.BevilgetYdelse, at)
	d.relationer(r, path.Under("RelationListe"))
}

// virkning judges a period.
func (d *dommer) virkning(v *Virkning, path *soap.Sti) {
	path = path.Under("Virkning")
	if v == nil || v.FraTidspunkt == nil || v.FraTidspunkt.TidsstempelDatoTid == nil {
		d.Brud("YDI-11", path.String(), "Virkning mangler eller har intet FraTidspunkt")
		return
	}
	from, until := graenser(v)
	if !until.IsZero() && !from.Before(until) {
		d.Brud("YDI-12", path.String(), "FraTidspunkt %s er ikke før TilTidspunkt %s", *v.FraTidspunkt.TidsstempelDatoTid, vaerdi(v.TilTidspunkt.TidsstempelDatoTid))
	}
}

func (d *dommer) ydelser(list []BevilgetYdelse, path *soap.Sti) {
	if d.whole && len(list) == 0 {
		d.Brud("YDI-16", path.String(), "BevilgetYdelse mangler")
	}
	seen := map[string]bool{}
	for i := range list {
		y, at := &list[i], path.Nr("BevilgetYdelse", i+1)
		d.virkning(y.Virkning, at)
		switch id := vaerdi(y.Id); {
		case id == "":
			d.Brud("YDI-17", at.Til("Id"), "Id mangler")
		case seen[id] && d.whole:
			d.Brud("YDI-17", at.Til("Id"), "Id %q er brugt to gange", id)
		default:
			seen[id] = true
		}
		d.datoer(y, at)
		d.ydelse(y, at.Under("Ydelse"))
		d.systemer(y, at)
	}
}

func (d *dommer) datoer(y *BevilgetYdelse, path *soap.Sti) {
	if y.BevilgetYdelseStartdato == nil {
		d.Brud("YDI-18", path.Til("BevilgetYdelseStartdato"), "BevilgetYdelseStartdato mangler")
		return
	}
	start, _ := soap.LaesTid(*y.BevilgetYdelseStartdato)
	if y.BevilgetYdelseSlutdato == nil {
		return
	}
	if end, err := soap.LaesTid(*y.BevilgetYdelseSlutdato); err == nil && !start.Before(end) {
		d.Brud("YDI-18", path.Til("BevilgetYdelseSlutdato"), "BevilgetYdelseSlutdato %s ligger ikke efter BevilgetYdelseStartdato %s", (*y.BevilgetYdelseSlutdato)[:10], (*y.BevilgetYdelseStartdato)[:10])
	}
}

var kleNoegle = regexp.MustCompile(`^\d\d\.\d\d\.\d\d$`)

func (d *dommer) ydelse(y *BevilgetYdelse, path *soap.Sti) {
	v := y.Ydelse
	if v == nil {
		d.Brud("YDI-19", path.Til("Ydelsesnavn"), "Ydelsesnavn mangler")
		return
	}
	if name := vaerdi(v.Ydelsesnavn); name == "" {
		d.Brud("YDI-19", path.Til("Ydelsesnavn"), "Ydelsesnavn mangler")
	} else if n := len([]rune(name)); n > 100 {
		d.Med("YDI-19", varm, path.Til("Ydelsesnavn"), "Ydelsesnavn er %d tegn", n)
	}
	d.rolle(v.Rolle, v.Type, oio.BevillingYdelse, path)
	d.ydelsestype(y, path)
	d.klassifikation(y, v.Klassifikation, path.Under("Klassifikation"))
}

func (d *dommer) ydelsestype(y *BevilgetYdelse, path *soap.Sti) {
	u := uuidI(y.Ydelse.ReferenceID)
	if u.IsZero() {
		d.Brud("YDI-22", path.Til("ReferenceID"), "ydelsen henviser ikke til en klasse med UUID")
		return
	}
	if d.om.Typer == nil {
		return
	}
	_, kind, known := d.om.Typer(u)
	if !known {
		d.Brud("YDI-22", path.Til("ReferenceID"), "klassen %s er ikke en kendt ydelsestype", u)
	} else if kind != "" && kind != "monetær" && len(y.OekonomiskEffektueringsplan) > 0 {
		d.Brud("YDI-23", path.String(), "en ydelse af arten %s har effektueringsplan", kind)
	}
}

func (d *dommer) klassifikation(y *BevilgetYdelse, k *YdelseKlassifikation, path *soap.Sti) {
	if k == nil || !kleNoegle.MatchString(vaerdi(k.BrugervendtNoegle)) {
		key := ""
		if k != nil {
			key = vaerdi(k.BrugervendtNoegle)
		}
		d.Brud("YDI-20", path.Til("BrugervendtNoegle"), "KLE-nummeret er %q", key)
		return
	}
	d.rolle(k.Rolle, k.Type, oio.BevillingKLE, path)
	start := dato(y.BevilgetYdelseStartdato)
	if d.om.KLE == nil || start == 0 {
		return
	}
	uuid, inForce := d.om.KLE(*k.BrugervendtNoegle, start)
	if !inForce {
		d.Brud("YDI-43", path.String(), "%s gælder ikke %s", *k.BrugervendtNoegle, start)
	} else if !uuid.IsZero() && uuid != uuidI(k.ReferenceID) {
		d.Brud("YDI-21", path.Til("ReferenceID"), "%s har en anden UUID i KLE", *k.BrugervendtNoegle)
	}
}

func (d *dommer) systemer(y *BevilgetYdelse, path *soap.Sti) {
	masters, senders := 0, 0
	for i := range y.ItSystem {
		s, at := &y.ItSystem[i], path.Nr("ItSystem", i+1)
		if harRolle(s.Rolle, oio.BevillingMaster) {
			masters++
		}
		if harRolle(s.Rolle, oio.BevillingAfsender) {
			senders++
		}
		if uuidI(s.ReferenceID).IsZero() || vaerdi(s.SystemNavn) == "" || s.SystemURI != nil {
			d.Brud("YDI-24", at.String(), "systemet er ikke en UUID med SystemNavn, eller det har en SystemURI")
		}
	}
	if masters != 1 || senders != 1 {
		d.Brud("YDI-24", path.Til("ItSystem"), "der er %d Master og %d Afsender", masters, senders)
	}
	for i := range y.OekonomiskEffektueringsplan {
		d.beloeb(y.OekonomiskEffektueringsplan[i].Ydelsesbeloeb, path.Nr("OekonomiskEffektueringsplan", i+1).Under("Ydelsesbeloeb"))
	}
}

func (d *dommer) beloeb(s *string, path *soap.Sti) {
	if _, decimals, has := strings.Cut(vaerdi(s), "."); has && len(decimals) > 2 {
		d.Brud("YDI-40", path.String(), "beløbet %s har %d decimaler", *s, len(decimals))
	}
}

// rolle holds a role and its type against the official ones.
func (d *dommer) rolle(role, kind *UnikId, want oio.Rolle, path *soap.Sti) {
	if !harRolle(role, want) || kind == nil || !strings.EqualFold(vaerdi(kind.UUIDIdentifikator), want.Official().Type.String()) {
		d.Brud("YDI-30", path.String(), "rolle eller type er ikke %s / %s", want.Official().Navn, want.Official().TypeNavn)
	}
}

// enkelt is one occurrence of a relation, for counting.
type enkelt struct {
	relation *Relation
	navn     string // of the element
}

func (d *dommer) relationer(r *BevillingRegistrering, path *soap.Sti) {
	list := &r.RelationListe
	all := make([]enkelt, 0, 8)
	for i := range list.Bevillingssag {
		s, at := &list.Bevillingssag[i], path.Nr("Bevillingssag", i+1)
		all = append(all, enkelt{&s.Relation, "Bevillingssag"})
		d.virkning(s.Virkning, at)
		if uuidI(s.ReferenceID).IsZero() {
			d.Brud("YDI-29", at.Til("ReferenceID"), "Bevillingssag har ingen UUID")
		}
		d.rolle(s.Rolle, s.Type, oio.BevillingSag, at)
	}
	for i := range list.Bevillingspart {
		p, at := &list.Bevillingspart[i], path.Nr("Bevillingspart", i+1)
		all = append(all, enkelt{&p.Relation, "Bevillingspart"})
		d.virkning(p.Virkning, at)
		d.part(p, at)
	}
	for i := range list.Bevillingsaktoer {
		a, at := &list.Bevillingsaktoer[i], path.Nr("Bevillingsaktoer", i+1)
		all = append(all, enkelt{&a.Relation, "Bevillingsaktoer"})
		d.virkning(a.Virkning, at)
		d.aktoer(a, at)
	}
	d.ens(all, path)
	if d.whole {
		d.antal(r, path)
	}
}

func (d *dommer) part(p *BevillingPartRelation, path *soap.Sti) {
	urn := urnI(p.ReferenceID)
	if digits, isCPR := strings.CutPrefix(urn, "urn:oio:cpr-nr:"); isCPR && (len(digits) != 10 || strings.Trim(digits, "0123456789") != "") {
		d.Med("YDI-27", ja, path.Til("ReferenceID"), "CPR-nummeret har ikke ti cifre")
	}
	known := harRolle(p.Rolle, oio.BevillingBevillingsmodtager) || harRolle(p.Rolle, oio.BevillingYdelsesmodtager)
	if !known {
		d.Brud("YDI-30", path.Til("Rolle"), "rollen er hverken Bevillingsmodtager eller Ydelsesmodtager")
	}
	if harRolle(p.Rolle, oio.BevillingBevillingsmodtager) && p.Indeks != nil {
		d.Brud("YDI-32", path.Til("Indeks"), "Bevillingsmodtager har Indeks")
	}
}

func (d *dommer) aktoer(a *BevillingAktoerRelation, path *soap.Sti) {
	cvr := vaerdi(a.CVRNr)
	switch {
	case harRolle(a.Rolle, oio.BevillingEjer):
		d.rolle(a.Rolle, a.Type, oio.BevillingEjer, path)
		if cvr == "" || vaerdi(a.FuldtNavn) == "" {
			d.Brud("YDI-25", path.String(), "CVR-nr eller FuldtNavn mangler på Ejer")
		}
		if cvr != "" && d.om.Kalder != "" && oio.CVR(cvr) != d.om.Kalder {
			d.Brud("YDI-05", path.Til("CVR-nr"), "Ejer er %s, kalderen handler for %s", cvr, string(d.om.Kalder))
		}
	case harRolle(a.Rolle, oio.BevillingAnsvarlig):
		d.rolle(a.Rolle, a.Type, oio.BevillingAnsvarlig, path)
	default:
		d.Brud("YDI-30", path.Til("Rolle"), "rollen er hverken Ejer eller Ansvarlig")
	}
	if a.Indeks != nil && harRolle(a.Rolle, oio.BevillingEjer) {
		d.Brud("YDI-32", path.Til("Indeks"), "Ejer har Indeks")
	}
}

// ens refuses two relations of one key at the same time.
func (d *dommer) ens(all []enkelt, path *soap.Sti) {
	for i := range all {
		for j := range i {
			if all[i].navn == all[j].navn && sammeNoegle(all[i].relation, all[j].relation) && samtidig(all[i].relation.Virkning, all[j].relation.Virkning) {
				d.Brud("YDI-31", path.Til(all[i].navn), "to relationer med samme rolle og Indeks gælder samtidig")
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

// sammeNoegle is equality of noegle.
func sammeNoegle(a, b *Relation) bool {
	return vaerdi(a.Indeks) == vaerdi(b.Indeks) && uuidI(a.Rolle) == uuidI(b.Rolle)
}

func (d *dommer) antal(r *BevillingRegistrering, path *soap.Sti) {
	count := func(role oio.Rolle, relations []BevillingAktoerRelation) (n int) {
		for i := range relations {
			if _, until := graenser(relations[i].Virkning); until.IsZero() && harRolle(relations[i].Rolle, role) {
				n++
			}
		}
		return n
	}
	if n := count(oio.BevillingEjer, r.RelationListe.Bevillingsaktoer); n != 1 {
		d.Brud("YDI-25", path.Til("Bevillingsaktoer"), "der er %d åbne Ejer", n)
	}
	if n := count(oio.BevillingAnsvarlig, r.RelationListe.Bevillingsaktoer); n != 1 {
		d.Brud("YDI-26", path.Til("Bevillingsaktoer"), "der er %d åbne Ansvarlig", n)
	}
	has := func(role oio.Rolle) bool {
		return slices.ContainsFunc(r.RelationListe.Bevillingspart, func(p BevillingPartRelation) bool { return harRolle(p.Rolle, role) })
	}
	if !has(oio.BevillingBevillingsmodtager) {
		d.Brud("YDI-27", path.Til("Bevillingspart"), "Bevillingsmodtager mangler")
	}
	if !has(oio.BevillingYdelsesmodtager) {
		d.Brud("YDI-28", path.Til("Bevillingspart"), "Ydelsesmodtager mangler")
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
		r, at := &registrations[i], soap.NySti(path)
		if whole {
			at = at.Nr("Registrering", i+1)
			d.registrering(&r.Registrering, at)
		}
		for j := range r.AttributListe.Egenskaber {
			d.effektueringEgenskaber(&r.AttributListe.Egenskaber[j], at.Nr("AttributListe/Egenskaber", j+1))
		}
		for j := range r.RelationListe.OekonomiskYdelseEffektueringRelation {
			d.effektueret(&r.RelationListe.OekonomiskYdelseEffektueringRelation[j], at.Nr("RelationListe/OekonomiskYdelseEffektueringRelation", j+1))
		}
		for j := range r.RelationListe.Aktoer {
			a := &r.RelationListe.Aktoer[j]
			if cvr := vaerdi(a.CVRNr); uuidI(a.Rolle).String() == effektueringEjer && cvr != "" && om.Kalder != "" && oio.CVR(cvr) != om.Kalder {
				d.Brud("YDI-05", at.Nr("RelationListe/Aktoer", j+1).Til("CVR-nr"), "Ejer er %s, kalderen handler for %s", cvr, string(om.Kalder))
			}
		}
	}
	return d.Fund
}

func (d *dommer) effektueringEgenskaber(e *EffektueringEgenskaber, path *soap.Sti) {
	d.virkning(e.Virkning, path)
	different := func(a, b *string) bool { return a != nil && b != nil && *a != *b }
	if e.Startdato == nil || e.Slutdato == nil || (different(e.BeloebEfterSkatATP, e.BeloebSendtTilUdbetaling) && e.SendtTilUdbetalingTekst == nil) ||
		(different(e.BeloebUdbetalt, e.BeloebSendtTilUdbetaling) && e.UdbetaltTekst == nil) {
		d.Brud("YDI-39", path.String(), "start, slut eller en forklarende tekst mangler")
	}
	for name, amount := range map[string]*string{"SamletBruttobeloeb": e.SamletBruttobeloeb, "BeloebEfterSkatATP": e.BeloebEfterSkatATP, "BeloebUdbetalt": e.BeloebUdbetalt} {
		d.beloeb(amount, path.Under(name))
	}
}

func (d *dommer) effektueret(r *YdelseEffektueringRelation, path *soap.Sti) {
	d.beloeb(r.Ydelsesbeloeb, path.Under("Ydelsesbeloeb"))
	if r.BevilgetYdelseRef == nil || (d.om.Findes != nil && !d.om.Findes(uuidAf(r.BevilgetYdelseRef.UUIDIdentifikator))) {
		d.Brud("YDI-38", path.Til("BevilgetYdelseRef"), "bevillingen er ikke i indekset")
	}
}
