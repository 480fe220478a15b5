package program

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/faelles"
	"indeksbro/internal/konsekvens"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/rules"
	"indeksbro/internal/vaerksted"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

const faellessti = sti + "/faelles"

// faellesroller see what municipalities show each other; only the Cura administrator shares and takes over.
const faellesroller = adgang.CuraAdministrator | adgang.Programleder

// Faelles is the commons of one municipality (R125), and the answers all may use (R015).
type Faelles interface {
	// Udvalg is what would be shared.
	Udvalg(ctx context.Context, notes bool) (faelles.Udvalg, error)
	// Del shares the chosen rows of what the stamp names; ErrAndetVist when it is not what would be shared any more.
	Del(ctx context.Context, stamp string, chosen func(key string) bool, notes bool, af string) (int, error)
	// TagTilbage takes everything back.
	TagTilbage(ctx context.Context, af string) (int, error)
	// Tabel is others' choices by name, with one's own beside.
	Tabel(ctx context.Context) ([]faelles.Raekke, error)
	// Kilder are those whose choices are known.
	Kilder(ctx context.Context) ([]Kilde, error)
	// Hent takes a file or a bundle. The error is *Filfejl, *faelles.ErrUkendt or *faelles.Pakkefejl where it is the file's.
	Hent(ctx context.Context, file []byte, trust, af string) (Hentet, error)
	// Skriv writes what is shared, or with all what is known of others too.
	Skriv(ctx context.Context, w io.Writer, format faelles.Format, all bool) (int, error)
	// Pakke is a signed bundle of what is shared; nil when nothing is.
	Pakke(ctx context.Context, sender oio.CVR) ([]byte, error)
	// Fingeraftryk is that of one's own key.
	Fingeraftryk() string
	// Saet is who shares.
	Saet(ctx context.Context) (faelles.Saet, error)
	// Svarene are the answers that hang on the board, the newest first.
	Svarene(ctx context.Context) ([]faelles.Svar, error)
	// SlaaSvarOp hangs an answer there; *Svarfejl when it cannot hang.
	SlaaSvarOp(ctx context.Context, s faelles.Svar, af string) error
	// Efterlyste are the names that municipalities wait for an answer about.
	Efterlyste(ctx context.Context) ([]Efterlyst, error)
}

// Skrivebord is the desk that decisions and notes go through; vaerksted.Vaerksted is it.
type Skrivebord interface {
	Bord(ctx context.Context) (*vaerksted.Bord, error)
	Konsekvens(ctx context.Context, decisions []mapping.Beslutning) (konsekvens.Konsekvens, *rules.Brud, error)
	Beslut(ctx context.Context, wishes []vaerksted.Oenske) (vaerksted.Kvittering, error)
	Fortryd(ctx context.Context, receipt vaerksted.Kvittering, af string) (vaerksted.Kvittering, error)
	Noter(ctx context.Context, notes []mapping.Note) error
}

// ErrAndetVist refuses to share anything else than what was shown.
var ErrAndetVist = errors.New("what would be shared has changed since it was shown; look again")

// Kilde is a municipality whose choices are known.
type Kilde struct {
	CVR   oio.CVR
	Navn  string
	Antal int
	Vej   string   // tavlen, fil or pakke
	Pakke oio.Dato // the last bundle was taken
}

// Hentet is what came of a file.
type Hentet struct {
	Valg, Kommuner, Udeladt int
	Fra                     string // of a bundle
	Tid                     time.Time
	Igen, Egen              bool // it was taken before; it is one's own
}

// Filfejl is what is wrong with a file; nothing of it is taken.
type Filfejl struct{ Fejl []faelles.Fejl }

// Error names the first and counts the rest.
func (f *Filfejl) Error() string {
	return fmt.Sprintf("%s (%d faults)", f.Fejl[0].Error(), len(f.Fejl))
}

