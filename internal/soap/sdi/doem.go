package sdi

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

// Omverden is what a judge must know beyond the message. Nil functions mean that nothing is known, and what depends on it is let pass.
type Omverden struct {
	Streng bool
	Nu     time.Time
	Kalder oio.CVR
	KLE    func(number string, on oio.Dato) (uuid oio.UUID, inForce bool)
	Enhed  func(uuid oio.UUID) (active bool)
	Findes func(uuid oio.UUID) bool // in the index, or in this call
}

// dommer judges one object.
type dommer struct {
	soap.Dom
	om    *Omverden
	whole bool // whole object, not an update
}

func nyDommer(om *Omverden, whole bool) *dommer {
	return &dommer{Dom: soap.Dom{Regler: Regler, Streng: om.Streng}, om: om, whole: whole}
}

// DoemSag judges a case sent for import, or with whole false what an update says of it.
func DoemSag(om *Omverden, registrations []SagRegistrering, whole bool, path string) []soap.Fund {
	d := nyDommer(om, whole)
	for i := range registrations {
		at := fmt.Sprintf("%s/Registrering[%d]", path, i+1)
		if !whole {
			at = path
		}
		d.sag(&registrations[i], at)
	}
	return d.Fund
}

func (d *dommer) sag(r *SagRegistrering, path string) {
	if d.whole {
		d.registrering(&r.Registrering, path)
	}
	d.sagEgenskaber(r, path+"/AttributListe")
	d.sagTilstande(r.TilstandListe.Fremdrift, path+"/TilstandListe")
	list := &r.RelationListe
	at := path + "/RelationListe"
	d.relationer("Sagsaktoer", list.Sagsaktoer, at, d.sagsaktoer)
	d.relationer("Sagsklasse", list.Sagsklasse, at, d.sagsklasse)
	d.relationer("Sagspart", list.Sagspart, at, d.part)
	d.relationer("Sagsrelation", list.Sagsrelation, at, d.sagsrelation)
	d.journal(list.Journalpost, at)
	d.sagssystemer(list, at)
}

// registrering judges what every import says of itself.
func (d *dommer) registrering(r *Registrering, path string) {
	d.tidspunkt(r.Tidspunkt, path)
	if vaerdi(r.LivscyklusKode) != "Importeret" {
		d.Brud("SDI-10", path+"/LivscyklusKode", "LivscyklusKode er %q", vaerdi(r.LivscyklusKode))
	}
	if !isActor(r.BrugerRef) {
		d.Brud("SDI-11", path+"/BrugerRef", "BrugerRef mangler eller er ukendt af form")
	}
	if r.StsTidspunkt != nil {
		d.Brud("SDI-12", path+"/StsTidspunkt", "StsTidspunkt er sendt")
	}
}

func (d *dommer) tidspunkt(said *string, path string) {
	if said == nil {
		d.Brud("SDI-08", path+"/Tidspunkt", "Tidspunkt mangler")
		return
	}
	if t, err := soap.LaesTid(*said); err == nil && t.After(d.om.Nu.Add(5*time.Minute)) {
		d.Brud("SDI-08", path+"/Tidspunkt", "Tidspunkt %s ligger i fremtiden", *said)
	}
	d.zone(said, path+"/Tidspunkt")
}

func (d *dommer) zone(said *string, path string) {
	if said != nil && soap.ManglerZone(*said) {
		d.Brud("SDI-39", path, "%s har ingen zone", *said)
	}
}

func isActor(u *UnikId) bool {
	return u != nil && (u.UUIDIdentifikator != nil || strings.HasPrefix(vaerdi(u.URNIdentifikator), "urn:oio:"))
}

func (d *dommer) sagEgenskaber(r *SagRegistrering, path string) {
	list := r.AttributListe.Egenskaber
	for i := range list {
		e, at := &list[i], fmt.Sprintf("%s/Egenskaber[%d]", path, i+1)
		d.virkning(e.Virkning, at)
		d.kraev("SDI-20", at, map[string]*string{"BrugervendtNoegle": e.BrugervendtNoegle, "Sagsnummer": e.Sagsnummer, "Titel": e.Titel})
		if e.Sagsnummer != nil && e.BrugervendtNoegle != nil && *e.Sagsnummer != *e.BrugervendtNoegle {
			d.Brud("SDI-21", at+"/Sagsnummer", "Sagsnummer %q er ikke BrugervendtNoegle %q", *e.Sagsnummer, *e.BrugervendtNoegle)
		}
		d.linje(e.BrugervendtNoegle, at+"/BrugervendtNoegle")
		d.linje(e.Titel, at+"/Titel")
		d.linje(e.HjemmelSpecifikation, at+"/HjemmelSpecifikation")
		d.undtaget(e.OffentlighedUndtaget, at)
		d.kassation(e.Kassationskode, at)
	}
	if d.whole && len(list) == 0 {
		d.Brud("SDI-20", path, "Egenskaber mangler")
	}
	d.sagFoelsomhed(r, path)
}

