package sdi

import (
	"encoding/base64"
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
		at := soap.NySti(path)
		if whole {
			at = at.Nr("Registrering", i+1)
		}
		d.sag(&registrations[i], at)
	}
	return d.Fund
}

func (d *dommer) sag(r *SagRegistrering, path *soap.Sti) {
	if d.whole {
		d.registrering(&r.Registrering, path)
	}
	d.sagEgenskaber(r, path.Under("AttributListe"))
	d.sagTilstande(r.TilstandListe.Fremdrift, path.Under("TilstandListe"))
	list := &r.RelationListe
	at := path.Under("RelationListe")
	d.relationer("Sagsaktoer", list.Sagsaktoer, at)
	d.relationer("Sagsklasse", list.Sagsklasse, at)
	d.relationer("Sagspart", list.Sagspart, at)
	d.relationer("Sagsrelation", list.Sagsrelation, at)
	d.journal(list.Journalpost, at)
	d.sagssystemer(list, at)
}

// registrering judges what every import says of itself.
func (d *dommer) registrering(r *Registrering, path *soap.Sti) {
	d.tidspunkt(r.Tidspunkt, path)
	if vaerdi(r.LivscyklusKode) != "Importeret" {
		d.Brud("SDI-10", path.Til("LivscyklusKode"), "LivscyklusKode er %q", vaerdi(r.LivscyklusKode))
	}
	if !isActor(r.BrugerRef) {
		d.Brud("SDI-11", path.Til("BrugerRef"), "BrugerRef mangler eller er ukendt af form")
	}
	if r.StsTidspunkt != nil {
		d.Brud("SDI-12", path.Til("StsTidspunkt"), "StsTidspunkt er sendt")
	}
}

func (d *dommer) tidspunkt(said *string, path *soap.Sti) {
	if said == nil {
		d.Brud("SDI-08", path.Til("Tidspunkt"), "Tidspunkt mangler")
		return
	}
	if t, err := soap.LaesTid(*said); err == nil && t.After(d.om.Nu.Add(5*time.Minute)) {
		d.Brud("SDI-08", path.Til("Tidspunkt"), "Tidspunkt %s ligger i fremtiden", *said)
	}
	d.zone(said, path.Under("Tidspunkt"))
}

func (d *dommer) zone(said *string, path *soap.Sti) {
	if said != nil && soap.ManglerZone(*said) {
		d.Brud("SDI-39", path.String(), "%s har ingen zone", *said)
	}
}

func isActor(u *UnikId) bool {
	return u != nil && (u.UUIDIdentifikator != nil || strings.HasPrefix(vaerdi(u.URNIdentifikator), "urn:oio:"))
}

func (d *dommer) sagEgenskaber(r *SagRegistrering, path *soap.Sti) {
	list := r.AttributListe.Egenskaber
	for i := range list {
		e, at := &list[i], path.Nr("Egenskaber", i+1)
		d.virkning(e.Virkning, at)
		d.kraev("SDI-20", at, kravet{"BrugervendtNoegle", e.BrugervendtNoegle}, kravet{"Sagsnummer", e.Sagsnummer}, kravet{"Titel", e.Titel})
		if e.Sagsnummer != nil && e.BrugervendtNoegle != nil && *e.Sagsnummer != *e.BrugervendtNoegle {
			d.Brud("SDI-21", at.Til("Sagsnummer"), "Sagsnummer %q er ikke BrugervendtNoegle %q", *e.Sagsnummer, *e.BrugervendtNoegle)
		}
		d.linje(e.BrugervendtNoegle, at.Under("BrugervendtNoegle"))
		d.linje(e.Titel, at.Under("Titel"))
		d.linje(e.HjemmelSpecifikation, at.Under("HjemmelSpecifikation"))
		d.undtaget(e.OffentlighedUndtaget, at)
		d.kassation(e.Kassationskode, at)
	}
	if d.whole && len(list) == 0 {
		d.Brud("SDI-20", path.String(), "Egenskaber mangler")
	}
	d.sagFoelsomhed(r, path)
}

// kravet is a field that must be there.
type kravet struct {
	navn   string
	vaerdi *string
}