// faellesruter are the pages of the commons.
func (s *Sider) faellesruter(r web.Ramme) {
	r.Som(faellesroller, "GET "+faellessti, s.faelles)
	r.Som(faellesroller, "GET "+faellessti+"/hent", s.faellesfil)
	r.Som(adgang.CuraAdministrator, "GET "+faellessti+"/pakke", s.faellespakke)
	r.Som(adgang.CuraAdministrator, "GET "+faellessti+"/del", s.delside)
	r.Som(adgang.CuraAdministrator, "POST "+faellessti+"/del", s.del)
	r.Som(adgang.CuraAdministrator, "POST "+faellessti+"/tilbage", s.tagTilbage)
	r.Som(adgang.CuraAdministrator, "POST "+faellessti+"/overtag", s.overtag)
	r.Som(adgang.CuraAdministrator, "POST "+faellessti+"/fortryd", s.fortrydOvertag)
	r.SomFil(adgang.CuraAdministrator, "POST "+faellessti+"/fil", s.hentFil)
}

func hvem(id web.Identitet) string { return cmp.Or(id.Bruger, id.Navn) }

// faellesView is the table.
type faellesView struct {
	Q, Vis     string
	Raekker    []faelles.Raekke
	Ialt       int // rows before the cut
	Side       int
	Sider      int
	Kilder     []Kilde
	Udvalg     faelles.Udvalg
	Aftryk     string
	Besked     page.Besked
	Kvittering vaerksted.Kvittering
	Ukendt     *faelles.ErrUkendt
	Alt        map[string]int // rows by each way of looking
}

const raekkerPaaSide = 40

// udsnittene are the ways of looking at the table.
var udsnittene = []struct{ Ord, Navn string }{
	{"vores", "Navne, vi også har"}, {"ubesluttet", "Vi har ikke besluttet"}, {"uenige", "Vi valgte andet"}, {"delte", "De andre er uenige"}, {"alle", "Alle"},
}

func iUdsnit(r *faelles.Raekke, cut string) bool {
	switch cut {
	case "ubesluttet":
		return len(r.Ubesluttet()) > 0
	case "uenige":
		return r.Uenig()
	case "delte":
		return !r.Enige()
	case "alle":
		return true
	}
	return len(r.Egne) > 0
}

// faelles shows who chose what.
func (s *Sider) faelles(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	q := r.URL.Query()
	b := page.Besked{}
	switch {
	case q.Has("delt"):
		b.Gjort = "Jeres valg er delt med de andre."
	case q.Has("tilbage"):
		b.Gjort = "I deler ikke mere noget. Hvad andre har overtaget, beholder de."
	case q.Has("fortrudt"):
		b.Gjort = "Det er fortrudt."
	case q.Has("hentet"):
		n, _ := strconv.Atoi(q.Get("hentet"))
		b.Gjort = sprog.Antal(n, "valg er hentet", "valg er hentet") + "."
	case q.Has("kendt"):
		b.Gjort = "Pakken er hentet før. Der er intet nyt i den."
	case q.Has("egen"):
		b.Gjort = "Det er jeres egen pakke, som I underskrev den. Der er intet at hente."
	}
	return s.visFaelles(w, r, id, b, nil)
}

func (s *Sider) visFaelles(w http.ResponseWriter, r *http.Request, id web.Identitet, b page.Besked, unknown *faelles.ErrUkendt) error {
	q := r.URL.Query()
	v := &faellesView{Q: strings.TrimSpace(q.Get("q")), Vis: q.Get("vis"), Aftryk: s.Faelles.Fingeraftryk(), Besked: b, Ukendt: unknown, Alt: map[string]int{}, Kvittering: fortrudt(q)}
	if !slices.ContainsFunc(udsnittene, func(u struct{ Ord, Navn string }) bool { return u.Ord == v.Vis }) {
		v.Vis = udsnittene[0].Ord
	}
	all, err := s.Faelles.Tabel(r.Context())
	if err != nil {
		return err
	}
	for i := range all {
		row := &all[i]
		if v.Q != "" && !strings.Contains(strings.ToLower(row.Navn+" "+row.Lov+" "+row.Paragraf+" "+row.Sammendrag()), strings.ToLower(v.Q)) {
			continue
		}
		for _, cut := range udsnittene {
			if iUdsnit(row, cut.Ord) {
				v.Alt[cut.Ord]++
			}
		}
		if iUdsnit(row, v.Vis) {
			v.Raekker = append(v.Raekker, *row)
		}
	}
	v.Ialt = len(v.Raekker)
	v.Sider = max(1, (v.Ialt+raekkerPaaSide-1)/raekkerPaaSide)
	v.Side, _ = strconv.Atoi(q.Get("side"))
	v.Side = min(max(v.Side, 1), v.Sider)
	v.Raekker = v.Raekker[(v.Side-1)*raekkerPaaSide : min(v.Side*raekkerPaaSide, v.Ialt)]
	if v.Kilder, err = s.Faelles.Kilder(r.Context()); err != nil {
		return err
	}
	if v.Udvalg, err = s.Faelles.Udvalg(r.Context(), false); err != nil {
		return err
	}
	status := http.StatusOK
	if len(b.Fejl) > 0 || unknown != nil {
		status = http.StatusUnprocessableEntity
	}
	s.ramme.Site.Vis(w, r, status, s.side("Fælles valg", id), faellesside(v))
	return nil
}