// kraev demands fields, told in a fixed order.
func (d *dommer) kraev(nr, path string, fields map[string]*string) {
	for _, name := range []string{"BrugervendtNoegle", "Dokumentnummer", "Sagsnummer", "Titel", "Type"} {
		if value, asked := fields[name]; asked && vaerdi(value) == "" {
			d.Brud(nr, path+"/"+name, "%s mangler", name)
		}
	}
}

func (d *dommer) sagFoelsomhed(r *SagRegistrering, path string) {
	found := 0
	for e := range udvidelser[SagIndeksEgenskaber](r.AttributListe.LokalUdvidelseListe) {
		found++
		at := fmt.Sprintf("%s/LokalUdvidelseListe/SagIndeksEgenskaber[%d]", path, found)
		d.virkning(e.Virkning, at)
		d.zone(e.OprettetTidspunkt, at+"/OprettetTidspunkt")
		if e.Foelsomhed == nil {
			d.Brud("SDI-26", at+"/Foelsomhed", "Foelsomhed mangler")
		}
	}
	if found == 0 && d.whole {
		d.Brud("SDI-26", path+"/LokalUdvidelseListe/SagIndeksEgenskaber", "Foelsomhed mangler")
	}
}

func (d *dommer) linje(s *string, path string) {
	if s != nil && strings.ContainsFunc(*s, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		d.Brud("SDI-23", path, "teksten har linjeskift eller styretegn")
	}
}

func (d *dommer) undtaget(o *OffentlighedUndtaget, path string) {
	if o != nil && (o.TitelAlternativTekst == "" || o.OffentlighedUndtagetHjemmelTekst == "") {
		d.Brud("SDI-24", path+"/OffentlighedUndtaget", "en af teksterne er tom")
	}
}

func (d *dommer) kassation(code *string, path string) {
	if code != nil && *code != "B" && *code != "K" {
		d.Brud("SDI-25", path+"/Kassationskode", "Kassationskode er %q", *code)
	}
}

// virkning judges a period (OB5).
func (d *dommer) virkning(v *Virkning, path string) {
	path += "/Virkning"
	if v == nil {
		d.Brud("SDI-35", path, "Virkning mangler")
		return
	}
	if v.FraTidspunkt == nil || v.TilTidspunkt == nil {
		d.Brud("SDI-35", path, "FraTidspunkt eller TilTidspunkt mangler")
	} else if v.FraTidspunkt.GraenseIndikator != nil {
		d.Brud("SDI-36", path+"/FraTidspunkt", "FraTidspunkt er uendeligt")
	}
	from, until := graenser(v)
	if !from.IsZero() && !until.IsZero() && !from.Before(until) {
		d.Brud("SDI-37", path, "FraTidspunkt %s er ikke før TilTidspunkt %s", vaerdi(v.FraTidspunkt.TidsstempelDatoTid), vaerdi(v.TilTidspunkt.TidsstempelDatoTid))
	}
	for _, t := range []*Tidspunkt{v.FraTidspunkt, v.TilTidspunkt} {
		if t != nil {
			d.zone(t.TidsstempelDatoTid, path)
		}
	}
	d.aktoer(v, path)
}

func (d *dommer) aktoer(v *Virkning, path string) {
	kind := vaerdi(v.AktoerTypeKode)
	switch {
	case v.AktoerRef == nil || kind == "":
		d.Brud("SDI-38", path, "AktoerRef eller AktoerTypeKode mangler")
	case kind != "Bruger" && kind != "ItSystem":
		d.Brud("SDI-38", path+"/AktoerTypeKode", "AktoerTypeKode er %s", kind)
	case kind == "ItSystem" && !strings.HasPrefix(vaerdi(v.AktoerRef.URNIdentifikator), "urn:oio:it-system-uuid:"):
		d.Brud("SDI-38", path+"/AktoerRef", "ItSystem er ikke angivet med urn:oio:it-system-uuid:")
	}
}