func (d *dommer) kraev(nr string, path *soap.Sti, fields ...kravet) {
	for _, f := range fields {
		if vaerdi(f.vaerdi) == "" {
			d.Brud(nr, path.Til(f.navn), "%s mangler", f.navn)
		}
	}
}

func (d *dommer) sagFoelsomhed(r *SagRegistrering, path *soap.Sti) {
	found := 0
	for e := range udvidelser[SagIndeksEgenskaber](r.AttributListe.LokalUdvidelseListe) {
		found++
		at := path.Nr("LokalUdvidelseListe/SagIndeksEgenskaber", found)
		d.virkning(e.Virkning, at)
		d.zone(e.OprettetTidspunkt, at.Under("OprettetTidspunkt"))
		if e.Foelsomhed == nil {
			d.Brud("SDI-26", at.Til("Foelsomhed"), "Foelsomhed mangler")
		}
	}
	if found == 0 && d.whole {
		d.Brud("SDI-26", path.Til("LokalUdvidelseListe/SagIndeksEgenskaber"), "Foelsomhed mangler")
	}
}

func (d *dommer) linje(s *string, path *soap.Sti) {
	if s != nil && strings.ContainsFunc(*s, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		d.Brud("SDI-23", path.String(), "teksten har linjeskift eller styretegn")
	}
}

func (d *dommer) undtaget(o *OffentlighedUndtaget, path *soap.Sti) {
	if o != nil && (o.TitelAlternativTekst == "" || o.OffentlighedUndtagetHjemmelTekst == "") {
		d.Brud("SDI-24", path.Til("OffentlighedUndtaget"), "en af teksterne er tom")
	}
}

func (d *dommer) kassation(code *string, path *soap.Sti) {
	if code != nil && *code != "B" && *code != "K" {
		d.Brud("SDI-25", path.Til("Kassationskode"), "Kassationskode er %q", *code)
	}
}

// virkning judges a period (OB5).
func (d *dommer) virkning(v *Virkning, path *soap.Sti) {
	path = path.Under("Virkning")
	if v == nil {
		d.Brud("SDI-35", path.String(), "Virkning mangler")
		return
	}
	if v.FraTidspunkt == nil || v.TilTidspunkt == nil {
		d.Brud("SDI-35", path.String(), "FraTidspunkt eller TilTidspunkt mangler")
	} else if v.FraTidspunkt.GraenseIndikator != nil {
		d.Brud("SDI-36", path.Til("FraTidspunkt"), "FraTidspunkt er uendeligt")
	}
	from, until := graenser(v)
	if !from.IsZero() && !until.IsZero() && !from.Before(until) {
		d.Brud("SDI-37", path.String(), "FraTidspunkt %s er ikke før TilTidspunkt %s", vaerdi(v.FraTidspunkt.TidsstempelDatoTid), vaerdi(v.TilTidspunkt.TidsstempelDatoTid))
	}
	for _, t := range []*Tidspunkt{v.FraTidspunkt, v.TilTidspunkt} {
		if t != nil {
			d.zone(t.TidsstempelDatoTid, path)
		}
	}
	d.aktoer(v, path)
}

func (d *dommer) aktoer(v *Virkning, path *soap.Sti) {
	kind := vaerdi(v.AktoerTypeKode)
	switch {
	case v.AktoerRef == nil || kind == "":
		d.Brud("SDI-38", path.String(), "AktoerRef eller AktoerTypeKode mangler")
	case kind != "Bruger" && kind != "ItSystem":
		d.Brud("SDI-38", path.Til("AktoerTypeKode"), "AktoerTypeKode er %s", kind)
	case kind == "ItSystem" && !strings.HasPrefix(vaerdi(v.AktoerRef.URNIdentifikator), "urn:oio:it-system-uuid:"):
		d.Brud("SDI-38", path.Til("AktoerRef"), "ItSystem er ikke angivet med urn:oio:it-system-uuid:")
	}
}

var fremdriftsorden = []string{"Opstaaet", "Oplyst", "Afgjort", "Afsluttet"}