// adresse is the page with another way of looking or another part of it.
func (v *faellesView) adresse(vis string, side int) string {
	q := url.Values{"vis": {vis}}
	if v.Q != "" {
		q.Set("q", v.Q)
	}
	if side > 1 {
		q.Set("side", strconv.Itoa(side))
	}
	return faellessti + "?" + q.Encode()
}

// faellesfil is a download in one of the formats.
func (s *Sider) faellesfil(w http.ResponseWriter, r *http.Request, _ web.Identitet) error {
	format, err := faelles.ParseFormat(r.URL.Query().Get("format"))
	if err != nil {
		return &page.Problem{Status: http.StatusNotFound, Overskrift: "Formatet findes ikke", Tekst: "Vælg et af dem på siden.", Link: page.Link{Navn: "Fælles valg", Adresse: faellessti}}
	}
	var text bytes.Buffer
	all := r.URL.Query().Get("alle") != ""
	n, err := s.Faelles.Skriv(r.Context(), &text, format, all)
	if err != nil {
		return err
	}
	if n == 0 {
		return intetDelt()
	}
	for _, f := range faelles.Formater {
		if f.Format == format {
			name := "egne-valg."
			if all {
				name = "alle-valg."
			}
			fil(w, f.Type, name+f.Ende, text.Bytes())
		}
	}
	return nil
}

func intetDelt() error {
	return &page.Problem{Status: http.StatusNotFound, Overskrift: "I deler ikke noget endnu", Tekst: "Filen har kun det, I deler med de andre.", Raad: "Del jeres valg først.", Link: page.Link{Navn: "Del jeres valg", Adresse: faellessti + "/del"}}
}

func fil(w http.ResponseWriter, kind, name string, content []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, _ = w.Write(content) // the reader may have left
}

// faellespakke is the signed bundle.
func (s *Sider) faellespakke(w http.ResponseWriter, r *http.Request, _ web.Identitet) error {
	file, err := s.Faelles.Pakke(r.Context(), "")
	if err != nil {
		return err
	}
	if file == nil {
		return intetDelt()
	}
	of, err := s.Faelles.Saet(r.Context())
	if err != nil {
		return err
	}
	fil(w, "application/x-tar", string(of.Kommune)+".pakke", file)
	return nil
}

// delView is what would be shared.
type delView struct {
	faelles.Udvalg
	Noter  bool
	Besked page.Besked
}

// delside shows exactly what will be shared, before it is.
func (s *Sider) delside(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	return s.visDel(w, r, id, r.URL.Query().Get("noter") != "", page.Besked{})
}

func (s *Sider) visDel(w http.ResponseWriter, r *http.Request, id web.Identitet, notes bool, b page.Besked) error {
	u, err := s.Faelles.Udvalg(r.Context(), notes)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if len(b.Fejl) > 0 {
		status = http.StatusConflict
	}
	s.ramme.Site.Vis(w, r, status, s.side("Del jeres valg", id), delsiden(&delView{u, notes, b}))
	return nil
}