var fremdriftsorden = []string{"Opstaaet", "Oplyst", "Afgjort", "Afsluttet"}

func (d *dommer) sagTilstande(states []SagFremdrift, path string) {
	periods := make([]tilstand, len(states))
	for i := range states {
		d.virkning(states[i].Virkning, fmt.Sprintf("%s/Fremdrift[%d]", path, i+1))
		from, until := graenser(states[i].Virkning)
		periods[i] = tilstand{vaerdi(states[i].FremdriftStatusKode), from, until}
	}
	d.tilstande(periods, path)
	if !d.whole || len(periods) == 0 {
		return
	}
	if periods[0].kode != "Opstaaet" {
		d.Brud("SDI-30", path, "den første tilstand er %s", periods[0].kode)
	}
	for i := 1; i < len(periods); i++ {
		if slices.Index(fremdriftsorden, periods[i].kode) < slices.Index(fremdriftsorden, periods[i-1].kode) {
			d.Brud("SDI-32", path, "%s følger efter %s", periods[i].kode, periods[i-1].kode)
		}
	}
}

type tilstand struct {
	kode        string
	from, until time.Time
}

// tilstande sorts the states by time and judges that they meet.
func (d *dommer) tilstande(states []tilstand, path string) {
	if !d.whole {
		return
	}
	if len(states) == 0 {
		d.Brud("SDI-30", path, "Fremdrift mangler")
		return
	}
	slices.SortStableFunc(states, func(a, b tilstand) int { return a.from.Compare(b.from) })
	for i := 1; i < len(states); i++ {
		before, after := states[i-1], states[i]
		switch {
		case before.until.IsZero() || before.until.After(after.from):
			d.Brud("SDI-31", path, "%s og %s gælder samtidig", before.kode, after.kode)
		case before.until.Before(after.from):
			d.Med("SDI-31", d.kun(varm), path, "der er et hul mellem %s og %s", before.kode, after.kode)
		}
	}
	if last := states[len(states)-1]; !last.until.IsZero() {
		d.Brud("SDI-31", path, "ingen tilstand er åben")
	}
}

// kun is a grade in the strict judgement and none in the mild one.
func (d *dommer) kun(g soap.Grad) soap.Grad {
	if d.Streng {
		return g
	}
	return nej
}

// relationer judges all relations of one kind: each by itself, then how many hold at once.
func (d *dommer) relationer(kind string, list []Relation, path string, each func(*Relation, *rolle, string)) {
	for i := range list {
		at := fmt.Sprintf("%s/%s[%d]", path, kind, i+1)
		each(&list[i], d.relation(kind, &list[i], at), at)
	}
	d.antal(kind, list, path)
}

// relation judges what all relations share, and gives the role, nil when it is not known.
func (d *dommer) relation(kind string, r *Relation, path string) *rolle {
	d.virkning(r.Virkning, path)
	if r.Rolle == nil || r.Rolle.UUIDIdentifikator == nil || r.Type == nil || r.Type.UUIDIdentifikator == nil || r.ReferenceID == nil {
		d.Brud("SDI-50", path, "Rolle, Type eller ReferenceID mangler eller er ikke en UUID")
		if kind == "Journalpost" && r.Type == nil {
			d.Med("SDI-50", ja, path+"/Type", "Type mangler")
		}
	}
	role := findRolle(kind, r)
	switch {
	case r.Rolle == nil:
	case role == nil && otherRelation(kind, rolleUUID(r)):
		d.Brud("SDI-51", path+"/Rolle", "rollen hører til en anden relation")
	case role == nil:
		d.Med("SDI-51", d.kun(varm), path+"/Rolle", "rollen %s er ukendt her", rolleUUID(r))
	case len(role.typer) > 0 && r.Type != nil && !slices.Contains(role.typer, strings.ToLower(vaerdi(r.Type.UUIDIdentifikator))):
		nr := "SDI-51"
		if role.navn == "Ansvarlig" {
			nr = "SDI-55"
		}
		d.Brud(nr, path+"/Type", "typen passer ikke til rollen %s", role.navn)
	}
	if role != nil && role.flere != (r.Indeks != nil) {
		d.Brud("SDI-53", path+"/Indeks", "Indeks på %s", role.navn)
	}
	return role
}

func rolleUUID(r *Relation) string {
	if r.Rolle == nil {
		return ""
	}
	return strings.ToLower(vaerdi(r.Rolle.UUIDIdentifikator))
}