func (d *dommer) sagTilstande(states []SagFremdrift, path *soap.Sti) {
	periods := make([]tilstand, len(states))
	for i := range states {
		d.virkning(states[i].Virkning, path.Nr("Fremdrift", i+1))
		from, until := graenser(states[i].Virkning)
		periods[i] = tilstand{vaerdi(states[i].FremdriftStatusKode), from, until}
	}
	d.tilstande(periods, path)
	if !d.whole || len(periods) == 0 {
		return
	}
	if periods[0].kode != "Opstaaet" {
		d.Brud("SDI-30", path.String(), "den første tilstand er %s", periods[0].kode)
	}
	for i := 1; i < len(periods); i++ {
		if slices.Index(fremdriftsorden, periods[i].kode) < slices.Index(fremdriftsorden, periods[i-1].kode) {
			d.Brud("SDI-32", path.String(), "%s følger efter %s", periods[i].kode, periods[i-1].kode)
		}
	}
}

type tilstand struct {
	kode        string
	from, until time.Time
}

// tilstande sorts the states by time and judges that they meet.
func (d *dommer) tilstande(states []tilstand, path *soap.Sti) {
	if !d.whole {
		return
	}
	if len(states) == 0 {
		d.Brud("SDI-30", path.String(), "Fremdrift mangler")
		return
	}
	slices.SortStableFunc(states, func(a, b tilstand) int { return a.from.Compare(b.from) })
	for i := 1; i < len(states); i++ {
		before, after := states[i-1], states[i]
		switch {
		case before.until.IsZero() || before.until.After(after.from):
			d.Brud("SDI-31", path.String(), "%s og %s gælder samtidig", before.kode, after.kode)
		case before.until.Before(after.from):
			d.Med("SDI-31", d.kun(varm), path.String(), "der er et hul mellem %s og %s", before.kode, after.kode)
		}
	}
	if last := states[len(states)-1]; !last.until.IsZero() {
		d.Brud("SDI-31", path.String(), "ingen tilstand er åben")
	}
}

// kun is a grade in the strict judgement and none in the mild one.
func (d *dommer) kun(g soap.Grad) soap.Grad {
	if d.Streng {
		return g
	}
	return nej
}

// relationer judges all relations of one kind: each by itself, by what its kind demands as well, then how many hold at once.
func (d *dommer) relationer(kind string, list []Relation, path *soap.Sti) {
	for i := range list {
		at := path.Nr(kind, i+1)
		switch role := d.relation(kind, &list[i], at); kind {
		case "Sagsaktoer":
			d.sagsaktoer(&list[i], role, at)
		case "Sagsklasse":
			d.sagsklasse(&list[i], role, at)
		case "Sagspart":
			d.part(&list[i], at)
		case "Sagsrelation":
			d.sagsrelation(&list[i], at)
		}
	}
	d.antal(kind, list, path)
}