// del shares the ticked rows.
func (s *Sider) del(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	if err := r.ParseForm(); err != nil {
		return ulaeselig(faellessti + "/del")
	}
	chosen := map[string]bool{}
	for _, key := range r.PostForm["med"] {
		chosen[key] = true
	}
	notes := r.PostFormValue("noter") != ""
	_, err := s.Faelles.Del(r.Context(), r.PostFormValue("stempel"), func(key string) bool { return chosen[key] }, notes, hvem(id))
	if errors.Is(err, ErrAndetVist) {
		return s.visDel(w, r, id, notes, page.Besked{Fejl: []string{"Noget er besluttet, siden listen blev vist. Intet er delt. Se listen igen."}})
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, faellessti+"?delt=1", http.StatusSeeOther)
	return nil
}

func (s *Sider) tagTilbage(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	if _, err := s.Faelles.TagTilbage(r.Context(), hvem(id)); err != nil {
		return err
	}
	http.Redirect(w, r, faellessti+"?tilbage=1", http.StatusSeeOther)
	return nil
}

func ulaeselig(back string) error {
	return &page.Problem{Status: http.StatusBadRequest, Overskrift: "Det kunne ikke læses", Tekst: "Siden fik noget, den ikke kender. Intet er ændret.", Raad: "Gå tilbage, og vælg igen.", Link: page.Link{Navn: "Tilbage", Adresse: back}}
}

// hentFil takes a file or a bundle that somebody uploads.
func (s *Sider) hentFil(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	upload, _, err := r.FormFile("fil")
	if err != nil {
		return s.visFaelles(w, r, id, page.Besked{Fejl: []string{"Vælg en fil."}}, nil)
	}
	defer func() { _ = upload.Close() }()
	file, err := io.ReadAll(upload)
	if err != nil {
		return ulaeselig(faellessti)
	}
	done, err := s.Faelles.Hent(r.Context(), file, r.PostFormValue("tillid"), hvem(id))
	var faults *Filfejl
	var unknown *faelles.ErrUkendt
	var refused *faelles.Pakkefejl
	switch {
	case errors.As(err, &faults):
		b := page.Besked{}
		for i, f := range faults.Fejl {
			if i == 20 {
				b.Fejl = append(b.Fejl, "og "+sprog.Antal(len(faults.Fejl)-i, "fejl mere", "fejl mere"))
				break
			}
			b.Fejl = append(b.Fejl, f.PaaDansk())
		}
		return s.visFaelles(w, r, id, b, nil)
	case errors.As(err, &unknown):
		return s.visFaelles(w, r, id, page.Besked{}, unknown)
	case errors.As(err, &refused):
		return s.visFaelles(w, r, id, page.Besked{Fejl: []string{refused.Dansk}}, nil)
	case err != nil:
		return err
	}
	said := "hentet=" + strconv.Itoa(done.Valg)
	switch {
	case done.Egen:
		said = "egen=1"
	case done.Igen:
		said = "kendt=1"
	}
	http.Redirect(w, r, faellessti+"?"+said, http.StatusSeeOther)
	return nil
}

// tag is a choice somebody wants to take over, as a form carries it.
type tag struct {
	Art  mapping.Art
	ID   string
	Set  int64  // number of the decision that was seen
	Ord  string // the code, or ikke
	Svar string // which answer of the board it is, where it is one
}

func (t tag) String() string {
	return url.Values{"art": {string(t.Art)}, "id": {t.ID}, "set": {strconv.FormatInt(t.Set, 10)}, "ord": {t.Ord}, "svar": {t.Svar}}.Encode()
}

func laesTag(text string) (t tag, err error) {
	q, err := url.ParseQuery(text)
	if err != nil {
		return t, err
	}
	t = tag{ID: q.Get("id"), Ord: q.Get("ord"), Svar: q.Get("svar")}
	if t.Art, err = mapping.ParseArt(q.Get("art")); err != nil {
		return t, err
	}
	t.Set, err = strconv.ParseInt(q.Get("set"), 10, 64)
	return t, err
}

// tagFor is the form's word for taking a bid over for one of our own names.
func tagFor(e faelles.Egen, b *faelles.Bud) string {
	return tag{Art: e.Art, ID: e.ID, Set: e.Nr, Ord: b.Ord()}.String()
}

