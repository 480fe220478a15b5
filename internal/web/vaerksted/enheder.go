package vaerksted

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"indeksbro/internal/adgang"
	"indeksbro/internal/enhedsvalg"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/rules"
	desk "indeksbro/internal/vaerksted"
	"indeksbro/internal/web"
)

// enhedsroller may map units: who runs the care record, and who runs FK Organisation (R124).
const enhedsroller = adgang.CuraAdministrator | adgang.OrgAdministrator

const enhederSti = "/vaerksted/enheder"

// enhederuter are the pages about enheder (steps 6 and 7).
func (s *Sider) enhederuter(r web.Ramme) {
	r.Som(enhedsroller, "GET "+enhederSti, s.enheder)
	r.Som(enhedsroller, "POST "+enhederSti+"/model", s.vaelgModel)
	r.Som(enhedsroller, "GET "+enhederSti+"/sikre", s.sikreEnheder)
	r.Som(enhedsroller, "POST "+enhederSti+"/sikre", s.tagSikreEnheder)
	r.Som(enhedsroller, "POST "+enhederSti+"/fortryd", s.fortrydEnhed)
	r.Som(enhedsroller, "GET /vaerksted/enhed/{id}", s.enhed)
	r.Som(enhedsroller, "POST /vaerksted/enhed/{id}/beslut", s.beslutEnhed)
	r.Som(enhedsroller, "POST /vaerksted/enhed/{id}/faelles", s.beslutFaelles)
	r.Som(enhedsroller, "POST /vaerksted/enhed/{id}/note", s.noterEnhed)
}

// knude is a unit in one of the two trees, as a row.
type knude struct {
	ID, Navn string
	Adresse  string // its page; empty for units of FK Organisation
	Staerk   bool   // sagsansvarlig, or a unit something is mapped to
	Slags    string // fundet, opad, mangler, vaek; empty: nothing to say
	Ord      string // its relation in words
	Boern    []*knude
	Under    int    // how many lie below
	Aaben    bool   // those below are shown
	Vend     string // address that opens or closes; empty: nothing below
	Streg    string // the kind of line that ends here; empty: none
}

// linje is a drawn relation between two rows.
type linje struct{ D, Slags string }

// rk is the height of a row on the drawing.
const rk = 10

// enhedsbillede is the page of the two trees (S4).
type enhedsbillede struct {
	Fremskridt desk.Fremskridt
	Model      int
	Modeller   [2]enhedsvalg.Model
	Nu         enhedsvalg.Model
	Vaek       []rules.Fund // R079, what somebody must look at
	Eoj, Fk    []*knude
	Linjer     []linje
	Hoejde     int // rows of the taller tree
	Mangler    bool
	Sikre      int
	Tom        bool // no import of FK Organisation yet
	Besked     *besked
}

// besked is a receipt with its way back.
type besked struct {
	Tekst, Fra, Til, Enhed string
}

// enheder shows the two trees.
func (s *Sider) enheder(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	q := r.URL.Query()
	t := nyTraeer(bord, q)
	view := t.billede()
	view.Besked = beskedAf(q, "")
	side := s.side("Enheder", id)
	side.Stil = append(side.Stil, "enheder.css")
	s.ramme.Site.Vis(w, r, http.StatusOK, side, enhederside(view))
	return nil
}

// traeer lays the two trees side by side.
type traeer struct {
	bord      *desk.Bord
	vendt     map[string]bool // branches turned from how they are shown at first
	q         url.Values
	mangler   bool // show only what is missing, and what lies above it
	stor      bool
	boern     map[string][]string
	vigtig    map[string]bool // of both trees: an ancestor of something to see
	fkBoern   map[oio.UUID][]*organisation.Enhed
	brugt     map[oio.UUID]string // enhed by the unit it is mapped to
	eojRaekke map[string]int
	fkRaekke  map[oio.UUID]int // row of a unit, or of the closed branch it lies in
	venstre   []*knude         // by row
	hoejre    []*knude         // by row
}

// nyTraeer reads from an address which branches are turned and what is left out.
func nyTraeer(bord *desk.Bord, q url.Values) *traeer {
	t := &traeer{bord: bord, vendt: map[string]bool{}, q: url.Values{}, mangler: q.Get("vis") == "mangler", eojRaekke: map[string]int{}, fkRaekke: map[oio.UUID]int{}}
	for _, id := range q["vend"] {
		t.vendt[id] = true
	}
	if t.mangler {
		t.q.Set("vis", "mangler")
	}
	return t
}

// storFra is from how many enheder branches without anything to do are closed at first.
const storFra = 120

