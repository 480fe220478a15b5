package sheet

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"indeksbro/internal/oio"
)

// MaxFil is the largest file that is read, in bytes.
const MaxFil = 20 << 20

// laeser reads one file.
type laeser struct {
	ark  Ark
	fejl Fejlliste
	xlsx bool
	id   map[slags]map[string]string // ids seen, and where
}

// Laes reads a preparation sheet, or one or more lists with headings of the municipality's own. navn is the file's name; its
// ending says whether it is xlsx or CSV. The error is a *Fejlliste when the file is wrong. The rows that could be read come
// along with it, so that Oversaet can name what more is wrong, but nothing may be taken from them.
func Laes(r io.Reader, navn string) (*Ark, error) {
	tables, err := filen(r, navn, func(heading string) bool { _, known := overskrifter[heading]; return known })
	if err != nil {
		return nil, err
	}
	l := &laeser{id: map[slags]map[string]string{sagstypeSlags: {}, ydelseSlags: {}, enhedSlags: {}}}
	read := 0
	for i := range tables {
		if l.tabel(&tables[i], navn, len(tables) > 1) {
			read++
		}
	}
	if read == 0 && l.fejl.Err() == nil {
		return nil, ukendteOverskrifter("")
	}
	return &l.ark, l.fejl.Err()
}

// filen is a file as tables; known tells the headings it should have, folded, by which the separator of a CSV file is found.
func filen(r io.Reader, navn string, known func(string) bool) ([]tabel, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxFil+1))
	if err != nil {
		return nil, fmt.Errorf("read sheet: %w", err)
	}
	if len(data) > MaxFil {
		return nil, hele(fmt.Sprintf("filen er større end %d MB; et forberedelsesark fylder under 1 MB", MaxFil>>20), fmt.Sprintf("the file is larger than %d MB; a preparation sheet takes less than one", MaxFil>>20))
	}
	return tabeller(data, navn, known)
}

func ukendteOverskrifter(ark string) *Fejlliste {
	list := &Fejlliste{}
	list.Add(Fejl{Ark: ark, Celle: celleI(ark),
		Dansk:   "ingen række ligner overskrifter; skriv fx Sagstype, Ydelse, Lov, Paragraf eller Enhed, KOMBIT-id over kolonnerne",
		English: "no row reads like headings; write for example Sagstype, Ydelse, Lov, Paragraf or Enhed, KOMBIT-id above the columns"})
	return list
}

func celleI(ark string) string {
	if ark == "" {
		return ""
	}
	return "A1"
}

// tabeller takes the file apart by what it is, not only by its name.
func tabeller(data []byte, navn string, known func(string) bool) ([]tabel, error) {
	ending := strings.ToLower(filepath.Ext(navn))
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return nil, hele("filen er tom", "the file is empty")
	case bytes.HasPrefix(data, oleHoved):
		return nil, oleFejl(data)
	case ending == ".xlsm" || ending == ".xltm" || ending == ".xlam":
		return nil, makroFejl()
	case bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return xlsxTabeller(data)
	case ending == ".xlsx" || ending == ".xltx":
		return nil, hele("filen hedder xlsx, men er det ikke; åbn den i Excel og gem den som xlsx", "the file is named xlsx but is not; open it in Excel and save it as xlsx")
	case ending == ".csv" || ending == ".txt" || ending == ".tsv":
		return csvTabel(data, navn, known)
	}
	return nil, hele("filen skal være et regneark (.xlsx) eller en CSV-fil (.csv)", "the file must be a spreadsheet (.xlsx) or a CSV file (.csv)")
}

// hjaelpeark are sheets that explain and list, and hold nothing of the municipality's own.
func hjaelpeark(navn string) bool {
	named := fold(navn)
	return slices.ContainsFunc([]string{"faelleskommunale", "alle ydelsestyper", "hjaelp", "vejledning", "forside", "laes mig", "laesmig", "readme", "om arket", "instructions", "help", "lister"},
		func(word string) bool { return strings.Contains(named, word) })
}

// tabel reads one list, and reports whether it was one.
func (l *laeser) tabel(t *tabel, filnavn string, several bool) bool {
	l.xlsx = t.xlsx
	t.navn = oio.MaskCPR(t.navn)
	t.udbred()
	head, found := t.find(strings.TrimSuffix(filepath.Base(filnavn), filepath.Ext(filnavn)))
	private := l.personnumre(t, head)
	switch {
	case t.skjult, several && (hjaelpeark(t.navn) || head != nil && head.kunTyper()), len(t.raekker) == 0:
		return false
	case !found:
		for _, f := range ukendteOverskrifter(t.navn).Fejl {
			l.fejl.Add(f)
		}
		return false
	}
	l.ark.Overset = append(l.ark.Overset, head.overset...)
	x := &raekkelaeser{l: l, t: t, h: head, private: private}
	for r := head.raekke + 1; r <= len(t.raekker); r++ {
		x.raekke(r)
	}
	return true
}