// overtag looks at what taking choices over would do, and does it when told so.
func (s *Sider) overtag(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	if err := r.ParseForm(); err != nil {
		return ulaeselig(faellessti)
	}
	words := r.PostForm["tag"]
	if one := r.PostFormValue("kun"); one != "" {
		words = []string{one}
	}
	rows, err := s.Faelles.Tabel(r.Context())
	if err != nil {
		return err
	}
	var wishes []vaerksted.Oenske
	for _, word := range words {
		t, err := laesTag(word)
		if err != nil {
			return ulaeselig(faellessti)
		}
		if wish, found := overtaget(rows, t); found {
			wish.Af = hvem(id)
			wishes = append(wishes, wish)
		}
	}
	return s.beslutSet(w, r, id, &beslutView{Titel: "Overtag valg", Sti: faellessti, Handling: faellessti + "/overtag", Ord: words, oensker: wishes})
}

// overtaget is the decision that takes a choice over, with where it comes from; false when the choice is not among others' any more.
func overtaget(rows []faelles.Raekke, t tag) (vaerksted.Oenske, bool) {
	for i := range rows {
		if rows[i].Art != t.Art || !slices.ContainsFunc(rows[i].Egne, func(e faelles.Egen) bool { return e.ID == t.ID }) {
			continue
		}
		for j := range rows[i].Bud {
			if b := &rows[i].Bud[j]; b.Ord() == t.Ord {
				return vaerksted.Oenske{Set: t.Set, Beslutning: mapping.Beslutning{Art: t.Art, ID: t.ID, Valg: b.Mapping(t.Art), Grund: b.Grund()}}, true
			}
		}
	}
	return vaerksted.Oenske{}, false
}

// beslutView is decisions looked at before they are taken (R005), and what rules say against them.
type beslutView struct {
	Titel, Sti, Handling string
	Ord                  []string // the form again
	Linjer               []beslutlinje
	Saetninger           []string
	Imod                 []beslutlinje // refused, with why
	oensker              []vaerksted.Oenske
	efter                func(vaerksted.Kvittering) error // when they are taken
}

type beslutlinje struct {
	Art            mapping.Art
	ID, Navn       string
	Foer, Efter    string
	Grund, Hvorfor string // of the decision; of the refusal
	Regel          string
}

// raekkeadresse is a row in the workbench.
func (l *beslutlinje) raekkeadresse() string {
	return "/vaerksted/" + string(l.Art) + "/" + url.PathEscape(l.ID)
}

// beslutSet shows what decisions would do; with bekraeft in the form they are taken, and with uden those that rules stand against are left out.
func (s *Sider) beslutSet(w http.ResponseWriter, r *http.Request, id web.Identitet, v *beslutView) error {
	desk := s.Desk
	if len(v.oensker) == 0 {
		return &page.Problem{Status: http.StatusUnprocessableEntity, Overskrift: "Ingen er valgt", Tekst: "Sæt kryds ved de rækker, det gælder. Måske er et valg taget tilbage imens.", Link: page.Link{Navn: "Tilbage", Adresse: v.Sti}}
	}
	// What is granted is mapped before its sagstype is marked (R006).
	slices.SortStableFunc(v.oensker, func(a, b vaerksted.Oenske) int { return -cmp.Compare(a.Art, b.Art) })
	status := http.StatusOK
	if r.PostFormValue("bekraeft") != "" {
		receipt, err := desk.Beslut(r.Context(), v.oensker)
		var refused *vaerksted.Afvist
		if errors.As(err, &refused) && r.PostFormValue("uden") != "" {
			v.oensker = slices.DeleteFunc(v.oensker, func(o vaerksted.Oenske) bool {
				return slices.ContainsFunc(refused.Afvisninger, func(a vaerksted.Afvisning) bool { return a.Beslutning.Art == o.Art && a.Beslutning.ID == o.ID })
			})
			receipt, err = desk.Beslut(r.Context(), v.oensker)
		}
		switch {
		case err == nil:
			if v.efter != nil && receipt.Antal > 0 {
				if err := v.efter(receipt); err != nil {
					return err
				}
			}
			http.Redirect(w, r, v.Sti+"?"+url.Values{"fra": {strconv.FormatInt(receipt.Fra, 10)}, "til": {strconv.FormatInt(receipt.Til, 10)}, "antal": {strconv.Itoa(receipt.Antal)}}.Encode(), http.StatusSeeOther)
			return nil
		case !errors.As(err, &refused):
			return err
		}
		status = http.StatusConflict
		for _, a := range refused.Afvisninger {
			v.Imod = append(v.Imod, beslutlinje{Art: a.Beslutning.Art, ID: a.Beslutning.ID, Hvorfor: sprog.StortForbogstav(a.Brud.Dansk), Regel: a.Brud.Regel})
		}
	}
	return s.visBeslut(w, r, id, v, status)
}