func (t *traeer) billede() enhedsbillede {
	b := t.bord
	g := b.Snapshot.Grundlag
	t.stor = len(g.Enheder) > storFra
	view := enhedsbillede{Fremskridt: b.Fremskridt(mapping.Enhed), Model: b.Snapshot.Politik.Model, Modeller: b.Enhedsvalg.Modeller(b.Snapshot.Tal),
		Nu: b.Enhedsvalg.Nu(b.Snapshot.Tal), Mangler: t.mangler, Sikre: len(b.Sikre(mapping.Enhed)), Tom: g.Organisation.Len() == 0}
	for _, f := range b.Fund {
		if f.Regel == "R079" {
			view.Vaek = append(view.Vaek, f)
		}
	}
	t.sort()
	view.Eoj = t.eojUnder("")
	view.Fk = t.fkUnder(oio.UUID{})
	t.nummererEoj(view.Eoj)
	t.nummererFk(view.Fk)
	view.Hoejde = max(len(t.venstre), len(t.hoejre))
	view.Linjer = t.linjer()
	return view
}

// sort finds who lies below whom, and what there is to see.
func (t *traeer) sort() {
	g := t.bord.Snapshot.Grundlag
	t.boern, t.vigtig, t.brugt, t.fkBoern = map[string][]string{}, map[string]bool{}, map[oio.UUID]string{}, map[oio.UUID][]*organisation.Enhed{}
	for _, r := range t.bord.Enheder { // by name
		above := g.Enheder[r.ID].Overordnet
		if _, known := g.Enheder[above]; !known {
			above = ""
		}
		t.boern[above] = append(t.boern[above], r.ID)
		if kombit := g.Mapping.Valg(mapping.Enhed, r.ID).Kombit; !kombit.IsZero() {
			t.brugt[kombit] = r.ID
		}
		if t.vises(r) {
			t.marker(above)
		}
	}
	for _, u := range g.Organisation.Alle() {
		if _, used := t.brugt[u.UUID]; !u.Aktiv() && !used {
			continue
		}
		above := u.Overordnet
		if _, known := g.Organisation.Find(above); !known {
			above = oio.UUID{}
		}
		t.fkBoern[above] = append(t.fkBoern[above], u)
	}
	for uuid := range t.brugt {
		t.markerFk(uuid)
	}
}

// vises reports whether a row is a reason to open the branch it lies in.
func (t *traeer) vises(r *desk.Raekke) bool {
	if t.mangler || t.stor {
		return r.Aaben()
	}
	return t.bord.Snapshot.Grundlag.Enheder[r.ID].Sagsansvarlig
}

func (t *traeer) marker(id string) {
	for id != "" && !t.vigtig[id] {
		t.vigtig[id] = true
		id = t.bord.Snapshot.Grundlag.Enheder[id].Overordnet
		if _, known := t.bord.Snapshot.Grundlag.Enheder[id]; !known {
			return
		}
	}
}

// markerFk opens the way to a unit that is used; in a large tree only to what the left side shows.
func (t *traeer) markerFk(uuid oio.UUID) {
	if t.stor && !t.synlig(t.brugt[uuid]) {
		return
	}
	u, found := t.bord.Snapshot.Grundlag.Organisation.Find(uuid)
	for found && !t.vigtig[u.Overordnet.String()] && !u.Overordnet.IsZero() {
		t.vigtig[u.Overordnet.String()] = true
		u, found = t.bord.Snapshot.Grundlag.Organisation.Find(u.Overordnet)
	}
}

// synlig reports whether an enhed is shown at first.
func (t *traeer) synlig(id string) bool {
	above := t.bord.Snapshot.Grundlag.Enheder[id].Overordnet
	if _, known := t.bord.Snapshot.Grundlag.Enheder[above]; !known {
		return true
	}
	return t.vigtig[above]
}

// vend is the address of the page with one branch turned.
func (t *traeer) vend(id string) string {
	q := url.Values{}
	for key, values := range t.q {
		q[key] = values
	}
	for other := range t.vendt {
		if other != id {
			q.Add("vend", other)
		}
	}
	if !t.vendt[id] {
		q.Add("vend", id)
	}
	slices.Sort(q["vend"])
	return enhederSti + "?" + q.Encode() + "#" + url.PathEscape("r-"+id)
}

func (t *traeer) eojUnder(above string) []*knude {
	var rows []*knude
	for _, id := range t.boern[above] {
		if t.mangler && !t.vigtig[id] {
			if r, _ := t.bord.Raekke(mapping.Enhed, id); !r.Aaben() {
				continue
			}
		}
		rows = append(rows, t.eoj(id))
	}
	return rows
}

func (t *traeer) eoj(id string) *knude {
	g := t.bord.Snapshot.Grundlag
	r, _ := t.bord.Raekke(mapping.Enhed, id)
	k := &knude{ID: id, Navn: r.Navn, Adresse: enhedAdresse(id), Staerk: g.Enheder[id].Sagsansvarlig, Under: len(t.boern[id])}
	k.Slags, k.Ord = forhold(t.bord, r)
	if k.Under > 0 {
		k.Aaben, k.Vend = t.vigtig[id] != t.vendt[id], t.vend(id)
		if k.Aaben {
			k.Boern = t.eojUnder(id)
		}
	}
	return k
}

