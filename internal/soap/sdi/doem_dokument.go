package sdi

import (
	"fmt"

	"indeksbro/internal/soap"
)

// DoemDokument judges a document sent for import, or with whole false what an update says of it. The roles of its relations are
// not published, so only its systems are counted.
func DoemDokument(om *Omverden, registrations []DokumentRegistrering, whole bool, path string) []soap.Fund {
	d := nyDommer(om, whole)
	for i := range registrations {
		at := fmt.Sprintf("%s/Registrering[%d]", path, i+1)
		if !whole {
			at = path
		}
		d.dokument(&registrations[i], at)
	}
	return d.Fund
}

func (d *dommer) dokument(r *DokumentRegistrering, path string) {
	if d.whole {
		d.registrering(&r.Registrering, path)
	}
	d.dokumentEgenskaber(r.AttributListe.Egenskaber, path+"/AttributListe")
	states := r.TilstandListe.Fremdrift
	periods := make([]tilstand, len(states))
	for i := range states {
		d.virkning(states[i].Virkning, fmt.Sprintf("%s/TilstandListe/Fremdrift[%d]", path, i+1))
		from, until := graenser(states[i].Virkning)
		periods[i] = tilstand{vaerdi(states[i].FremdriftStatusKode), from, until}
	}
	d.tilstande(periods, path+"/TilstandListe")
	d.dokumentRelationer(&r.RelationListe, path+"/RelationListe")
}

func (d *dommer) dokumentEgenskaber(list []DokumentEgenskaber, path string) {
	if d.whole && len(list) == 0 {
		d.Brud("SDI-27", path, "Egenskaber mangler")
	}
	for i := range list {
		e, at := &list[i], fmt.Sprintf("%s/Egenskaber[%d]", path, i+1)
		d.virkning(e.Virkning, at)
		d.kraev("SDI-27", at, map[string]*string{"BrugervendtNoegle": e.BrugervendtNoegle, "Dokumentnummer": e.Dokumentnummer, "Titel": e.Titel, "Type": e.Type})
		if vaerdi(e.Type) == "Brev" {
			d.Brud("SDI-27", at+"/Type", "Type er Brev")
		}
		if vaerdi(e.Type) == "Brev, indgaaende" && e.BrevDato == nil {
			d.Brud("SDI-28", at+"/BrevDato", "BrevDato mangler")
		}
		if (e.VersionIdentifikator == nil) != (e.UnderversionIdentifikator == nil) {
			d.Brud("SDI-29", at, "kun den ene af version og underversion er der")
		}
		if e.Foelsomhed == nil {
			d.Brud("SDI-26", at+"/Foelsomhed", "Foelsomhed mangler")
		}
		d.linje(e.BrugervendtNoegle, at+"/BrugervendtNoegle")
		d.linje(e.Titel, at+"/Titel")
		d.undtaget(e.OffentlighedUndtaget, at)
		d.kassation(e.Kassationskode, at)
	}
}

func (d *dommer) dokumentRelationer(list *DokumentRelationListe, path string) {
	for i := range list.Dokumentrelation {
		r, at := &list.Dokumentrelation[i], fmt.Sprintf("%s/Dokumentrelation[%d]", path, i+1)
		d.faelles(r, at)
		if d.om.Findes != nil && !d.om.Findes(reference(r)) {
			d.Brud("SDI-70", at+"/ReferenceID", "dokumentet er ikke i indekset")
		}
	}
	for i := range list.Dokumentaktoer {
		r, at := &list.Dokumentaktoer[i], fmt.Sprintf("%s/Dokumentaktoer[%d]", path, i+1)
		d.faelles(r, at)
		e := foerste[DokumentaktoerUdvidelse](r.LokalUdvidelseListe)
		d.navngivet(e.FuldtNavn, e.BrugervendtNoegle, r, at+"/LokalUdvidelseListe/DokumentaktoerLokalUdvidelse")
	}
	for i := range list.Dokumentpart {
		r, at := &list.Dokumentpart[i], fmt.Sprintf("%s/Dokumentpart[%d]", path, i+1)
		d.faelles(r, at)
		e := foerste[DokumentpartUdvidelse](r.LokalUdvidelseListe)
		d.partNavn(e.FuldtNavn, e.BrugervendtNoegle, at+"/LokalUdvidelseListe/DokumentpartLokalUdvidelse")
		d.partReference(r, at)
	}
	for i := range list.Dokumentklasse {
		d.faelles(&list.Dokumentklasse[i], fmt.Sprintf("%s/Dokumentklasse[%d]", path, i+1))
	}
	d.dokumentSystemer(list, path+"/LokalUdvidelseListe")
}

// faelles judges what all relations share when their roles are not known.
func (d *dommer) faelles(r *Relation, path string) {
	d.virkning(r.Virkning, path)
	if r.Rolle == nil || r.Rolle.UUIDIdentifikator == nil || r.Type == nil || r.Type.UUIDIdentifikator == nil || r.ReferenceID == nil {
		d.Brud("SDI-50", path, "Rolle, Type eller ReferenceID mangler eller er ikke en UUID")
	}
}

func (d *dommer) dokumentSystemer(list *DokumentRelationListe, path string) {
	var plain []Relation
	for e := range udvidelser[DokumentitsystemRelation](list.LokalUdvidelseListe) {
		at := fmt.Sprintf("%s/DokumentitsystemRelation[%d]", path, len(plain)+1)
		plain = append(plain, e.Relation)
		d.system(d.relation("IT-system", &e.Relation, at), &e.Relation, e.SystemNavn, e.SystemURI, at)
	}
	d.antal("IT-system", plain, path)
	profiles := 0
	for e := range udvidelser[DokumentSikkerhedsprofilRelation](list.LokalUdvidelseListe) {
		profiles++
		d.profil(&e.Relation, fmt.Sprintf("%s/Sikkerhedsprofil[%d]", path, profiles))
	}
}