func findRolle(kind string, r *Relation) *rolle {
	for i := range sagsroller[kind] {
		if sagsroller[kind][i].uuid == rolleUUID(r) {
			return &sagsroller[kind][i]
		}
	}
	return nil
}

func otherRelation(kind, uuid string) bool {
	for other, roles := range sagsroller {
		if other != kind && slices.ContainsFunc(roles, func(r rolle) bool { return r.uuid == uuid }) {
			return true
		}
	}
	return false
}

// antal judges that mandatory roles are there all the time and single ones once at a time (SDI-52 to SDI-54).
func (d *dommer) antal(kind string, list []Relation, path string) {
	for i := range sagsroller[kind] {
		role := &sagsroller[kind][i]
		var periods []tilstand
		for j := range list {
			if rolleUUID(&list[j]) == role.uuid {
				from, until := graenser(list[j].Virkning)
				periods = append(periods, tilstand{vaerdi(list[j].Indeks), from, until})
			}
		}
		d.rolleAntal(role, periods, path+"/"+kind)
	}
}

func (d *dommer) rolleAntal(role *rolle, periods []tilstand, path string) {
	slices.SortStableFunc(periods, func(a, b tilstand) int { return a.from.Compare(b.from) })
	if len(periods) == 0 {
		if role.obligatorisk && d.whole {
			d.Brud("SDI-52", path, "%s mangler", role.navn)
		}
		return
	}
	for i := range periods {
		for j := range i {
			if overlap := soap.Overlapper(periods[j].from, periods[j].until, periods[i].from, periods[i].until); overlap && !role.flere {
				d.Brud("SDI-52", path, "%s er der to af på samme tid", role.navn)
			} else if overlap && periods[i].kode == periods[j].kode {
				d.Brud("SDI-53", path, "Indeks %q er brugt to gange for %s", periods[i].kode, role.navn)
			}
		}
	}
	if role.obligatorisk && !slices.ContainsFunc(periods, func(p tilstand) bool { return p.until.IsZero() }) {
		d.Brud("SDI-54", path, "%s ophører uden afløser", role.navn)
	}
}

func (d *dommer) sagsaktoer(r *Relation, role *rolle, path string) {
	e := foerste[SagsaktoerUdvidelse](r.LokalUdvidelseListe)
	path += "/LokalUdvidelseListe/SagsaktoerLokalUdvidelse"
	if role != nil && e.CVRNummer == nil {
		d.Brud("SDI-56", path+"/CVR-Nummer", "CVR-Nummer mangler på %s", role.navn)
	}
	if e.CVRNummer != nil && !cvrModulus(*e.CVRNummer) && *e.CVRNummer != string(oio.Korsbaek) {
		d.Med("SDI-56", d.kun(varm), path+"/CVR-Nummer", "CVR-nummeret %s går ikke op i modulus 11", *e.CVRNummer)
	}
	if role != nil && role.uuid == rolleEjer && d.om.Kalder != "" && vaerdi(e.CVRNummer) != "" && oio.CVR(*e.CVRNummer) != d.om.Kalder {
		d.Brud("SDI-03", path+"/CVR-Nummer", "Ejer er %s, kalderen handler for %s", *e.CVRNummer, string(d.om.Kalder))
	}
	d.navngivet(e.FuldtNavn, e.BrugervendtNoegle, r, path)
	if u := reference(r); role != nil && role.uuid == rolleAnsvarlig && !u.IsZero() && d.om.Enhed != nil && !d.om.Enhed(u) {
		d.Brud("SDI-77", path, "enheden %s kendes ikke eller er lukket", u)
	}
}

// cvrModulus reports whether a CVR number passes modulus 11.
func cvrModulus(s string) bool {
	if len(s) != 8 {
		return false
	}
	sum := 0
	for i, weight := range [8]int{2, 7, 6, 5, 4, 3, 2, 1} {
		sum += weight * int(s[i]-'0')
	}
	return sum%11 == 0
}

func (d *dommer) navngivet(name, key *string, r *Relation, path string) {
	if vaerdi(name) == "" {
		d.Brud("SDI-57", path+"/FuldtNavn", "FuldtNavn mangler")
	}
	if r.ReferenceID != nil && r.ReferenceID.URNIdentifikator != nil && vaerdi(key) == "" {
		d.Brud("SDI-57", path+"/BrugervendtNoegle", "BrugervendtNoegle mangler ved siden af en URN")
	}
}