// personnumre names every cell that holds something like a CPR number, wherever it is, and never the number.
func (l *laeser) personnumre(t *tabel, head *hoved) map[plads]bool {
	private := make(map[plads]bool)
	for i, row := range t.raekker {
		for k, text := range row {
			if text = renTekst(text); len(text) < 10 || !maaskeCPR(text) || l.fritaget(head, i+1, k+1, text) {
				continue
			}
			private[plads{i + 1, k + 1}] = true
			name, _ := excelize.CoordinatesToCellName(k+1, i+1)
			l.fejl.Add(Fejl{Ark: t.navn, Celle: name, Dansk: "cellen ser ud til at indeholde et CPR-nummer; slet det", English: "the cell looks like it contains a CPR number; delete it"})
		}
	}
	return private
}

func maaskeCPR(text string) bool {
	_, _, found := oio.FindCPR(text)
	return found
}

// fritaget are numbers of ten digits that are something else: P numbers, and UUIDs.
func (l *laeser) fritaget(head *hoved, r, k int, text string) bool {
	text = udenBlanke(text)
	if system, code, found := strings.Cut(text, "#"); found && !maaskeCPR(system) {
		text = code // a key of the catalogue may have a UUID for its code
	}
	if _, err := oio.ParseUUID(strings.Trim(text, "{}")); err == nil {
		return true
	}
	return head != nil && head.felter[k] == fPNummer && r > head.raekke && len(text) == 10 && strings.HasPrefix(text, "10")
}

// raekkelaeser reads the rows of one list in order.
type raekkelaeser struct {
	l       *laeser
	t       *tabel
	h       *hoved
	private map[plads]bool
	// The sagstype named last, for rows that leave it blank because it is named once for many ydelser.
	sagstypeID, sagstype string
}

// nedad are fields whose merged cells hold for every row they cover.
var nedad = map[felt]bool{fSagstypeID: true, fSagstype: true, fLov: true, fParagraf: true, fKLE: true, fKLETitel: true, fStandard: true, fArt: true, fOverordnet: true, fOverordnetNavn: true}

func (x *raekkelaeser) raekke(r int) {
	if x.tom(r) || x.gentaget(r) {
		return
	}
	s := sted{ark: x.t.navn, raekke: r, kolonner: &x.h.kolonner, daarlig: make(map[felt]bool)}
	p := &post{l: x.l, sted: s}
	for column, f := range x.h.felter {
		at := plads{r, column}
		switch {
		case x.private[at]:
			s.daarlig[f] = true
		case x.t.formler[at]:
			p.fejl(f, "cellen er en formel; formler bliver ikke regnet ud, så skriv værdien i stedet", "the cell is a formula; formulas are not evaluated, write the value instead")
		}
	}
	p.felt = func(f felt) string {
		column := x.h.kolonner[f]
		if column == 0 || s.daarlig[f] {
			return ""
		}
		text := x.t.celle(r, column)
		if from, merged := x.t.kilder[plads{r, column}]; text == "" && merged && nedad[f] && from[1] == column && from[0] > x.h.raekke {
			text = x.t.celle(from[0], from[1])
		}
		return text
	}
	x.post(p, x.slags(p))
}

func (x *raekkelaeser) tom(r int) bool {
	for column := range x.h.felter {
		if x.t.celle(r, column) != "" || x.t.formler[plads{r, column}] {
			return false
		}
	}
	return true
}

// gentaget reports whether a row is the header once more, as lists made for printing have it.
func (x *raekkelaeser) gentaget(r int) bool {
	for column := range x.h.felter {
		if x.t.celle(r, column) != x.t.celle(x.h.raekke, column) {
			return false
		}
	}
	return len(x.h.felter) > 1
}

// slags is what a row is about: what it says itself, else what it names.
func (x *raekkelaeser) slags(p *post) slags {
	if word := p.felt(fSlags); word != "" {
		kind, known := slagsOrd[fold(word)]
		if !known {
			p.fejl(fSlags, fmt.Sprintf("»%s« er ikke en slags; skriv sagstype, ydelse eller enhed", kort(word)), fmt.Sprintf("%q is no kind of row; write sagstype, ydelse or enhed", kort(word)))
		}
		return kind
	}
	has := func(felter ...felt) bool {
		return slices.ContainsFunc(felter, func(f felt) bool { return p.felt(f) != "" || p.sted.daarlig[f] })
	}
	switch {
	case p.sted.daarlig[fSlags]:
		return ukendtSlags
	case has(fYdelseID, fYdelse):
		return ydelseSlags
	case has(fEnhedID, fEnhed):
		return enhedSlags
	case x.h.slags == ydelseSlags && has(fLov, fParagraf, fType, fTypeNoegle, fArt, fPakke, fHold):
		return ydelseSlags // its name is missing, which is said below
	case has(fSagstypeID, fSagstype):
		return sagstypeSlags
	}
	return x.h.slags
}

