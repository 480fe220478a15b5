package sdi

import "indeksbro/internal/soap"

// DoemDokument judges a document sent for import, or with whole false what an update says of it. The roles of its relations are
// not published, so only its systems are counted.
func DoemDokument(om *Omverden, registrations []DokumentRegistrering, whole bool, path string) []soap.Fund {
	d := nyDommer(om, whole)
	for i := range registrations {
		at := soap.NySti(path)
		if whole {
			at = at.Nr("Registrering", i+1)
		}
		d.dokument(&registrations[i], at)
	}
	return d.Fund
}

func (d *dommer) dokument(r *DokumentRegistrering, path *soap.Sti) {
	if d.whole {
		d.registrering(&r.Registrering, path)
	}
	d.dokumentEgenskaber(r.AttributListe.Egenskaber, path.Under("AttributListe"))
	states := r.TilstandListe.Fremdrift
	periods := make([]tilstand, len(states))
	for i := range states {
		d.virkning(states[i].Virkning, path.Nr("TilstandListe/Fremdrift", i+1))
		from, until := graenser(states[i].Virkning)
		periods[i] = tilstand{vaerdi(states[i].FremdriftStatusKode), from, until}
	}
	d.tilstande(periods, path.Under("TilstandListe"))
	d.dokumentRelationer(&r.RelationListe, path.Under("RelationListe"))
}

func (d *dommer) dokumentEgenskaber(list []DokumentEgenskaber, path *soap.Sti) {
	if d.whole && len(list) == 0 {
		d.Brud("SDI-27", path.String(), "Egenskaber mangler")
	}
	for i := range list {
		e, at := &list[i], path.Nr("Egenskaber", i+1)
		d.virkning(e.Virkning, at)
		d.kraev("SDI-27", at, kravet{"BrugervendtNoegle", e.BrugervendtNoegle}, kravet{"Dokumentnummer", e.Dokumentnummer}, kravet{"Titel", e.Titel}, kravet{"Type", e.Type})
		if vaerdi(e.Type) == "Brev" {
			d.Brud("SDI-27", at.Til("Type"), "Type er Brev")
		}
		if vaerdi(e.Type) == "Brev, indgaaende" && e.BrevDato == nil {
			d.Brud("SDI-28", at.Til("BrevDato"), "BrevDato mangler")
		}
		if (e.VersionIdentifikator == nil) != (e.UnderversionIdentifikator == nil) {
			d.Brud("SDI-29", at.String(), "kun den ene af version og underversion er der")
		}
		if e.Foelsomhed == nil {
			d.Brud("SDI-26", at.Til("Foelsomhed"), "Foelsomhed mangler")
		}
		d.linje(e.BrugervendtNoegle, at.Under("BrugervendtNoegle"))
		d.linje(e.Titel, at.Under("Titel"))
		d.undtaget(e.OffentlighedUndtaget, at)
		d.kassation(e.Kassationskode, at)
	}
}

func (d *dommer) dokumentRelationer(list *DokumentRelationListe, path *soap.Sti) {
	for i := range list.Dokumentrelation {
		r, at := &list.Dokumentrelation[i], path.Nr("Dokumentrelation", i+1)
		d.faelles(r, at)
		if d.om.Findes != nil && !d.om.Findes(reference(r)) {
			d.Brud("SDI-70", at.Til("ReferenceID"), "dokumentet er ikke i indekset")
		}
	}
	for i := range list.Dokumentaktoer {
		r, at := &list.Dokumentaktoer[i], path.Nr("Dokumentaktoer", i+1)
		d.faelles(r, at)
		e := foerste[DokumentaktoerUdvidelse](r.LokalUdvidelseListe)
		d.navngivet(e.FuldtNavn, e.BrugervendtNoegle, r, at.Under("LokalUdvidelseListe/DokumentaktoerLokalUdvidelse"))
	}
	for i := range list.Dokumentpart {
		r, at := &list.Dokumentpart[i], path.Nr("Dokumentpart", i+1)
		d.faelles(r, at)
		e := foerste[DokumentpartUdvidelse](r.LokalUdvidelseListe)
		d.partNavn(e.FuldtNavn, e.BrugervendtNoegle, at.Under("LokalUdvidelseListe/DokumentpartLokalUdvidelse"))
		d.partReference(r, at)
	}
	for i := range list.Dokumentklasse {
		d.faelles(&list.Dokumentklasse[i], path.Nr("Dokumentklasse", i+1))
	}
	d.dokumentSystemer(list, path.Under("LokalUdvidelseListe"))
}

// faelles judges what all relations share when their roles are not known.
func (d *dommer) faelles(r *Relation, path *soap.Sti) {
	d.virkning(r.Virkning, path)
	if r.Rolle == nil || r.Rolle.UUIDIdentifikator == nil || r.Type == nil || r.Type.UUIDIdentifikator == nil || r.ReferenceID == nil {
		d.Brud("SDI-50", path.String(), "Rolle, Type eller ReferenceID mangler eller er ikke en UUID")
	}
}

func (d *dommer) dokumentSystemer(list *DokumentRelationListe, path *soap.Sti) {
	var plain []Relation
	for e := range udvidelser[DokumentitsystemRelation](list.LokalUdvidelseListe) {
		at := path.Nr("DokumentitsystemRelation", len(plain)+1)
		plain = append(plain, e.Relation)
		d.system(d.relation("IT-system", &e.Relation, at), &e.Relation, e.SystemNavn, e.SystemURI, at)
	}
	d.antal("IT-system", plain, path)
	profiles := 0
	for e := range udvidelser[DokumentSikkerhedsprofilRelation](list.LokalUdvidelseListe) {
		profiles++
		d.profil(&e.Relation, path.Nr("Sikkerhedsprofil", profiles))
	}
}