func foerste[T any](list *LokalUdvidelseListe) *T {
	for e := range udvidelser[T](list) {
		return e
	}
	return new(T)
}

var (
	kleNoegle   = regexp.MustCompile(`^\d\d\.\d\d\.\d\d$`)
	facetNoegle = regexp.MustCompile(`^\p{Lu}\d\d$`)
)

func (d *dommer) sagsklasse(r *Relation, role *rolle, path string) {
	e := foerste[SagsklasseUdvidelse](r.LokalUdvidelseListe)
	at := path + "/LokalUdvidelseListe/SagsklasseLokalUdvidelse"
	if len(e.Soegeord) > 0 {
		d.Brud("SDI-63", at+"/Soegeord", "Soegeord er sendt")
	}
	if role == nil {
		if r.ReferenceID != nil && r.ReferenceID.URNIdentifikator != nil && strings.HasPrefix(*r.ReferenceID.URNIdentifikator, "urn:oio:visning") {
			d.Brud("SDI-62", path+"/ReferenceID", "klassen er ikke en UUID")
		}
		return
	}
	key := vaerdi(e.BrugervendtNoegle)
	form := kleNoegle
	if role.uuid == rolleHandling {
		form = facetNoegle
	}
	if reference(r).IsZero() || !form.MatchString(key) {
		d.Brud("SDI-60", path, "%s har nøglen %q og ingen UUID, eller nøglen har en anden form", role.navn, key)
		return
	}
	if role.uuid == rollePrimaer {
		d.kle(key, r, path)
	}
}

func (d *dommer) kle(key string, r *Relation, path string) {
	from, _ := graenser(r.Virkning)
	if d.om.KLE == nil || from.IsZero() {
		return
	}
	uuid, inForce := d.om.KLE(key, oio.DatoOf(from))
	if !inForce {
		d.Brud("SDI-61", path, "%s gælder ikke %s", key, oio.DatoOf(from))
	} else if !uuid.IsZero() && uuid != reference(r) {
		d.Med("SDI-60", d.kun(varm), path, "%s har en anden UUID i KLE", key)
	}
}

// partURN are the references a party may have, with the kinds of party each is for (SF1470 §4.6).
var partURN = regexp.MustCompile(`^urn:oio:(cpr-nr:[0-9]{10}|us:personid:[0-9]{7}|(udk|us):borgerid:[0-9]{12}|cvr-nr:[0-9]{8}|pnr:[0-9]{10}|fuldtnavn:.+)$`)

func (d *dommer) part(r *Relation, _ *rolle, path string) {
	e := foerste[SagspartUdvidelse](r.LokalUdvidelseListe)
	d.partNavn(e.FuldtNavn, e.BrugervendtNoegle, path+"/LokalUdvidelseListe/SagspartLokalUdvidelse")
	d.partReference(r, path)
}

func (d *dommer) partNavn(name, key *string, path string) {
	if vaerdi(name) == "" {
		d.Brud("SDI-57", path+"/FuldtNavn", "FuldtNavn mangler")
	}
	if key != nil {
		d.Brud("SDI-57", path+"/BrugervendtNoegle", "BrugervendtNoegle er sendt på en part")
	}
}

func (d *dommer) partReference(r *Relation, path string) {
	if r.ReferenceID == nil {
		return
	}
	if r.ReferenceID.UUIDIdentifikator != nil {
		d.Brud("SDI-58", path+"/ReferenceID", "parten er en UUID")
		return
	}
	urn := vaerdi(r.ReferenceID.URNIdentifikator)
	person := r.Type != nil && strings.EqualFold(vaerdi(r.Type.UUIDIdentifikator), typePerson)
	company := strings.HasPrefix(urn, "urn:oio:cvr-nr:") || strings.HasPrefix(urn, "urn:oio:pnr:")
	if !partURN.MatchString(urn) || (person && company) {
		d.Med("SDI-58", d.kun(ja), path+"/ReferenceID", "parten har en URN af forkert form eller type")
		return
	}
	if digits, isCPR := strings.CutPrefix(urn, "urn:oio:cpr-nr:"); isCPR {
		if _, err := oio.ParseCPR(digits); err != nil {
			d.Brud("SDI-59", path+"/ReferenceID", "CPR-nummeret har ingen gyldig dato")
		}
	}
}