// forhold is how an enhed stands to FK Organisation, in a word for the eye and in words for all.
func forhold(b *desk.Bord, r *desk.Raekke) (slags, ord string) {
	g := b.Snapshot.Grundlag
	found := b.Opslag(r.ID)
	chosen := g.Mapping.Valg(mapping.Enhed, r.ID).Kombit
	switch {
	case !chosen.IsZero() && (found.Enhed == nil || found.Via != r.ID):
		return "vaek", "Partneren er forsvundet"
	case !chosen.IsZero():
		return "fundet", "Er »" + found.Enhed.Navn + "« i FK Organisation"
	case r.Aaben():
		return "mangler", "Mangler"
	case found.Enhed != nil:
		return "opad", "Bruger »" + found.Enhed.Navn + "« gennem »" + g.Enheder[found.Via].Navn + "«"
	}
	return "", ""
}

func (t *traeer) fkUnder(above oio.UUID) []*knude {
	var rows []*knude
	for _, u := range t.fkBoern[above] {
		k := &knude{ID: u.UUID.String(), Navn: u.Navn, Under: len(t.fkBoern[u.UUID])}
		if enhed, used := t.brugt[u.UUID]; used {
			k.Staerk, k.Ord = true, "Er »"+t.bord.Snapshot.Grundlag.Enheder[enhed].Navn+"« i EOJ"
			if !u.Aktiv() {
				k.Slags, k.Ord = "vaek", "Lukket"
			}
		}
		if k.Under > 0 {
			k.Aaben, k.Vend = t.vigtig[k.ID] != t.vendt[k.ID], t.vend(k.ID)
			if k.Aaben {
				k.Boern = t.fkUnder(u.UUID)
			}
		}
		rows = append(rows, k)
	}
	return rows
}

func (t *traeer) nummererEoj(rows []*knude) {
	for _, k := range rows {
		t.eojRaekke[k.ID] = len(t.venstre)
		t.venstre = append(t.venstre, k)
		t.nummererEoj(k.Boern)
	}
}

func (t *traeer) nummererFk(rows []*knude) {
	for _, k := range rows {
		uuid, _ := oio.ParseUUID(k.ID)
		t.fkRaekke[uuid] = len(t.hoejre)
		t.hoejre = append(t.hoejre, k)
		if k.Aaben {
			t.nummererFk(k.Boern)
		} else {
			t.skjul(uuid, len(t.hoejre)-1)
		}
	}
}

// skjul lets lines to what lies in a closed branch end at the branch.
func (t *traeer) skjul(uuid oio.UUID, row int) {
	for _, u := range t.fkBoern[uuid] {
		t.fkRaekke[u.UUID] = row
		t.skjul(u.UUID, row)
	}
}

// linjer joins the rows that are shown. Only sagsansvarlige show through whom they resolve: the others would hide them.
func (t *traeer) linjer() []linje {
	g := t.bord.Snapshot.Grundlag
	var lines []linje
	for from, k := range t.venstre {
		found := t.bord.Opslag(k.ID)
		if found.Enhed == nil {
			continue
		}
		slags := "fundet"
		if found.Via != k.ID {
			slags = "opad"
		}
		to, shown := t.fkRaekke[found.Enhed.UUID]
		if !shown || (slags == "opad" && !g.Enheder[k.ID].Sagsansvarlig) {
			continue
		}
		k.Streg = slags
		if other := t.hoejre[to]; other.Streg != "fundet" {
			other.Streg = slags
		}
		y1, y2 := from*rk+rk/2, to*rk+rk/2
		lines = append(lines, linje{fmt.Sprintf("M0 %d C45 %d 55 %d 100 %d", y1, y1, y2, y2), slags})
	}
	return lines
}

func enhedAdresse(id string) string { return "/vaerksted/enhed/" + url.PathEscape(id) }

// beskedAf reads the receipt that an address carries after something was taken.
func beskedAf(q url.Values, enhed string) *besked {
	switch {
	case q.Get("fortrudt") != "":
		return &besked{Tekst: "Det er fortrudt."}
	case q.Get("noteret") != "":
		return &besked{Tekst: "Det er skrevet ned."}
	case q.Get("fra") != "":
		text := "Gemt."
		if n := q.Get("antal"); n != "" && n != "1" && strings.Trim(n, "0123456789") == "" {
			text = n + " valg er gemt."
		}
		return &besked{Tekst: text, Fra: q.Get("fra"), Til: q.Get("til"), Enhed: enhed}
	}
	return nil
}