func (x *raekkelaeser) post(p *post, kind slags) {
	switch kind {
	case sagstypeSlags:
		x.sagstypeRaekke(p)
	case ydelseSlags:
		x.ydelseRaekke(p)
	case enhedSlags:
		x.enhedRaekke(p)
	}
}

// navngiv reads id and name of what a row is about: the name must be there where the list has names, and an id stands once.
func (x *raekkelaeser) navngiv(p *post, kind slags, fid, fnavn felt) (id, name string) {
	id, name = p.id(fid), p.tekst(fnavn, maxNavn)
	if name == "" && !p.sted.daarlig[fnavn] && (x.h.has(fnavn) || id == "") {
		p.fejl(fnavn, "navnet mangler", "the name is missing")
	}
	if id == "" {
		return id, name
	}
	ark, celle := p.sted.celle(fid)
	if first, twice := x.l.id[kind][id]; twice {
		p.fejl(fid, fmt.Sprintf("id'et »%s« står også i %s", kort(id), first), fmt.Sprintf("the id %q stands in %s too", kort(id), first))
		return id, name
	}
	x.l.id[kind][id] = ark + "!" + celle
	return id, name
}

func (x *raekkelaeser) sagstypeRaekke(p *post) {
	id, name := x.navngiv(p, sagstypeSlags, fSagstypeID, fSagstype)
	x.sagstypeID, x.sagstype = id, name
	s := Sagstype{ID: id, Navn: name, Lov: p.tekst(fLov, maxNavn), Paragraf: p.tekst(fParagraf, maxNavn),
		Borgerrettet: p.jaNej(fBorgerrettet), Administrativ: p.jaNej(fAdministrativ),
		KLE: p.kle(fKLE), KLETitel: p.tekst(fKLETitel, maxNavn), Ikke: p.jaNej(fIkke), Svar: p.svar(), sted: p.sted}
	s.Fjern = erFjern(p.felt(fKLE))
	x.l.ark.Sagstyper = append(x.l.ark.Sagstyper, s)
}

func (x *raekkelaeser) ydelseRaekke(p *post) {
	id, name := x.navngiv(p, ydelseSlags, fYdelseID, fYdelse)
	y := Ydelse{ID: id, Navn: name, Sagstype: p.id(fSagstypeID), SagstypeNavn: p.tekst(fSagstype, maxNavn),
		Lov: p.tekst(fLov, maxNavn), Paragraf: p.tekst(fParagraf, maxNavn), Art: p.art(), Standard: p.standard(), Kode: p.id(fKode),
		Pakke: p.jaNej(fPakke), Hold: p.jaNej(fHold), Aktiv: p.jaNej(fAktiv), SagstypeKLE: p.kle(fKLE),
		Type: p.tekst(fType, maxNavn), TypeNoegle: p.id(fTypeNoegle), TypeKLE: p.tekst(fTypeKLE, maxNavn),
		Ikke: p.jaNej(fIkke), UdenType: p.jaNej(fUdenType), Svar: p.svar(), sted: p.sted}
	if erTom(y.Type) {
		y.Type = ""
	}
	if erFjern(y.Type) || erFjern(y.TypeNoegle) {
		y.Type, y.TypeNoegle, y.Fjern = "", "", true
	}
	if y.Sagstype == "" && y.SagstypeNavn == "" && !p.sted.afvist(fSagstypeID, fSagstype) {
		y.Sagstype, y.SagstypeNavn = x.sagstypeID, x.sagstype
	}
	x.sagstypeID, x.sagstype = y.Sagstype, y.SagstypeNavn
	x.l.ark.Ydelser = append(x.l.ark.Ydelser, y)
}

func (x *raekkelaeser) enhedRaekke(p *post) {
	id, name := x.navngiv(p, enhedSlags, fEnhedID, fEnhed)
	e := Enhed{ID: id, Navn: name, Overordnet: p.id(fOverordnet), OverordnetNavn: p.tekst(fOverordnetNavn, maxNavn),
		Sagsansvarlig: p.jaNej(fSagsansvarlig), Usynlig: p.jaNej(fUsynlig), Aktiv: p.jaNej(fAktiv), Findes: p.jaNej(fFindes),
		Kombit: p.uuid(fKombit), NavnDer: p.tekst(fNavnDer, maxNavn), Forslag: p.tekst(fForslag, maxNavn),
		PNummer: p.cifre(fPNummer, 10, "10"), CVR: p.cifre(fCVR, 8, ""), Svar: p.svar(), sted: p.sted}
	e.Fjern = erFjern(p.felt(fKombit))
	x.l.ark.Enheder = append(x.l.ark.Enheder, e)
}