// relation judges what all relations share, and gives the role, nil when it is not known.
func (d *dommer) relation(kind string, r *Relation, path *soap.Sti) *rolle {
	d.virkning(r.Virkning, path)
	if r.Rolle == nil || r.Rolle.UUIDIdentifikator == nil || r.Type == nil || r.Type.UUIDIdentifikator == nil || r.ReferenceID == nil {
		d.Brud("SDI-50", path.String(), "Rolle, Type eller ReferenceID mangler eller er ikke en UUID")
		if kind == "Journalpost" && r.Type == nil {
			d.Med("SDI-50", ja, path.Til("Type"), "Type mangler")
		}
	}
	role := findRolle(kind, r)
	switch {
	case r.Rolle == nil:
	case role == nil && otherRelation(kind, rolleUUID(r)):
		d.Brud("SDI-51", path.Til("Rolle"), "rollen hører til en anden relation")
	case role == nil:
		d.Med("SDI-51", d.kun(varm), path.Til("Rolle"), "rollen %s er ukendt her", rolleUUID(r))
	case len(role.typer) > 0 && r.Type != nil && !slices.Contains(role.typer, strings.ToLower(vaerdi(r.Type.UUIDIdentifikator))):
		nr := "SDI-51"
		if role.navn == "Ansvarlig" {
			nr = "SDI-55"
		}
		d.Brud(nr, path.Til("Type"), "typen passer ikke til rollen %s", role.navn)
	}
	if role != nil && role.flere != (r.Indeks != nil) {
		d.Brud("SDI-53", path.Til("Indeks"), "Indeks på %s", role.navn)
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
	roles := sagsroller[kind]
	for i := range roles {
		if roles[i].er(r) {
			return &roles[i]
		}
	}
	return nil
}

// er reports whether a relation has the role.
func (x *rolle) er(r *Relation) bool {
	if r.Rolle == nil {
		return false
	}
	said := vaerdi(r.Rolle.UUIDIdentifikator)
	return said == x.uuid || strings.EqualFold(said, x.uuid)
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
func (d *dommer) antal(kind string, list []Relation, path *soap.Sti) {
	roles := sagsroller[kind]
	at := path.Under(kind)
	for i := range roles {
		var room [4]tilstand
		periods := room[:0]
		for j := range list {
			if roles[i].er(&list[j]) {
				from, until := graenser(list[j].Virkning)
				periods = append(periods, tilstand{vaerdi(list[j].Indeks), from, until})
			}
		}
		d.rolleAntal(&roles[i], periods, at)
	}
}

func (d *dommer) rolleAntal(role *rolle, periods []tilstand, path *soap.Sti) {
	slices.SortStableFunc(periods, func(a, b tilstand) int { return a.from.Compare(b.from) })
	if len(periods) == 0 {
		if role.obligatorisk && d.whole {
			d.Brud("SDI-52", path.String(), "%s mangler", role.navn)
		}
		return
	}
	for i := range periods {
		for j := range i {
			if overlap := soap.Overlapper(periods[j].from, periods[j].until, periods[i].from, periods[i].until); overlap && !role.flere {
				d.Brud("SDI-52", path.String(), "%s er der to af på samme tid", role.navn)
			} else if overlap && periods[i].kode == periods[j].kode {
				d.Brud("SDI-53", path.String(), "Indeks %q er brugt to gange for %s", periods[i].kode, role.navn)
			}
		}
	}
	if role.obligatorisk && !slices.ContainsFunc(periods, func(p tilstand) bool { return p.until.IsZero() }) {
		d.Brud("SDI-54", path.String(), "%s ophører uden afløser", role.navn)
	}
}

func (d *dommer) sagsaktoer(r *Relation, role *rolle, path *soap.Sti) {
	e := foerste[SagsaktoerUdvidelse](r.LokalUdvidelseListe)
	path = path.Under("LokalUdvidelseListe/SagsaktoerLokalUdvidelse")
	if role != nil && e.CVRNummer == nil {
		d.Brud("SDI-56", path.Til("CVR-Nummer"), "CVR-Nummer mangler på %s", role.navn)
	}
	if e.CVRNummer != nil && !cvrModulus(*e.CVRNummer) && *e.CVRNummer != string(oio.Korsbaek) {
		d.Med("SDI-56", d.kun(varm), path.Til("CVR-Nummer"), "CVR-nummeret %s går ikke op i modulus 11", *e.CVRNummer)
	}
	if role != nil && role.uuid == rolleEjer && d.om.Kalder != "" && vaerdi(e.CVRNummer) != "" && oio.CVR(*e.CVRNummer) != d.om.Kalder {
		d.Brud("SDI-03", path.Til("CVR-Nummer"), "Ejer er %s, kalderen handler for %s", *e.CVRNummer, string(d.om.Kalder))
	}
	d.navngivet(e.FuldtNavn, e.BrugervendtNoegle, r, path)
	if u := reference(r); role != nil && role.uuid == rolleAnsvarlig && !u.IsZero() && d.om.Enhed != nil && !d.om.Enhed(u) {
		d.Brud("SDI-77", path.String(), "enheden %s kendes ikke eller er lukket", u)
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

func (d *dommer) navngivet(name, key *string, r *Relation, path *soap.Sti) {
	if vaerdi(name) == "" {
		d.Brud("SDI-57", path.Til("FuldtNavn"), "FuldtNavn mangler")
	}
	if r.ReferenceID != nil && r.ReferenceID.URNIdentifikator != nil && vaerdi(key) == "" {
		d.Brud("SDI-57", path.Til("BrugervendtNoegle"), "BrugervendtNoegle mangler ved siden af en URN")
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

func (d *dommer) sagsklasse(r *Relation, role *rolle, path *soap.Sti) {
	e := foerste[SagsklasseUdvidelse](r.LokalUdvidelseListe)
	at := path.Under("LokalUdvidelseListe/SagsklasseLokalUdvidelse")
	if len(e.Soegeord) > 0 {
		d.Brud("SDI-63", at.Til("Soegeord"), "Soegeord er sendt")
	}
	if role == nil {
		if r.ReferenceID != nil && r.ReferenceID.URNIdentifikator != nil && strings.HasPrefix(*r.ReferenceID.URNIdentifikator, "urn:oio:visning") {
			d.Brud("SDI-62", path.Til("ReferenceID"), "klassen er ikke en UUID")
		}
		return
	}
	key := vaerdi(e.BrugervendtNoegle)
	form := kleNoegle
	if role.uuid == rolleHandling {
		form = facetNoegle
	}
	if reference(r).IsZero() || !form.MatchString(key) {
		d.Brud("SDI-60", path.String(), "%s har nøglen %q og ingen UUID, eller nøglen har en anden form", role.navn, key)
		return
	}
	if role.uuid == rollePrimaer {
		d.kle(key, r, path)
	}
}

func (d *dommer) kle(key string, r *Relation, path *soap.Sti) {
	from, _ := graenser(r.Virkning)
	if d.om.KLE == nil || from.IsZero() {
		return
	}
	uuid, inForce := d.om.KLE(key, oio.DatoOf(from))
	if !inForce {
		d.Brud("SDI-61", path.String(), "%s gælder ikke %s", key, oio.DatoOf(from))
	} else if !uuid.IsZero() && uuid != reference(r) {
		d.Med("SDI-60", d.kun(varm), path.String(), "%s har en anden UUID i KLE", key)
	}
}

// partURN are the references a party may have, with the kinds of party each is for (SF1470 §4.6).
var partURN = regexp.MustCompile(`^urn:oio:(cpr-nr:[0-9]{10}|us:personid:[0-9]{7}|(udk|us):borgerid:[0-9]{12}|cvr-nr:[0-9]{8}|pnr:[0-9]{10}|fuldtnavn:.+)$`)

func (d *dommer) part(r *Relation, path *soap.Sti) {
	e := foerste[SagspartUdvidelse](r.LokalUdvidelseListe)
	d.partNavn(e.FuldtNavn, e.BrugervendtNoegle, path.Under("LokalUdvidelseListe/SagspartLokalUdvidelse"))
	d.partReference(r, path)
}

func (d *dommer) partNavn(name, key *string, path *soap.Sti) {
	if vaerdi(name) == "" {
		d.Brud("SDI-57", path.Til("FuldtNavn"), "FuldtNavn mangler")
	}
	if key != nil {
		d.Brud("SDI-57", path.Til("BrugervendtNoegle"), "BrugervendtNoegle er sendt på en part")
	}
}

func (d *dommer) partReference(r *Relation, path *soap.Sti) {
	if r.ReferenceID == nil {
		return
	}
	if r.ReferenceID.UUIDIdentifikator != nil {
		d.Brud("SDI-58", path.Til("ReferenceID"), "parten er en UUID")
		return
	}
	urn := vaerdi(r.ReferenceID.URNIdentifikator)
	person := r.Type != nil && strings.EqualFold(vaerdi(r.Type.UUIDIdentifikator), typePerson)
	company := strings.HasPrefix(urn, "urn:oio:cvr-nr:") || strings.HasPrefix(urn, "urn:oio:pnr:")
	if !partURN.MatchString(urn) || (person && company) {
		d.Med("SDI-58", d.kun(ja), path.Til("ReferenceID"), "parten har en URN af forkert form eller type")
		return
	}
	if digits, isCPR := strings.CutPrefix(urn, "urn:oio:cpr-nr:"); isCPR {
		if _, err := oio.ParseCPR(digits); err != nil {
			d.Brud("SDI-59", path.Til("ReferenceID"), "CPR-nummeret har ingen gyldig dato")
		}
	}
}

func (d *dommer) sagsrelation(r *Relation, path *soap.Sti) {
	if u := reference(r); u.IsZero() || (d.om.Findes != nil && !d.om.Findes(u)) {
		d.Brud("SDI-71", path.Til("ReferenceID"), "sagen er ikke i indekset")
	}
}

const notatBytes = 100 << 10

func (d *dommer) journal(list []SagJournalpostRelation, path *soap.Sti) {
	plain := make([]Relation, len(list))
	for i := range list {
		plain[i] = list[i].Relation
		at := path.Nr("Journalpost", i+1)
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

func (d *dommer) notat(r *Relation, e *SagJournalpostEgenskaber, path *soap.Sti) {
	n := e.JournalnotatEgenskaber
	if r.ReferenceID == nil || vaerdi(r.ReferenceID.URNIdentifikator) != "URN:Empty" || n == nil || n.Titel == nil || n.Notat == nil || n.Format == nil ||
		e.Dokumenttitel != nil || e.OffentlighedUndtaget != nil {
		d.Brud("SDI-72", path.String(), "notatet er ikke helt")
	}
}

func (d *dommer) aktstykke(r *Relation, e *SagJournalpostEgenskaber, path *soap.Sti) {
	if n := e.JournalnotatEgenskaber; n != nil && (n.Titel == nil || n.Notat == nil || n.Format == nil) {
		d.Brud("SDI-73", path.Til("JournalpostEgenskaber/JournalnotatEgenskaber"), "kun nogle af notatfelterne er der")
	}
	if u := reference(r); d.om.Findes != nil && !d.om.Findes(u) {
		d.Brud("SDI-70", path.Til("ReferenceID"), "dokumentet er ikke i indekset")
	}
	if e.OffentlighedUndtaget != nil {
		d.Brud("SDI-75", path.Til("JournalpostEgenskaber/OffentlighedUndtaget"), "undtagelsen står på journalposten")
	}
}

func (d *dommer) stoerrelse(n *SagJournalnotatEgenskaber, path *soap.Sti) {
	if n != nil && n.Notat != nil && base64.StdEncoding.DecodedLen(len(*n.Notat)) > notatBytes+2 {
		d.Brud("SDI-74", path.Til("JournalpostEgenskaber/JournalnotatEgenskaber/Notat"), "notatet er %d KB", base64.StdEncoding.DecodedLen(len(*n.Notat))>>10)
	}
}

func (d *dommer) sagssystemer(list *SagRelationListe, path *soap.Sti) {
	path = path.Under("LokalUdvidelseListe")
	var plain []Relation
	for e := range udvidelser[SagsitsystemRelation](list.LokalUdvidelseListe) {
		at := path.Nr("SagsitsystemRelation", len(plain)+1)
		plain = append(plain, e.Relation)
		d.system(d.relation("IT-system", &e.Relation, at), &e.Relation, e.SystemNavn, e.SystemURI, at)
	}
	d.antal("IT-system", plain, path)
	profiles := 0
	for e := range udvidelser[SagIndeksSikkerhedsprofilRelation](list.LokalUdvidelseListe) {
		profiles++
		d.profil(&e.Relation, path.Nr("Sikkerhedsprofil", profiles))
	}
}

func (d *dommer) system(role *rolle, r *Relation, name, uri *string, path *soap.Sti) {
	if role != nil && (reference(r).IsZero() || vaerdi(name) == "") {
		d.Brud("SDI-64", path.String(), "%s er ikke en UUID med SystemNavn", role.navn)
	}
	if uri != nil {
		d.Brud("SDI-63", path.Til("SystemURI"), "SystemURI er sendt")
	}
}

func (d *dommer) profil(r *Relation, path *soap.Sti) {
	kind := ""
	if r.Type != nil {
		kind = strings.ToLower(vaerdi(r.Type.UUIDIdentifikator))
	}
	if reference(r).IsZero() || r.Indeks == nil || kind == typePerson || kind == typeKlasse || kind == typeITSystem {
		d.Brud("SDI-76", path.String(), "profilen er ikke hel")
	}
}