func (s *Sider) visBeslut(w http.ResponseWriter, r *http.Request, id web.Identitet, v *beslutView, status int) error {
	desk := s.Desk
	bord, err := desk.Bord(r.Context())
	if err != nil {
		return err
	}
	var decisions []mapping.Beslutning
	for _, o := range v.oensker {
		decisions = append(decisions, o.Beslutning)
		line := beslutlinje{Art: o.Art, ID: o.ID, Navn: o.ID, Grund: o.Grund, Efter: valgord(bord, o.Valg)}
		if row, found := bord.Raekke(o.Art, o.ID); found {
			line.Navn, line.Foer = row.Navn, valgord(bord, row.Beslutning.Valg)
		}
		v.Linjer = append(v.Linjer, line)
	}
	for i := range v.Imod {
		if row, found := bord.Raekke(v.Imod[i].Art, v.Imod[i].ID); found {
			v.Imod[i].Navn = row.Navn
		}
	}
	effect, brud, err := desk.Konsekvens(r.Context(), decisions)
	if err != nil {
		return err
	}
	v.Saetninger = effect.Saetninger()
	if brud != nil && len(v.Imod) == 0 {
		v.Saetninger = append(v.Saetninger, sprog.StortForbogstav(brud.Dansk)+" ("+brud.Regel+").")
	}
	s.ramme.Site.Vis(w, r, status, s.side(v.Titel, id), beslutside(v))
	return nil
}

// valgord is a choice in words.
func valgord(bord *vaerksted.Bord, v mapping.Valg) string {
	g := bord.Snapshot.Grundlag
	switch {
	case v.IsZero():
		return "ikke besluttet"
	case v.Ikke:
		return "skal ikke med"
	case v.UdenType:
		return "sendes uden type"
	}
	if t, found := g.Katalog.Find(v.Type); found {
		return t.Navn
	}
	if class, found := g.KLE.Find(v.KLE); found {
		return string(v.KLE) + " " + class.Titel
	}
	return cmp.Or(v.Type, string(v.KLE))
}

func fortrudt(q url.Values) vaerksted.Kvittering {
	var k vaerksted.Kvittering
	k.Fra, _ = strconv.ParseInt(q.Get("fra"), 10, 64)
	k.Til, _ = strconv.ParseInt(q.Get("til"), 10, 64)
	k.Antal, _ = strconv.Atoi(q.Get("antal"))
	return k
}

// fortrydOvertag takes back what a receipt says.
func (s *Sider) fortrydOvertag(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	if err := r.ParseForm(); err != nil {
		return ulaeselig(faellessti)
	}
	to := faellessti
	if r.PostFormValue("tilbage") == afklaringssti {
		to = afklaringssti
	}
	_, err := s.Desk.Fortryd(r.Context(), fortrudt(r.PostForm), hvem(id))
	var refused *vaerksted.Afvist
	if errors.As(err, &refused) {
		return &page.Problem{Status: http.StatusConflict, Overskrift: "Det kan ikke fortrydes nu", Tekst: sprog.StortForbogstav(refused.Afvisninger[0].Brud.Dansk) + ".", Raad: "Intet er ændret.", Link: page.Link{Navn: "Tilbage", Adresse: to}}
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, to+"?fortrudt=1", http.StatusSeeOther)
	return nil
}
