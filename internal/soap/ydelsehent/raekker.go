package ydelsehent

import (
	"context"
	"regexp"
	"strings"

	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/sdi"
	"indeksbro/internal/soap/ydi"
)

// raekker are the granted services of one grant that the question asks for and the asker may see.
func (o *opgave) raekker(ctx context.Context, g *oio.Gemt, in *BevillingHentInput) ([]BevilgetYdelse, error) {
	b, ok := g.Objekt.(*oio.Bevilling)
	if !ok {
		return nil, errArt
	}
	if uenig(in.BevillingUUID, b.UUID.String()) || uenig(in.BevillingEjerCVRNummer, string(b.Ejer.CVR)) || uenig(in.ItSystemInstansIdentifikation, b.System.UUID.String()) || uenig(in.SagSagsnummer, b.SagNoegle) {
		return nil, nil
	}
	m, err := ydi.BeskedAf(g)
	if err != nil || len(m.Registrering) == 0 {
		return nil, err
	}
	r := &m.Registrering[len(m.Registrering)-1]
	if in.PartRolle != nil && in.Kriterie.SagUUID == nil && !harRolle(r, *in.PartRolle) {
		return nil, nil
	}
	var rows []BevilgetYdelse
	for i := range r.AttributListe.BevilgetYdelse {
		y := &r.AttributListe.BevilgetYdelse[i]
		if !o.valgt(b, y, in) {
			continue
		}
		row, ok := o.raekke(b, r, y)
		if !ok {
			continue
		}
		payments, asked, err := o.betalinger(ctx, b, y, in)
		if err != nil {
			return nil, err
		}
		if asked && payments == nil {
			continue // paid in the period, or not at all
		}
		if sandt(in.MedtagEffektueringer) {
			row.OEkonomiskYdelseseffektueringListe = payments
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// harRolle reports whether a grant has a party in the role asked for.
func harRolle(r *ydi.BevillingRegistrering, asked string) bool {
	role := oio.BevillingBevillingsmodtager
	if asked == "Effektueringsmodtager" {
		role = oio.BevillingYdelsesmodtager
	}
	official, _ := role.Tekst()
	for i := range r.RelationListe.Bevillingspart {
		if p := &r.RelationListe.Bevillingspart[i]; p.Rolle != nil && strings.EqualFold(vaerdi(p.Rolle.UUIDIdentifikator), official) {
			return true
		}
	}
	return false
}

func kleAf(y *ydi.BevilgetYdelse) string {
	if y.Ydelse == nil || y.Ydelse.Klassifikation == nil {
		return ""
	}
	return vaerdi(y.Ydelse.Klassifikation.BrugervendtNoegle)
}

// valgt holds a granted service against the question and against both boundaries: the agreement's and the user's.
func (o *opgave) valgt(b *oio.Bevilling, y *ydi.BevilgetYdelse, in *BevillingHentInput) bool {
	number := kleAf(y)
	if !o.kalder.MaaSe(number, b.Foelsomhed) || !o.rettighed.maaSe(b, number) || !har(emner(in.KLEKriterie), number) {
		return false
	}
	if c := in.YdelseKlasse; c != nil {
		uuid, urn := klasseAf(y)
		if uenig(c.KlasseIdentifikation, uuid) || uenig(c.KlasseUrnReference, urn) {
			return false
		}
	}
	from, until := dag(y.BevilgetYdelseStartdato), dag(y.BevilgetYdelseSlutdato)
	return inden(from, in.BevilgetYdelseStartDatoFra, in.BevilgetYdelseStartDatoTil) && inden(until, in.BevilgetYdelseSlutDatoFra, in.BevilgetYdelseSlutDatoTil)
}

// inden holds a date to limits: from means on or after, til strictly before; an open end is after every day (05a §1.9).
func inden(d oio.Dato, from, til *string) bool {
	if low := dato(from); low != 0 && d != 0 && d < low {
		return false
	}
	high := dato(til)
	return high == 0 || (d != 0 && d < high)
}

func dato(s *string) oio.Dato {
	if s == nil {
		return 0
	}
	d, _ := oio.ParseDato((strings.TrimSpace(*s) + "          ")[:10])
	return d
}

// dag is the Danish day of a moment on the wire.
func dag(s *string) oio.Dato {
	if s == nil {
		return 0
	}
	t, err := soap.LaesTid(strings.TrimSpace(*s))
	if err != nil {
		return 0
	}
	return oio.DatoOf(t)
}

func klasseAf(y *ydi.BevilgetYdelse) (uuid, urn string) {
	if y.Ydelse == nil || y.Ydelse.ReferenceID == nil {
		return "", ""
	}
	return strings.ToLower(vaerdi(y.Ydelse.ReferenceID.UUIDIdentifikator)), vaerdi(y.Ydelse.ReferenceID.URNIdentifikator)
}

var emne = regexp.MustCompile(`^[0-9]{2}(\.[0-9]{2}){2}$`)

// raekke is one granted service as the read contract has it. Without a KLE number, a start or a name there is none, and that is told.
func (o *opgave) raekke(b *oio.Bevilling, r *ydi.BevillingRegistrering, y *ydi.BevilgetYdelse) (BevilgetYdelse, bool) {
	start := dag(y.BevilgetYdelseStartdato)
	if start == 0 {
		start = b.Periode.Fra
	}
	name := vaerdi(y.Navn)
	if y.Ydelse != nil && vaerdi(y.Ydelse.Ydelsesnavn) != "" {
		name = vaerdi(y.Ydelse.Ydelsesnavn)
	}
	if !emne.MatchString(kleAf(y)) || start == 0 || name == "" {
		o.advis("UFULDSTAENDIG", "Bevilling "+b.UUID.String()+" har en ydelse uden KLE-emne, startdato eller navn; den kan ikke vises her.")
		return BevilgetYdelse{}, false
	}
	row := BevilgetYdelse{
		YdelseNavn: cut(name, 100), BevilgetYdelseID: cut(vaerdi(y.Id), 36), BevilgetYdelseNavn: valgfri(cut(vaerdi(y.Navn), 255)), BevilgetYdelseBegrundelse: valgfri(cut(vaerdi(y.Begrundelse), 4096)),
		BevilgetYdelseStartDato: start.String(), BevilgetYdelseSlutDato: valgfri(dag(y.BevilgetYdelseSlutdato).String()), BevilgetYdelseKLEEmne: kleAf(y),
		BevilgetYdelseEffektueringModtager: BevilgetYdelseEffektueringModtager(modtager(r, oio.BevillingYdelsesmodtager, b.Part)), BevillingStruktur: o.struktur(b, r),
	}
	if uuid, urn := klasseAf(y); uuid+urn != "" {
		row.YdelseKlasse = &YdelseKlasse{KlasseIdentifikation: valgfri(uuid), KlasseUrnReference: valgfri(urn)}
	}
	if len(y.OekonomiskEffektueringsplan) > 0 {
		p := &y.OekonomiskEffektueringsplan[len(y.OekonomiskEffektueringsplan)-1]
		row.OekonomiskEffektueringsplanYdelsesbeloeb, row.OekonomiskEffektueringsplanBeregningsfrekvens = p.Ydelsesbeloeb, p.Beregningsfrekvens
		row.OekonomiskEffektueringsplanForudBagud, row.OekonomiskEffektueringsplanDispositionsdag = p.ForudBagud, p.Dispositionsdag
		row.OekonomiskEffektueringsplanSkalManueltGodkendes = p.ManueltGodkendes
	}
	return row, true
}

// modtager is the party in a role, or the one there is; the read contract repeats the same fields under many names.
func modtager(r *ydi.BevillingRegistrering, role oio.Rolle, otherwise oio.Part) Bevillingsmodtager {
	official, _ := role.Tekst()
	for i := range r.RelationListe.Bevillingspart {
		p := &r.RelationListe.Bevillingspart[i]
		if p.Rolle != nil && strings.EqualFold(vaerdi(p.Rolle.UUIDIdentifikator), official) && p.ReferenceID != nil {
			return partAf(vaerdi(p.ReferenceID.URNIdentifikator), vaerdi(p.FuldtNavn))
		}
	}
	return partAf(otherwise.CPR.URN(), otherwise.Navn)
}

func partAf(urn, name string) Bevillingsmodtager {
	m := Bevillingsmodtager{PartType: "Ukendt", PartURN: urn, PartFuldtNavn: valgfri(cut(name, 255))}
	if digits, is := strings.CutPrefix(urn, "urn:oio:cpr-nr:"); is && digits != "" {
		m.PartType, m.PartCPRNummer = "Person", &digits
	} else if digits, is := strings.CutPrefix(urn, "urn:oio:cvr-nr:"); is && len(digits) == 8 {
		m.PartType, m.PartCVRNummer = "Virksomhed", &digits
	}
	return m
}

func (o *opgave) struktur(b *oio.Bevilling, r *ydi.BevillingRegistrering) BevillingStruktur {
	made := BevillingStruktur{
		BevillingUUID: b.UUID.String(), BevillingFoelsomhed: b.Foelsomhed.String(), BevillingEjer: BevillingEjer{VirksomhedCVRNummer: ejerCVR(b, o.kalder.CVR)},
		BevillingMasterSystemInstans: BevillingMasterSystemInstans{ItSystemInstansIdentifikation: b.System.UUID.String(), ItSystemInstansTitel: cut(b.System.Navn, 100)},
		Bevillingsmodtager:           modtager(r, oio.BevillingBevillingsmodtager, b.Part), Bevillingssag: o.sag(b),
	}
	if !b.Ansvarlig.UUID.IsZero() {
		made.BevillingAnsvarligAfdeling = BevillingAnsvarligAfdeling{OrganisationsenhedUUID: tekst(b.Ansvarlig.UUID.String()), AnsvarligAfdelingFuldtNavn: valgfri(cut(b.Ansvarlig.Navn, 255))}
	}
	return made
}

func ejerCVR(b *oio.Bevilling, otherwise oio.CVR) string {
	if b.Ejer.CVR == "" {
		return string(otherwise)
	}
	return string(b.Ejer.CVR)
}

// sag tells of the case what the asker may know: its identity always, the rest where she may see its KLE, and not where it is
// marked not to be shown to the citizen and she asks for such to be left out.
func (o *opgave) sag(b *oio.Bevilling) *Bevillingssag {
	if b.Sag.IsZero() {
		return nil
	}
	made := &Bevillingssag{SagUUID: b.Sag.String()}
	held, there := o.sager[b.Sag]
	s, isCase := held.Objekt.(*oio.Sag)
	if !there || !isCase || !o.kalder.MaaSe(s.KLE.Noegle, s.Foelsomhed) {
		return made
	}
	hidden := false
	if m, err := sdi.BeskedAf(&held); err == nil {
		hidden = sdi.UndtagetBorger(m, o.nu)
	}
	made.SagUndtagetVisningForBorger = tekst(map[bool]string{true: "true", false: "false"}[hidden])
	if hidden && o.skjul {
		return &Bevillingssag{SagUUID: made.SagUUID}
	}
	made.SagTitel, made.SagSagsnummer, made.SagFoelsomhed = valgfri(cut(s.Titel, 255)), valgfri(cut(s.Noegle, 255)), valgfri(s.Foelsomhed.String())
	if emne.MatchString(s.KLE.Noegle) {
		made.SagKLEEmne = tekst(s.KLE.Noegle)
	}
	made.SagKLEHandlingsfacet, made.SagEjerCVRNummer = valgfri(cut(s.Facet.Noegle, 50)), valgfri(string(s.Ejer.CVR))
	if !s.System.UUID.IsZero() {
		made.SagMasterSystemInstans = &SagMasterSystemInstans{ItSystemInstansIdentifikation: s.System.UUID.String(), ItSystemInstansTitel: cut(s.System.Navn, 100)}
	}
	return made
}

// betalinger are the payments of a granted service; asked tells that the question limits to a period of payment.
func (o *opgave) betalinger(ctx context.Context, b *oio.Bevilling, y *ydi.BevilgetYdelse, in *BevillingHentInput) (list *OEkonomiskYdelseseffektueringListe, asked bool, err error) {
	asked = in.OekonomiskEffektueringDispositionsDatoFra != nil || in.OekonomiskEffektueringDispositionsDatoTil != nil
	if !asked && !sandt(in.MedtagEffektueringer) {
		return nil, false, nil
	}
	payments, err := o.alle(ctx, index.Soegning{Art: oio.ArtEffektuering, Sag: b.UUID})
	if err != nil {
		return nil, asked, err
	}
	for i := range payments {
		m, err := ydi.EffektueringAf(&payments[i])
		if err != nil {
			return nil, asked, err
		}
		r := &m.Registrering[len(m.Registrering)-1]
		whole := betaling(payments[i].Objekt, r)
		if !inden(dato(&whole.OekonomiskEffektueringDispositionsdato), in.OekonomiskEffektueringDispositionsDatoFra, in.OekonomiskEffektueringDispositionsDatoTil) {
			continue
		}
		for j := range r.RelationListe.OekonomiskYdelseEffektueringRelation {
			part := &r.RelationListe.OekonomiskYdelseEffektueringRelation[j]
			ref := part.BevilgetYdelseRef
			if ref == nil || !strings.EqualFold(ref.UUIDIdentifikator, b.UUID.String()) || ref.BevilgetYdelseId != vaerdi(y.Id) {
				continue
			}
			if list == nil {
				list = &OEkonomiskYdelseseffektueringListe{}
			}
			amount, from, until := delbeloeb(part, &whole)
			list.OEkonomiskYdelseseffektuering = append(list.OEkonomiskYdelseseffektuering, OEkonomiskYdelseseffektuering{
				OekonomiskYdelseseffektueringBeloeb: amount, OekonomiskYdelseseffektueringPeriodeFra: from, OekonomiskYdelseseffektueringPeriodeTil: until, OekonomiskEffektueringStruktur: &whole,
			})
		}
	}
	return list, asked, nil
}

// delbeloeb is what of a payment goes to one service, and for which period.
func delbeloeb(part *ydi.YdelseEffektueringRelation, whole *OekonomiskEffektueringStruktur) (amount, from string, until *string) {
	amount, from = whole.OekonomiskEffektueringSamletBruttobeloeb, whole.OekonomiskEffektueringStartDato
	if part.Ydelsesbeloeb != nil {
		amount = *part.Ydelsesbeloeb
	}
	if d := dag(part.YdelsesperiodeStartdato); d != 0 {
		from = d.String()
	}
	return amount, from, valgfri(dag(part.YdelsesperiodeSlutdato).String())
}

// betaling is a payment as the read contract has it. Dates and amounts that the contract demands and the source left out are told by
// those beside them.
func betaling(o oio.Objekt, r *ydi.EffektueringRegistrering) OekonomiskEffektueringStruktur {
	e, _ := o.(*oio.Effektuering)
	made := OekonomiskEffektueringStruktur{
		OekonomiskEffektueringUUID: e.UUID.String(), OekonomiskEffektueringStartDato: e.Periode.Fra.String(), OekonomiskEffektueringSlutDato: valgfri(e.Periode.Til.String()),
		OEkonomiskEffektueringMasterSystemInstans: OEkonomiskEffektueringMasterSystemInstans{ItSystemInstansIdentifikation: e.System.UUID.String(), ItSystemInstansTitel: cut(e.System.Navn, 100)},
		OEkonomiskEffektueringModtager:            OEkonomiskEffektueringModtager(partAf(e.Part.CPR.URN(), e.Part.Navn)),
	}
	for i := range r.AttributListe.Egenskaber {
		p := &r.AttributListe.Egenskaber[i]
		made.OekonomiskEffektueringDispositionsdato = dag(p.Dispositionsdato).String()
		made.OekonomiskEffektueringSamletBruttobeloeb, made.OekonomiskEffektueringBeloebSendtTilUdbetaling = vaerdi(p.SamletBruttobeloeb), vaerdi(p.BeloebSendtTilUdbetaling)
		made.OekonomiskEffektueringBeloebEfterSkatATP, made.OEkonomiskEffektueringBeloebUdbetalt = p.BeloebEfterSkatATP, p.BeloebUdbetalt
		made.OekonomiskEffektueringSendtTilUdbetalingTekst, made.OekonomiskEffektueringUdbetaltTekst = p.SendtTilUdbetalingTekst, p.UdbetaltTekst
	}
	if len(r.RelationListe.OekonomiskEffektueringPart) > 0 {
		p := &r.RelationListe.OekonomiskEffektueringPart[0]
		if p.ReferenceID != nil {
			made.OEkonomiskEffektueringModtager = OEkonomiskEffektueringModtager(partAf(vaerdi(p.ReferenceID.URNIdentifikator), vaerdi(p.FuldtNavn)))
		}
	}
	foerste(&made.OekonomiskEffektueringSamletBruttobeloeb, made.OekonomiskEffektueringBeloebSendtTilUdbetaling, "0.00")
	foerste(&made.OekonomiskEffektueringBeloebSendtTilUdbetaling, made.OekonomiskEffektueringSamletBruttobeloeb)
	foerste(&made.OekonomiskEffektueringDispositionsdato, made.OekonomiskEffektueringStartDato, vaerdi(made.OekonomiskEffektueringSlutDato), "1900-01-01")
	foerste(&made.OekonomiskEffektueringStartDato, made.OekonomiskEffektueringDispositionsdato)
	return made
}

// foerste fills an empty text with the first that is not.
func foerste(into *string, others ...string) {
	for _, s := range others {
		if *into == "" {
			*into = s
		}
	}
}

// effektuering is one payment with the granted services it pays for that may be seen; none of them, and it is not shown.
func (o *opgave) effektuering(g *oio.Gemt, grants map[oio.UUID]oio.Gemt, in *EffektueringHentInput) (row OEkonomiskEffektuering, shown bool, err error) {
	m, err := ydi.EffektueringAf(g)
	if err != nil {
		return row, false, err
	}
	if _, ok := g.Objekt.(*oio.Effektuering); !ok || len(m.Registrering) == 0 {
		return row, false, errArt
	}
	r := &m.Registrering[len(m.Registrering)-1]
	row.OekonomiskEffektueringStruktur = betaling(g.Objekt, r)
	if !inden(dato(&row.OekonomiskEffektueringStruktur.OekonomiskEffektueringDispositionsdato), in.OekonomiskEffektueringDispositionsDatoFra, in.OekonomiskEffektueringDispositionsDatoTil) {
		return row, false, nil
	}
	for i := range r.RelationListe.OekonomiskYdelseEffektueringRelation {
		part := &r.RelationListe.OekonomiskYdelseEffektueringRelation[i]
		line, ok, err := o.del(part, grants, in, &row.OekonomiskEffektueringStruktur)
		if err != nil {
			return row, false, err
		}
		if ok {
			list := &row.OEkonomiskYdelseseffektueringListe
			list.OEkonomiskYdelseseffektuering = append(list.OEkonomiskYdelseseffektuering, line)
		}
	}
	return row, len(row.OEkonomiskYdelseseffektueringListe.OEkonomiskYdelseseffektuering) > 0, nil
}

func (o *opgave) del(part *ydi.YdelseEffektueringRelation, grants map[oio.UUID]oio.Gemt, in *EffektueringHentInput, whole *OekonomiskEffektueringStruktur) (line EffektueretYdelse, ok bool, err error) {
	ref := part.BevilgetYdelseRef
	if ref == nil {
		return line, false, nil
	}
	if by := in.Kriterie.BevilgetYdelseKriterie; by != nil && (!strings.EqualFold(by.BevillingUUID, ref.UUIDIdentifikator) || by.BevilgetYdelseID != ref.BevilgetYdelseId) {
		return line, false, nil
	}
	id, err := oio.ParseUUID(ref.UUIDIdentifikator)
	if err != nil {
		return line, false, nil
	}
	held, there := grants[id]
	b, isGrant := held.Objekt.(*oio.Bevilling)
	if !there || !isGrant {
		return line, false, nil // sensitivity is the grant's: without it nothing is known of who may see
	}
	number, _, _ := strings.Cut(vaerdi(part.Klassifikationsbeskrivelse), " ")
	if number == "" {
		number = b.KLE.Noegle
	}
	if !o.kalder.MaaSe(number, b.Foelsomhed) || !o.rettighed.maaSe(b, number) {
		return line, false, nil
	}
	line.OekonomiskYdelseseffektueringBeloeb, line.OekonomiskYdelseseffektueringPeriodeFra, line.OekonomiskYdelseseffektueringPeriodeTil = delbeloeb(part, whole)
	if !sandt(in.MedtagBevilling) {
		return line, true, nil
	}
	m, err := ydi.BeskedAf(&held)
	if err != nil || len(m.Registrering) == 0 {
		return line, err == nil, err
	}
	r := &m.Registrering[len(m.Registrering)-1]
	for i := range r.AttributListe.BevilgetYdelse {
		if y := &r.AttributListe.BevilgetYdelse[i]; vaerdi(y.Id) == ref.BevilgetYdelseId {
			if full, made := o.raekke(b, r, y); made {
				line.BevilgetYdelse = forkortet(&full)
			}
		}
	}
	return line, true, nil
}

// forkortet is a granted service as it stands under its payment: the same fields but the payments.
func forkortet(y *BevilgetYdelse) *EffektueringBevilgetYdelse {
	return &EffektueringBevilgetYdelse{
		YdelseKlasse: y.YdelseKlasse, YdelseNavn: y.YdelseNavn, BevilgetYdelseID: y.BevilgetYdelseID, BevilgetYdelseNavn: y.BevilgetYdelseNavn, BevilgetYdelseBegrundelse: y.BevilgetYdelseBegrundelse,
		BevilgetYdelseStartDato: y.BevilgetYdelseStartDato, BevilgetYdelseSlutDato: y.BevilgetYdelseSlutDato, BevilgetYdelseKLEEmne: y.BevilgetYdelseKLEEmne, BevilgetYdelseEffektueringModtager: y.BevilgetYdelseEffektueringModtager,
		OekonomiskEffektueringsplanYdelsesbeloeb: y.OekonomiskEffektueringsplanYdelsesbeloeb, OekonomiskEffektueringsplanBeregningsfrekvens: y.OekonomiskEffektueringsplanBeregningsfrekvens,
		OekonomiskEffektueringsplanForudBagud: y.OekonomiskEffektueringsplanForudBagud, OekonomiskEffektueringsplanDispositionsdag: y.OekonomiskEffektueringsplanDispositionsdag,
		OekonomiskEffektueringsplanSkalManueltGodkendes: y.OekonomiskEffektueringsplanSkalManueltGodkendes, BevillingStruktur: &y.BevillingStruktur,
	}
}