func (d *dommer) sagsrelation(r *Relation, _ *rolle, path string) {
	if u := reference(r); u.IsZero() || (d.om.Findes != nil && !d.om.Findes(u)) {
		d.Brud("SDI-71", path+"/ReferenceID", "sagen er ikke i indekset")
	}
}

const notatBytes = 100 << 10

func (d *dommer) journal(list []SagJournalpostRelation, path string) {
	plain := make([]Relation, len(list))
	for i := range list {
		plain[i] = list[i].Relation
		at := fmt.Sprintf("%s/Journalpost[%d]", path, i+1)
		role := d.relation("Journalpost", &plain[i], at)
		extra := list[i].JournalpostEgenskaber
		if extra == nil {
			extra = &SagJournalpostEgenskaber{}
		}
		if role != nil && role.uuid == rolleNotat {
			d.notat(&plain[i], extra, at)
		} else {
			d.aktstykke(&plain[i], extra, at)
		}
		d.stoerrelse(extra.JournalnotatEgenskaber, at)
	}
	d.antal("Journalpost", plain, path)
}

func (d *dommer) notat(r *Relation, e *SagJournalpostEgenskaber, path string) {
	n := e.JournalnotatEgenskaber
	if r.ReferenceID == nil || vaerdi(r.ReferenceID.URNIdentifikator) != "URN:Empty" || n == nil || n.Titel == nil || n.Notat == nil || n.Format == nil ||
		e.Dokumenttitel != nil || e.OffentlighedUndtaget != nil {
		d.Brud("SDI-72", path, "notatet er ikke helt")
	}
}

func (d *dommer) aktstykke(r *Relation, e *SagJournalpostEgenskaber, path string) {
	if n := e.JournalnotatEgenskaber; n != nil && (n.Titel == nil || n.Notat == nil || n.Format == nil) {
		d.Brud("SDI-73", path+"/JournalpostEgenskaber/JournalnotatEgenskaber", "kun nogle af notatfelterne er der")
	}
	if u := reference(r); d.om.Findes != nil && !d.om.Findes(u) {
		d.Brud("SDI-70", path+"/ReferenceID", "dokumentet er ikke i indekset")
	}
	if e.OffentlighedUndtaget != nil {
		d.Brud("SDI-75", path+"/JournalpostEgenskaber/OffentlighedUndtaget", "undtagelsen står på journalposten")
	}
}

func (d *dommer) stoerrelse(n *SagJournalnotatEgenskaber, path string) {
	if n != nil && n.Notat != nil && base64.StdEncoding.DecodedLen(len(*n.Notat)) > notatBytes+2 {
		d.Brud("SDI-74", path+"/JournalpostEgenskaber/JournalnotatEgenskaber/Notat", "notatet er %d KB", base64.StdEncoding.DecodedLen(len(*n.Notat))>>10)
	}
}

func (d *dommer) sagssystemer(list *SagRelationListe, path string) {
	path += "/LokalUdvidelseListe"
	var plain []Relation
	for e := range udvidelser[SagsitsystemRelation](list.LokalUdvidelseListe) {
		at := fmt.Sprintf("%s/SagsitsystemRelation[%d]", path, len(plain)+1)
		plain = append(plain, e.Relation)
		d.system(d.relation("IT-system", &e.Relation, at), &e.Relation, e.SystemNavn, e.SystemURI, at)
	}
	d.antal("IT-system", plain, path)
	profiles := 0
	for e := range udvidelser[SagIndeksSikkerhedsprofilRelation](list.LokalUdvidelseListe) {
		profiles++
		d.profil(&e.Relation, fmt.Sprintf("%s/Sikkerhedsprofil[%d]", path, profiles))
	}
}

func (d *dommer) system(role *rolle, r *Relation, name, uri *string, path string) {
	if role != nil && (reference(r).IsZero() || vaerdi(name) == "") {
		d.Brud("SDI-64", path, "%s er ikke en UUID med SystemNavn", role.navn)
	}
	if uri != nil {
		d.Brud("SDI-63", path+"/SystemURI", "SystemURI er sendt")
	}
}

func (d *dommer) profil(r *Relation, path string) {
	kind := ""
	if r.Type != nil {
		kind = strings.ToLower(vaerdi(r.Type.UUIDIdentifikator))
	}
	if reference(r).IsZero() || r.Indeks == nil || kind == typePerson || kind == typeKlasse || kind == typeITSystem {
		d.Brud("SDI-76", path, "profilen er ikke hel")
	}
}
